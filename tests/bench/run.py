"""One run: data, servers, rounds, table."""

import os
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from tests.bench.measure import CHINESE, GOOD, measure
from tests.bench.server import Server
from tests.bench.table import print_first_visit, print_table
from tests.bench.targets import LASTCALL, LIMIT, Target, lastcall_targets, limit_targets, open_steps
from tests.bench.weight import first_visit

OWNER = "owner@bench.example"
LIMIT_SETTINGS = "tests.bench.limit.settings"
_TRANSACTION = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK")


def run(options: Namespace) -> None:
    client = _signed_in(options.size, decisions=2 * (options.rounds + 1) * options.requests + 2)
    session = client.cookies["sessionid"].value
    limit_session = _fill_limit(options.size)
    targets = lastcall_targets(session, _second_page(client))
    targets = [target for target in targets if options.only in target.name]
    queries = {target.name: _count_queries(target) for target in targets}
    with _servers() as servers:
        results = measure([*limit_targets(limit_session), *targets], servers, options.rounds, options.requests)
        visit = None if options.without_browser else first_visit(servers[LASTCALL].port, session)
    print_table(results, queries, Cancellation.objects.count())
    print_first_visit(visit)


def _signed_in(size: int, decisions: int) -> Client:
    """The owner of `size` example cases. Those of an earlier run are used again, if `decisions` are left in them."""
    call_command("setup")
    owner = User.objects.filter(email=OWNER).first() or User.objects.found_workspace(email=OWNER)
    if Cancellation.objects.count() != size or open_steps(StepKey.DECISION).count() < decisions:
        print(f"Making {size} cases …", file=sys.stderr)
        call_command("demo", size=size, email=OWNER, verbosity=0)
    client = Client(headers=CHINESE, SERVER_NAME="127.0.0.1")
    client.force_login(owner)
    return client


def _fill_limit(size: int) -> str:
    """Fill the limit project's database with as many rows; gives the key of a session there."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": LIMIT_SETTINGS}
    command = [sys.executable, "-m", "tests.bench.limit.fill", str(size)]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return told.stdout.strip()


def _second_page(client: Client) -> str:
    """The query string of the link to the list's next page."""
    shown = client.get("/requests/").content.decode()
    found = re.search(r'href="[^"]*\?([^"]*after=[^"]*)"', shown)
    return unescape(found[1]) if found else ""


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
