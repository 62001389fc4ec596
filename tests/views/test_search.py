"""The search page: a few of each kind, the found part marked, numbers masked; a reference opens its case."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.contact import ContactOutcome
from cancellations.models import Cancellation, User, base, search_index
from tests.cases import carrier_of, case_of, fresh, sim_of
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile, hostile_params
from tests.listed import listed, many

pytestmark = pytest.mark.usefixtures("a_saturday")
NUMBER, ICCID = "+79161234567", "8970101234567890123"
QUERIES_OF_A_MISS = 7  # session, user, three questions to the index, carriers, counts
QUERIES_OF_HITS = 10  # and the rows of three kinds


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    carrier = carrier_of(owner, search_text="mts")
    names = {"nickname": "Запасная", "holder": "陈思远", "plan": "Unlimited 10"}
    sim = sim_of(owner, carrier=carrier, msisdn=NUMBER, iccid=ICCID, **names)
    case = case_of(owner, sim=sim)
    case.log_contact(owner, outcome=ContactOutcome.OTHER, agent="Ольга", note="It will be done by Friday")
    return fresh(case)


def page_of(client: Client, words: str) -> str:
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    return str(response.content.decode())


def groups(page: str) -> dict[str, str]:
    """What stands below each heading."""
    parts = re.split(r"<h2>([^<]*)</h2>", page.split('id="results"')[1])
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def links(part: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)" data-row>', part)


@pytest.mark.parametrize(
    ("words", "kinds", "marked"),
    [
        ("запас", ["Requests", "SIM cards"], "Запас"),
        ("ЗАПАСНАЯ", ["Requests", "SIM cards"], "Запасная"),
        ("陈思", ["Requests", "SIM cards"], "陈思"),
        ("远", ["Requests", "SIM cards"], "远"),
        ("1234567", ["Requests", "SIM cards"], "123 45 67"),
        ("8 916 123-45", ["Requests", "SIM cards"], "916 123 45"),
        ("70101", ["Requests", "SIM cards"], "70101"),
        ("unlim", ["Requests", "SIM cards"], "Unlim"),
        ("friday", ["Contacts"], "Friday"),
        ("ольг", ["Contacts"], "Ольг"),
        ("mts", ["Carriers"], "MTS"),
    ],
)
def test_each_kind_is_found_and_what_was_typed_is_marked(
    client: Client, case: Cancellation, words: str, kinds: list[str], marked: str
) -> None:
    found = groups(page_of(client, words))
    assert list(found) == kinds
    for part in found.values():
        assert f"<mark>{marked}</mark>" in part


def test_a_row_leads_where_it_says(client: Client, case: Cancellation) -> None:
    assert links(groups(page_of(client, "запасная"))["Requests"]) == [f"/requests/{case.reference}/"]
    assert links(groups(page_of(client, "запасная"))["SIM cards"]) == [f"/sims/{case.sim_id}/"]
    assert links(groups(page_of(client, "friday"))["Contacts"]) == [f"/requests/{case.reference}/"]
    assert links(groups(page_of(client, "mts"))["Carriers"]) == [f"/carriers/{case.carrier.slug}/"]


def test_of_a_number_no_more_is_shown_than_was_typed(client: Client, case: Cancellation) -> None:
    page = page_of(client, "12345")
    assert "+7 916 <mark>123 45</mark> 67" in page
    page = page_of(client, "запасная")
    assert "+7 916 *** ** 67" in page
    assert "123" not in groups(page)["SIM cards"]


def test_a_viewer_is_shown_and_finds_what_the_mask_shows(client_of: ClientOf, viewer: User, case: Cancellation) -> None:
    client = client_of(viewer)
    for words in ("1234567", "70101", NUMBER, ICCID):
        assert "Запасная" not in page_of(client, words)
    page = page_of(client, "7916")
    assert "+<mark>7 916</mark> *** ** 67" in page
    assert "•••• <mark>0123</mark>" in page_of(client, "0123")


def test_a_reference_that_is_not_whole_is_found(client: Client, case: Cancellation) -> None:
    part = case.reference[:5].lower()
    assert f"<mark>{case.reference[:5]}</mark>" in groups(page_of(client, part))["Requests"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_whole_reference_opens_its_request(client: Client, owner: User, headers: dict[str, str]) -> None:
    case = listed(owner)
    typed = case.reference.removeprefix("LC-").lower()
    response = client.get("/search/", {"q": f" lc {typed} "}, headers=headers)
    assert response.get("HX-Redirect", response.get("Location")) == f"/requests/{case.reference}/"


def test_earlier_request_numbers_are_found(client: Client, owner: User, case: Cancellation) -> None:
    for number in ("N-17", "N-18"):
        case.add_request_number(owner, number=number, given_on=case.opened_on)
    assert "<mark>N-18</mark>" in page_of(client, "n-18")
    assert "<mark>n-17</mark>" in page_of(client, "N-17")


def test_a_few_are_shown_and_a_list_shows_all(client: Client, owner: User) -> None:
    many(owner, 20)
    part = groups(page_of(client, "card"))["Requests"]
    assert len(links(part)) == 6
    assert 'href="/requests/?q=card"' in part
    assert "The newest 12 hits" in page_of(client, "card")


def test_closed_requests_are_searched_too(client: Client, owner: User) -> None:
    case = listed(owner, stage="closed", outcome="terminated", sim__nickname="Gone")
    assert links(groups(page_of(client, "gone"))["Requests"]) == [f"/requests/{case.reference}/"]


def test_without_words_it_says_what_can_be_typed(client: Client) -> None:
    page = page_of(client, "")
    assert re.search(r'<input[^>]* name="q"[^>]* autofocus[^>]* data-key="Slash"', page)
    assert "What are you looking for?" in page


def test_without_a_hit_it_says_what_was_searched(client: Client) -> None:
    page = page_of(client, '<b>no"body')
    assert "Nothing contains “&lt;b&gt;no&quot;body”." in page or "Nothing contains “&lt;b&gt;no&#34;body”." in page
    assert "closed requests too" in page


def test_names_are_escaped_around_their_marks(client: Client, owner: User) -> None:
    listed(owner, sim__nickname="<script>alert(1)</script>", sim__holder='"><img src=x>')
    assert "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;" in page_of(client, "script")
    assert "<script>alert" not in page_of(client, "<script>")


def test_htmx_gets_the_results_alone(client: Client, case: Cancellation) -> None:
    response = client.get("/search/", {"q": "запас"}, headers=HTMX)
    text = response.content.decode()
    assert text.lstrip().startswith('<section class="stack" id="results"')
    assert '<hx-partial hx-target="#live" hx-swap="innerHTML">2 hits</hx-partial>' in text
    assert response["HX-Push-Url"].startswith("/search/?q=%D0")


def test_strangers_rows_are_not_found(client_of: ClientOf, stranger: User, case: Cancellation) -> None:
    client = client_of(stranger)
    for words in ("запасная", "friday", "mts", case.reference, case.reference[:6]):
        assert groups(page_of(client, words)).keys() & {"Requests", "SIM cards", "Contacts", "Carriers"} == set()


def test_it_only_reads_and_only_for_members(client: Client, client_of: ClientOf) -> None:
    assert client.post("/search/").status_code == 405
    response = client_of(None).get("/search/", {"q": NUMBER})
    assert response["Location"] == "/account/login/?next=%2Fsearch%2F"


@pytest.mark.parametrize("entry", hostile_params("text", "phone", "iccid"))
def test_hostile_words_are_answered(client: Client, case: Cancellation, entry: Hostile) -> None:
    for words in (entry.value, entry.value[:2]):
        for headers in ({}, HTMX):
            response = client.get("/search/", {"q": words.encode("utf-8", "surrogatepass")}, headers=headers)
            assert response.status_code == 200
            assert b"<script>alert" not in response.content.lower()


@pytest.mark.parametrize("count", [10, 1000])
def test_what_it_asks_the_database(client: Client, owner: User, count: int) -> None:
    many(owner, count)
    client.get("/search/", {"q": "x"})
    for words, most in (("nobody", QUERIES_OF_A_MISS), ("card", QUERIES_OF_HITS)):
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/", {"q": words})
        assert len(asked) <= most, words


def test_too_many_hits_are_looked_at_from_the_newest_on(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "HITS_AT_MOST", 5)
    monkeypatch.setattr(base, "READ_AT_MOST", 10)
    oldest = listed(owner, sim__nickname="Oldest card of all")
    many(owner, 20)
    page = page_of(client, "card")
    assert len(links(groups(page)["Requests"])) == 6
    assert oldest.reference not in page
    page = page_of(client, "ol")  # too short for the index, and among the oldest only
    assert oldest.reference not in page
    assert "among the newest rows only" in page
    assert oldest.reference in page_of(client, "oldest")


def test_two_letters_are_looked_for_everywhere_while_there_are_few(client: Client, owner: User) -> None:
    case = listed(owner, sim__nickname="Ян")
    page = page_of(client, "ян")
    assert links(groups(page)["Requests"]) == [f"/requests/{case.reference}/"]
    assert "newest rows only" not in page
