"""Error pages: readable, in the reader's language, without the database, silent about what is not theirs."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client

from cancellations.models import User
from tests.conftest import HTMX, ClientOf
from tests.people import PASSWORD

pytestmark = pytest.mark.urls("tests.urls")

ALL = {"/bad/": 400, "/denied/": 403, "/nowhere/": 404, "/broken/": 500, "/locked/": 503, "/full/": 503}


@pytest.fixture
def careless() -> Client:
    """No database: an error page that needs one fails here."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("path", "status"), ALL.items())
def test_each_is_a_page_with_one_heading_and_a_way_on(careless: Client, path: str, status: int) -> None:
    response = careless.get(path)
    text = response.content.decode()
    assert response.status_code == status
    assert text.count("<h1") == 1
    assert 'href="/"' in text
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("path", "status"), ALL.items())
def test_each_is_a_fragment_for_htmx(careless: Client, path: str, status: int) -> None:
    response = careless.post(path, headers=HTMX)
    assert response.status_code == status
    assert b"<html" not in response.content


def test_nothing_of_the_error_is_shown(careless: Client) -> None:
    assert b"secret detail" not in careless.get("/broken/").content


def test_missing_and_foreign_are_the_same_bytes(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    missing, foreign = client.get("/nowhere/"), client.get("/foreign/")
    assert missing.status_code == foreign.status_code == 404
    assert missing.content == foreign.content


@pytest.mark.parametrize("path", ["/locked/", "/full/", "/jobs-locked/"])
def test_a_busy_database_asks_to_try_again(path: str) -> None:
    response = Client().post(path)  # raises nothing: foreseen, not an error of the program
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "Not saved" in response.content.decode()


def test_another_database_error_is_an_error(careless: Client) -> None:
    assert careless.get("/no-such-table/").status_code == 500


def test_a_busy_database_outside_a_view_is_503_too(careless: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(request: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("cancellations.views.middleware._prefer", locked)
    monkeypatch.setattr("cancellations.views.middleware.get_user", lambda request: User(email="a@b.example"))
    assert careless.get("/account/login/").status_code == 503


@pytest.fixture
def locked() -> Iterator[None]:
    """Another process holds the write lock and does not let go."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("BEGIN IMMEDIATE")
    yield
    other.rollback()
    other.close()
    connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one lock for all")
def test_while_another_process_writes_reading_goes_on(
    client_of: ClientOf, owner: User, request: pytest.FixtureRequest
) -> None:
    client = client_of(owner)
    request.getfixturevalue("locked")
    assert client.get("/settings/").status_code == 200
    answer = client.post("/settings/", {"name": "L", "language": "en", "theme": "dark", "time_zone": "auto"})
    assert answer.status_code == 503
    assert "Not saved: the database is busy" in answer.content.decode()
    # the count of attempts cannot be written either: no attempt is then looked at, and nobody is told of too many
    answer = Client().post("/account/login/", {"login": owner.email, "password": PASSWORD})
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (503, True)


def test_a_form_without_its_token_is_told_what_to_do(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "Copy what you typed" in response.content.decode()


@pytest.mark.parametrize("origin", ["null", "https://evil.example"])
def test_a_foreign_form_is_refused(db: None, origin: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")
    token = client.cookies["csrftoken"].value
    sent = {"csrfmiddlewaretoken": token, "login": "a@b.example", "password": "x"}
    assert client.post("/account/login/", sent, headers={"Origin": origin}).status_code == 403


def test_an_unknown_host_is_refused(careless: Client) -> None:
    assert careless.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(("language", "words"), [("en", "There is nothing here")])
def test_they_speak_the_readers_language(careless: Client, language: str, words: str) -> None:
    response = careless.get("/nowhere/", headers={"Accept-Language": language})
    assert words in response.content.decode()
