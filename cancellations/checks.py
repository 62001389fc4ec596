"""The project's own system checks: what must be right before the first request is answered."""

import ipaddress
import sqlite3
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST_SQLITE = (3, 40, 0)


def wrong_pragmas(connection: BaseDatabaseWrapper) -> dict[str, tuple[Any, Any]]:
    """Settings of the open SQLite database that are not as SQLITE_PRAGMAS says: name -> (wanted, found)."""
    if connection.vendor != "sqlite":
        return {}
    found = {}
    with connection.cursor() as cursor:
        for name in settings.SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    return {
        name: (wanted, found[name])
        for name, wanted in settings.SQLITE_PRAGMAS.items()
        if found[name] != wanted
    }


@register(Tags.database)
def database_is_safe(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite must wait for its turn (IMMEDIATE), write to the disk (FULL) and erase (secure_delete)."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
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
                    hint="Set the database's transaction_mode to IMMEDIATE, as config/settings.py does.",
                    id="lastcall.E002",
                )
            )
        messages += [
            Error(
                f"SQLite runs with {name}={found}; it must be {wanted}.",
                hint="Keep the init_command of config/settings.py, and put LASTCALL_DATA on a local disk.",
                id="lastcall.E003",
            )
            for name, (wanted, found) in wrong_pragmas(connection).items()
        ]
    return messages


@register(Tags.security)
def debug_stays_at_home(**kwargs: Any) -> list[CheckMessage]:
    """DEBUG shows source and settings to whoever causes an error: never on an address that others reach."""
    if settings.DEBUG and not is_loopback(settings.HOST):
        return [
            Error(
                f"DEBUG is on and HOST is {settings.HOST}, which other machines can reach.",
                hint="Unset DEBUG, or set HOST=127.0.0.1.",
                id="lastcall.E004",
            )
        ]
    return []


@register(Tags.security)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """A wildcard would let a stranger's Host header into links and caches."""
    if "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "ALLOWED_HOSTS allows every host name.",
                hint="Name the hosts, by comma: ALLOWED_HOSTS=lastcall.example.org",
                id="lastcall.E005",
            )
        ]
    return []


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
