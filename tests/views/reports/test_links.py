"""Each number of a report leads to the list with exactly the requests that it counts."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Carrier, Membership, User
from tests.cases import carrier_of, case_of, do, sim_of, walk
from tests.conftest import ClientOf
from tests.views.reports.told import URL, confirmed, received, refused, sent

pytestmark = pytest.mark.usefixtures("a_saturday")
EUROS: dict[str, Any] = {"monthly_fee": Decimal(10), "currency": "EUR"}
_LINKED = re.compile(r'<a href="(/requests/[^"]*)">([^<]+)</a>(?:<span class="sub"><a [^>]*>n = (\d+)</a>)?')
_SECTION = re.compile(r'<section class="card" id="(\w+)-section".*?</section>', re.DOTALL)
_REFERENCE = re.compile(r'href="/requests/(LC-\w+)/"')
CHARGED: dict[str, Any] = {"result": "charged", "amount": Decimal(300), "currency": "RUB"}


@pytest.fixture
def every_course(owner: User, colleague: User, carrier: Carrier) -> None:
    """Of two carriers and three people: what can become of a request, so that no number is nothing."""
    other = carrier_of(owner)
    for days in (2, 4, 6, 8, 10):
        confirmed(owner, received(owner, sent(owner, carrier, promised=5, **EUROS), 1), days)
    for days in (3, 5):
        walk(confirmed(owner, sent(owner, other, promised=4), days), owner, to=None)
    refused(owner, sent(owner, carrier)).assign(owner, to=colleague)
    walk(refused(owner, sent(owner, carrier)), owner, to=StepKey.CONFIRMATION).assign(owner, to=None)
    sent(owner, other, **EUROS).assign(owner, to=colleague)
    for day in (date(2026, 8, 1), date(2026, 9, 20), date(2026, 10, 25), date(2026, 11, 21)):
        case_of(owner, sim=sim_of(owner, carrier=other), opened_on=day)
    case_of(owner, sim=sim_of(owner, carrier=other)).close(owner, outcome=Outcome.WITHDRAWN, reason="Kept")
    _with_money(owner, carrier)


def _with_money(owner: User, carrier: Carrier) -> None:
    """A refund that is late in part, a charge after the end, two contracts that ended."""
    roubles: dict[str, Any] = {"monthly_fee": Decimal(500), "currency": "RUB"}
    late = do(confirmed(owner, sent(owner, carrier, **roubles), 7), StepKey.VERIFICATION, owner)
    do(late, StepKey.REFUND, owner, received=Decimal(20), expected_by=date(2026, 11, 18))
    do(
        walk(confirmed(owner, sent(owner, carrier), 7), owner, to=StepKey.BILL_CHECK),
        StepKey.BILL_CHECK,
        owner,
        **CHARGED,
    )
    ran_out = case_of(owner, to=StepKey.DECISION, sim=sim_of(owner, carrier=carrier, **roubles))
    do(ran_out, StepKey.DECISION, owner, choice="lapse").close(
        owner, outcome=Outcome.LAPSED, reason="Prepaid", ended_on=date(2026, 11, 9)
    )


def numbers(client: Client, query: str) -> list[tuple[str, str, int]]:
    """Of each section: the addresses behind its numbers, and how many requests stand behind each."""
    html = client.get(f"{URL}{query}").content.decode()
    found = []
    for section in _SECTION.finditer(html):
        for address, words, n in _LINKED.findall(section[0]):
            counted = _counted(words, n)
            if counted is not None:
                found.append((section[1], unescape(address), counted))
    return found


def _counted(words: str, n: str) -> int | None:
    """A count, `n = 5`, `4 of 5 needed`, `2 requests`, or a share of n; None for a name."""
    if words.endswith("%"):
        return round(int(words[:-1]) * int(n) / 100)
    found = re.fullmatch(r"(?:n = )?([\d,]+)(?: of 5 needed| requests?)?", words)
    return int(found[1].replace(",", "")) if found else None


def listed(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return set(_REFERENCE.findall(answer.content.decode()))


@pytest.mark.parametrize(
    "query", ["", "?by=month", "?by=person", "?by=client", "?range=month", "?assignee=me&by=person"]
)
def test_as_many_as_the_number_says(client: Client, every_course: None, query: str) -> None:
    found = numbers(client, query)
    assert {section for section, _address, _n in found} == {"flow", "backlog", "scores", "money"}
    assert len(found) > 30
    for _section, address, n in found:
        assert len(listed(client, address)) == n, address


def test_of_one_carrier(client: Client, every_course: None, carrier: Carrier) -> None:
    for _section, address, n in numbers(client, f"?carrier={carrier.slug}"):
        assert f"carrier={carrier.slug}" in address
        assert len(listed(client, address)) == n, address


def test_examples_are_left_out_of_both(client: Client, owner: User, every_course: None) -> None:
    assert owner.workspace
    some = list(Cancellation.objects.values_list("pk", flat=True)[::3])
    Cancellation.objects.filter(pk__in=some).update(is_example=True)
    owner.workspace.has_examples = True
    owner.workspace.save()
    for _section, address, n in numbers(client, ""):
        assert len(listed(client, address)) == n, address


def test_whose_owner_left_leads_nowhere(client: Client, colleague: User, every_course: None) -> None:
    html = client.get(f"{URL}?by=person").content.decode()
    assert f"assignee={colleague.pk}" in html
    Membership.objects.filter(user=colleague).delete()
    html = client.get(f"{URL}?by=person").content.decode()
    assert f"assignee={colleague.pk}" not in html


def test_of_one_client(client: Client, owner: User, carrier: Carrier) -> None:
    """Exactly that holder: not whose name only begins so, and apart from cards without one."""
    for holder in ("王芳", "王芳", "王芳 2", "王\u3000芳", "A\u200dB\u00a0C", "", "=A & B"):
        sent(owner, carrier, holder=holder)
    found = numbers(client, "?by=client")
    mine = [(address, n) for _section, address, n in found if "holder=" in address]
    assert {n for _address, n in mine} == {1, 2}
    for address, n in mine:
        assert len(listed(client, address)) == n, address
    one = next(address for address, n in mine if n == 2)
    html = unescape(client.get(one).content.decode())
    assert "Holder: 王芳" in html
    assert 'name="holder" value="=王芳"' in html  # the other filters keep it
    assert client.get(one).headers["Referrer-Policy"] == "strict-origin"  # it says a person's name
    assert "No holder recorded" in unescape(client.get("/requests/?holder=%3D").content.decode())
    assert (
        listed(client, "/requests/?holder=王芳")
        == listed(client, "/requests/?holder=%3D%00")
        == listed(client, "/requests/")
    )


def test_the_list_says_what_it_shows(client: Client, every_course: None) -> None:
    shown = "counted=refused..2026-08-31.2026-11-21"
    html = client.get(f"/requests/?{shown}").content.decode()
    assert "Report: Refused, opened 31 Aug – 21 Nov" in unescape(html)
    assert 'name="counted" value="refused..2026-08-31.2026-11-21"' in html  # the other filters keep it
    assert len(set(_REFERENCE.findall(html))) == 2
    assert len(listed(client, f"/requests/?{shown}&stage=processing")) < 2
    assert len(listed(client, f"/requests/?{shown}&sort=carrier")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "stars...",
        "sent",
        "sent.EUR..",
        "expected...",
        "expected.eur..",
        "expected.EUR.2026-11-01.",
        "sent..2026-11-31.",
        "sent..0001-01-01.",
        "sent..9999-12-31.9999-12-31",
        "sent..20261101.",
        "sent..%00.",
        "sent....",
    ],
)
def test_what_cannot_be_read_filters_nothing(client: Client, owner: User, carrier: Carrier, text: str) -> None:
    sent(owner, carrier)
    refused(owner, sent(owner, carrier))
    case_of(owner, sim=sim_of(owner, carrier=carrier))
    assert len(listed(client, "/requests/")) == 3
    assert listed(client, f"/requests/?counted={text}") == listed(client, "/requests/")


def test_a_stranger_finds_nothing(client: Client, client_of: ClientOf, stranger: User, every_course: None) -> None:
    for _section, address, _n in numbers(client, ""):
        if "carrier=" not in address:
            assert listed(client_of(stranger), address) == set()


def test_all_of_them_can_be_selected_and_exported(client: Client, every_course: None) -> None:
    query = "counted=sent..2026-08-31.2026-11-21"
    html = client.get(f"/requests/bulk/?do=assign&all=1&{query}").content.decode()
    assert 'name="counted" value="sent..2026-08-31.2026-11-21"' in html
    table: Any = client.get(f"/requests/export/csv/?{query}")
    lines = b"".join(table.streaming_content).decode("utf-8-sig").strip().split("\r\n")
    assert len(lines) - 1 == len(listed(client, f"/requests/?{query}"))
