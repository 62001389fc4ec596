"""Asking the servers in turns, and what came of it."""

import gzip
import http.client
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.bench.backends import Backends
from tests.bench.server import Server
from tests.bench.targets import LASTCALL, LIMIT_LIST, Ask, Target

GOOD = {200, 303}
CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9"}


@dataclass
class Result:
    """`cpu`: milliseconds of the server's processor time a request, one entry a round."""

    target: Target
    cpu: list[float] = field(default_factory=list)
    aside: list[float] = field(default_factory=list)  # of `cpu`, what the database's own processes took
    took: list[float] = field(default_factory=list)  # milliseconds, as the client saw it
    failed: int = 0
    sent: int = 0  # bytes of the last answer after gzip

    def ratio(self, limit: "Result") -> float:
        """The median of the rounds' own ratios: a slow round is slow for both."""
        return statistics.median(own / its for own, its in zip(self.cpu, limit.cpu, strict=True))

    def quantile(self, share: float) -> float:
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure(targets: list[Target], servers: dict[str, Server], rounds: int, requests: int) -> list[Result]:
    """Every target in every round, so that slow drift of the machine hits all alike. The first round warms up."""
    results = [Result(target) for target in targets]
    backends = Backends()
    connections = {name: http.client.HTTPConnection("127.0.0.1", one.port, timeout=60) for name, one in servers.items()}
    for number in range(rounds + 1):
        for result in results:
            server = servers[result.target.server]
            before, beside, kept = server.cpu(), backends.cpu(), len(result.took)
            count = 1 if result.target.takes_long else requests
            for _request in range(count):
                ask_once(result, connections[result.target.server], result.target.next())
            time.sleep(0.03)  # what the server does after it has answered
            if number:
                aside = backends.cpu() - beside if result.target.server == LASTCALL else 0.0
                result.cpu.append((server.cpu() - before + aside) * 1000 / count)
                result.aside.append(aside * 1000 / count)
            else:
                del result.took[kept:]
        print(f"\rRound {number} of {rounds} ", end="", file=sys.stderr)
    return results


def limit_of(results: list[Result]) -> Result:
    """That of L."""
    return next(result for result in results if result.target.name == LIMIT_LIST)


def ask_once(result: Result, connection: http.client.HTTPConnection, ask: Ask) -> None:
    """One request, and in `result` how it went."""
    headers = {**CHINESE, **ask.headers}
    body = urlencode(ask.form) if ask.form is not None else None
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    answer = _answer(connection, "GET" if body is None else "POST", ask.path, body, headers)
    content = answer.read()
    result.took.append((time.perf_counter() - began) * 1000)
    result.failed += answer.status not in GOOD
    compressed = answer.headers.get("Content-Encoding")
    result.sent = len(content) if compressed else len(gzip.compress(content, 6))


def _answer(connection: http.client.HTTPConnection, method: str, *asked: Any) -> http.client.HTTPResponse:
    """The servers close connections that were idle while others had their turn."""
    try:
        connection.request(method, *asked)
        return connection.getresponse()
    except (http.client.RemoteDisconnected, BrokenPipeError):
        connection.close()
        connection.request(method, *asked)
        return connection.getresponse()
