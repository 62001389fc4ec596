"""Those who write to SQLite do so in the order in which they came, and nobody waits for ever."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.backends.sqlite3 import base

from cancellations.models import User, Workspace
from cancellations.models.refusals import is_busy
from config.sqlite3.base import DatabaseWrapper
from config.sqlite3.turns import Turns, turns_at

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers"),
]


@pytest.fixture
def turns(db: None) -> Turns:
    connection.close()
    found = turns_at(os.path.realpath(connection.settings_dict["NAME"]))
    assert found
    return found


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(12) as threads:
        yield threads


def in_a_thread(pool: ThreadPoolExecutor, work: Callable[[], object]) -> "Future[object]":
    """It waits before anybody who begins later."""

    def alone() -> object:
        try:
            return work()
        finally:
            connection.close()

    begun = pool.submit(alone)
    time.sleep(0.05)
    return begun


def named(name: str) -> Callable[[], object]:
    def write() -> None:
        with transaction.atomic():
            Workspace.objects.create(name=name)

    return write


def is_free(turns: Turns) -> bool:
    if not turns.take(0):
        return False
    turns.leave()
    return True


def test_they_write_in_the_order_in_which_they_came(pool: ThreadPoolExecutor, db: None) -> None:
    names = [f"number {number}" for number in range(8)]
    with transaction.atomic():
        waiting = [in_a_thread(pool, named(name)) for name in names]
        # one statement without a transaction has its place among them
        waiting.append(in_a_thread(pool, lambda: Workspace.objects.filter(name=names[0]).update(name="changed")))
        waiting.append(in_a_thread(pool, named("last")))
    for one in waiting:
        one.result(30)
    assert list(Workspace.objects.order_by("pk").values_list("name", flat=True)) == ["changed", *names[1:], "last"]


def test_a_single_statement_finds_its_turn_while_others_write_without_a_pause(
    pool: ThreadPoolExecutor, workspace: Workspace
) -> None:
    stop = Event()

    def go_on() -> None:
        while not stop.is_set():
            with transaction.atomic():
                Workspace.objects.filter(pk=workspace.pk).update(name="again")

    busy = [in_a_thread(pool, go_on) for _ in range(4)]
    began = time.monotonic()
    for number in range(5):
        User.objects.create(email=f"{number}@line.example")
    took = time.monotonic() - began
    stop.set()
    for one in busy:
        one.result(30)
    assert took < 10


def test_nested_transactions_have_one_turn(turns: Turns, workspace: Workspace) -> None:
    with transaction.atomic(durable=True):
        assert not is_free(turns)
        with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
            Workspace.objects.create(pk=workspace.pk, name="twice")
        Workspace.objects.filter(pk=workspace.pk).update(name="changed")
        assert not is_free(turns)
    assert is_free(turns)


def test_the_turn_ends_with_the_transaction_however_that_ends(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert is_free(turns)
    with transaction.atomic():
        connection.close()
        assert is_free(turns)

    def full(self: object) -> None:
        raise OperationalError("database or disk is full")

    for verbs in (["_commit"], ["_commit", "_rollback"]):
        with monkeypatch.context() as broken:
            for verb in verbs:
                broken.setattr(base.DatabaseWrapper, verb, full)
            with pytest.raises(OperationalError, match="full"), transaction.atomic():
                pass
        assert is_free(turns)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("INSERT INTO no_such_table VALUES (1)")
    assert is_free(turns)


def test_who_waits_too_long_is_told_that_it_is_locked(
    turns: Turns, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    with transaction.atomic():
        waiting = [in_a_thread(pool, named("too late")), in_a_thread(pool, lambda: Workspace.objects.update(name="x"))]
        for one in waiting:
            refused = one.exception(10)
            assert refused is not None
            assert is_busy(refused)
    assert is_free(turns)
    named("in time")()
    assert Workspace.objects.get().name == "in time"


def test_a_begin_that_sqlite_refuses_gives_the_turn_back(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(self: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(base.DatabaseWrapper, "_start_transaction_under_autocommit", locked)
        with pytest.raises(OperationalError):
            named("refused")()
    assert is_free(turns)


def test_reading_stands_in_no_line(turns: Turns, workspace: Workspace) -> None:
    assert turns.take(1)
    assert Workspace.objects.get() == workspace
    turns.leave()


def test_a_database_in_memory_has_no_line() -> None:
    own = DatabaseWrapper({**connection.settings_dict, "NAME": ":memory:"}, alias="default")
    own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert not own._has_turn
    own.rollback()


def test_where_no_file_can_be_made_sqlite_alone_decides(monkeypatch: pytest.MonkeyPatch, turns: Turns) -> None:
    monkeypatch.setattr("config.sqlite3.base.turns_at", lambda database: None)
    connection.close()
    named("kept")()
    assert Workspace.objects.get().name == "kept"
