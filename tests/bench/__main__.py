"""Fill two databases, start two servers, ask them in turns, print one table."""

import os
import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

import django


def main() -> None:
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="lastcall-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "LASTCALL_DATA": str(folder),
        "BENCH_LIMIT_DATABASE": str(folder / "limit.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }
    if options.database != "sqlite":
        os.environ["DATABASE_URL"] = options.database
    else:
        os.environ.pop("DATABASE_URL", None)
    for name in ("SITE_URL", "HOST", "PORT", "DEBUG", "WORKERS"):
        os.environ.pop(name, None)
    try:
        django.setup()
        import_module("tests.bench.run").run(options)  # imports models, so not before the settings are known
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="cases (default %(default)s)")
    parser.add_argument("--database", default="sqlite", help="or postgres://…, a database that is empty or filled so")
    parser.add_argument("--rounds", type=int, default=9, help="each page is asked for in every round")
    parser.add_argument("--requests", type=int, default=30, help="requests a page and round")
    parser.add_argument("--keep", default="", help="folder to keep the databases in, to be used again")
    parser.add_argument("--only", default="", help="measure the pages whose name matches this pattern")
    parser.add_argument("--without-browser", action="store_true", help="leave out the first visit in Chromium")
    parser.add_argument("--results", default="", help="file to keep the ratios in")
    parser.add_argument(
        "--against", default="", help="such a file, of fewer cases or the other database: by how much more"
    )
    parser.add_argument("--files", action="store_true", help="send in a table of 50,456 rows and take lists out, too")
    parser.add_argument("--writers", action="store_true", help="let 32 write at the same moment, too")
    parser.add_argument("--tick", action="store_true", help="let the clock look, too: it tells what has come up")
    return parser.parse_args()


if __name__ == "__main__":
    main()
