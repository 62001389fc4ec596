"""A large table on its way in, as a person sends it, while others look at their pages."""

import csv
import http.client
import os
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from threading import Event, Thread
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection
from stdnum import luhn

from cancellations.models import Sim
from tests.bench.server import Program, Server
from tests.bench.targets import TOKEN
from tests.pages import fields_of

ROWS = 50_456
SECONDS = 600  # after which something is wrong
PAGES = ("/", "/requests/", "/sims/")
AT = "/sims/import/"
HEADING = (
    *("Название", "Номер", "ICCID", "IMSI", "Оператор", "ФИО", "Тариф", "Абонентская плата", "Валюта"),
    *("Примечание", "PIN", "PUK"),
)
_BUSY = re.compile(r'id="progress"')


def print_import(server: Server, session: str) -> None:
    """The time until all cards are there, what worker and web process held, and how the pages answered meanwhile."""
    before, table = _cards(), _table(int(time.time()))
    worker = Program(["manage.py", "serve", "--worker-only"], os.environ["DJANGO_SETTINGS_MODULE"])
    try:
        with _others(server, session) as took:
            used, spent = worker.cpu(), _imported(_Person(server.port, session), table)
            cpu, memory = worker.cpu() - used, worker.peak_memory()
    finally:
        worker.stop()
    took.sort()
    made, p95 = _cards() - before, took[int(len(took) * 0.95)]
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent.items())
    print(
        f"Import of {ROWS:,} rows: {made:,} cards in {sum(spent.values()):.1f} s (goal 60): {parts};"
        f" worker {cpu:.1f} s of processor time, {memory} MB (goal 300), web process {server.peak_memory()} MB;"
        f" {len(took)} pages meanwhile, p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms (goal 300),"
        f" longest {took[-1]:.0f} ms"
    )


class _Person:
    """One who sends forms, by a connection of their own."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self._headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        self.content = b""

    def get(self, path: str) -> "_Person":
        self._ask("GET", path)
        return self

    def post(self, path: str, fields: dict[str, list[str]]) -> str:
        """Where it leads to."""
        return self._ask("POST", path, urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded")

    def send(self, path: str, table: bytes) -> str:
        """The same, with a file."""
        edge = uuid4().hex
        key = f'--{edge}\r\nContent-Disposition: form-data; name="form_key"\r\n\r\n{uuid4()}\r\n'
        file = f'--{edge}\r\nContent-Disposition: form-data; name="table"; filename="cards.csv"\r\n\r\n'
        body = b"".join([key.encode(), file.encode(), table, f"\r\n--{edge}--\r\n".encode()])
        return self._ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "text/plain") -> str:
        self._connection.request(method, path, body, {**self._headers, "Content-Type": kind})
        answer = self._connection.getresponse()
        self.content = answer.read()
        if answer.status not in {200, 303}:
            raise SystemExit(f"{method} {path} answers {answer.status}.")
        return answer.headers.get("Location", "")


def _imported(person: _Person, table: bytes) -> dict[str, float]:
    """Seconds of each part, the waiting included."""
    spent: dict[str, float] = {}
    with _timed(spent, "sending it"):
        one = person.send(AT, table)
    with _timed(spent, "looking at the rows"):
        person.post(one, fields_of(person.get(f"{one}?columns=1"), one))
        _wait(person, one)
    with _timed(spent, "writing them"):
        run = f"{one}run/"
        person.post(run, fields_of(person, run))
        _wait(person, one)
    return spent


def _wait(person: _Person, path: str) -> None:
    until = time.monotonic() + SECONDS
    while _BUSY.search(person.get(path).content.decode()):
        if time.monotonic() > until:
            raise SystemExit(f"{path} is not done after {SECONDS} s.")
        time.sleep(0.5)


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    spent[name] = time.monotonic() - began


@contextmanager
def _others(server: Server, session: str) -> Iterator[list[float]]:
    """Somebody looks at one page after the other; milliseconds of each."""
    took: list[float] = []
    over = Event()
    person = _Person(server.port, session)

    def look() -> None:
        while not over.is_set():
            for path in PAGES:
                began = time.perf_counter()
                person.get(path)
                took.append((time.perf_counter() - began) * 1000)
                time.sleep(0.1)

    reader = Thread(target=look)
    reader.start()
    try:
        yield took
    finally:
        over.set()
        reader.join()


def _table(first: int) -> bytes:
    """`first`: where the numbers begin, so that the next run has others. In the encoding that old exports have."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADING)
    for number in range(ROWS):
        digits = (first * ROWS + number) * 7919 % 10**11
        iccid = f"8970101{digits:011}"
        numbers = [f"7958{digits % 10**7:07}", iccid + luhn.calc_check_digit(iccid), f"25001{digits % 10**10:010}"]
        plan = ["МТС", f"ООО Ромашка {number % 40}", "Корпоративный", "350,00", "RUB"]
        writer.writerow([f"Трекер {number}", *numbers, *plan, f"склад {number % 300}", "1234", "12345678"])
    return text.getvalue().encode("windows-1251")


def _cards() -> int:
    connection.close()  # and see what others have written
    return Sim.objects.count()
