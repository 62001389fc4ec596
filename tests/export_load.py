"""How fast and how small exports of a large workspace are; by itself a command, as memory is counted by process.

python -m tests.export_load --rows 100000 --keep FOLDER
"""

import json
import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from tests.bench.server import Server


def main() -> None:
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="lastcall-exports-"))
    os.environ |= {"LASTCALL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    django.setup()
    session = import_module("tests.export_rows").prepare(options.rows)  # needs the settings
    json.dump([_measured(session, path) for path in options.paths], sys.stdout, indent=1)
    print()


def _options() -> Any:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", default="", help="folder to keep the database in, to be used again")
    parser.add_argument("paths", nargs="*", default=["/requests/export/csv/", "/sims/export/csv/"])
    return parser.parse_args()


def _measured(session: str, path: str) -> dict[str, Any]:
    """Seconds until the first byte of the body and until the last, bytes, and the most memory of the server in MB."""
    server = Server("config.wsgi:application", os.environ["DJANGO_SETTINGS_MODULE"])
    try:
        _asked(server.port, session, "/sims/")  # whatever is loaded with the first request is loaded
        before = server.peak_memory()
        first, whole, size, rows = _asked(server.port, session, path)
        return {
            "path": path,
            "rows": rows,
            "first_byte": round(first, 2),
            "seconds": round(whole, 1),
            "megabytes": round(size / 1e6, 1),
            "rss_before": before,
            "rss": server.peak_memory(),
            "cpu": round(server.cpu(), 1),
        }
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


if __name__ == "__main__":
    main()
