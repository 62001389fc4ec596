"""The list of carriers, a carrier's page, own carriers and their changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.models import Cancellation, Carrier, CarrierFact, Event, Sim, User
from cancellations.models.carrier import shipped_carriers
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile, hostile_params

NEW = {"name_en": "Lotus Cell", "kind": "mno", "processing_unit": "calendar"}
LIST_QUERIES = 6
PAGE_QUERIES = 7


@pytest.fixture
def mts(owner: User) -> Carrier:
    assert owner.workspace
    Carrier.objects.load_shipped(owner.workspace, [one for one in shipped_carriers() if one.id == "ru-mts"])
    return Carrier.objects.get(slug="ru-mts")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def add(by: User, count: int, start: int = 0) -> list[Carrier]:
    return [
        Carrier.objects.add_own(by, names={"en": f"Carrier {number:04}"}, country="TH")
        for number in range(start, start + count)
    ]


def open_case(by: User, carrier: Carrier, nickname: str = "Moscow") -> Cancellation:
    sim = Sim.objects.add(by, carrier=carrier, kind="esim", nickname=nickname)
    return Cancellation.objects.start(sim, by, requested_end_date=None)


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_shows_names_countries_and_open_requests(client: Client, owner: User, mts: Carrier) -> None:
    open_case(owner, mts)
    shown = text_of(client.get("/carriers/"))
    assert "MTS" in shown
    assert "Russia" in shown
    assert '<a href="/requests/?carrier=ru-mts">1</a>' in shown


def test_another_workspaces_carriers_are_not_in_the_list(client_of: ClientOf, stranger: User, mts: Carrier) -> None:
    assert "MTS" not in text_of(client_of(stranger).get("/carriers/"))


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
    assert ("/carriers/ru-mts/" in text_of(client.get(f"/carriers/?{query}"))) is found


def test_htmx_gets_the_results_alone(client: Client, mts: Carrier) -> None:
    shown = text_of(client.get("/carriers/?q=mts", headers=HTMX))
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
    assert "Clear the filters" in text_of(client.get("/carriers/?q=nothing"))
    Carrier.objects.all().delete()
    assert "There are no carriers here yet" in text_of(client.get("/carriers/"))


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
    shown = text_of(client.get("/carriers/ru-mts/"))
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
    shown = text_of(client.get("/carriers/ru-mts/"))
    assert "The law sets no notice period" in shown
    assert "check with the carrier" not in shown


@pytest.mark.parametrize("tier", ["D", "M"])
def test_facts_of_no_worth_are_not_shown(client: Client, mts: Carrier, tier: str) -> None:
    CarrierFact.objects.filter(shipped_key="procedure-office").update(tier=tier)
    assert "Go to an MTS office" not in text_of(client.get("/carriers/ru-mts/"))


def test_a_source_that_is_no_web_address_is_no_link(client: Client, mts: Carrier) -> None:
    CarrierFact.objects.filter(shipped_key="procedure-office").update(source="javascript:alert(1)")
    shown = text_of(client.get("/carriers/ru-mts/"))
    assert 'href="javascript' not in shown
    assert "javascript:alert(1)" in shown


def test_the_page_lists_the_first_ten_open_requests(client: Client, owner: User, mts: Carrier) -> None:
    for number in range(11):
        open_case(owner, mts, f"Card {number:02}")
    response = client.get("/carriers/ru-mts/")
    assert [row.title for row in response.context["cases"]] == [f"Card {number:02}" for number in range(10)]
    assert '<a href="/requests/?carrier=ru-mts">All open requests here</a>' in text_of(response)


def test_the_page_speaks_the_readers_language(client: Client, owner: User, mts: Carrier) -> None:
    owner.prefer(language="zh-hans")
    shown = text_of(client.get("/carriers/ru-mts/"))
    assert "前往MTS营业厅办理终止服务合同" in shown
    assert "俄罗斯" in shown


def test_the_page_costs_the_same_with_any_number_of_cases(client: Client, owner: User, mts: Carrier) -> None:
    open_case(owner, mts)
    assert queries(lambda: client.get("/carriers/ru-mts/")) == PAGE_QUERIES
    for number in range(15):
        open_case(owner, mts, f"Card {number}")
        CarrierFact.objects.add_own(mts, owner, kind="fee", text="No fee", source="Shop")
    assert queries(lambda: client.get("/carriers/ru-mts/")) == PAGE_QUERIES


# --- own carriers and changes -----------------------------------------------------------------------------


def test_adding_a_carrier(client: Client, owner: User) -> None:
    told = NEW | {
        "name_ru": "Лотос",
        "country": "TH",
        "time_zone": "Asia/Bangkok",
        "website": "lotus.example",
        "receipt_days": "2",
        "processing_days": "14",
        "processing_unit": "working",
        "not_applicable_steps": ["identity"],
    }
    response = client.post("/carriers/new/", told)
    assert (response.status_code, response["Location"]) == (303, "/carriers/lotus-cell/")
    carrier = Carrier.objects.get()
    assert carrier.names == {"en": "Lotus Cell", "ru": "Лотос"}
    assert (carrier.country, carrier.time_zone, carrier.website) == (
        "TH",
        "Asia/Bangkok",
        "https://lotus.example",
    )
    days = {"receipt_days": 2, "processing_days": 14, "processing_unit": "working"}
    assert carrier.rules == {**days, "country": "TH"}
    assert carrier.not_applicable_steps == ["identity"]
    assert Event.objects.get().kind == "carrier_added"
    shown = text_of(client.get("/carriers/lotus-cell/"))
    assert "14 working days" in shown
    assert "Identity check" in shown


def test_a_form_that_arrives_twice_adds_one_carrier(client: Client) -> None:
    told = NEW | {"form_key": "11111111-1111-4111-8111-111111111111"}
    first, second = client.post("/carriers/new/", told), client.post("/carriers/new/", told)
    assert first["Location"] == second["Location"] == "/carriers/lotus-cell/"
    assert Carrier.objects.count() == 1


def test_a_carrier_needs_a_name(client: Client) -> None:
    response = client.post("/carriers/new/", NEW | {"name_en": "\u200b", "website": "javascript:alert(1)"})
    assert response.status_code == 422
    shown = text_of(response)
    assert "Enter the carrier’s name" in shown
    assert 'value="javascript:alert(1)"' in shown
    assert "<title>Error: " in shown


def test_changing_a_carrier_keeps_its_address_and_its_open_cases(client: Client, owner: User, mts: Carrier) -> None:
    case = open_case(owner, mts)
    form = client.get("/carriers/ru-mts/edit/").context["form"]
    told = {name: value for name, value in form.initial.items() if value not in (None, [])}
    response = client.post("/carriers/ru-mts/edit/", told | {"processing_days": "9"})
    assert (response.status_code, response["Location"]) == (303, "/carriers/ru-mts/")
    mts.refresh_from_db()
    assert (mts.processing_days, mts.version) == (9, 2)
    case.refresh_from_db()
    assert "processing_days" not in case.rules


def test_two_changes_at_once(client: Client, client_of: ClientOf, colleague: User, mts: Carrier) -> None:
    told = {"name_en": "MTS", "kind": "mno", "processing_unit": "calendar", "version": "1"}
    assert client_of(colleague).post("/carriers/ru-mts/edit/", told | {"refund_days": "10"}).status_code == 303
    late = client.post("/carriers/ru-mts/edit/", told | {"refund_days": "20"}, headers=HTMX)
    assert late.status_code == 409
    shown = text_of(late)
    assert "Colleague changed this in the meantime" in shown
    assert '<span class="faint">Days until a refund</span> <bdi>10</bdi>' in shown
    assert '<span class="faint">Days until a refund</span> <bdi>20</bdi>' in shown
    assert 'name="refund_days" value="20"' in shown
    assert 'name="version" value="2"' in shown
    assert client.post("/carriers/ru-mts/edit/", told | {"refund_days": "20", "version": "2"}).status_code == 303
    mts.refresh_from_db()
    assert mts.refund_days == 20


# --- who may ----------------------------------------------------------------------------------------------

READ = ["/carriers/", "/carriers/ru-mts/"]
WRITE = ["/carriers/new/", "/carriers/ru-mts/edit/"]


@pytest.mark.parametrize("url", READ)
def test_reading_is_for_members(client_of: ClientOf, viewer: User, mts: Carrier, url: str) -> None:
    shown = client_of(viewer).get(url)
    assert shown.status_code == 200
    assert "/edit/" not in text_of(shown)
    assert "/new/" not in text_of(shown)
    assert client_of(None).get(url).status_code == 302
    assert client_of(viewer).post(url).status_code == 405


@pytest.mark.parametrize("url", WRITE)
def test_viewers_change_nothing(client_of: ClientOf, viewer: User, mts: Carrier, url: str) -> None:
    assert client_of(viewer).get(url).status_code == 403
    assert client_of(viewer).post(url, NEW | {"version": "1"}).status_code == 403
    assert client_of(viewer).put(url).status_code == 405
    assert Carrier.objects.get().version == 1


@pytest.mark.parametrize("url", ["/carriers/ru-mts/", "/carriers/ru-mts/edit/", "/carriers/nobody/"])
def test_strangers_find_nothing(client_of: ClientOf, stranger: User, mts: Carrier, url: str) -> None:
    client = client_of(stranger)
    assert client.get(url).status_code == 404
    assert client.get(url).content == client.get("/carriers/nobody/").content


def test_a_stranger_cannot_change(client_of: ClientOf, stranger: User, mts: Carrier) -> None:
    assert client_of(stranger).post("/carriers/ru-mts/edit/", NEW | {"version": "1"}).status_code == 404


# --- whatever people paste --------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_names_take_anything(client: Client, entry: Hostile) -> None:
    response = client.post("/carriers/new/", NEW | {"name_en": entry.value})
    if response.status_code == 422:
        return
    assert response.status_code == 303
    for url in ("/carriers/", response["Location"]):
        shown = text_of(client.get(url))
        assert "<script>alert(1)" not in shown
        assert "<img src=x" not in shown


@pytest.mark.parametrize("entry", hostile_params("text", "url", "phone"))
def test_every_other_field_answers_in_words(client: Client, mts: Carrier, entry: Hostile) -> None:
    names = ("website", "country", "time_zone", "kind", "refund_days", "processing_unit", "version")
    response = client.post("/carriers/ru-mts/edit/", dict.fromkeys(names, entry.value) | {"name_en": "MTS"})
    assert response.status_code == 422
    assert "<script>alert(1)" not in text_of(response)
    query = {"q": entry.value, "kind": entry.value, "after": entry.value}
    assert client.get("/carriers/", query).status_code == 200


@pytest.mark.parametrize("entry", hostile_params("url"))
def test_only_web_addresses_become_websites(client: Client, entry: Hostile) -> None:
    response = client.post("/carriers/new/", NEW | {"website": entry.value})
    if entry.action == "reject":
        assert response.status_code == 422
    if response.status_code == 303:
        shown = text_of(client.get(response["Location"]))
        assert '"onmouseover' not in shown
        assert 'rel="noopener noreferrer"' in shown


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    return len(seen)


def text_of_links(shown: str) -> str:
    return shown.replace('<a class="btn sm" ', "<a ")
