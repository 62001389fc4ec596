"""Batches: many SIM cards opened together, what is left out, and how far they are."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.errands.opening import open_part
from cancellations.errands.running import work_off
from cancellations.models import Batch, Cancellation, Errand, Sim, User
from tests.cases import TODAY, carrier_of, case_of, fresh, is_derived, kinds_of, sim_of
from tests.conftest import HTMX, ClientOf
from tests.requests_list import found, page_of

pytestmark = pytest.mark.usefixtures("a_saturday")
AT = "/batches/new/"


@pytest.fixture
def cards(owner: User) -> list[Sim]:
    carrier = carrier_of(owner)
    return [sim_of(owner, carrier=carrier, nickname=f"Card {n}") for n in range(3)]


@pytest.fixture
def client(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)


def sent(cards: list[Sim], **fields: Any) -> dict[str, Any]:
    chosen = {"sim": [card.pk for card in cards], "form_key": str(uuid.uuid4())}
    return {**chosen, "name": "Tour YX-204", "requested_end_date": "2026-12-15", "reason": "Back home", **fields}


def work() -> Errand:
    work_off({ErrandKind.OPENING: open_part})
    return Errand.objects.get()


def test_the_form_names_the_cards(client: Client, cards: list[Sim]) -> None:
    text = client.get(AT, {"sim": [card.pk for card in cards]}).content.decode()
    assert "3 SIM cards" in text
    assert "Card 2" in text


def test_a_request_is_opened_for_each_card(client: Client, owner: User, colleague: User, cards: list[Sim]) -> None:
    answer = client.post(AT, sent(cards, to=colleague.pk))
    assert answer.status_code == 303
    errand = work()
    assert answer["Location"] == reverse("errand", args=[errand.pk])
    assert (errand.state, errand.done, errand.missed) == (ErrandState.DONE, 3, 0)
    batch = Batch.objects.get()
    cases = list(Cancellation.objects.filter(batch=batch))
    assert {case.assignee_id for case in cases} == {colleague.pk}
    assert {str(case.requested_end_date) for case in cases} == {"2026-12-15"}
    assert {(case.reason, case.opened_on) for case in cases} == {("Back home", TODAY)}
    assert all(kinds_of(case) == ["opened"] and is_derived(case) for case in cases)
    assert reverse("batch", args=[batch.pk]) in client.get(answer["Location"]).content.decode()


def test_a_card_with_an_open_request_is_left_out_and_named(client: Client, owner: User, cards: list[Sim]) -> None:
    case_of(owner, sim=cards[1])
    client.post(AT, sent(cards))
    errand = work()
    assert list(errand.misses.values_list("label", flat=True)) == ["Card 1"]
    assert Cancellation.objects.filter(sim=cards[1]).count() == 1


def test_twice_is_one_batch(client: Client, cards: list[Sim]) -> None:
    data = sent(cards)
    for _ in range(2):
        assert client.post(AT, data).status_code == 303
    assert (Batch.objects.count(), Errand.objects.count()) == (1, 1)


def test_all_that_match_the_filter(client: Client, cards: list[Sim]) -> None:
    client.post(AT, {**sent([]), "all": "1", "q": "card 2"})
    assert Errand.objects.get().what["sims"] == [cards[2].pk]


def test_others_than_those_that_were_seen_are_not_opened(client: Client, owner: User, cards: list[Sim]) -> None:
    seen = dict(client.get(AT, {"all": "1", "q": "card"}).context["asked"].hidden)
    sim_of(owner, carrier=cards[0].carrier, nickname="Card 9")
    answer = client.post(AT, {**sent([]), **seen})
    assert answer.status_code == 422
    assert "4 SIM cards" in answer.content.decode()
    assert not Batch.objects.exists()
    again = dict(answer.context["asked"].hidden)
    assert client.post(AT, {**sent([]), **again}).status_code == 303
    assert len(Errand.objects.get().what["sims"]) == 4


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_when_none_is_left_there_is_no_form_to_send_again(
    client: Client, cards: list[Sim], headers: dict[str, str]
) -> None:
    answer = client.post(AT, {**sent([]), "all": "1", "q": "card 9"}, headers=headers)
    assert answer.status_code == 422
    assert "Nothing is selected" in answer.content.decode()
    assert 'id="open-batch"' not in answer.content.decode()


def test_without_a_name_it_is_asked_for_again(client: Client, cards: list[Sim]) -> None:
    answer = client.post(AT, sent(cards, name=""), headers=HTMX)
    assert answer.status_code == 422
    assert 'value="2026-12-15"' in answer.content.decode()
    assert f'name="sim" value="{",".join(str(card.pk) for card in cards)}"' in answer.content.decode()
    assert not Batch.objects.exists()


def test_nothing_selected_is_said(client: Client, owner: User) -> None:
    assert client.get(AT).status_code == 422


def test_its_page_counts_by_stage_and_leads_to_the_list(client: Client, owner: User, cards: list[Sim]) -> None:
    client.post(AT, sent(cards))
    work()
    batch = Batch.objects.get()
    case_of(owner)  # of no batch
    closed = Cancellation.objects.filter(batch=batch).first()
    assert closed
    fresh(closed).close(owner, outcome="withdrawn", reason="Kept")  # type: ignore[arg-type] # a StrEnum
    text = client.get(reverse("batch", args=[batch.pk])).content.decode()
    assert f"/requests/?batch={batch.pk}&amp;stage=closed" in text
    listed = client.get("/requests/", {"batch": batch.pk}).content.decode()
    assert (listed.count("data-row>"), "Tour YX-204" in listed) == (2, True)
    assert "Tour YX-204" in client.get("/batches/").content.decode()


def test_the_list_of_its_requests_stays_within_it(
    client: Client, owner: User, stranger: User, cards: list[Sim]
) -> None:
    batch = Batch.objects.begin(owner, "Tour YX-204")
    inside = case_of(owner, sim=cards[0])
    Cancellation.objects.filter(pk=inside.pk).update(batch=batch)
    case_of(owner, sim=cards[1])
    assert found(client, batch=str(batch.pk)) == [inside.reference]
    assert f'<input type="hidden" name="batch" value="{batch.pk}">' in page_of(client, batch=str(batch.pk))
    elsewhere = Batch.objects.begin(stranger, "Theirs")
    for not_ours in (str(elsewhere.pk), "9" * 30, "x", "\0"):
        assert len(found(client, batch=not_ours)) == 2
    assert client.get(f"/batches/{'9' * 30}/").status_code == 404


@pytest.mark.parametrize("action", ["prepare", "letters", "submit", "confirm"])
def test_its_page_offers_what_comes_next_for_all(
    client: Client, viewer: User, client_of: ClientOf, cards: list[Sim], action: str
) -> None:
    client.post(AT, sent(cards))
    work()
    batch = Batch.objects.get()
    address = reverse("batch", args=[batch.pk])
    asked = f"/requests/bulk/?do={action}&all=1&batch={batch.pk}"
    assert asked.replace("&", "&amp;") in client.get(address).content.decode()
    assert "3 requests" in client.get(asked, follow=True).content.decode()
    assert "/requests/bulk/" not in client_of(viewer).get(address).content.decode()


def test_who_may(viewer: User, stranger: User, cards: list[Sim], client_of: ClientOf, owner: User) -> None:
    assert client_of(viewer).get(AT, {"sim": cards[0].pk}).status_code == 403
    assert client_of(viewer).post(AT, sent(cards)).status_code == 403
    assert client_of(stranger).post(AT, sent(cards)).status_code == 422
    assert client_of(stranger).delete(AT).status_code == 405
    batch = Batch.objects.begin(owner, "Ours")
    assert client_of(stranger).get(reverse("batch", args=[batch.pk])).status_code == 404
    assert b"Ours" not in client_of(stranger).get("/batches/").content
    assert client_of(viewer).get(reverse("batch", args=[batch.pk])).status_code == 200


def test_the_list_of_cards_offers_it_to_those_who_work(
    client: Client, viewer: User, cards: list[Sim], client_of: ClientOf
) -> None:
    assert 'action="/batches/new/"' in client.get("/sims/").content.decode()
    assert 'action="/batches/new/"' not in client_of(viewer).get("/sims/").content.decode()
