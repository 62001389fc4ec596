"""A column gets another type while servers run: what PostgreSQL prepared for it heals by itself, on its own server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import NotSupportedError, connection, transaction

from cancellations.domain.playbook import StepKey
from cancellations.domain.roles import Role
from cancellations.models import User, Workspace
from cancellations.models.prepared import ask_kept
from cancellations.models.refusals import is_busy, is_outdated
from tests.cases import at_step, kinds_of, typed_for, url_of
from tests.conftest import ClientOf
from tests.people import someone

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares a statement anew by itself"),
]
SQL = "SELECT id, code AS told FROM altered WHERE id = %s"


def elsewhere(sql: str) -> None:
    """Done by another connection, as an upgrade is."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute(sql)


def ask() -> list[tuple[object, ...]]:
    return ask_kept(connection, SQL, [1])


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE '%%told%%'")
        return int(cursor.fetchone()[0])


@pytest.fixture
def alter() -> Iterator[Callable[[], None]]:
    """Gives the column of a table, that a prepared statement reads, another type."""
    connection.close()
    elsewhere("DROP TABLE IF EXISTS altered")
    elsewhere("CREATE TABLE altered AS SELECT 1::bigint AS id, 7::integer AS code")
    for _time in range(4):
        assert ask() == [(1, 7)]
    assert prepared() == 1
    yield lambda: elsewhere("ALTER TABLE altered ALTER COLUMN code TYPE text USING 'n' || code")
    connection.close()
    elsewhere("DROP TABLE altered")


def test_it_is_asked_once_more_and_prepared_anew(alter: Callable[[], None]) -> None:
    alter()
    assert [ask() for _time in range(5)] == [[(1, "n7")]] * 5
    assert prepared() == 1


def test_the_connection_stays(alter: Callable[[], None]) -> None:
    before = connection.connection
    alter()
    ask()
    assert connection.connection is before
    assert connection.get_autocommit()


def test_a_transaction_has_ended_and_the_next_one_goes_through(alter: Callable[[], None]) -> None:
    alter()
    with pytest.raises(NotSupportedError) as refused, transaction.atomic():
        ask()
    assert is_outdated(refused.value)
    assert is_busy(refused.value)
    with transaction.atomic():
        assert ask() == [(1, "n7")]


def test_a_savepoint_heals_as_it_is_rolled_back(alter: Callable[[], None]) -> None:
    alter()
    with transaction.atomic():
        with pytest.raises(NotSupportedError), transaction.atomic():
            ask()
        assert [ask() for _time in range(4)] == [[(1, "n7")]] * 4


def test_what_is_not_supported_for_another_reason_is_told(alter: Callable[[], None]) -> None:
    with pytest.raises(NotSupportedError) as refused:
        ask_kept(connection, "SELECT COUNT(*) AS told FROM altered WHERE id = %s FOR UPDATE", [1])
    assert not is_outdated(refused.value)
    assert not is_busy(refused.value)
    assert prepared() == 1


@contextmanager
def longer_references() -> Iterator[None]:
    """The reference of every case is a column of another type for a while."""
    table = "ALTER TABLE cancellations_cancellation ALTER COLUMN reference TYPE"
    elsewhere(f"{table} varchar(200)")
    try:
        yield
    finally:
        connection.close()
        elsewhere(f"{table} varchar(12)")


@pytest.fixture
def her() -> User:
    return someone("owner@lastcall.example", Workspace.objects.create(name="Yuanxing Travel"), Role.OWNER)


def test_pages_and_steps_go_on(her: User, client_of: ClientOf) -> None:
    """A step, whose transaction it ends, is done once more and happens once; a page mends it for itself."""
    client, key = client_of(her), StepKey.POLICY
    *before, case = [at_step(her, key) for _time in range(6)]
    for done in before:  # what they ask is prepared by then
        assert client.get(url_of(done)).status_code == 200
        assert client.post(url_of(done, "steps", key), typed_for(done, key)).status_code == 303
    known = kinds_of(case)
    with longer_references():
        assert client.post(url_of(case, "steps", key), typed_for(case, key)).status_code == 303
        assert kinds_of(case) == [*known, "step_completed"]
        assert client.get(url_of(case)).status_code == 200
        assert client.get("/").status_code == 200
