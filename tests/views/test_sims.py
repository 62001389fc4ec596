"""The list of SIM cards, a card's page, recording and changing cards."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Carrier, Event, Sim, User
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile, hostile_params

NUMBER, SHOWN_NUMBER, MASKED_NUMBER = "+79161234567", "+7 916 123-45-67", "+7 916 *** ** 67"
ICCID, SHOWN_ICCID = "8970101234567890123", "8970 1012 3456 7890 123"
EID = "89049032123451234512345678901235"
TOLD = {"kind": "esim", "nickname": "Moscow", "carrier": "mts"}
KEY = {"form_key": "11111111-1111-4111-8111-111111111111"}
LIST_QUERIES = 4
PAGE_QUERIES = 7


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return Carrier.objects.add_own(owner, names={"en": "MTS"}, country="RU")


@pytest.fixture
def sim(owner: User, carrier: Carrier) -> Sim:
    return add(
        owner, carrier, holder="Anna", msisdn=NUMBER, iccid=ICCID, eid=EID, monthly_fee=Decimal(500), currency="RUB"
    )


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def add(by: User, carrier: Carrier, **fields: Any) -> Sim:
    return Sim.objects.add(by, carrier=carrier, **{"kind": "esim", "nickname": "Moscow", **fields})


def text_of(response: Any) -> str:
    return str(response.content.decode())


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_shows_a_card_with_its_numbers_masked(client: Client, sim: Sim) -> None:
    shown = text_of(client.get("/sims/"))
    for text in ("Moscow", MASKED_NUMBER, "•••• 0123", "eSIM", "MTS", "RUB", "500", "In use", "Anna"):
        assert text in shown, text
    for text in (NUMBER, SHOWN_NUMBER, ICCID, SHOWN_ICCID):
        assert text not in shown, text
    assert f'href="/requests/new/?sim={sim.pk}"' in shown


def test_another_workspaces_cards_are_not_in_the_list(client_of: ClientOf, stranger: User, sim: Sim) -> None:
    assert "Moscow" not in text_of(client_of(stranger).get("/sims/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=moscow", True),
        ("q=ＭＯＳＣＯＷ", True),
        ("q=8 916 123", True),
        ("q=89701012", True),
        ("q=kazan", False),
        ("kind=esim", True),
        ("kind=physical", False),
        ("status=active", True),
        ("status=ended", False),
        ("carrier=mts", True),
        ("carrier=beeline", False),
        ("carrier=mts&kind=esim&status=active&q=anna", True),
        ("kind=nonsense&status=%00&carrier=nobody&after=x&before=-1", True),
    ],
)
def test_filters(client: Client, owner: User, sim: Sim, query: str, found: bool) -> None:
    other = Carrier.objects.add_own(owner, names={"en": "Beeline"})
    add(owner, other, nickname="Other", kind="physical")
    assert (f'href="/sims/{sim.pk}/"' in text_of(client.get(f"/sims/?{query}"))) is found


def test_htmx_gets_the_results_alone(client: Client, sim: Sim) -> None:
    shown = text_of(client.get("/sims/?q=moscow", headers=HTMX))
    assert "<html" not in shown
    assert 'id="results"' in shown
    assert '<hx-partial hx-target="#live" hx-swap="innerHTML">1 card</hx-partial>' in shown


def test_fifty_a_page_in_both_directions(client: Client, owner: User, carrier: Carrier) -> None:
    for number in range(120):
        add(owner, carrier, nickname=f"Card {number:03}")

    def titles(query: str) -> list[str]:
        return [row.title for row in client.get(f"/sims/?{query}").context["rows"]]

    first = client.get("/sims/?kind=esim").context
    assert [row.title for row in first["rows"]] == [f"Card {number:03}" for number in range(119, 69, -1)]
    assert first["newer"] == ""
    second = client.get(f"/sims/?{first['older']}").context
    assert [row.title for row in second["rows"]] == [f"Card {number:03}" for number in range(69, 19, -1)]
    last = client.get(f"/sims/?{second['older']}").context
    assert len(last["rows"]) == 20
    assert last["older"] == ""
    assert titles(last["newer"]) == [row.title for row in second["rows"]]
    assert titles(second["newer"]) == [row.title for row in first["rows"]]
    assert "kind=esim" in last["newer"]
    back = client.get(f"/sims/?{second['newer']}").context
    assert (back["newer"], bool(back["older"])) == ("", True)


def test_empty_lists_lead_on(client: Client, carrier: Carrier) -> None:
    assert "No card is recorded yet" in text_of(client.get("/sims/"))
    assert "Clear the filters" in text_of(client.get("/sims/?q=nothing"))


def test_the_list_costs_the_same_with_any_number_of_cards(client: Client, owner: User, carrier: Carrier) -> None:
    for _number in range(10):
        add(owner, carrier)
    assert queries(lambda: client.get("/sims/")) == LIST_QUERIES
    Sim.objects.bulk_create(
        Sim(workspace_id=carrier.workspace_id, carrier=carrier, kind="esim", nickname="Bulk") for _number in range(1000)
    )
    assert queries(lambda: client.get("/sims/?q=bulk&kind=esim")) == LIST_QUERIES


# --- a card's page ----------------------------------------------------------------------------------------


def test_the_page_shows_what_is_known(client: Client, owner: User, carrier: Carrier) -> None:
    sim = add(
        owner,
        carrier,
        holder="陈思远",
        plan="Тариф L",
        monthly_fee=Decimal("500.00"),
        currency="RUB",
        billing_day=15,
        devices=["iPhone 15", "Pixel 8"],
        note="Bought at the airport.",
        imei="490154203237518",
        imsi="250011234567890",
    )
    shown = text_of(client.get(f"/sims/{sim.pk}/"))
    for text in ("陈思远", "Тариф L", "500", "15", "iPhone 15<br>Pixel 8", "Bought at the airport.", "•••• 7518"):
        assert text in shown, text
    assert "SIM card recorded" in shown
    assert f'href="/requests/new/?sim={sim.pk}"' in shown


def test_numbers_are_masked_until_asked_for(client: Client, sim: Sim) -> None:
    masked = text_of(client.get(f"/sims/{sim.pk}/"))
    assert MASKED_NUMBER in masked
    for text in (NUMBER, SHOWN_NUMBER, ICCID, SHOWN_ICCID, EID):
        assert text not in masked, text
    whole = text_of(client.get(f"/sims/{sim.pk}/?show=1"))
    part = text_of(client.get(f"/sims/{sim.pk}/?show=1", headers=HTMX))
    assert "<html" in whole
    assert part.strip().startswith('<div class="stack-s" id="identifiers"')
    for text in (SHOWN_NUMBER, SHOWN_ICCID, "8904 9032 1234"):
        assert text in whole
        assert text in part


def test_viewers_never_see_numbers(client_of: ClientOf, viewer: User, sim: Sim) -> None:
    client = client_of(viewer)
    for url in (f"/sims/{sim.pk}/", f"/sims/{sim.pk}/?show=1", "/sims/"):
        for headers in ({}, HTMX):
            shown = text_of(client.get(url, headers=headers))
            for text in (NUMBER, SHOWN_NUMBER, ICCID, SHOWN_ICCID, EID, "8904 9032", "Show the numbers"):
                assert text not in shown, (url, text)


def test_doubts_are_shown_beside_the_number(client: Client, owner: User, carrier: Carrier) -> None:
    sim = add(owner, carrier, msisdn="+71123456789", iccid="8970101234567890124")
    add(owner, carrier, msisdn="+71123456789")
    shown = text_of(client.get(f"/sims/{sim.pk}/"))
    assert "in no known range of numbers" in shown
    assert "the check digit does not fit" in shown
    assert "another card has this number" in shown


def test_an_open_request_is_led_to_and_closed_ones_are_listed(client: Client, owner: User, sim: Sim) -> None:
    first = Cancellation.objects.start(sim, owner, requested_end_date=None)
    shown = text_of(client.get(f"/sims/{sim.pk}/"))
    assert f'href="/requests/{first.reference}/" data-key="KeyN"' in shown
    assert "Start cancelling" not in shown
    first.close(owner, outcome=Outcome.WITHDRAWN, reason="Changed our mind")
    shown = text_of(client.get(f"/sims/{sim.pk}/"))
    assert "Start cancelling" in shown
    assert first.reference in shown
    assert "Withdrawn" in shown


@pytest.mark.parametrize(("status", "offered"), [("active", True), ("suspended", True), ("ended", False)])
def test_only_cards_with_a_contract_can_be_cancelled(client: Client, sim: Sim, status: str, offered: bool) -> None:
    Sim.objects.update(status=status)
    for url in ("/sims/", f"/sims/{sim.pk}/"):
        assert (f"/requests/new/?sim={sim.pk}" in text_of(client.get(url))) is offered


def test_the_page_costs_the_same_with_any_history(client: Client, owner: User, sim: Sim) -> None:
    for _round in range(2):
        Cancellation.objects.start(sim, owner, requested_end_date=None).close(
            owner, outcome=Outcome.WITHDRAWN, reason="x"
        )
    assert queries(lambda: client.get(f"/sims/{sim.pk}/")) == PAGE_QUERIES
    for number in range(20):
        Sim.objects.get(pk=sim.pk).edit(owner, version=number + 1, nickname=f"Name {number}")
    assert queries(lambda: client.get(f"/sims/{sim.pk}/")) == PAGE_QUERIES


# --- recording --------------------------------------------------------------------------------------------


def test_recording_a_card(client: Client, owner: User, carrier: Carrier) -> None:
    told = TOLD | {
        "msisdn": "8 (916) 123-45-67",
        "iccid": SHOWN_ICCID,
        "eid": EID,
        "holder": "Anna",
        "monthly_fee": "500,50",
        "currency": "rub",
        "billing_day": "15",
        "devices": "iPhone 15\nPixel 8",
    }
    response = client.post("/sims/new/", told)
    sim = Sim.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/sims/{sim.pk}/")
    assert (sim.msisdn, sim.iccid, sim.eid, sim.carrier) == (NUMBER, ICCID, EID, carrier)
    assert (sim.monthly_fee, sim.currency, sim.billing_day) == (Decimal("500.50"), "RUB", 15)
    assert sim.devices == ["iPhone 15", "Pixel 8"]
    assert sim.workspace_id == owner.workspace_id


def test_recording_goes_on_with_cancelling(client: Client, carrier: Carrier) -> None:
    response = client.post("/sims/new/", TOLD | {"then_cancel": "1"})
    assert response["Location"] == f"/requests/new/?sim={Sim.objects.get().pk}"


def test_a_link_can_fill_in_the_carrier(client: Client, carrier: Carrier) -> None:
    shown = text_of(client.get("/sims/new/?carrier=mts&kind=physical"))
    assert '<option value="mts" selected>MTS</option>' in shown
    assert client.get("/sims/new/?carrier=%00&kind=x").status_code == 200


def test_a_form_that_arrives_twice_records_one_card(client: Client, carrier: Carrier) -> None:
    first, second = client.post("/sims/new/", TOLD | KEY), client.post("/sims/new/", TOLD | KEY)
    assert first["Location"] == second["Location"]
    assert Sim.objects.count() == 1


def test_a_doubtful_number_is_asked_about_once(client: Client, carrier: Carrier) -> None:
    told = TOLD | KEY | {"iccid": "8970101234567890124"}
    asked = client.post("/sims/new/", told)
    shown = text_of(asked)
    assert asked.status_code == 422
    assert "It is right as it is" in shown
    assert 'value="8970101234567890124"' in shown
    assert not Sim.objects.exists()
    answer = {"doubts": asked.context["form"]["doubts"].value(), "accept": "on", "accept_reason": "printed so"}
    assert client.post("/sims/new/", told | answer).status_code == 303
    assert Event.objects.get(kind="sim_added").payload == {"accepted": {"iccid.check_digit": "printed so"}}
    page = text_of(client.get(f"/sims/{Sim.objects.get().pk}/"))
    assert "ICCID, the check digit does not fit: printed so" in page


@pytest.mark.parametrize("typed", [SHOWN_ICCID, ICCID + "F"])
def test_the_same_card_is_pointed_out(client: Client, sim: Sim, typed: str) -> None:
    response = client.post("/sims/new/", TOLD | {"nickname": "Again", "iccid": typed})
    assert response.status_code == 422
    assert f'<a href="/sims/{sim.pk}/"><bdi>Moscow</bdi></a>' in text_of(response)
    assert 'value="Again"' in text_of(response)
    assert Sim.objects.count() == 1


def test_the_same_card_in_another_workspace_is_no_matter(client_of: ClientOf, stranger: User, sim: Sim) -> None:
    Carrier.objects.add_own(stranger, names={"en": "MTS"}, country="RU")
    response = client_of(stranger).post("/sims/new/", TOLD | {"iccid": ICCID, "msisdn": NUMBER})
    assert response.status_code == 303


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, carrier: Carrier) -> None:
    response = client.post("/sims/new/", TOLD | {"msisdn": "0890", "holder": "Anna"})
    shown = text_of(response)
    assert response.status_code == 422
    assert 'href="#id_msisdn"' in shown
    assert 'value="0890"' in shown
    assert 'value="Anna"' in shown
    assert "<title>Error: " in shown


def test_nothing_secret_has_a_field(client: Client, carrier: Carrier) -> None:
    shown = text_of(client.get("/sims/new/"))
    assert "never keeps PINs, PUKs, passwords or activation codes" in shown
    for name in ("pin", "puk", "activation", "lpa", "ki", "opc"):
        assert f'name="{name}"' not in shown


# --- changing ---------------------------------------------------------------------------------------------


def shown_in(client: Client, sim: Sim) -> dict[str, Any]:
    """What the form of the card would send back unchanged."""
    form = client.get(f"/sims/{sim.pk}/edit/").context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def test_saving_without_a_change_changes_nothing(client: Client, owner: User, carrier: Carrier) -> None:
    sim = add(
        owner,
        carrier,
        msisdn="+71123456789",
        iccid="8970101234567890124",
        monthly_fee=Decimal("500.00"),
        currency="RUB",
        devices=["iPhone 15", "Pixel 8"],
    )
    assert client.post(f"/sims/{sim.pk}/edit/", shown_in(client, sim)).status_code == 303
    sim.refresh_from_db()
    assert sim.version == 1
    assert Event.objects.filter(kind="sim_edited").count() == 0


def test_changing_a_card(client: Client, owner: User, sim: Sim) -> None:
    case = Cancellation.objects.start(sim, owner, requested_end_date=None)
    response = client.post(f"/sims/{sim.pk}/edit/", shown_in(client, sim) | {"nickname": "Казань"})
    assert (response.status_code, response["Location"]) == (303, f"/sims/{sim.pk}/")
    assert list(Cancellation.objects.search("казань", owner)) == [case]
    assert "Nickname" in text_of(client.get(f"/sims/{sim.pk}/"))


def test_the_carrier_stays_while_a_request_is_open(client: Client, owner: User, sim: Sim) -> None:
    Cancellation.objects.start(sim, owner, requested_end_date=None)
    Carrier.objects.add_own(owner, names={"en": "Beeline"})
    response = client.post(f"/sims/{sim.pk}/edit/", shown_in(client, sim) | {"carrier": "beeline"})
    assert response.status_code == 422
    assert "Close the open request first" in text_of(response)


def test_two_changes_at_once(client: Client, client_of: ClientOf, colleague: User, sim: Sim) -> None:
    mine = shown_in(client, sim) | {"holder": "Mine", "monthly_fee": "500"}
    theirs = shown_in(client, sim) | {"holder": "Theirs"}
    assert client_of(colleague).post(f"/sims/{sim.pk}/edit/", theirs).status_code == 303
    late = client.post(f"/sims/{sim.pk}/edit/", mine, headers=HTMX)
    shown = text_of(late)
    assert late.status_code == 409
    assert "Colleague changed this in the meantime" in shown
    assert '<span class="faint">Holder</span> <bdi>Theirs</bdi>' in shown
    assert '<span class="faint">Holder</span> <bdi>Mine</bdi>' in shown
    assert '<span class="faint">Monthly fee' not in shown
    assert 'name="holder" value="Mine"' in shown
    assert client.post(f"/sims/{sim.pk}/edit/", mine | {"version": "2"}).status_code == 303
    sim.refresh_from_db()
    assert sim.holder == "Mine"


# --- who may ----------------------------------------------------------------------------------------------


def test_viewers_change_nothing(client_of: ClientOf, viewer: User, sim: Sim) -> None:
    client = client_of(viewer)
    for url in ("/sims/new/", f"/sims/{sim.pk}/edit/"):
        assert client.get(url).status_code == 403
        assert client.post(url, TOLD | {"version": "1"}).status_code == 403
    for url in ("/sims/", f"/sims/{sim.pk}/"):
        shown = text_of(client.get(url))
        assert "/new/" not in shown
        assert "/edit/" not in shown
    assert Sim.objects.get().version == 1


@pytest.mark.parametrize("rest", ["", "edit/"])
def test_strangers_find_nothing(client_of: ClientOf, stranger: User, sim: Sim, rest: str) -> None:
    client = client_of(stranger)
    assert client.get(f"/sims/{sim.pk}/{rest}").status_code == 404
    assert client.get(f"/sims/{sim.pk}/{rest}").content == client.get("/sims/0/").content
    assert client.get(f"/sims/{'9' * 40}/{rest}").status_code == 404
    assert client.post(f"/sims/{sim.pk}/edit/", TOLD | {"version": "1"}).status_code == 404


def test_guests_are_asked_to_sign_in(client_of: ClientOf, sim: Sim) -> None:
    for url in ("/sims/", "/sims/new/", f"/sims/{sim.pk}/", f"/sims/{sim.pk}/edit/"):
        assert client_of(None).get(url).status_code == 302


def test_wrong_verbs(client: Client, sim: Sim) -> None:
    for url in ("/sims/", f"/sims/{sim.pk}/"):
        assert client.post(url).status_code == 405
    for url in ("/sims/new/", f"/sims/{sim.pk}/edit/"):
        assert client.delete(url).status_code == 405


# --- whatever people paste --------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_free_text_takes_anything_and_never_runs_it(client: Client, carrier: Carrier, entry: Hostile) -> None:
    names = ("nickname", "holder", "plan", "note", "devices")
    response = client.post("/sims/new/", TOLD | dict.fromkeys(names, entry.value) | {"msisdn": NUMBER})
    assert response.status_code in entry.expect["http"] or response.status_code in {303, 422}
    if response.status_code != 303:
        return
    for url in ("/sims/", response["Location"], f"{response['Location']}edit/"):
        shown = text_of(client.get(url))
        for never in ("<script>alert(1)", "<img src=x", "<iframe", "\0"):
            assert never not in shown
    sim = Sim.objects.get()
    if entry.action == "accept_verbatim" and "\n" not in entry.value:
        assert sim.holder == entry.value.strip("\t")


@pytest.mark.parametrize("entry", hostile_params("text", "phone", "iccid", "url"))
def test_every_other_field_answers_in_words(client: Client, carrier: Carrier, entry: Hostile) -> None:
    names = ("kind", "carrier", "msisdn", "iccid", "eid", "imsi", "imei", "monthly_fee", "currency", "billing_day")
    response = client.post("/sims/new/", dict.fromkeys((*names, "doubts", "accept", "accept_reason"), entry.value))
    assert response.status_code in {413, 422}  # 413: more than a request may have
    shown = text_of(response)
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    query = {"q": entry.value, "carrier": entry.value, "after": entry.value, "before": entry.value}
    assert client.get("/sims/", query).status_code == 200
