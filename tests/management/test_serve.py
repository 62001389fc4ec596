"""manage.py serve: starts, answers, stops; and refuses what is unsafe, in one sentence."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.management.running import ROOT, environment, free_port, manage


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    assert manage(folder, "setup").returncode == 0
    return folder


@pytest.fixture
def server(data: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(data, free_port())
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()


def start(data: Path, port: int, *words: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *words],
        cwd=ROOT,
        env=environment(data, PORT=str(port), **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def link_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://localhost:\d+/signin/[\w-]+/", line)
    assert found, line
    return found[0]


def answer(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - our own server
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def ends(url: str) -> bool:
    """Whether nothing listens at `url` within five seconds."""
    host, port = url.split("/")[2].split(":")
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


def children(pid: int) -> set[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in found}.union(*(children(int(child)) for child in found))


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in _state(pid)}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_stops(server: subprocess.Popen[str], number: signal.Signals) -> None:
    link = link_of(server)
    site = link.split("/signin/")[0]
    assert answer(f"{site}/healthz") == (200, "ok\n")
    assert answer(f"{site}/readyz") == (200, "ready\n")
    assert answer(link)[0] == 200
    family = children(server.pid)
    assert len(family) == 3  # web, its one worker, and the jobs
    server.send_signal(number)
    assert server.wait(timeout=15) == 0
    assert server.stdout is not None
    assert server.stdout.read() == ""  # one line in all
    assert not alive(family)
    assert ends(link)


def test_nothing_outlives_a_killed_parent(server: subprocess.Popen[str]) -> None:
    link = link_of(server)
    family = children(server.pid)
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    assert ends(link)
    deadline = time.monotonic() + 5
    while alive(family) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(family)


def test_without_one_part_the_rest_stops(server: subprocess.Popen[str]) -> None:
    link_of(server)
    direct = {int(child) for child in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()}
    os.kill(max(direct), signal.SIGKILL)
    assert server.wait(timeout=20) == 1
    assert server.stdout is not None
    assert "ended by itself" in server.stdout.read()


def test_a_taken_port_is_named(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = manage(data, "serve", PORT=str(port))
    assert done.returncode == 1
    assert f"PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_on_a_public_address_is_refused(data: Path) -> None:
    done = manage(data, "serve", DEBUG="1", HOST="0.0.0.0", PORT=str(free_port()))
    assert done.returncode == 1
    assert "Unset DEBUG" in done.stderr


def test_every_host_is_refused(data: Path) -> None:
    done = manage(data, "serve", ALLOWED_HOSTS="*", PORT=str(free_port()))
    assert done.returncode == 1
    assert "Name the hosts" in done.stderr


def test_keys_and_database_are_the_owners_alone(data: Path) -> None:
    for name in ("keys/secret_key", "lastcall.sqlite3"):
        assert (data / name).stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(data / "lastcall.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()
