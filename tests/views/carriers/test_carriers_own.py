"""Own carriers: added, changed, by whom, and whatever people paste into their fields."""

import pytest
from django.test import Client

from cancellations.models import Carrier, Event, User
from tests.carriers import open_case
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile, hostile_params
from tests.pages import html_of

NEW = {"name_en": "Lotus Cell", "kind": "mno", "processing_unit": "calendar"}


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
    shown = html_of(client.get("/carriers/lotus-cell/"))
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
    shown = html_of(response)
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
    shown = html_of(late)
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
    assert "/edit/" not in html_of(shown)
    assert "/new/" not in html_of(shown)
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
        shown = html_of(client.get(url))
        assert "<script>alert(1)" not in shown
        assert "<img src=x" not in shown


@pytest.mark.parametrize("entry", hostile_params("text", "url", "phone"))
def test_every_other_field_answers_in_words(client: Client, mts: Carrier, entry: Hostile) -> None:
    names = ("website", "country", "time_zone", "kind", "refund_days", "processing_unit", "version")
    response = client.post("/carriers/ru-mts/edit/", dict.fromkeys(names, entry.value) | {"name_en": "MTS"})
    assert response.status_code == 422
    assert "<script>alert(1)" not in html_of(response)
    query = {"q": entry.value, "kind": entry.value, "after": entry.value}
    assert client.get("/carriers/", query).status_code == 200


@pytest.mark.parametrize("entry", hostile_params("url"))
def test_only_web_addresses_become_websites(client: Client, entry: Hostile) -> None:
    response = client.post("/carriers/new/", NEW | {"website": entry.value})
    if entry.action == "reject":
        assert response.status_code == 422
    if response.status_code == 303:
        shown = html_of(client.get(response["Location"]))
        assert '"onmouseover' not in shown
        assert 'rel="noopener noreferrer"' in shown
