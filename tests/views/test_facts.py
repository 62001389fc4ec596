"""Facts of a carrier: added, changed and marked as checked, in place or page by page."""

from datetime import date

import pytest
from django.test import Client

from cancellations.models import Carrier, CarrierFact, Event, User
from cancellations.models.carrier import shipped_carriers
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile, hostile_params
from tests.pages import html_of

TOLD = {"text": "Go to any shop.", "source": "https://mts.example/end", "version": "1"}
KEY = {"form_key": "11111111-1111-4111-8111-111111111111"}


@pytest.fixture
def fact(owner: User) -> CarrierFact:
    """Hearsay of MTS: go to an office."""
    assert owner.workspace
    Carrier.objects.load_shipped(owner.workspace, [one for one in shipped_carriers() if one.id == "ru-mts"])
    return CarrierFact.objects.get(shipped_key="procedure-office")


@pytest.fixture
def phone(fact: CarrierFact) -> CarrierFact:
    return CarrierFact.objects.get(shipped_key="phone-short")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def from_the_carriers_page(client: Client, fact: CarrierFact) -> dict[str, str]:
    return HTMX | {"HX-Current-URL": f"http://testserver/carriers/{fact.carrier.slug}/"}


# --- changing ---------------------------------------------------------------------------------------------


def test_the_form_has_what_is_known(client: Client, fact: CarrierFact) -> None:
    shown = html_of(client.get(f"/facts/{fact.pk}/edit/"))
    assert "Go to an MTS office" in shown
    assert "eng.kakprosto.ru" in shown
    assert "Number to dial" not in shown


def test_changing_a_fact_leads_back_to_it(client: Client, fact: CarrierFact, owner: User) -> None:
    response = client.post(f"/facts/{fact.pk}/edit/", TOLD)
    assert (response.status_code, response["Location"]) == (303, f"/carriers/ru-mts/#fact-{fact.pk}")
    fact.refresh_from_db()
    assert (fact.text, fact.tier, fact.checked_by, fact.version) == ("Go to any shop.", "own", owner, 2)
    assert Event.objects.get().kind == "fact_edited"


def test_in_place_the_form_comes_alone_and_the_fact_takes_its_place(client: Client, fact: CarrierFact) -> None:
    headers = from_the_carriers_page(client, fact)
    form = html_of(client.get(f"/facts/{fact.pk}/edit/", headers=headers))
    assert form.strip().startswith(f'<form class="stack" id="fact-{fact.pk}"')
    assert f'id="fact-{fact.pk}-text"' in form
    shown = html_of(client.post(f"/facts/{fact.pk}/edit/", TOLD, headers=headers))
    assert shown.strip().startswith(f'<div class="stack-s" id="fact-{fact.pk}"')
    assert "Go to any shop." in shown
    assert 'hx-target="#toasts"' in shown


def test_a_page_of_its_own_leads_back_with_htmx_too(client: Client, fact: CarrierFact) -> None:
    url = f"/facts/{fact.pk}/edit/"
    response = client.post(url, TOLD, headers=HTMX | {"HX-Current-URL": f"http://testserver{url}"})
    assert response["HX-Redirect"] == f"/carriers/ru-mts/#fact-{fact.pk}"


def test_leaving_it_brings_the_fact_back(client: Client, fact: CarrierFact) -> None:
    shown = html_of(client.get(f"/facts/{fact.pk}/", headers=HTMX))
    assert shown.strip().startswith(f'<div class="stack-s" id="fact-{fact.pk}"')
    assert client.get(f"/facts/{fact.pk}/")["Location"] == f"/carriers/ru-mts/#fact-{fact.pk}"


def test_a_phone_has_a_number_to_dial(client: Client, phone: CarrierFact) -> None:
    assert "Number to dial" in html_of(client.get(f"/facts/{phone.pk}/edit/"))
    client.post(f"/facts/{phone.pk}/edit/", TOLD | {"number": "＋7 (495) 000-00-00"})
    phone.refresh_from_db()
    assert phone.number == "+74950000000"
    assert 'href="tel:+74950000000"' in html_of(client.get("/carriers/ru-mts/"))
    wrong = client.post(f"/facts/{phone.pk}/edit/", TOLD | {"number": "*111#", "version": "2"})
    assert wrong.status_code == 422
    assert 'value="*111#"' in html_of(wrong)


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, fact: CarrierFact) -> None:
    response = client.post(f"/facts/{fact.pk}/edit/", TOLD | {"source": ""})
    assert response.status_code == 422
    assert f'<a href="#fact-{fact.pk}-source">Fill this in.</a>' in html_of(response)
    assert "Go to any shop." in html_of(response)


