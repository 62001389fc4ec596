"""The requests list by pages: by keyset, both ways, in fragments, and what it costs."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.situation import Turn
from cancellations.models import Cancellation, User
from tests.conftest import HTMX, ClientOf
from tests.listed import days, listed, many
from tests.requests_list import found, page_of, shown

QUERIES = 6  # session, user, how much a search has to read, rows, carriers with colleagues, counts
FRAGMENT_QUERIES = 3  # session, user, rows

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


# --- pages ------------------------------------------------------------------------------------------------


def link(page: str, rel: str) -> str | None:
    address = re.search(rf'rel="{rel}" href="([^"]*)"', page)
    return address[1].replace("&amp;", "&") if address else None


@pytest.mark.parametrize("query", ["", "?sort=-opened", "?turn=us"])
def test_the_pages_hold_every_case_once_both_ways(client: Client, owner: User, query: str) -> None:
    many(owner, 260)
    order = ["-opened_on", "-id"] if "-opened" in query else ["due_on", "id"]
    cases = Cancellation.objects.visible_to(owner).open_cases().order_by(*order)
    wanted = list((cases.filter(turn=Turn.US) if "turn" in query else cases).values_list("reference", flat=True))
    pages, address = [], f"/requests/{query}"
    while address:
        page = client.get(address).content.decode()
        pages.append(shown(page))
        last, address = page, link(page, "next") or ""
    assert [reference for page in pages for reference in page] == wanted
    assert len(pages[0]) == 50
    back = []
    while last:
        back.append(shown(last))
        earlier = link(last, "prev")
        last = client.get(earlier).content.decode() if earlier else ""
    assert back[::-1] == pages


def test_one_page_needs_no_links(client: Client, owner: User) -> None:
    for _ in range(50):
        listed(owner)
    page = page_of(client)
    assert len(shown(page)) == 50
    assert 'rel="next"' not in page
    assert ">50 requests<" in page


@pytest.mark.parametrize("cursor", ["x", "20261121", "99999999.1", "20261121." + "9" * 30, "20261121.-1", "0.0", "\0"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_cursor_that_is_none_is_ignored(client: Client, owner: User, cursor: str, way: str) -> None:
    case = listed(owner)
    assert found(client, **{way: cursor}) == [case.reference]


def test_beyond_the_end_it_leads_back(client: Client, owner: User) -> None:
    listed(owner, due_on=days(1))
    page = page_of(client, after="20991231.1")
    assert "There are no more requests." in page
    assert 'href="/requests/"' in page


# --- fragments --------------------------------------------------------------------------------------------


def test_htmx_gets_the_results_alone(client: Client, owner: User) -> None:
    case = listed(owner)
    response = client.get("/requests/", {"q": "card", "view": "", "turn": ""}, headers=HTMX)
    text = response.content.decode()
    assert text.lstrip().startswith('<section class="stack" id="results"')
    assert shown(text) == [case.reference]
    assert "<html" not in text
    assert '<hx-partial hx-target="#live" hx-swap="innerHTML">1 request</hx-partial>' in text
    assert response["HX-Push-Url"] == "/requests/?q=card"
    assert "HX-Request" in response["Vary"]


def test_the_form_works_without_scripts_and_with(client: Client, owner: User) -> None:
    page = page_of(client)
    form = re.search(r"<form[^>]*id=\"filters\"[^>]*>", page)
    assert form
    for part in ('method="get"', 'action="/requests/"', 'hx-get="/requests/"', 'hx-sync="this:replace"', "delay:250ms"):
        assert part in form[0]


@pytest.mark.parametrize("count", [10, 1000])
def test_its_queries_do_not_grow(client: Client, owner: User, count: int) -> None:
    many(owner, count)
    with CaptureQueriesContext(connection) as seen:
        page_of(client, view="waiting", carrier="carrier-1", assignee="me", q="card")
    assert len(seen) == QUERIES
    with CaptureQueriesContext(connection) as seen:
        client.get("/requests/", {"view": "waiting"}, headers=HTMX)
    assert len(seen) == FRAGMENT_QUERIES
