"""How fast and how small exports of a large workspace are; by itself a command, as memory is counted by process.

python -m tests.export_load --rows 100000 --keep FOLDER
"""

import json
import os
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from tests.bench.exports import PATHS, exported


def main() -> None:
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="lastcall-exports-"))
    os.environ |= {"LASTCALL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    django.setup()
    session = import_module("tests.export_rows").prepare(options.rows)  # needs the settings
    json.dump([asdict(exported(session, path)) for path in options.paths], sys.stdout, indent=1)
    print()


def _options() -> Any:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", default="", help="folder to keep the database in, to be used again")
    parser.add_argument("paths", nargs="*", default=PATHS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
