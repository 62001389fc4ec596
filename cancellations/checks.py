"""The project's own system checks: what must be right before the first request is answered."""

import ipaddress
import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cancellations.domain.words import VOCABULARY, Look, Words

OLDEST_SQLITE = (3, 40, 0)
COLOURS = "css/app/tokens.css"


def wrong_pragmas(connection: BaseDatabaseWrapper) -> dict[str, tuple[Any, Any]]:
    """Settings of the open SQLite database that are not as SQLITE_PRAGMAS says: name -> (wanted, found)."""
    if connection.vendor != "sqlite":
        return {}
    found = {}
    with connection.cursor() as cursor:
        for name in settings.SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    return {name: (wanted, found[name]) for name, wanted in settings.SQLITE_PRAGMAS.items() if found[name] != wanted}


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


@register()
def words_are_complete(**kwargs: Any) -> list[CheckMessage]:
    """Every coded value has its words; where it has a shape and a colour, both exist."""
    static = settings.BASE_DIR / "static"
    icons = set(re.findall(r'id="i-([a-z-]+)"', (static / "icons.svg").read_text(encoding="utf-8")))
    colours = set(re.findall(r"\.(is-[a-z]+)", (static / COLOURS).read_text(encoding="utf-8")))
    wrong = [
        f"{coded.__name__}.{one.name} {what}"
        for coded, words in VOCABULARY.items()
        for one in coded
        for what in _lacks(words.get(one), icons, colours)
    ]
    hint = "Words, icons and colours of coded values stand in cancellations/domain/words.py."
    return [Error(f"{words}.", hint=hint, id="lastcall.E006") for words in wrong]


def _lacks(shown: Look | Words | None, icons: set[str], colours: set[str]) -> Iterator[str]:
    label = shown.label if isinstance(shown, Look) else shown
    if not label:
        yield "has no words"
    if isinstance(shown, Look) and shown.icon not in icons:
        yield f"has no icon {shown.icon} in static/icons.svg"
    if isinstance(shown, Look) and shown.colour not in colours:
        yield f"has no colour {shown.colour} in static/{COLOURS}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
