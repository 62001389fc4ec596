"""Which database, and how it is opened."""

from pathlib import Path
from typing import Any

from environs import Env

SQLITE_PRAGMAS = {
    "journal_mode": "wal",  # readers never wait for the writer
    "synchronous": 2,  # FULL: "saved" survives a power cut; NORMAL loses acknowledged commits
    "secure_delete": 1,  # what was deleted is overwritten
    "foreign_keys": 1,
    "busy_timeout": 5000,  # milliseconds
}
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # DEFERRED fails at once when a reader becomes a writer under load
    "timeout": SQLITE_PRAGMAS["busy_timeout"] / 1000,  # type: ignore[operator]
    "init_command": (
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768; "
        "PRAGMA mmap_size=268435456"
    ),
}


def database(env: Env, project: Path, data: Path) -> dict[str, Any]:
    """The entry of DATABASES: DATABASE_URL, or a SQLite file in the folder `data`."""
    url = env.str("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "lastcall.sqlite3",
            "OPTIONS": _SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    found: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL"))
    if found["ENGINE"].endswith("sqlite3"):
        # sqlite:///name is relative: to the project, never to the folder that the command was started in
        return {**found, "NAME": project / found["NAME"], "OPTIONS": _SQLITE_OPTIONS, "CONN_MAX_AGE": None}
    found["OPTIONS"] = {**found.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 16, "timeout": 5}}
    return {**found, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
