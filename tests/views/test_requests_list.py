"""The requests list: filters, search, pages by keyset, fragments, and what it costs."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Cancellation, User
from cancellations.models.case import NEVER
from tests.cases import carrier_of, case_of
from tests.conftest import HTMX, ClientOf
from tests.hostile import hostile
from tests.listed import days, listed, many

QUERIES = 6  # session, user, rows, carriers, colleagues, counts
FRAGMENT_QUERIES = 3  # session, user, rows
NUMBER, MASKED, FULL = "+79161234567", "+7 916 *** ** 67", "+7 916 123-45-67"
FILTERS = ("view", "stage", "turn", "carrier", "assignee", "due", "kind", "sort", "after", "before", "q")

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def page_of(client: Client, **query: str) -> str:
    response = client.get("/requests/", query)
    assert response.status_code == 200
    return str(response.content.decode())


def shown(page: str) -> list[str]:
    """The references in the rows, in their order."""
    return re.findall(r'<th scope="row"><a href="/requests/(LC-\w+)/"', page)


def found(client: Client, **query: str) -> list[str]:
    return shown(page_of(client, **query))


def closed(owner: User, **columns: Any) -> Cancellation:
    told = {"turn": Turn.NOBODY, "action": Action.NONE, "outcome": "terminated", "due_on": NEVER}
    return listed(owner, stage=Stage.CLOSED, **told, **columns)


# --- filters ----------------------------------------------------------------------------------------------


def test_it_shows_open_cases_due_first(client: Client, owner: User) -> None:
    later, undated, sooner = (listed(owner, due_on=day) for day in (days(4), NEVER, days(-1)))
    closed(owner)
    page = page_of(client)
    assert shown(page) == [sooner.reference, later.reference, undated.reference]
    assert ">3 requests<" in page
    assert '<th scope="col" aria-sort="ascending">' in page


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ({"view": "overdue"}, {"turn": Turn.CARRIER, "due_on": days(-1)}),
        ({"view": "today"}, {"due_on": days(0)}),
        ({"view": "coming"}, {"due_on": days(8)}),
        ({"view": "waiting"}, {"turn": Turn.CARRIER, "due_on": days(8)}),
        ({"view": "confirmed"}, {"stage": Stage.CONFIRMED, "confirmed_on": days(-1), "due_on": days(8)}),
        ({"view": "blocked"}, {"action": Action.UNBLOCK, "due_on": days(8)}),
        ({"view": "holder"}, {"turn": Turn.HOLDER, "due_on": days(8)}),
        ({"stage": "submitted"}, {"stage": Stage.SUBMITTED, "due_on": days(8)}),
        ({"turn": "carrier"}, {"turn": Turn.CARRIER, "due_on": days(8)}),
        ({"due": "overdue"}, {"due_on": days(-1)}),
        ({"due": "today"}, {"due_on": days(0)}),
        ({"due": "week"}, {"due_on": days(6)}),
        ({"due": "none"}, {"due_on": NEVER}),
        ({"kind": "physical"}, {"sim__kind": SimKind.PHYSICAL, "due_on": days(8)}),
        ({"assignee": "none"}, {"assignee": None, "due_on": days(8)}),
    ],
    ids=lambda value: urlencode(value) if isinstance(value, dict) and "due_on" not in value else "",
)
def test_a_filter_lets_its_cases_through_alone(
    client: Client, owner: User, query: dict[str, str], columns: dict[str, Any]
) -> None:
    wanted = listed(owner, **columns)
    other = {"stage": Stage.PREPARING, "turn": Turn.US, "due_on": days(20)}
    if query == {"view": "coming"}:
        other = {"turn": Turn.CARRIER, "due_on": days(20)}
    listed(owner, **other)
    assert found(client, **query) == [wanted.reference]


def test_by_carrier_and_by_colleague(client: Client, owner: User, colleague: User) -> None:
    carrier = carrier_of(owner)
    there = listed(owner, carrier=carrier)
    theirs = listed(owner, carrier=carrier_of(owner), assignee=colleague)
    assert found(client, carrier=carrier.slug) == [there.reference]
    assert found(client, assignee="me") == [there.reference]
    assert found(client, assignee=str(colleague.pk)) == [theirs.reference]
    assert found(client, assignee=str(colleague.pk), carrier=carrier.slug) == []


def test_a_pending_refund_has_its_view(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.REFUND)
    listed(owner)
    assert found(client, view="refund") == [case.reference]


@pytest.mark.parametrize("query", [{"view": "closed"}, {"stage": "closed"}])
def test_closed_cases_are_asked_for_and_the_newest_come_first(
    client: Client, owner: User, query: dict[str, str]
) -> None:
    first, second = closed(owner), closed(owner)
    listed(owner)
    page = page_of(client, **query)
    assert shown(page) == [second.reference, first.reference]
    assert "Terminated" in page
    assert '<option value="newest" selected>' in page


def test_newest_first(client: Client, owner: User) -> None:
    first, second = listed(owner, due_on=days(1)), listed(owner, due_on=days(9))
    page = page_of(client, sort="newest")
    assert shown(page) == [second.reference, first.reference]
    assert "aria-sort" not in page


def test_set_filters_are_chips_that_can_be_taken_away(client: Client, owner: User) -> None:
    listed(owner)
    page = page_of(client, turn="us", due="none", q="card")
    assert 'href="/requests/?turn=us&amp;due=none"' in page
    assert 'href="/requests/?q=card&amp;due=none"' in page
    assert "Turn: Your turn" in page
    assert '<option value="us" selected>' in page
    assert ">Clear the filters<" in page


def test_an_empty_result_says_so_and_leads_back(client: Client, owner: User) -> None:
    listed(owner)
    page = page_of(client, q="nothing like it")
    assert "No request matches these filters." in page
    assert "<table" not in page


def test_what_cannot_be_read_filters_nothing(client: Client, owner: User, stranger: User) -> None:
    foreign = carrier_of(stranger)
    Cancellation.objects.visible_to(owner)
    case = listed(owner)
    unknown = {"view": "all", "stage": "gone", "turn": "9", "due": "x", "kind": "nano", "sort": "sideways"}
    page = page_of(client, **unknown, carrier=f"{foreign.slug}-not-ours", assignee=str(stranger.pk))
    assert shown(page) == [case.reference]
    assert ">Clear the filters<" not in page


@pytest.mark.parametrize("name", FILTERS)
def test_hostile_query_strings_are_survived(client: Client, owner: User, name: str) -> None:
    listed(owner)
    for entry in hostile("text", "phone", "iccid", "url", "next"):
        value = entry.value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        for headers in ({}, HTMX):
            response = client.get("/requests/", {name: value[:4000]}, headers=headers)
            assert response.status_code == 200, entry.id
        assert b"<script>alert" not in response.content.lower(), entry.id


# --- search -----------------------------------------------------------------------------------------------


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


def test_the_search_page_waits_for_words(client: Client, owner: User) -> None:
    case = listed(owner, sim__nickname="Moscow")
    page = client.get("/search/").content.decode()
    assert re.search(r'<input[^>]* name="q"[^>]* autofocus', page)
    assert shown(client.get("/search/", {"q": "mosc"}).content.decode()) == [case.reference]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reference_opens_its_case(client: Client, owner: User, headers: dict[str, str]) -> None:
    case = listed(owner)
    typed = case.reference.removeprefix("LC-").lower()
    response = client.get("/search/", {"q": f" lc {typed} "}, headers=headers)
    assert response.get("HX-Redirect", response.get("Location")) == f"/requests/{case.reference}/"


def test_a_strangers_reference_opens_nothing(client: Client, stranger: User) -> None:
    response = client.get("/search/", {"q": listed(stranger).reference})
    assert response.status_code == 200
    assert not shown(response.content.decode())


# --- pages ------------------------------------------------------------------------------------------------


def link(page: str, rel: str) -> str | None:
    address = re.search(rf'rel="{rel}" href="([^"]*)"', page)
    return address[1].replace("&amp;", "&") if address else None


@pytest.mark.parametrize("query", ["", "?sort=newest", "?turn=us"])
def test_the_pages_hold_every_case_once_both_ways(client: Client, owner: User, query: str) -> None:
    many(owner, 260)
    order = ["-id"] if "newest" in query else ["due_on", "id"]
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


@pytest.mark.parametrize("cursor", ["x", "20261121", "99999999-1", "20261121-" + "9" * 30, "20261121--1", "0-0", "\0"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_cursor_that_is_none_is_ignored(client: Client, owner: User, cursor: str, way: str) -> None:
    case = listed(owner)
    assert found(client, **{way: cursor}) == [case.reference]


def test_beyond_the_end_it_leads_back(client: Client, owner: User) -> None:
    listed(owner, due_on=days(1))
    page = page_of(client, after="20991231-1")
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


# --- whose, and the door ----------------------------------------------------------------------------------


def test_strangers_rows_carriers_and_people_are_invisible(client: Client, owner: User, stranger: User) -> None:
    stranger.prefer(name="Zacharias")
    foreign = listed(stranger, sim__nickname="Elsewhere")
    carrier_of(stranger)
    case = listed(owner)
    for query in ({}, {"q": "elsewhere"}, {"carrier": foreign.carrier.slug}):
        page = page_of(client, **query)
        assert foreign.reference not in page
        assert "Elsewhere" not in page
        assert "Zacharias" not in page
    assert found(client) == [case.reference]


@pytest.mark.parametrize("who", ["owner", "viewer"])
def test_numbers_are_masked(client_of: ClientOf, request: pytest.FixtureRequest, owner: User, who: str) -> None:
    listed(owner, sim__msisdn=NUMBER)
    page = page_of(client_of(request.getfixturevalue(who)))
    assert MASKED in page
    assert FULL not in page
    assert NUMBER not in page


def test_names_are_escaped(client: Client, owner: User) -> None:
    listed(owner, sim__nickname="<script>alert(1)</script>%s{0}", sim__holder='"><img src=x>')
    page = page_of(client, q='<script>"')
    assert "<script>alert" not in page
    page = page_of(client)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;%s{0}" in page
    assert "&quot;&gt;&lt;img src=x&gt;" in page


@pytest.mark.parametrize("address", ["/requests/", "/search/"])
def test_it_only_reads(client: Client, address: str) -> None:
    for verb in (client.post, client.put, client.delete, client.patch):
        assert verb(address).status_code == 405


@pytest.mark.parametrize("address", ["/requests/", "/search/?q=x"])
def test_guests_are_asked_to_sign_in(client_of: ClientOf, db: None, address: str) -> None:
    response = client_of(None).get(address)
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
def test_it_speaks_every_language(client: Client, owner: User, language: str) -> None:
    owner.prefer(language=language)
    many(owner, 40)
    assert client.get("/requests/").status_code == 200


@pytest.mark.parametrize("count", [10, 1000])
def test_its_queries_do_not_grow(client: Client, owner: User, count: int) -> None:
    many(owner, count)
    with CaptureQueriesContext(connection) as seen:
        page_of(client, view="waiting", carrier="carrier-1", assignee="me", q="card")
    assert len(seen) == QUERIES
    with CaptureQueriesContext(connection) as seen:
        client.get("/requests/", {"view": "waiting"}, headers=HTMX)
    assert len(seen) == FRAGMENT_QUERIES