def test_two_changes_at_once(client: Client, client_of: ClientOf, colleague: User, fact: CarrierFact) -> None:
    theirs = TOLD | {"text": "Go to the post office."}
    assert client_of(colleague).post(f"/facts/{fact.pk}/edit/", theirs).status_code == 303
    late = client.post(f"/facts/{fact.pk}/edit/", TOLD | KEY, headers=HTMX)
    shown = html_of(late)
    assert late.status_code == 409
    assert "Colleague changed this in the meantime" in shown
    assert "Go to the post office." in shown
    assert "Go to any shop.</textarea>" in shown
    assert 'name="version" value="2"' in shown
    assert client.post(f"/facts/{fact.pk}/edit/", TOLD | KEY | {"version": "2"}).status_code == 303
    fact.refresh_from_db()
    assert fact.text == "Go to any shop."


def test_a_form_that_arrives_twice_counts_once(client: Client, fact: CarrierFact) -> None:
    first = client.post(f"/facts/{fact.pk}/edit/", TOLD | KEY)
    second = client.post(f"/facts/{fact.pk}/edit/", TOLD | KEY)
    assert first["Location"] == second["Location"]
    assert Event.objects.count() == 1


# --- checking ---------------------------------------------------------------------------------------------


def test_checked_today(client: Client, fact: CarrierFact, owner: User) -> None:
    response = client.post(f"/facts/{fact.pk}/check/", {"version": "1"})
    assert (response.status_code, response["Location"]) == (303, f"/carriers/ru-mts/#fact-{fact.pk}")
    fact.refresh_from_db()
    assert fact.checked_by == owner
    assert Event.objects.get().kind == "fact_checked"
    shown = html_of(client.get(f"/facts/{fact.pk}/", headers=HTMX))
    assert "by Owner" in shown
    assert "check with the carrier" not in shown
    assert "to be checked again" not in shown


def test_in_place_the_checked_fact_takes_its_place(client: Client, fact: CarrierFact) -> None:
    shown = html_of(client.post(f"/facts/{fact.pk}/check/", {"version": "1"}, headers=HTMX))
    assert "checked on" in shown
    assert 'name="version" value="2"' in shown


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_changed_meanwhile_is_looked_at_again(
    client: Client, owner: User, fact: CarrierFact, headers: dict[str, str]
) -> None:
    fact.edit(owner, version=1, text="Something else.", source="Shop")
    CarrierFact.objects.update(checked_on=date(2020, 1, 1))
    response = client.post(f"/facts/{fact.pk}/check/", {"version": "1"}, headers=headers, follow=not headers)
    assert response.status_code == (409 if headers else 200)
    assert "in the meantime" in html_of(response)
    fact.refresh_from_db()
    assert fact.checked_on == date(2020, 1, 1)


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 40])
def test_a_version_that_is_none_checks_nothing(client: Client, fact: CarrierFact, version: str) -> None:
    response = client.post(f"/facts/{fact.pk}/check/", {"version": version}, headers=HTMX)
    assert response.status_code == 422
    assert not Event.objects.exists()


# --- adding -----------------------------------------------------------------------------------------------


def test_what_it_is_about_is_asked_first(client: Client, fact: CarrierFact) -> None:
    shown = html_of(client.get("/carriers/ru-mts/facts/new/"))
    assert '<a class="chip" href="?kind=fee">Fee</a>' in shown
    assert "Number to dial" in html_of(client.get("/carriers/ru-mts/facts/new/?kind=phone"))
    assert "Number to dial" not in html_of(client.get("/carriers/ru-mts/facts/new/?kind=fee"))


