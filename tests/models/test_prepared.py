"""Statements in the same words: PostgreSQL plans them once, and what they give is what Django's own would give."""

from collections.abc import Iterator

import pytest
from django.db import DataError, connection, connections
from django.db.models import F, Value
from django.utils import timezone

from cancellations.models import Sim, User
from cancellations.models.prepared import Among, cursor_for_kept, keys_text
from config.database import database_at
from tests.cases import case_of

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps statements by itself")


def ask(sql: str, *values: int | str) -> list[tuple[object, ...]]:
    with cursor_for_kept(connection) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%kept%%'")
        return [sql for (sql,) in cursor.fetchall()]


@pytest.fixture
def fresh(transactional_db: None) -> Iterator[None]:
    """A connection that nothing was prepared on."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    yield
    connection.close()


def test_values_come_back_as_of_any_other_statement(db: None) -> None:
    sql = "SELECT id, email, is_active, last_login FROM cancellations_user WHERE id = %s AND email <> %s"
    user = User.objects.create(email="a@b.example", last_login=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.pk, "x"])
        plain = list(cursor.fetchall())
    for _time in range(4):
        assert ask(sql, user.pk, "x") == plain
    assert ask(sql, 2**40, "x") == []


@on_postgresql
def test_only_what_is_asked_again_and_again_is_prepared(fresh: None) -> None:
    sql = "SELECT id AS kept FROM cancellations_user WHERE id = %s"
    ask(sql, 1)
    assert prepared() == []
    for number in range(4):
        ask(sql, number)
    assert prepared() == [sql.replace("%s", "$1")]


@on_postgresql
def test_behind_a_pooler_nothing_is_prepared(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    for number in range(5):
        ask("SELECT id AS kept FROM cancellations_user WHERE id = %s", number)
    assert prepared() == []


def test_the_address_says_whether_statements_may_be_prepared() -> None:
    def options(url: str) -> dict[str, object]:
        found: dict[str, object] = database_at(url, connections.settings["default"]["NAME"])["OPTIONS"]
        return found

    assert options("postgres://me@here/x")["prepare_threshold"] == 2
    off = options("postgres://me@here/x?prepare=off&sslmode=require")
    assert (off["prepare_threshold"], off["sslmode"]) == (None, "require")
    assert "prepare" not in off  # libpq knows no such option


def test_an_error_is_djangos(db: None) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DataError):
            ask("SELECT id FROM cancellations_user WHERE email = %s", "a\0b")


def test_many_keys_are_one_value(owner: User) -> None:
    sims = [case_of(owner).sim for _ in range(3)]

    def among(*keys: int) -> set[int]:
        return set(Sim.objects.filter(Among(F("pk"), Value(keys_text(keys)))).values_list("pk", flat=True))

    assert among(*(sim.pk for sim in sims[:2]), 2**40) == {sim.pk for sim in sims[:2]}
    assert among() == set()
