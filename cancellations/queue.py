"""The queue of jobs: in a SQLite file of its own, or in PostgreSQL when the data are there.

In PostgreSQL its four tables (huey_…) lie beside the data, so that every host puts jobs in and takes them out; a worker
that waits is woken by NOTIFY. It has connections of its own, outside of any transaction of the data's.
"""

from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from huey import Huey, PostgresHuey, SqliteHuey


def prepare_queue() -> None:
    """Make its tables, as far as they are not there yet."""
    queue.storage.initialize_schema()


def _queue() -> Huey:
    if connection.vendor == "postgresql":
        return PostgresHuey("lastcall", connection=_connection, create_tables=False, immediate=False, utc=True)
    return SqliteHuey("lastcall", filename=str(settings.HUEY_FILE), immediate=False, utc=True)


def _connection() -> "psycopg.Connection[Any]":
    """To wherever the data are at the moment that it is asked for."""
    return psycopg.connect(**connection.get_connection_params())


queue = _queue()
