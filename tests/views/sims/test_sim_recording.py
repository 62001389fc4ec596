"""Recording and changing a SIM card."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cancellations.models import Cancellation, Carrier, Event, Sim, User
from tests.conftest import HTMX, ClientOf
from tests.pages import html_of
from tests.sims import EID, ICCID, NUMBER, SHOWN_ICCID, TOLD, add

KEY = {"form_key": "11111111-1111-4111-8111-111111111111"}


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
    shown = html_of(client.get("/sims/new/?carrier=mts&kind=physical"))
    assert '<option value="mts" selected>MTS</option>' in shown
    assert client.get("/sims/new/?carrier=%00&kind=x").status_code == 200


def test_a_form_that_arrives_twice_records_one_card(client: Client, carrier: Carrier) -> None:
    first, second = client.post("/sims/new/", TOLD | KEY), client.post("/sims/new/", TOLD | KEY)
    assert first["Location"] == second["Location"]
    assert Sim.objects.count() == 1


def test_a_doubtful_number_is_asked_about_once(client: Client, carrier: Carrier) -> None:
    told = TOLD | KEY | {"iccid": "8970101234567890124"}
    asked = client.post("/sims/new/", told)
    shown = html_of(asked)
    assert asked.status_code == 422
    assert "It is right as it is" in shown
    assert 'value="8970101234567890124"' in shown
    assert not Sim.objects.exists()
    answer = {"doubts": asked.context["form"]["doubts"].value(), "accept": "on", "accept_reason": "printed so"}
    assert client.post("/sims/new/", told | answer).status_code == 303
    assert Event.objects.get(kind="sim_added").payload == {"accepted": {"iccid.check_digit": "printed so"}}
    page = html_of(client.get(f"/sims/{Sim.objects.get().pk}/"))
    assert "ICCID, the check digit does not fit: printed so" in page


@pytest.mark.parametrize("typed", [SHOWN_ICCID, ICCID + "F"])
def test_the_same_card_is_pointed_out(client: Client, sim: Sim, typed: str) -> None:
    response = client.post("/sims/new/", TOLD | {"nickname": "Again", "iccid": typed})
    assert response.status_code == 422
    assert f'<a href="/sims/{sim.pk}/"><bdi>Moscow</bdi></a>' in html_of(response)
    assert 'value="Again"' in html_of(response)
    assert Sim.objects.count() == 1


def test_the_same_card_in_another_workspace_is_no_matter(client_of: ClientOf, stranger: User, sim: Sim) -> None:
    Carrier.objects.add_own(stranger, names={"en": "MTS"}, country="RU")
    response = client_of(stranger).post("/sims/new/", TOLD | {"iccid": ICCID, "msisdn": NUMBER})
    assert response.status_code == 303


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, carrier: Carrier) -> None:
    response = client.post("/sims/new/", TOLD | {"msisdn": "0890", "holder": "Anna"})
    shown = html_of(response)
    assert response.status_code == 422
    assert 'href="#id_msisdn"' in shown
    assert 'value="0890"' in shown
    assert 'value="Anna"' in shown
    assert "<title>Error: " in shown


def test_nothing_secret_has_a_field(client: Client, carrier: Carrier) -> None:
    shown = html_of(client.get("/sims/new/"))
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
    assert "Nickname" in html_of(client.get(f"/sims/{sim.pk}/"))


def test_the_carrier_stays_while_a_request_is_open(client: Client, owner: User, sim: Sim) -> None:
    Cancellation.objects.start(sim, owner, requested_end_date=None)
    Carrier.objects.add_own(owner, names={"en": "Beeline"})
    response = client.post(f"/sims/{sim.pk}/edit/", shown_in(client, sim) | {"carrier": "beeline"})
    assert response.status_code == 422
    assert "Close the open request first" in html_of(response)


def test_two_changes_at_once(client: Client, client_of: ClientOf, colleague: User, sim: Sim) -> None:
    mine = shown_in(client, sim) | {"holder": "Mine", "monthly_fee": "500"}
    theirs = shown_in(client, sim) | {"holder": "Theirs"}
    assert client_of(colleague).post(f"/sims/{sim.pk}/edit/", theirs).status_code == 303
    late = client.post(f"/sims/{sim.pk}/edit/", mine, headers=HTMX)
    shown = html_of(late)
    assert late.status_code == 409
    assert "Colleague changed this in the meantime" in shown
    assert '<span class="faint">Holder</span> <bdi>Theirs</bdi>' in shown
    assert '<span class="faint">Holder</span> <bdi>Mine</bdi>' in shown
    assert '<span class="faint">Monthly fee' not in shown
    assert 'name="holder" value="Mine"' in shown
    assert client.post(f"/sims/{sim.pk}/edit/", mine | {"version": "2"}).status_code == 303
    sim.refresh_from_db()
    assert sim.holder == "Mine"
