"""The cache in the database says when it cannot be written; what counts in it may rely on that."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from cancellations.models.cache import clear_expired_counts


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


def test_what_is_there_already_is_not_added(db: None) -> None:
    assert cache.add("key", 1)
    assert not cache.add("key", 2)
    assert cache.get("key") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one lock for all")
@pytest.mark.parametrize("write", [cache.add, cache.set])
def test_a_locked_database_is_said(write: object, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("locked")
    with pytest.raises(OperationalError, match="locked"):
        write("key", 1)  # type: ignore[operator]


def test_what_has_expired_is_deleted_and_the_rest_is_kept(db: None) -> None:
    cache.set("short", 1, 60)
    cache.set("long", 1, 7200)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        clear_expired_counts()
        assert cache.get("long") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone() == (1,)
