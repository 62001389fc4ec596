"""Every hostile file and file name through the real form: taken or refused as said, and inert when had back."""

import errno
import re
import time
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.models import Cancellation, Evidence, User
from cancellations.models.storage import SyncedFolder
from tests.cases import case_of, fresh, url_of
from tests.conftest import HTMX, ClientOf
from tests.files import PDF, SentFile, file_params, in_folder, keep_in, upload
from tests.pages import assert_kept, text_of

STORED = re.compile(r"^[0-9a-f/-]{32,}$")
NEVER_SERVED = {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml", "text/javascript"}
BOUNDARY = "a-boundary"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "attached")


@pytest.fixture
def case(owner: User, folder: Path) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    client = client_of(owner)
    client.raise_request_exception = False
    return client


def send(client: Client, case: Cancellation, name: str, content: bytes, **headers: str) -> Any:
    """As a browser would that sends any name as it is: the test client would make a path's last part of it."""
    fields = {"kind": "other", "note": "Typed with care", "visibility": "team"}
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    )
    quoted = name.replace("\\", "\\\\").replace('"', "%22").encode("utf-8", "surrogatepass")
    body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attached"; filename="'.encode() + quoted
    body += b'"\r\nContent-Type: text/html\r\n\r\n' + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return client.generic("POST", url_of(case, "evidence"), body, content_type=kind, headers=headers)


@pytest.mark.parametrize("sent", [*file_params("upload"), *file_params("filename")])
def test_the_corpus(client: Client, case: Cancellation, folder: Path, sent: SentFile) -> None:
    began = time.perf_counter()
    response = send(client, case, sent.name, sent.content, **HTMX)
    assert time.perf_counter() - began < 2
    assert response.status_code in sent.http
    row = Evidence.objects.first()
    if row is None:
        assert sent.action != "accept"
        assert response.status_code == 422
        assert "There is a problem" in text_of(response)
        assert_kept(response, url_of(case, "evidence"), {"note": "Typed with care"})
        assert in_folder(folder) == []
        return
    assert sent.action != "reject"
    assert STORED.match(row.stored)
    assert in_folder(folder)[0] == row.stored
    comes_back_inert(client, case, row, sent.content)


def comes_back_inert(client: Client, case: Cancellation, row: Evidence, content: bytes) -> None:
    response = client.get(f"{url_of(case, 'evidence')}{row.pk}/file/")
    assert b"".join(response) == content
    assert response["Content-Type"].partition(";")[0] not in NEVER_SERVED
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    header = response["Content-Disposition"]
    assert (header.count("filename="), header.count("filename*=")) == (1, 1)
    parsed = Message()
    parsed["Content-Disposition"] = header
    assert parsed.get_content_disposition() == "attachment"
    for page in (client.get(url_of(case, "evidence")), client.get(url_of(case))):
        body = page.content.decode()
        assert not re.search(r"<script(?! (type|defer))|<img src=x|onmouseover=\"alert|<iframe", body)
        assert "\u202e" not in body


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_is_said_and_reading_goes_on(
    client: Client,
    case: Cancellation,
    owner: User,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    number: int,
) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)

    def fails(*args: Any) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(SyncedFolder, "_save", fails)
    response = client.post(url_of(case, "evidence"), {**FIELDS, "attached": [upload()]}, headers=headers)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert ("disk is full" if number == errno.ENOSPC else "cannot be reached") in text_of(response)
    assert list(Evidence.objects.all()) == [row]
    assert in_folder(folder) == [row.stored]
    assert client.get(url_of(case, "evidence")).status_code == 200
    monkeypatch.undo()
    assert client.post(url_of(case, "evidence"), {**FIELDS, "attached": [upload()]}).status_code == 303


FIELDS = {"kind": "other", "visibility": "team"}


def test_a_disk_that_fills_while_the_file_comes_in_is_said(
    client: Client, case: Cancellation, settings: Settings
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = Path("/dev/full/no-folder")
    response = client.post(url_of(case, "evidence"), {**FIELDS, "attached": [upload()]})
    assert response.status_code in {500, 503}
    assert not Evidence.objects.exists()
    assert fresh(case).is_open


def test_a_file_that_cannot_be_read_now_is_said(
    client: Client, case: Cancellation, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)

    def fails(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("the storage is away")

    monkeypatch.setattr(SyncedFolder, "_open", fails)
    response = client.get(f"{url_of(case, 'evidence')}{row.pk}/file/")
    assert response.status_code == 503
    assert "cannot be reached" in text_of(response)
