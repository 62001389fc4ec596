"""The dossier over the wire: who may have it, in which form, and that the timeline tells of it."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from cancellations.domain.evidence import Visibility
from cancellations.exchange import bundle as bundling
from cancellations.models import Cancellation, Event, User
from tests.cases import case_of, url_of
from tests.conftest import ClientOf
from tests.exchange.long_case import MASKED, SHOWN, contact, long_case
from tests.files import PDF, keep_in
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
MADE = ["pdf", "zip"]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "kept")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return long_case(owner, events=30)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_page(client: Client, case: Cancellation) -> None:
    response = client.get(url_of(case, "dossier"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    text = text_of(response)
    for wanted in (case.reference, SHOWN, "The signature differs", "receipt-11.pdf", "Deadlines, and how they were"):
        assert wanted in text
    assert url_of(case, "dossier") in client.get(url_of(case)).content.decode()


@pytest.mark.parametrize("form", MADE)
def test_a_file_and_its_event(client: Client, case: Cancellation, owner: User, form: str) -> None:
    response = client.post(url_of(case, "dossier", form))
    made = body_of(response)
    assert response.status_code == 200
    assert f'attachment; filename="{case.reference}-2026-11-21.{form}"' in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    event = Event.objects.latest("pk")
    assert (event.kind, event.by, event.cancellation) == ("dossier_made", owner, case)
    assert event.payload == {"form": form, "sha256": hashlib.sha256(made).hexdigest()}
    page = text_of(client.get(url_of(case)))
    assert "Dossier made" in page
    assert f"{form.upper()} · SHA-256 {event.payload['sha256']}" in page


def test_identity_documents_by_a_tick(client: Client, case: Cancellation) -> None:
    made = body_of(client.post(url_of(case, "dossier", "zip"), {"identity": "1"}))
    assert any("passport" in name for name in zipfile.ZipFile(io.BytesIO(made)).namelist())
    assert Event.objects.latest("pk").payload["identity"] == 1
    made = body_of(client.post(url_of(case, "dossier", "zip")))
    assert not any("passport" in name for name in zipfile.ZipFile(io.BytesIO(made)).namelist())


def test_a_viewer_gets_it_masked(client_of: ClientOf, viewer: User, case: Cancellation) -> None:
    client = client_of(viewer)
    response = client.get(url_of(case, "dossier"))
    assert MASKED in text_of(response)
    assert SHOWN not in response.content.decode()
    assert 'name="identity"' not in response.content.decode()
    for form in MADE:
        assert client.post(url_of(case, "dossier", form), {"identity": "1"}).status_code == 200
        assert Event.objects.latest("pk").payload.keys() == {"form", "sha256"}


def test_a_stranger_finds_nothing(client_of: ClientOf, stranger: User, case: Cancellation) -> None:
    client = client_of(stranger)
    assert client.get(url_of(case, "dossier")).status_code == 404
    for form in MADE:
        assert client.post(url_of(case, "dossier", form)).status_code == 404
    assert not Event.objects.filter(kind="dossier_made").exists()


def test_wrong_verbs(client: Client, case: Cancellation) -> None:
    assert client.post(url_of(case, "dossier")).status_code == 405
    for form in MADE:
        assert client.get(url_of(case, "dossier", form)).status_code == 405
        assert client.put(url_of(case, "dossier", form)).status_code == 405
    assert not Event.objects.filter(kind="dossier_made").exists()


def test_nobody_is_sent_to_sign_in(client_of: ClientOf, case: Cancellation) -> None:
    assert client_of(None).get(url_of(case, "dossier")).status_code == 302


def test_too_much_for_an_archive(client: Client, case: Cancellation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling, "MOST_BYTES", 100)
    response = client.post(url_of(case, "dossier", "zip"))
    assert response.status_code == 422
    assert "Download them one by one." in text_of(response)
    assert not Event.objects.filter(kind="dossier_made").exists()


def test_as_many_queries_for_a_long_case(client: Client, case: Cancellation, owner: User, colleague: User) -> None:
    contact(case, colleague, 1)
    client.get(url_of(case, "dossier"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url_of(case, "dossier"))
    for number in range(200):
        contact(case, [owner, colleague][number % 2], number)
    with CaptureQueriesContext(connection) as many:
        client.get(url_of(case, "dossier"))
    assert len(many) == len(few) <= 14


def test_letters_that_stay_with_the_team_are_counted(client: Client, owner: User) -> None:
    case = case_of(owner)
    assert "No letter was filed." in text_of(client.get(url_of(case, "dossier")))
    for _number in range(2):
        case.attach_bytes(owner, "application.pdf", PDF, visibility=Visibility.TEAM)
    text = text_of(client.get(url_of(case, "dossier")))
    assert "No letter was filed." not in text
    assert "2 letters stay with the team." in text
    case.attach_bytes(owner, "chaser.pdf", PDF)
    text = text_of(client.get(url_of(case, "dossier")))
    assert "2 letters stay with the team." in text
    assert "chaser.pdf" in text
