"""The requests list: filters, whose requests they are, and who may look."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Cancellation, User
from cancellations.models.case import NEVER
from tests.cases import carrier_of, case_of
from tests.conftest import HTMX, ClientOf
from tests.hostile import hostile
from tests.listed import days, listed, many
from tests.requests_list import FULL, MASKED, NUMBER, closed, found, page_of, shown

FILTERS = ("view", "stage", "turn", "carrier", "assignee", "due", "kind", "sort", "after", "before", "q")

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


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
    assert '<option value="-opened" selected>' in page


def test_newest_first(client: Client, owner: User) -> None:
    first, second = listed(owner, due_on=days(1)), listed(owner, due_on=days(9))
    page = page_of(client, sort="-opened")
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
