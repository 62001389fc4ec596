"""The reports page: its days, its filters, its charts and tables, and who may see what."""

import re
from copy import copy
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.models import Cancellation, Carrier, Sim, User
from tests.cases import TODAY
from tests.conftest import HTMX, ClientOf
from tests.pages import fields_of, text_of
from tests.views.reports.told import URL, confirmed, received, refused, sent

pytestmark = pytest.mark.usefixtures("a_saturday")
HOSTILE = '<img src=x onerror=alert(1)> & "Sons"'


@pytest.fixture
def five(owner: User, carrier: Carrier) -> list[Cancellation]:
    """Five that were confirmed a week after sending, one that was refused."""
    cases = [confirmed(owner, received(owner, sent(owner, carrier, holder=HOSTILE), 1), 7) for _one in range(5)]
    refused(owner, sent(owner, carrier))
    return cases


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200
    return " ".join(text_of(answer).split())


def charts(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(one) for one in re.findall(r'<svg [^>]*role="img".*?</svg>', html, re.DOTALL)]  # noqa: S314 - ours


def test_the_last_twelve_weeks(client: Client, five: list[Cancellation]) -> None:
    text = page(client)
    assert "31 Aug to 21 Nov" in text
    assert "From 31 Aug to 21 Nov: opened 6, closed 0. Open at the end: 6." in text
    assert "Half of the confirmations came within 7 days, nine of ten within 7 days (n = 5)." in text
    assert "A receipt is no confirmation." in text


def test_few_cases_have_no_figures(client: Client, owner: User, carrier: Carrier) -> None:
    for _one in range(4):
        confirmed(owner, sent(owner, carrier), 7)
    text = page(client)
    assert "4 of 5 needed" in text
    assert "Confirmed are fewer than 5: too few for a figure." in text


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
@pytest.mark.parametrize("by", ["carrier", "month", "person", "client"])
def test_charts_are_pictures_with_words(client: Client, five: list[Cancellation], language: str, by: str) -> None:
    client.cookies["language"] = language
    html = client.get(f"{URL}?by={by}").content.decode()
    found = charts(html)
    assert len(found) == 3
    for chart in found:
        title, description = chart.findtext("title"), chart.findtext("desc")
        assert title
        assert description
        assert unescape(description).split(".")[0] in unescape(html)
    assert "<img" not in html
    assert "style=" not in html
    in_tags = re.sub(r">[^<]*<", "><", html)
    assert "onerror" not in re.sub(r'href="[^"]*"', "", in_tags)  # addresses say it encoded


def test_hostile_names_stay_words(client: Client, five: list[Cancellation], carrier: Carrier) -> None:
    Carrier.objects.filter(pk=carrier.pk).update(names={"en": HOSTILE})
    for query in ("", "?by=client"):
        assert HOSTILE in page(client, query)


def test_empty(client: Client) -> None:
    text = page(client)
    assert "No request is open." in text
    assert "No request was opened in this period." in text
    assert "No money is outstanding, and none came or was saved in this period." in text


@pytest.mark.parametrize(
    ("query", "field", "typed", "said"),
    [
        ("?from=soon", "from", "soon", "Enter a day like 2026-11-30 or 30.11.2026."),
        ("?from=2026-11-30", "from", "2026-11-30", "This day is still to come."),
        ("?from=2026-11-10&to=2026-11-01", "to", "2026-11-01", "The last day is before the first one."),
        ("?from=2010-01-01", "from", "2010-01-01", "A report covers ten years at most."),
        ("?from=2026-11-31", "from", "2026-11-31", "Enter a day like"),
        ("?from=%00%ff&to=%27%3B--", "to", "';--", "Enter a day like"),
        ("?by=stars", "from", "2026-08-31", "Select a valid choice"),
        ("?carrier=nowhere", "from", "2026-08-31", "Select a valid choice"),
        ("?assignee=99999999999999999999", "from", "2026-08-31", "Select a valid choice"),
        ("?holder=Nobody+here", "holder", "Nobody here", "No SIM card here has this holder."),
        ("?range=ever", "from", "", "Choose the days that the report is about."),
    ],
)
def test_what_cannot_be_read(client: Client, query: str, field: str, typed: str, said: str) -> None:
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert [one for one in fields_of(answer, URL)[field] if one] == ([typed] if typed else [])
    assert "Opened and closed" not in text_of(answer).split("There is a problem")[1]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("?range=month", "1 Nov to 21 Nov"),
        ("?range=last-month", "1 Oct to 31 Oct"),
        ("?range=year", "1 Jan to 21 Nov"),
        ("?from=01.11.2026", "1 Nov to 21 Nov"),
        ("?to=2026-11-08", "17 Aug to 8 Nov"),
        ("?from=2026-11-03&to=2026-11-03&range=year", "3 Nov to 3 Nov"),
    ],
)
def test_any_days(client: Client, query: str, days: str) -> None:
    assert days in page(client, query)


def test_a_fragment_for_htmx(client: Client, five: list[Cancellation]) -> None:
    html = client.get(URL, headers=HTMX).content.decode()
    assert html.lstrip().startswith('<div class="stack report" id="report">')
    assert "<html" not in html


def test_numbers_lead_to_their_requests(client: Client, five: list[Cancellation], carrier: Carrier) -> None:
    html = client.get(f"{URL}?carrier={carrier.slug}").content.decode()
    assert f'href="/requests/?carrier={carrier.slug}&amp;stage=confirmed"' in html
    assert f'href="/carriers/{carrier.slug}/"' in html
    listed = client.get(f"/requests/?carrier={carrier.slug}&stage=confirmed").content.decode()
    assert len(set(re.findall(r"/requests/(LC-\w+)/", listed))) == 5


def test_a_viewer_sees_it_and_a_stranger_sees_nothing_of_it(
    client_of: ClientOf, viewer: User, stranger: User, five: list[Cancellation]
) -> None:
    assert "opened 6, closed 0" in page(client_of(viewer))
    for query in ("", "?by=client", "?by=person"):
        text = page(client_of(stranger), query)
        assert "opened 0, closed 0" in text
        assert "Sons" not in text
    assert client_of(stranger).get(f"{URL}?carrier={five[0].carrier.slug}").status_code == 422


def test_nobody_is_asked_to_sign_in(client_of: ClientOf) -> None:
    assert client_of(None).get(URL).status_code == 302


@pytest.mark.parametrize("by", ["carrier", "client"])
def test_as_many_queries_for_many_cases(client: Client, five: list[Cancellation], by: str) -> None:
    copied(five[0], 4)
    client.get(f"{URL}?by={by}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{URL}?by={by}")
    copied(five[0], 990)
    with CaptureQueriesContext(connection) as many:
        client.get(f"{URL}?by={by}")
    assert len(many) == len(few) <= 20


def copied(case: Cancellation, times: int) -> None:
    """More cases like this one, each of a card and a client of its own."""
    before = Cancellation.objects.count()
    numbers = range(before, before + times)
    card = case.sim
    sims = [
        Sim(workspace_id=card.workspace_id, carrier=card.carrier, kind=card.kind, holder=f"Client {number}")
        for number in numbers
    ]
    rows = []
    for number, sim in zip(numbers, Sim.objects.bulk_create(sims), strict=True):
        row = copy(case)
        row.pk, row.reference, row.sim = None, f"LC-{number:06}", sim
        row.opened_on = TODAY - timedelta(days=number % 70)
        rows.append(row)
    Cancellation.objects.bulk_create(rows)
