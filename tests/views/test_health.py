"""For monitors: alive without the database, ready with it."""

import pytest
from django.db import DatabaseError
from django.test import Client

from cancellations.views import health


def test_alive_asks_no_database(client: Client) -> None:
    response = client.get("/healthz")  # a query would fail this test: it has no database
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert not response.cookies


def test_alive_ignores_a_session(client: Client) -> None:
    client.cookies["sessionid"] = "anything"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_ready(db: None, client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


def test_not_ready_while_a_migration_is_missing(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_shipped_migrations", lambda: frozenset({("cancellations", "9999_later")}))
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_a_database(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "_database_answers", gone)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready\n")


def test_not_ready_with_other_settings(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "wrong_pragmas", lambda connection: {"synchronous": (2, 1)})
    assert client.get("/readyz").status_code == 503
