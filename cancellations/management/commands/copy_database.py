"""manage.py copy-database: everything to another database, compared row by row before it counts.

The database in use is the source, the other one is in COPY_TO or behind --to; stop the server first. Files and keys
stay where they are.
"""

import os
import sqlite3
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from cancellations.database_checks import database_is_safe
from cancellations.management.copying import (
    Content,
    content_of,
    copied_models,
    copy_rows,
    empty,
    filled_tables,
    go_on_counting,
    held_still,
)
from config.database import database_at

SOURCE, TARGET = "default", "copy"
VARIABLE = "COPY_TO"
_STOP = "Stop the server first: what is saved meanwhile would be missing in the copy."


class Command(BaseCommand):
    help = (
        "Copy everything into another database (postgres://… or sqlite:///…), and compare both. Stop the server first."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", default="", metavar="URL", help="sqlite:///…; an address with a password belongs into COPY_TO"
        )
        parser.add_argument("--overwrite", action="store_true", help="delete what the other database holds")

    def handle(self, *args: Any, to: str, overwrite: bool, **options: Any) -> None:
        _refuse_a_running_server()
        _open_target(to)
        try:
            self._copy(overwrite)
        except DatabaseError as error:
            raise CommandError(f"Nothing was copied: {str(error).strip().splitlines()[0]}") from error
        finally:
            _close(TARGET)

    def _copy(self, overwrite: bool) -> None:
        _make_ready()
        with held_still(SOURCE), transaction.atomic(using=TARGET):
            filled = filled_tables(TARGET)
            if filled and not overwrite:
                raise CommandError(f"The other database is not empty ({', '.join(filled[:3])} …). See --overwrite.")
            empty(TARGET)
            read = {model._meta.db_table: copy_rows(model, SOURCE, TARGET) for model in copied_models()}
            go_on_counting(TARGET)
            written = {model._meta.db_table: content_of(model, TARGET) for model in copied_models()}
            self._report(read, written)
            if read != written:
                raise CommandError("The copy differs: nothing was kept in the other database.")
        rows = sum(content.rows for content in read.values())
        self.stdout.write(f"{len(read)} tables, {rows} rows: the same in both. Nothing was changed in the source.")
        self.stdout.write(
            "Start the server with DATABASE_URL set to the new database. Files and keys stay where they are."
        )

    def _report(self, read: dict[str, Content], written: dict[str, Content]) -> None:
        width = max(map(len, read))
        for table, content in read.items():
            same = "same" if written[table] == content else f"DIFFERS: {written[table].rows} {written[table].digest}"
            self.stdout.write(f"{table:{width}} {content.rows:>9} {content.digest} {same}")


def _open_target(typed: str) -> None:
    """The other database: as typed, or from the environment."""
    url = typed or os.environ.get(VARIABLE, "")
    if not url:
        raise CommandError(f"Say where to: {VARIABLE}=postgres://user:password@host/name, or --to sqlite:///…")
    try:
        entry = database_at(url, settings.BASE_DIR)
    except (ImproperlyConfigured, ValueError) as error:
        raise CommandError(str(error)) from error
    if typed and (entry.get("PASSWORD") or "password" in entry["OPTIONS"]):
        raise CommandError(f"Whoever is on this machine sees the words of a command: put the address into {VARIABLE}.")
    source = connections[SOURCE].settings_dict
    if all(str(source[key]) == str(entry.get(key, "")) for key in ("ENGINE", "NAME", "HOST", "PORT")):
        raise CommandError("This is the database in use: name another one.")
    for name, value in source.items():  # what Django fills in for those of the settings
        entry.setdefault(name, value)
    connections.settings[TARGET] = entry


def _make_ready() -> None:
    """The target has the tables of this version; both databases are as they must be."""
    wrong = database_is_safe([TARGET])
    if wrong:
        raise CommandError("\n".join(f"{error.msg} {error.hint}" for error in wrong))
    applied = MigrationRecorder(connections[SOURCE]).applied_migrations().keys()
    if applied - MigrationRecorder(connections[TARGET]).applied_migrations().keys():
        call_command("migrate", database=TARGET, verbosity=0, interactive=False)
    if applied != MigrationRecorder(connections[TARGET]).applied_migrations().keys():
        raise CommandError("The databases are of different versions of Lastcall: run manage.py setup on both.")


def _refuse_a_running_server() -> None:
    """Whether somebody else has the source open: a server, or a worker."""
    source = connections[SOURCE]
    if source.vendor == "postgresql":
        with source.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = 'lastcall' AND pid <> pg_backend_pid()"
            )
            others = cursor.fetchone()[0]
        # connections that wait in our own pool are ours
        ours = getattr(source, "pool").get_stats().get("pool_size", 1)  # noqa: B009 - the stubs know none of one vendor
        if others > ours - 1:
            raise CommandError(_STOP)
    elif not source.in_atomic_block:
        source.close()
        _refuse_an_open_file(str(source.settings_dict["NAME"]))


def _refuse_an_open_file(path: str) -> None:
    """A SQLite file can be had for oneself only while nobody else has it open."""
    alone = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=0.5)
    try:
        alone.execute("PRAGMA locking_mode=EXCLUSIVE")
        alone.execute("BEGIN IMMEDIATE")
        alone.rollback()
    except sqlite3.OperationalError as error:
        raise CommandError(_STOP) from error
    finally:
        alone.close()


def _close(alias: str) -> None:
    connection = connections[alias]
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
