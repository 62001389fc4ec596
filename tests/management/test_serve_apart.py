"""manage.py serve --web-only and --worker-only: what several hosts start, on one database."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.management.running import free_port, manage
from tests.management.test_serve import answer, children, data, link_of, start  # noqa: F401 - a fixture

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")


def ended(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=20)


def test_pages_without_a_worker(data: Path) -> None:  # noqa: F811
    server = start(data, free_port(), "--web-only")
    try:
        site = link_of(server).split("/signin/")[0]
        assert answer(f"{site}/healthz") == (200, "ok\n")
        assert len(children(server.pid)) == 2  # web, and its one worker process
    finally:
        assert ended(server) == 0


def test_a_worker_without_pages(data: Path) -> None:  # noqa: F811
    port = free_port()
    server = start(data, port, "--worker-only")
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "Lastcall's worker is ready.\n"
        assert len(children(server.pid)) == 1
    finally:
        assert ended(server) == 0


def test_not_both(data: Path) -> None:  # noqa: F811
    assert "not allowed with" in manage(data, "serve", "--web-only", "--worker-only").stderr


@pytest.fixture
def database(db: None) -> Iterator[str]:
    """The address of another database of this server, empty; it is dropped afterwards."""
    own, name = connection.get_connection_params(), f"lastcall_serve_{os.getpid()}"
    told = {key: own[key] for key in ("user", "password", "host", "port") if key in own}
    with psycopg.connect(dbname=own["dbname"], autocommit=True, **told) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        host = str(told.get("host", "")).replace("/", "%2F")
        secret = f":{told['password']}" if "password" in told else ""
        at = f"{host}:{told['port']}" if "port" in told else host
        yield f"postgres://{told.get('user', '')}{secret}@{at}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@on_postgresql
def test_two_hosts_and_a_worker_share_postgresql(database: str, tmp_path: Path) -> None:
    """Two data folders, as on two hosts: a link that one prints opens at the other, and the worker's clock runs."""
    here, there = tmp_path / "here", tmp_path / "there"
    assert manage(here, "setup", DATABASE_URL=database).returncode == 0
    assert not list(here.glob("*.sqlite3"))  # nothing is kept beside the database: no data, no queue
    there.mkdir()
    first = start(here, free_port(), "--web-only", DATABASE_URL=database)
    second = start(there, free_port(), "--web-only", DATABASE_URL=database)
    worker = start(here, free_port(), "--worker-only", DATABASE_URL=database)
    try:
        link, site = link_of(first), link_of(second).split("/signin/")[0]
        assert answer(site + "/signin/" + link.split("/signin/")[1])[0] == 200
        assert answer(f"{site}/readyz") == (200, "ready\n")
        with psycopg.connect(database) as asked:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline and not _ticks(asked):
                time.sleep(0.2)
            assert _ticks(asked) == 1
    finally:
        assert [ended(process) for process in (first, second, worker)] == [0, 0, 0]


def _ticks(asked: "psycopg.Connection[tuple[int]]") -> int:
    row = asked.execute("SELECT count(*) FROM cancellations_clock").fetchone()
    asked.rollback()
    return row[0] if row else 0
