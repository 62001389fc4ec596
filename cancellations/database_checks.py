"""What the database must be like before anything is kept in it: read back from the database itself."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST_SQLITE = (3, 40, 0)
OLDEST_POSTGRESQL = 15_00_00

# Text is sorted by its code points, as SQLite does it, and case is known of every script: the same pages on both.
# A collation of the operating system would also change under the indexes when the system is upgraded.
_SORTS = "SELECT 'Z' < 'a' AND 'z' < 'Я' AND 'я' < '中', lower('ЁЖ') = 'ёж'"
_CREATE = "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"


def wrong_settings(connection: BaseDatabaseWrapper) -> dict[str, tuple[Any, Any]]:
    """Settings of the open database that are not as config/database.py says: name -> (wanted, found)."""
    if connection.vendor == "postgresql":
        allowed: Mapping[str, Sequence[Any]] = settings.POSTGRESQL_SETTINGS
        found = _postgresql(connection, list(allowed))
    else:
        allowed = {name: (value,) for name, value in settings.SQLITE_PRAGMAS.items()}
        found = _pragmas(connection, list(allowed))
    return {name: (values[0], found[name]) for name, values in allowed.items() if found[name] not in values}


@register(Tags.database)
def database_is_safe(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Whoever saves must wait for a turn, find it on the disk afterwards, and read the same as on any other."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        messages += _postgresql_is_fit(connection) if connection.vendor == "postgresql" else _sqlite_is_fit(connection)
        messages += [
            Error(
                f"The database runs with {name}={found}; it must be {wanted}.",
                hint=_HINTS[connection.vendor],
                id="lastcall.E003",
            )
            for name, (wanted, found) in wrong_settings(connection).items()
        ]
    return messages


_HINTS = {
    "sqlite": "Keep the init_command of config/database.py, and put LASTCALL_DATA on a local disk.",
    "postgresql": "Set it in postgresql.conf or for the database (ALTER DATABASE … SET …); see docs/operations.md.",
}


def _sqlite_is_fit(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        messages.append(
            Error(
                f"SQLite {sqlite3.sqlite_version} is too old.",
                hint="Use a Python that is built with SQLite 3.40 or newer (Debian 12 has it).",
                id="lastcall.E001",
            )
        )
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        messages.append(
            Error(
                "SQLite transactions do not start with BEGIN IMMEDIATE: saves would fail under load.",
                hint="Set the database's transaction_mode to IMMEDIATE, as config/database.py does.",
                id="lastcall.E002",
            )
        )
    return messages


def _postgresql_is_fit(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        version = cursor.fetchone()[0]
        cursor.execute(_SORTS)
        by_code_point, knows_case = cursor.fetchone()
    messages: list[CheckMessage] = []
    if version < OLDEST_POSTGRESQL:
        hint = "Use PostgreSQL 15 or newer (Debian 12 has it)."
        messages.append(Error(f"PostgreSQL {version // 10_000} is too old.", hint=hint, id="lastcall.E007"))
    if not (by_code_point and knows_case):
        said = "The database sorts text by the rules of a language, or does not know the case of all letters."
        messages.append(Error(said, hint=f"Make it anew: {_CREATE}", id="lastcall.E008"))
    return messages


def _pragmas(connection: BaseDatabaseWrapper, names: Sequence[str]) -> dict[str, Any]:
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    return found


def _postgresql(connection: BaseDatabaseWrapper, names: Sequence[str]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['current_setting(%s)'] * len(names))}", names)
        return dict(zip(names, cursor.fetchone(), strict=True))
