"""One setup at a time: two hosts, or two containers, may start in the same second."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection

_SETUP = 0x1A57CA11  # a number for the lock that nothing else in the database uses
_SECONDS_BETWEEN = 0.2


@contextmanager
def alone() -> Iterator[None]:
    """Wait, however long, until no other setup of this database is at work; keep the next one waiting meanwhile."""
    with _locked_database() if connection.vendor == "postgresql" else _locked_folder():
        yield


@contextmanager
def _locked_database() -> Iterator[None]:
    """By a transaction of its own, which ends with the process, and which a pooler gives to nobody else.

    It is asked for again and again: an index that is made CONCURRENTLY waits for every statement that runs already,
    and so for the one that would wait here.
    """
    with psycopg.connect(**connection.get_connection_params()) as own:
        while own.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SETUP]).fetchone() != (True,):
            own.rollback()
            time.sleep(_SECONDS_BETWEEN)
        own.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


@contextmanager
def _locked_folder() -> Iterator[None]:
    """The kernel lets go of it however the process ends."""
    folder = os.open(settings.DATA_DIR, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
