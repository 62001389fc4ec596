"""Many who record steps at the same moment, each in a case of its own: nothing is refused, nothing is lost."""

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from cancellations.domain.playbook import StepKey, StepState
from cancellations.models import Step
from tests.bench.measure import Result, ask_once
from tests.bench.server import Server
from tests.bench.targets import LASTCALL, Ask, Target, decision_posts

WRITERS, EACH = 32, 8


def print_writers(server: Server, session: str) -> None:
    """How long they waited, and what the database holds afterwards."""
    asks = decision_posts(session, WRITERS * EACH)
    before, began = _recorded(), time.monotonic()
    one = ask_of_each(server, asks)
    seconds = time.monotonic() - began
    failed, lost = sum(result.failed for result in one), WRITERS * EACH - (_recorded() - before)
    every = Result(one[0].target, took=[took for result in one for took in result.took])
    p50, p99 = every.quantile(0.5), every.quantile(0.99)
    print(
        f"\n{WRITERS} writers, {EACH} steps each: {failed} refused, {lost} lost,"
        f" p50 {p50:.0f} ms, p99 {p99:.0f} ms ({p99 / p50:.1f} times p50, goal 3),"
        f" {len(every.took) / seconds:.0f} a second"
    )


def ask_of_each(server: Server, asks: Iterator[Ask]) -> list[Result]:
    """All begin at the same moment, and each asks again as soon as it is answered."""
    gate, shares = Barrier(WRITERS), [[next(asks) for _ in range(EACH)] for _ in range(WRITERS)]

    def write(share: list[Ask]) -> Result:
        result = Result(Target("writer", LASTCALL, iter(share)))
        own = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        gate.wait(30)
        for ask in share:
            ask_once(result, own, ask)
        return result

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(write, shares))


def _recorded() -> int:
    connection.close()  # and see what others have written
    return Step.objects.filter(key=StepKey.DECISION, state=StepState.DONE).count()
