"""The database is asked whether it is as it must be, and what is wrong is said with how to mend it."""

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from cancellations.database_checks import database_is_safe, wrong_settings
from config.database import POSTGRESQL_SETTINGS, SQLITE_PRAGMAS

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")


def found() -> list[str]:
    messages = database_is_safe(["default"])
    assert all(message.hint for message in messages)
    return [str(message.id) for message in messages]


def test_the_database_is_as_the_settings_say(db: None) -> None:
    assert wrong_settings(connection) == {}
    assert found() == []


@on_sqlite
@pytest.mark.parametrize(("name", "value"), [("synchronous", 1), ("secure_delete", 0), ("busy_timeout", 100)])
def test_each_pragma_is_read_back(transactional_db: None, name: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}={value}")
    try:
        assert wrong_settings(connection) == {name: (SQLITE_PRAGMAS[name], value)}
        assert found() == ["lastcall.E003"]
    finally:
        connection.close()


@on_postgresql
@pytest.mark.parametrize(
    ("name", "value"), [("synchronous_commit", "off"), ("lock_timeout", "0"), ("transaction_read_only", "on")]
)
def test_each_setting_is_read_back(db: None, name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    assert wrong_settings(connection) == {name: (POSTGRESQL_SETTINGS[name][0], value)}
    assert found() == ["lastcall.E003"]


@on_postgresql
def test_a_database_sorted_by_a_language_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    by_language = "SELECT 'Z' COLLATE \"en-x-icu\" < 'a', true"
    monkeypatch.setattr("cancellations.database_checks._SORTS", by_language)
    assert found() == ["lastcall.E008"]


@on_postgresql
def test_a_database_that_knows_no_russian_case_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancellations.database_checks._SORTS", "SELECT true, lower('Ж' COLLATE \"C\") = 'ж'")
    assert found() == ["lastcall.E008"]


@on_postgresql
def test_an_old_postgresql_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancellations.database_checks.OLDEST_POSTGRESQL", 99_00_00)
    assert found() == ["lastcall.E007"]


@on_sqlite
def test_transactions_start_immediate(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    assert found() == ["lastcall.E002"]


@on_sqlite
def test_an_old_sqlite_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 39, 0))
    assert found() == ["lastcall.E001"]


def test_no_database_is_asked_unless_named() -> None:
    assert database_is_safe(None) == []


def test_a_setting_that_is_missed_is_missed(db: None, settings: Settings) -> None:
    name = next(iter(settings.POSTGRESQL_SETTINGS if connection.vendor == "postgresql" else settings.SQLITE_PRAGMAS))
    settings.POSTGRESQL_SETTINGS = {name: ("else",)}
    settings.SQLITE_PRAGMAS = {name: "else"}
    assert list(wrong_settings(connection)) == [name]
