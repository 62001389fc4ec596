"""The list of carriers, and the page of a carrier."""

import pytest
from django.test import Client

from cancellations.models import Carrier, CarrierFact, User
from tests.carriers import open_case
from tests.conftest import HTMX, ClientOf
from tests.counting import queries
from tests.pages import html_of

LIST_QUERIES = 6
PAGE_QUERIES = 7


def add(by: User, count: int, start: int = 0) -> list[Carrier]:
    return [
        Carrier.objects.add_own(by, names={"en": f"Carrier {number:04}"}, country="TH")
        for number in range(start, start + count)
    ]


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_shows_names_countries_and_open_requests(client: Client, owner: User, mts: Carrier) -> None:
    open_case(owner, mts)
    shown = html_of(client.get("/carriers/"))
    assert "MTS" in shown
    assert "Russia" in shown
    assert '<a href="/requests/?carrier=ru-mts">1</a>' in shown


def test_another_workspaces_carriers_are_not_in_the_list(client_of: ClientOf, stranger: User, mts: Carrier) -> None:
    assert "MTS" not in html_of(client_of(stranger).get("/carriers/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=мтс", True),
        ("q=%EF%BC%AD%EF%BC%B4%EF%BC%B3", True),
        ("q=beeline", False),
        ("country=RU", True),
        ("country=TH", False),
        ("kind=mno", True),
        ("kind=mvno", False),
        ("country=RU&kind=mno&q=mts", True),
        ("country=XX&kind=nonsense&after=nobody", True),
    ],
)
def test_filters(client: Client, owner: User, mts: Carrier, query: str, found: bool) -> None:
    Carrier.objects.add_own(owner, names={"en": "Lotus Cell"}, country="TH", kind="mvno")
    assert ("/carriers/ru-mts/" in html_of(client.get(f"/carriers/?{query}"))) is found


def test_htmx_gets_the_results_alone(client: Client, mts: Carrier) -> None:
    shown = html_of(client.get("/carriers/?q=mts", headers=HTMX))
    assert "<html" not in shown
    assert 'id="results"' in shown
    assert "1 carrier" in shown


def test_a_long_list_goes_on_with_the_next_page(client: Client, owner: User) -> None:
    add(owner, 103)
    first = client.get("/carriers/?country=TH")
    assert first.context["more"] == "country=TH&after=carrier-0099"
    second = client.get(f"/carriers/?{first.context['more']}")
    assert [row.name for row in second.context["rows"]] == ["Carrier 0100", "Carrier 0101", "Carrier 0102"]
    assert "more" not in second.context


def test_empty_lists_lead_on(client: Client, mts: Carrier) -> None:
    assert "Clear the filters" in html_of(client.get("/carriers/?q=nothing"))
    Carrier.objects.all().delete()
    assert "There are no carriers here yet" in html_of(client.get("/carriers/"))


def test_the_list_costs_the_same_with_any_number_of_rows(client: Client, owner: User) -> None:
    carriers = add(owner, 10)
    open_case(owner, carriers[0])
    assert queries(lambda: client.get("/carriers/")) == LIST_QUERIES
    Carrier.objects.bulk_create(
        Carrier(workspace_id=carriers[0].workspace_id, slug=f"c{number}", names={"en": "C"}, search_text="c")
        for number in range(1000)
    )
    assert queries(lambda: client.get("/carriers/")) == LIST_QUERIES


# --- a carrier's page -------------------------------------------------------------------------------------


def test_the_page_shows_facts_with_source_date_and_trust(client: Client, mts: Carrier) -> None:
    shown = html_of(client.get("/carriers/ru-mts/"))
    assert "Go to an MTS office" in shown
    assert '<a href="tel:+74957660166"' in text_of_links(shown)
    assert "tel:0890" not in shown
    assert '<p class="mono">0890</p>' in shown
    assert 'rel="noopener noreferrer"' in shown
    assert "kakprosto.ru" in shown
    assert "check with the carrier" in shown
    assert "to be checked again" in shown
    assert "26 Jul 2010" in shown
    assert "Not known: ask the carrier." in shown
    assert "Local time" in shown


def test_good_facts_are_shown_plainly(client: Client, mts: Carrier) -> None:
    CarrierFact.objects.exclude(shipped_key="notice-period-law").delete()
    shown = html_of(client.get("/carriers/ru-mts/"))
    assert "The law sets no notice period" in shown
    assert "check with the carrier" not in shown


@pytest.mark.parametrize("tier", ["D", "M"])
def test_facts_of_no_worth_are_not_shown(client: Client, mts: Carrier, tier: str) -> None:
    CarrierFact.objects.filter(shipped_key="procedure-office").update(tier=tier)
    assert "Go to an MTS office" not in html_of(client.get("/carriers/ru-mts/"))


def test_a_source_that_is_no_web_address_is_no_link(client: Client, mts: Carrier) -> None:
    CarrierFact.objects.filter(shipped_key="procedure-office").update(source="javascript:alert(1)")
    shown = html_of(client.get("/carriers/ru-mts/"))
    assert 'href="javascript' not in shown
    assert "javascript:alert(1)" in shown


def test_the_page_lists_the_first_ten_open_requests(client: Client, owner: User, mts: Carrier) -> None:
    for number in range(11):
        open_case(owner, mts, f"Card {number:02}")
    response = client.get("/carriers/ru-mts/")
    assert [row.title for row in response.context["cases"]] == [f"Card {number:02}" for number in range(10)]
    assert '<a href="/requests/?carrier=ru-mts">All open requests here</a>' in html_of(response)


def test_the_page_speaks_the_readers_language(client: Client, owner: User, mts: Carrier) -> None:
    owner.prefer(language="zh-hans")
    shown = html_of(client.get("/carriers/ru-mts/"))
    assert "前往MTS营业厅办理终止服务合同" in shown
    assert "俄罗斯" in shown


def test_the_page_costs_the_same_with_any_number_of_cases(client: Client, owner: User, mts: Carrier) -> None:
    open_case(owner, mts)
    assert queries(lambda: client.get("/carriers/ru-mts/")) == PAGE_QUERIES
    for number in range(15):
        open_case(owner, mts, f"Card {number}")
        CarrierFact.objects.add_own(mts, owner, kind="fee", text="No fee", source="Shop")
    assert queries(lambda: client.get("/carriers/ru-mts/")) == PAGE_QUERIES


def text_of_links(shown: str) -> str:
    return shown.replace('<a class="btn sm" ', "<a ")
