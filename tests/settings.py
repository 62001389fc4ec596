"""The settings for tests: a data folder that is thrown away, cheap passwords, plain static files."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = tempfile.mkdtemp(prefix="lastcall-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["LASTCALL_DATA"] = _data
for name in (
    "SITE_URL",
    "HOST",
    "PORT",
    "ALLOWED_HOSTS",
    "SECRET_KEY",
    "EMAIL_URL",
    "TIME_ZONE",
    "DEBUG",
    "WORKERS",
):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403 - the data folder must be known first
from config.settings import DATABASES, STORAGES  # noqa: E402

STATIC_ROOT = Path(_data) / "static-root"
STATIC_ROOT.mkdir()
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: threads and processes meet the same locks as in earnest
    DATABASES["default"]["TEST"] = {"NAME": Path(_data) / "test.sqlite3"}
