"""Somebody else at the same moment: in a transaction of their own, in a thread of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.db import connection, transaction

SECONDS = 0.6  # that they take until they commit: long enough for whoever waits to be waiting


@contextmanager
def committed_late(change: Callable[[], object]) -> Iterator[None]:
    """What is done inside begins when `change` is made and not committed yet; it may wait for that."""
    made = Event()

    def make() -> None:
        try:
            with transaction.atomic():
                change()
                made.set()
                Event().wait(SECONDS)
        finally:
            made.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(make)
        made.wait(30)
        yield
        other.result(30)


def meanwhile(work: Callable[[], Any]) -> "Future[Any]":
    """Begin `work` elsewhere, and give it time to be through unless it has to wait for us."""
    pool = ThreadPoolExecutor(1)

    def alone() -> Any:
        try:
            return work()
        finally:
            connection.close()

    begun = pool.submit(alone)
    pool.shutdown(wait=False)
    Event().wait(SECONDS)
    return begun
