"""Who may see, have and change evidence: members, viewers, strangers; and identity documents apart."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from pytest_django import Settings

from cancellations.domain.evidence import EvidenceKind
from cancellations.models import Cancellation, User
from tests.cases import case_of, kinds_of, url_of
from tests.conftest import ClientOf
from tests.files import PDF, in_folder, keep_in, picture, upload
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "attached")


@pytest.fixture
def case(owner: User, folder: Path) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def url(case: Cancellation) -> str:
    return url_of(case, "evidence")


def typed() -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "attached": [upload()],
        "kind": "receipt",
        "note": "",
        "visibility": "dossier",
    }


def test_viewers_see_but_change_nothing(
    client_of: ClientOf, viewer: User, owner: User, case: Cancellation, url: str, folder: Path
) -> None:
    row = case.attach_bytes(owner, "a.png", picture(), kind=EvidenceKind.RECEIPT)
    letter = case.attach_bytes(owner, "application.pdf", PDF)
    secret = case.attach_bytes(owner, "passport.pdf", PDF, kind=EvidenceKind.IDENTITY, note="Of Ivanov")
    client, before = client_of(viewer), in_folder(folder)
    page = text_of(client.get(url))
    assert ("a.png" in page, "passport" in page, "Ivanov" in page) == (True, False, False)
    assert "Add evidence" not in page
    assert client.get(f"{url}{row.pk}/file/").status_code == 200
    assert client.get(f"{url}{row.pk}/preview/").status_code == 200
    assert "passport" not in text_of(client.get(f"{url}{secret.pk}/"))
    statuses = [
        client.post(url, typed()),
        client.post(url_of(case, "log"), {"outcome": "receipt", "attached": [upload()]}),
        client.post(f"{url}{row.pk}/", {"kind": "bill", "visibility": "team"}),
        client.post(f"{url}{row.pk}/remove/", {"reason": "x"}),
        client.get(f"{url}{row.pk}/remove/"),
        client.get(f"{url}{letter.pk}/file/"),
        client.get(f"{url}{secret.pk}/file/"),
        client.post(f"{url}{secret.pk}/file/"),
    ]
    assert {response.status_code for response in statuses} == {403}
    assert in_folder(folder) == before
    assert kinds_of(case)[-1] == "evidence_added"


def test_strangers_find_nothing(
    client_of: ClientOf, stranger: User, owner: User, case: Cancellation, url: str, folder: Path
) -> None:
    row = case.attach_bytes(owner, "a.png", picture())
    client, before, own = client_of(stranger), in_folder(folder), case_of(stranger)
    missing = client.get(f"{url_of(own, 'evidence')}99999999999999999999/file/")
    for path in ("", f"{row.pk}/", f"{row.pk}/file/", f"{row.pk}/preview/", f"{row.pk}/remove/"):
        for response in (
            client.get(url + path),
            client.get(f"{url_of(own, 'evidence')}{row.pk}/{path.partition('/')[2]}"),
        ):
            if path:
                assert (response.status_code, response.content) == (404, missing.content)
    assert client.get(url).status_code == 404
    assert client.post(url, typed()).status_code == 404
    assert client.post(url_of(case, "log"), {"outcome": "receipt", "attached": [upload()]}).status_code == 404
    assert in_folder(folder) == before


def test_nobody_is_sent_to_sign_in(owner: User, case: Cancellation, url: str) -> None:
    row = case.attach_bytes(owner, "a.png", picture())
    for path in ("", f"{row.pk}/", f"{row.pk}/file/", f"{row.pk}/preview/"):
        assert Client().get(url + path).status_code == 302


def test_nobodys_files_are_not_even_written_for_a_while(
    monkeypatch: pytest.MonkeyPatch, client_of: ClientOf, owner: User, case: Cancellation
) -> None:
    """Somebody without an account must not fill the disk; that there were files is said all the same."""
    written: list[bytes] = []
    whole = TemporaryFileUploadHandler.receive_data_chunk

    def noted(handler: TemporaryFileUploadHandler, data: bytes, start: int) -> None:
        written.append(data)
        whole(handler, data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", noted)
    for path in (url_of(case, "evidence"), url_of(case, "log")):
        answer = Client().post(path, {**typed(), "note": "Typed"})
        assert (answer.status_code, b"Typed" in answer.content) == (401, False)  # it is sealed
        assert written == []
    client_of(owner).post(url_of(case, "evidence"), typed())
    assert b"".join(written) == PDF


def test_an_identity_document_is_shown_by_a_button_that_is_told(
    client: Client, owner: User, case: Cancellation, url: str
) -> None:
    row = case.attach_bytes(owner, "passport.png", picture(), kind=EvidenceKind.IDENTITY)
    item = f"{url}{row.pk}/"
    assert "passport.png" not in text_of(client.get(url_of(case)))
    assert (client.get(f"{item}file/").status_code, client.get(f"{item}preview/").status_code) == (303, 404)
    assert "Show the document" in text_of(client.get(item))
    assert kinds_of(case)[-1] == "evidence_added"
    assert b"".join(client.post(f"{item}file/")) == picture()
    assert kinds_of(case)[-1] == "evidence_shown"
