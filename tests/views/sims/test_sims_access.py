"""Whose SIM cards they are, who may change them, and whatever people paste into their fields."""

import pytest
from django.test import Client

from cancellations.models import Carrier, Sim, User
from tests.conftest import ClientOf
from tests.hostile import Hostile, hostile_params
from tests.pages import html_of
from tests.sims import NUMBER, TOLD

# --- who may ----------------------------------------------------------------------------------------------


def test_viewers_change_nothing(client_of: ClientOf, viewer: User, sim: Sim) -> None:
    client = client_of(viewer)
    for url in ("/sims/new/", f"/sims/{sim.pk}/edit/"):
        assert client.get(url).status_code == 403
        assert client.post(url, TOLD | {"version": "1"}).status_code == 403
    for url in ("/sims/", f"/sims/{sim.pk}/"):
        shown = html_of(client.get(url))
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
        shown = html_of(client.get(url))
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
    shown = html_of(response)
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    query = {"q": entry.value, "carrier": entry.value, "after": entry.value, "before": entry.value}
    assert client.get("/sims/", query).status_code == 200
