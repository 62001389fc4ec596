"""Where evidence is kept: a folder, or a bucket of S3 and whatever speaks like it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def evidence_storage(url: str, folder: Path, endpoint: str) -> dict[str, Any]:
    """The entry of STORAGES: `url` is empty or `s3://bucket/folder`; keys come from AWS's own variables.

    A bucket needs requirements-s3.txt. Nobody is ever given a link into it: every file goes through our view.
    """
    if not url:
        options: dict[str, Any] = {"location": folder, "directory_permissions_mode": 0o700}
        return {"BACKEND": "cancellations.models.storage.SyncedFolder", "OPTIONS": options}
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ImproperlyConfigured("FILES_URL must look like s3://bucket or s3://bucket/folder, or be left out.")
    options = {"bucket_name": parts.netloc, "location": parts.path.strip("/"), "file_overwrite": False}
    if endpoint:
        options["endpoint_url"] = endpoint
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
