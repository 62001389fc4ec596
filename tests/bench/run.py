"""One run: data, servers, rounds, table."""

import os
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import StepKey
from tests.bench.earlier import earlier, keep_ratios
from tests.bench.exports import print_exports
from tests.bench.imports import print_import
from tests.bench.measure import CHINESE, GOOD, measure
from tests.bench.seed import seed
from tests.bench.server import Server
from tests.bench.table import print_first_visit, print_table
from tests.bench.targets import LASTCALL, LIMIT, Target, deep_page, lastcall_targets, limit_targets, open_steps
from tests.bench.tick import print_tick
from tests.bench.weight import first_visit
from tests.bench.writers import print_writers

LIMIT_ROWS = 100_000  # its page reads fifty rows by an index: more of them change nothing but the time to fill it
LIMIT_SETTINGS = "tests.bench.limit.settings"
_TRANSACTION = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK")


def run(options: Namespace) -> None:
    decisions = 2 * (options.rounds + 1) * options.requests + 2
    owner = seed(options.size)
    if open_steps(StepKey.DECISION).count() < decisions:
        raise SystemExit("Too few steps are open: earlier runs have recorded them. Empty the folder or the database.")
    client = Client(headers=CHINESE, SERVER_NAME="127.0.0.1")
    client.force_login(owner)
    session = client.cookies["sessionid"].value
    limit_session = _fill_limit(min(options.size, LIMIT_ROWS))
    targets = lastcall_targets(session, deep_page(owner), decisions)
    targets = [target for target in targets if re.search(options.only, target.name)]
    queries = {target.name: _count_queries(target) for target in targets}
    with _servers() as servers:
        results = measure([*limit_targets(limit_session), *targets], servers, options.rounds, options.requests)
        visit = None if options.without_browser else first_visit(servers[LASTCALL].port, session)
        memory = servers[LASTCALL].peak_memory()
        print_table(results, queries, earlier(options.against), memory)
        print_first_visit(visit)
        keep_ratios(results, options.results)
        if options.writers:
            print_writers(servers[LASTCALL], session)
        if options.files:
            print_import(servers[LASTCALL], session)
    if options.files:
        print_exports(session)
    if options.tick:
        print_tick()


def _fill_limit(size: int) -> str:
    """Fill the limit project's database with as many rows; gives the key of a session there."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": LIMIT_SETTINGS}
    command = [sys.executable, "-m", "tests.bench.limit.fill", str(size)]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return told.stdout.strip()


def _count_queries(target: Target) -> int:
    """Statements of one request, asked inside this process; those that only begin and end transactions left out."""
    ask = target.next()
    client = Client(headers={**CHINESE, **ask.headers}, SERVER_NAME="127.0.0.1")
    client.cookies.load(ask.headers["Cookie"])
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(ask.path) if ask.form is None else client.post(ask.path, ask.form)
    if answer.status_code not in GOOD:
        raise SystemExit(f"{target.name}: {ask.path} answers {answer.status_code}.")
    return sum(1 for query in asked if not _TRANSACTION.match(query["sql"]))


@contextmanager
def _servers() -> Iterator[dict[str, Server]]:
    servers: dict[str, Server] = {}
    try:
        servers[LIMIT] = Server("tests.bench.limit.wsgi:application", LIMIT_SETTINGS)
        servers[LASTCALL] = Server("config.wsgi:application", os.environ["DJANGO_SETTINGS_MODULE"])
        yield servers
    finally:
        for server in servers.values():
            server.stop()
