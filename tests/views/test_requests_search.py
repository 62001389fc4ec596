"""Search in lists: what is typed in any case, width and spacing; and pages of very many hits, or of few among many."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Sim, User, base, search_index
from tests.cases import case_of
from tests.conftest import ClientOf
from tests.listed import listed, many
from tests.requests_list import NUMBER, closed, found, page_of, shown

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.mark.parametrize(
    "typed", ["мама", "МАМА", "+7 916 123-45-67", "９１６１２３", "8970101234567", "ivanova", "IVANOVA", "东京"]
)
def test_search_folds_case_width_and_spaces(client: Client, owner: User, typed: str) -> None:
    case = listed(
        owner, sim__nickname="Мама 东京", sim__msisdn=NUMBER, sim__iccid="8970101234567890123", sim__holder="Ivanova"
    )
    listed(owner)
    assert found(client, q=typed) == [case.reference]


def test_search_finds_request_numbers_and_references(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    listed(owner)
    assert found(client, q="n-1") == [case.reference]
    assert found(client, q=case.reference.lower()) == [case.reference]


def test_search_looks_at_closed_cases_too(client: Client, owner: User) -> None:
    case = closed(owner, sim__nickname="Gone for good")
    assert found(client, q="gone") == [case.reference]
    assert found(client, q="gone", view="today") == []


# --- too many hits for the index: pages stop after so many texts, and the next page goes on ---------------


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "HITS_AT_MOST", 5)
    monkeypatch.setattr(base, "READ_AT_MOST", 20)


def walked(client: Client, address: str, rel: str = "next") -> list[list[str]]:
    pages = []
    while address:
        page = client.get(address).content.decode()
        pages.append(shown(page))
        found = re.search(rf'rel="{rel}" href="([^"]*)"|<a class="btn" href="([^"]*)">Search on', page)
        address = html.unescape(found[1] or found[2]) if found else ""
    return pages


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("query", ["", "sort=-opened", "stage=submitted", "view=today", "sort=sim&stage=confirmed"])
@pytest.mark.parametrize("words", ["card", "d 1", "1"])
def test_the_pages_hold_every_hit_once(client: Client, owner: User, query: str, words: str) -> None:
    """Also where hits are few among many: `d 1` finds `Card 1…` alone."""
    many(owner, 90)
    every = walked(client, f"/requests/?{query}")
    names = dict(Cancellation.objects.values_list("reference", "search_text"))
    if "stage" not in query and "view" not in query:
        both = [*every, *walked(client, "/requests/?stage=closed")]
        every = [[*both[0], *(one for page in both[1:] for one in page)]]
    wanted = {one for page in every for one in page if words in names[one]}
    pages = walked(client, f"/requests/?q={words.replace(' ', '+')}&{query}")
    references = [one for page in pages for one in page]
    assert len(references) == len(set(references))
    if "sort" not in query or "stage" in query:
        assert set(references) == wanted
    else:
        assert set(references) == {one for one in wanted if Cancellation.objects.get(reference=one).is_open}


@pytest.mark.usefixtures("few_at_once")
def test_hits_that_the_filter_leaves_out_do_not_keep_a_page_reading(client: Client, owner: User) -> None:
    """Dense in the index, and none of them asked for."""
    for number in range(60):
        listed(owner, sim__nickname=f"Ivanov {number}")
        closed(owner, sim__nickname=f"Petrov {number}")
    page = page_of(client, q="ivanov", stage="closed")
    assert "Nothing found so far." in page
    pages = walked(client, "/requests/?q=ivanov&stage=closed")
    assert len(pages) == 3
    assert not any(pages)


@pytest.mark.usefixtures("few_at_once")
def test_back_to_where_it_came_from(client: Client, owner: User) -> None:
    many(owner, 90)
    forth = walked(client, "/requests/?q=card&size=25")
    page = client.get("/requests/?q=card&size=25").content.decode()
    last = page
    while found := re.search(r'rel="next" href="([^"]*)"', last):
        last = client.get(html.unescape(found[1])).content.decode()
    back = [shown(last)]
    while found := re.search(r'rel="prev" href="([^"]*)"', last):
        last = client.get(html.unescape(found[1])).content.decode()
        back.append(shown(last))
    assert [one for page in back[::-1] for one in page] == [one for page in forth for one in page]


@pytest.mark.usefixtures("few_at_once")
def test_cards_are_read_in_the_same_way(client: Client, owner: User) -> None:
    many(owner, 90)
    wanted = [sim.pk for sim in Sim.objects.order_by("-pk") if "d 1" in sim.search_text]
    found: list[int] = []
    address = "/sims/?q=d+1"
    while address:
        page = client.get(address).content.decode()
        found += map(int, re.findall(r'href="/sims/(\d+)/" id=', page))
        link = re.search(r'rel="next" href="([^"]*)"|<a class="btn" href="([^"]*)">Search on', page)
        address = html.unescape(link[1] or link[2]) if link else ""
    assert found == wanted


def test_a_miss_costs_one_query_more_than_no_search(client: Client, owner: User) -> None:
    many(owner, 30)
    counts = []
    for query in ({}, {"q": "nobody at all"}, {"q": "card"}):
        client.get("/requests/", query)
        with CaptureQueriesContext(connection) as asked:
            client.get("/requests/", query)
        counts.append(len(asked))
    assert counts[1] <= counts[0]  # the rows are not asked for
    assert counts[2] == counts[0] + 1
