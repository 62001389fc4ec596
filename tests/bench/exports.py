"""Lists on their way out: how soon they begin, how long they take, and what the web process holds meanwhile."""

import os
import time
from dataclasses import dataclass
from http.client import HTTPConnection

from tests.bench.server import Server

PATHS = ("/requests/export/csv/", "/sims/export/csv/")


@dataclass(frozen=True)
class Exported:
    """Seconds until the first byte of the body and until the last; `memory`: megabytes, before and at most."""

    path: str
    rows: int
    first_byte: float
    seconds: float
    megabytes: float
    cpu: float
    memory: tuple[int, int]


def print_exports(session: str) -> None:
    for path in PATHS:
        one = exported(session, path)
        print(
            f"Export {one.path}: {one.rows:,} rows, first byte after {one.first_byte:.2f} s (goal 1),"
            f" {one.megabytes:.1f} MB in {one.seconds:.1f} s ({one.cpu:.1f} s of processor time),"
            f" memory {one.memory[0]} MB before, {one.memory[1]} MB at most (goal 150)"
        )


def exported(session: str, path: str) -> Exported:
    """By a server of its own, as memory is counted by process."""
    server = Server("config.wsgi:application", os.environ["DJANGO_SETTINGS_MODULE"])
    try:
        _asked(server.port, session, "/sims/")  # whatever is loaded with the first request is loaded
        before, used = server.peak_memory(), server.cpu()
        first, whole, size, rows = _asked(server.port, session, path)
        memory = before, server.peak_memory()
        return Exported(path, rows, first, whole, size / 1e6, server.cpu() - used, memory)
    finally:
        server.stop()


def _asked(port: int, session: str, path: str) -> tuple[float, float, int, int]:
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    start = time.monotonic()
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}.")
    size, lines = len(answer.read(1)), 0
    first = time.monotonic() - start
    while chunk := answer.read1(65536):
        size, lines = size + len(chunk), lines + chunk.count(b"\n")
    connection.close()
    return first, time.monotonic() - start, size, lines - 1