def test_adding_a_fact(client: Client, fact: CarrierFact, owner: User) -> None:
    response = client.post("/carriers/ru-mts/facts/new/", TOLD | {"kind": "fee"})
    added = CarrierFact.objects.latest("pk")
    assert (response.status_code, response["Location"]) == (303, f"/carriers/ru-mts/#fact-{added.pk}")
    assert (added.kind, added.text, added.workspace_id) == ("fee", "Go to any shop.", owner.workspace_id)
    assert client.post("/carriers/ru-mts/facts/new/", TOLD | {"kind": "nonsense"}).status_code == 404
    assert client.post("/carriers/ru-mts/facts/new/", {"kind": "fee"}).status_code == 422


# --- who may ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["edit", "check"])
def test_viewers_change_nothing(client_of: ClientOf, viewer: User, fact: CarrierFact, what: str) -> None:
    client = client_of(viewer)
    assert client.post(f"/facts/{fact.pk}/{what}/", TOLD).status_code == 403
    assert client.get(f"/facts/{fact.pk}/{what}/").status_code == (405 if what == "check" else 403)
    assert client.get("/carriers/ru-mts/facts/new/").status_code == 403
    assert client.post("/carriers/ru-mts/facts/new/", TOLD | {"kind": "fee"}).status_code == 403
    assert client.get(f"/facts/{fact.pk}/", headers=HTMX).status_code == 200
    assert not Event.objects.exists()


def test_strangers_find_nothing(client_of: ClientOf, stranger: User, fact: CarrierFact) -> None:
    client = client_of(stranger)
    for url in (f"/facts/{fact.pk}/", f"/facts/{fact.pk}/edit/", "/carriers/ru-mts/facts/new/"):
        assert client.get(url).status_code == 404
    for what in ("edit", "check"):
        assert client.post(f"/facts/{fact.pk}/{what}/", TOLD).status_code == 404
    assert client.get(f"/facts/{'9' * 40}/").status_code == 404


@pytest.mark.parametrize("tier", ["D", "M"])
def test_facts_of_no_worth_are_not_there(client: Client, fact: CarrierFact, tier: str) -> None:
    CarrierFact.objects.update(tier=tier)
    assert client.get(f"/facts/{fact.pk}/").status_code == 404


def test_wrong_verbs(client: Client, fact: CarrierFact) -> None:
    assert client.post(f"/facts/{fact.pk}/").status_code == 405
    assert client.get(f"/facts/{fact.pk}/check/").status_code == 405
    assert client.delete(f"/facts/{fact.pk}/edit/").status_code == 405


# --- whatever people paste --------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", hostile_params("text", "url", "phone"))
def test_facts_take_anything_and_never_run_it(client: Client, phone: CarrierFact, entry: Hostile) -> None:
    told = {"text": entry.value, "source": entry.value, "number": entry.value, "version": "1"}
    response = client.post(f"/facts/{phone.pk}/edit/", told)
    assert response.status_code in {303, 422}
    shown = html_of(response)
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    saved = client.post(f"/facts/{phone.pk}/edit/", told | {"source": "Shop", "number": "0890"}, follow=True)
    if entry.kind == "text" and entry.action == "accept_verbatim":
        phone.refresh_from_db()
        assert phone.text == entry.value.replace("\r\n", "\n").replace("\r", "\n")
        assert "<script>alert(1)" not in html_of(saved)


@pytest.mark.parametrize("entry", hostile_params("url"))
def test_only_web_addresses_become_links(client: Client, fact: CarrierFact, entry: Hostile) -> None:
    response = client.post(f"/facts/{fact.pk}/edit/", TOLD | {"source": entry.value})
    if entry.action == "reject":
        assert response.status_code == 422
    shown = html_of(client.get("/carriers/ru-mts/"))
    assert 'href="javascript' not in shown
    assert '"onmouseover' not in shown


@pytest.mark.parametrize(
    "source",
    ["Hotline: asked Ivan", "at 15:42 by phone", "热线：小王说的", "ФЗ «О связи», ст. 45", "Shop; 21.11."],
)
def test_words_are_a_source_too(client: Client, fact: CarrierFact, source: str) -> None:
    assert client.post(f"/facts/{fact.pk}/edit/", TOLD | {"source": source}).status_code == 303
