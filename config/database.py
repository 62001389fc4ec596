"""Which database, and how it is opened: a SQLite file, or PostgreSQL by its address."""

from pathlib import Path
from typing import Any

from dj_database_url import parse
from django.core.exceptions import ImproperlyConfigured
from environs import Env

LONGEST_WAIT = 5  # seconds: for a lock on a row, for a server that does not answer, for a free connection
_WAIT_TO_WRITE = 20  # seconds: SQLite has one writer, and an import of 50,000 cards writes for about six
THREADS = 8  # that answer requests in one process; each has a connection while it does

SQLITE_PRAGMAS = {
    "journal_mode": "wal",  # readers never wait for the writer
    "synchronous": 2,  # FULL: "saved" survives a power cut; NORMAL loses acknowledged commits
    "secure_delete": 1,  # what was deleted is overwritten
    "foreign_keys": 1,
    "busy_timeout": _WAIT_TO_WRITE * 1000,  # milliseconds
}
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # DEFERRED fails at once when a reader becomes a writer under load
    "timeout": _WAIT_TO_WRITE,
    "init_command": (
        f"PRAGMA busy_timeout={_WAIT_TO_WRITE * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
        # a connection a thread: 1 MB each, and no mapped file that counts as memory; the system caches the file
        "PRAGMA cache_size=-1024; PRAGMA mmap_size=0"
    ),
}

# name -> what it may be
POSTGRESQL_SETTINGS = {
    "server_encoding": ("UTF8",),
    "client_encoding": ("UTF8",),
    "fsync": ("on",),  # "saved" survives a power cut
    "synchronous_commit": ("on", "remote_apply", "remote_write", "local"),  # all but off write to the disk first
    "transaction_isolation": ("read committed",),  # whoever waited for a row goes on with what it is now
    "lock_timeout": (f"{LONGEST_WAIT}s",),
    "standard_conforming_strings": ("on",),
    "transaction_read_only": ("off",),  # a standby answers, but saves nothing
}
# jit: to compile a statement takes longer than most of ours run, and at a million rows the planner would do it
_POSTGRESQL_SESSION = f"-c lock_timeout={LONGEST_WAIT}s -c default_transaction_isolation=read\\ committed -c jit=off"
# what a page may take; commands and the worker take as long as they need
_PAGE_SESSION = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
_POSTGRESQL_OPTIONS: dict[str, Any] = {
    "connect_timeout": LONGEST_WAIT,
    "application_name": "lastcall",
    # statements of cancellations/models/prepared.py that a connection has seen so often are prepared
    "prepare_threshold": 2,
}
_POOL = {"min_size": 1, "max_size": THREADS + 2, "timeout": LONGEST_WAIT, "max_idle": 300}


def database(env: Env, project: Path, data: Path) -> dict[str, Any]:
    """The entry of DATABASES: DATABASE_URL, or a SQLite file in the folder `data`."""
    url = env.str("DATABASE_URL", "")
    return database_at(url, project) if url else _sqlite_file(data / "lastcall.sqlite3")


def database_at(url: str, project: Path) -> dict[str, Any]:
    """The entry of DATABASES for `sqlite:///…` or `postgres://…`. Raises ImproperlyConfigured for others."""
    found: dict[str, Any] = dict(parse(url))
    options = found.get("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        # sqlite:///name is relative: to the project, never to the folder that the command was started in
        return _sqlite_file(project / found["NAME"])
    if not found["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("Lastcall keeps its data in SQLite (sqlite:///…) or PostgreSQL (postgres://…).")
    session = f"{options.get('options', '')} {_POSTGRESQL_SESSION}".strip()
    if options.pop("prepare", "on") == "off":  # behind a pooler that knows nothing of prepared statements
        options["prepare_threshold"] = None
    found["OPTIONS"] = {**_POSTGRESQL_OPTIONS, **options, "options": session, "pool": dict(_POOL)}
    # the pool keeps connections, and looks whether one is alive before it gives it away
    return {**found, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def hurry_pages(entry: dict[str, Any]) -> None:
    """From now on this process answers requests: no statement of its connections may take for ever."""
    options = entry["OPTIONS"]
    if entry["ENGINE"].endswith("postgresql") and _PAGE_SESSION not in options["options"]:
        options["options"] = f"{options['options']} {_PAGE_SESSION}"


def _sqlite_file(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "config.sqlite3",  # Django's, with a line for those who write
        "NAME": path,
        "OPTIONS": dict(_SQLITE_OPTIONS),
        "CONN_MAX_AGE": None,
    }
