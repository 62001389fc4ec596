"""Reports of very many requests: announced, counted by one thread at a time, kept for a while, and saying from when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cancellations.models import Carrier, User
from cancellations.views.reporting import counting
from tests.cases import carrier_of
from tests.conftest import HTMX, ClientOf
from tests.pages import text_of
from tests.views.reports.told import URL, confirmed, sent

pytestmark = pytest.mark.usefixtures("a_saturday")
PART = f"{URL}part/"
SECTIONS = ("flow", "backlog", "scores", "money")


@pytest.fixture(autouse=True)
def very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNTED_AT_ONCE", 0)


@pytest.fixture
def carrier(owner: User) -> Carrier:
    carrier = carrier_of(owner)
    for _one in range(5):
        confirmed(owner, sent(owner, carrier), 7)
    return carrier


@pytest.fixture
def client(client_of: ClientOf, owner: User, carrier: Carrier) -> Client:
    return client_of(owner)


@pytest.fixture
def busy() -> Iterator[None]:
    """Another thread of this process is counting."""
    assert counting._COUNTING.acquire(blocking=False)
    yield
    counting._COUNTING.release()


def test_the_page_comes_at_once_and_fetches_its_parts(client: Client) -> None:
    html = client.get(f"{URL}?by=client").content.decode()
    assert html.count('aria-busy="true"') == len(SECTIONS)
    assert 'role="img"' not in html
    for name in SECTIONS:
        assert f'hx-get="/reports/part/?part={name}&amp;from=2026-08-31&amp;to=2026-11-21&amp;by=client"' in html
        assert f'<noscript><p><a href="/reports/part/?part={name}' in html


@pytest.mark.parametrize("name", SECTIONS)
def test_a_part_is_counted_once_and_says_when(client: Client, owner: User, carrier: Carrier, name: str) -> None:
    first = client.get(f"{PART}?part={name}", headers=HTMX)
    assert first.content.decode().startswith(f'<section class="card" id="{name}-section"')
    assert "As of 21 Nov 1" in text_of(first)
    assert "Count anew" in text_of(first)
    sent(owner, carrier, monthly_fee=10, currency="EUR")
    kept = client.get(f"{PART}?part={name}", headers=HTMX)
    assert kept.content == first.content
    assert client.get(URL).content.decode().count('aria-busy="true"') == len(SECTIONS) - 1
    anew = client.get(f"{PART}?part={name}&anew=1", headers=HTMX)
    assert text_of(anew) != text_of(first)
    assert client.get(f"{PART}?part={name}", headers=HTMX).content == anew.content


def test_what_was_kept_runs_out(client: Client) -> None:
    client.get(f"{PART}?part=scores")
    later = timezone.now() + timedelta(seconds=counting.KEPT_FOR + 1)
    with time_machine.travel(later, tick=False):
        assert client.get(URL).content.decode().count('aria-busy="true"') == len(SECTIONS)


def test_whoever_asks_for_something_else_gets_something_else(
    client: Client, client_of: ClientOf, colleague: User, stranger: User, carrier: Carrier
) -> None:
    opened = "n = 5"
    assert opened in text_of(client.get(f"{PART}?part=scores"))
    assert opened in text_of(client_of(colleague).get(f"{PART}?part=scores"))
    assert opened not in text_of(client.get(f"{PART}?part=scores&from=2026-11-02"))
    assert opened not in text_of(client.get(f"{PART}?part=scores&assignee=none"))
    assert opened not in text_of(client_of(stranger).get(f"{PART}?part=scores"))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_while_another_one_is_counted_it_asks_again(client: Client, busy: None, headers: dict[str, str]) -> None:
    html = client.get(f"{PART}?part=scores", headers=headers).content.decode()
    assert 'hx-trigger="load delay:2s"' in html
    assert ('http-equiv="refresh"' in html) == (not headers)
    assert "n = 5" not in html


def test_files_ask_to_come_again(client: Client, busy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancellations.views.reports._PATIENCE", 0)
    for kind in ("csv", "xlsx"):
        answer = client.get(f"{URL}{kind}/?table=scores")
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Other reports are being counted" in client.get(f"{URL}glance/").content.decode()


def test_what_was_counted_needs_no_thread(client: Client, request: pytest.FixtureRequest) -> None:
    for name in SECTIONS:
        client.get(f"{PART}?part={name}")
    request.getfixturevalue("busy")
    assert client.get(f"{URL}csv/?table=scores").status_code == 200
    assert 'aria-busy="true"' not in client.get(URL).content.decode()
    assert "n = 5" in text_of(client.get(f"{URL}glance/"))


@pytest.mark.parametrize("query", ["?part=stars", "?part=flow&from=soon", "?part=flow&by=%00"])
def test_no_such_part(client: Client, query: str) -> None:
    assert client.get(f"{PART}{query}").status_code == 404


def test_nobody_is_asked_to_sign_in(client_of: ClientOf) -> None:
    assert client_of(None).get(PART).status_code == 302
