"""For monitors: alive without the database, ready with it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from cancellations.models import Clock
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


def set_clock(minutes_ago: float) -> None:
    Clock.objects.update_or_create(pk=1, defaults={"ticked_at": timezone.now() - timedelta(minutes=minutes_ago)})


def test_ready(db: None, client: Client) -> None:
    set_clock(0)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.parametrize(("minutes_ago", "status"), [(0, 200), (14, 200), (16, 503), (60 * 24, 503), (-30, 503)])
def test_ready_as_long_as_the_clock_runs(db: None, client: Client, minutes_ago: int, status: int) -> None:
    """A tick that is still to come was told by a clock that has been set back since: it proves nothing."""
    set_clock(minutes_ago)
    assert client.get("/readyz").status_code == status


def test_red_until_the_clock_runs_again(db: None, client: Client) -> None:
    set_clock(16)
    assert client.get("/readyz").status_code == 503
    Clock.objects.tick()
    assert client.get("/readyz").status_code == 200


def test_a_fresh_installation_is_given_time_for_its_first_tick(db: None, client: Client) -> None:
    with time_machine.travel(health._STARTED + timedelta(minutes=14)):
        assert client.get("/readyz").status_code == 200
    with time_machine.travel(health._STARTED + timedelta(minutes=16)):
        assert client.get("/readyz").status_code == 503


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
    monkeypatch.setattr(health, "wrong_settings", lambda connection: {"synchronous": (2, 1)})
    assert client.get("/readyz").status_code == 503
