"""SIM cards: the list and a card's page."""

from decimal import Decimal

import pytest
from django.test import Client

from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Carrier, Sim, User
from tests.conftest import HTMX, ClientOf
from tests.counting import queries
from tests.pages import html_of
from tests.sims import EID, ICCID, MASKED_NUMBER, NUMBER, SHOWN_ICCID, SHOWN_NUMBER, add

PAGE_QUERIES = 7


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_shows_a_card_with_its_numbers_masked(client: Client, sim: Sim) -> None:
    shown = html_of(client.get("/sims/"))
    for text in ("Moscow", MASKED_NUMBER, "•••• 0123", "eSIM", "MTS", "RUB", "500", "In use", "Anna"):
        assert text in shown, text
    for text in (NUMBER, SHOWN_NUMBER, ICCID, SHOWN_ICCID):
        assert text not in shown, text
    assert f'href="/requests/new/?sim={sim.pk}"' in shown


def test_another_workspaces_cards_are_not_in_the_list(client_of: ClientOf, stranger: User, sim: Sim) -> None:
    assert "Moscow" not in html_of(client_of(stranger).get("/sims/"))


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
    assert (f'href="/sims/{sim.pk}/"' in html_of(client.get(f"/sims/?{query}"))) is found


def test_htmx_gets_the_results_alone(client: Client, sim: Sim) -> None:
    shown = html_of(client.get("/sims/?q=moscow", headers=HTMX))
    assert "<html" not in shown
    assert 'id="results"' in shown
    assert '<hx-partial hx-target="#live" hx-swap="innerHTML">1 card</hx-partial>' in shown


def test_empty_lists_lead_on(client: Client, carrier: Carrier) -> None:
    assert "No card is recorded yet" in html_of(client.get("/sims/"))
    assert "Clear the filters" in html_of(client.get("/sims/?q=nothing"))


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
    shown = html_of(client.get(f"/sims/{sim.pk}/"))
    for text in ("陈思远", "Тариф L", "500", "15", "iPhone 15<br>Pixel 8", "Bought at the airport.", "•••• 7518"):
        assert text in shown, text
    assert "SIM card recorded" in shown
    assert f'href="/requests/new/?sim={sim.pk}"' in shown


def test_numbers_are_masked_until_asked_for(client: Client, sim: Sim) -> None:
    masked = html_of(client.get(f"/sims/{sim.pk}/"))
    assert MASKED_NUMBER in masked
    for text in (NUMBER, SHOWN_NUMBER, ICCID, SHOWN_ICCID, EID):
        assert text not in masked, text
    whole = html_of(client.get(f"/sims/{sim.pk}/?show=1"))
    part = html_of(client.get(f"/sims/{sim.pk}/?show=1", headers=HTMX))
    assert "<html" in whole
    assert part.strip().startswith('<div class="stack-s" id="identifiers"')
    for text in (SHOWN_NUMBER, SHOWN_ICCID, "8904 9032 1234"):
        assert text in whole
        assert text in part


def test_viewers_never_see_numbers(client_of: ClientOf, viewer: User, sim: Sim) -> None:
    client = client_of(viewer)
    for url in (f"/sims/{sim.pk}/", f"/sims/{sim.pk}/?show=1", "/sims/"):
        for headers in ({}, HTMX):
            shown = html_of(client.get(url, headers=headers))
            for text in (NUMBER, SHOWN_NUMBER, ICCID, SHOWN_ICCID, EID, "8904 9032", "Show the numbers"):
                assert text not in shown, (url, text)


def test_doubts_are_shown_beside_the_number(client: Client, owner: User, carrier: Carrier) -> None:
    sim = add(owner, carrier, msisdn="+71123456789", iccid="8970101234567890124")
    add(owner, carrier, msisdn="+71123456789")
    shown = html_of(client.get(f"/sims/{sim.pk}/"))
    assert "in no known range of numbers" in shown
    assert "the check digit does not fit" in shown
    assert "another card has this number" in shown


def test_an_open_request_is_led_to_and_closed_ones_are_listed(client: Client, owner: User, sim: Sim) -> None:
    first = Cancellation.objects.start(sim, owner, requested_end_date=None)
    shown = html_of(client.get(f"/sims/{sim.pk}/"))
    assert f'href="/requests/{first.reference}/" data-key="KeyN"' in shown
    assert "Start cancelling" not in shown
    first.close(owner, outcome=Outcome.WITHDRAWN, reason="Changed our mind")
    shown = html_of(client.get(f"/sims/{sim.pk}/"))
    assert "Start cancelling" in shown
    assert first.reference in shown
    assert "Withdrawn" in shown


@pytest.mark.parametrize(("status", "offered"), [("active", True), ("suspended", True), ("ended", False)])
def test_only_cards_with_a_contract_can_be_cancelled(client: Client, sim: Sim, status: str, offered: bool) -> None:
    Sim.objects.update(status=status)
    for url in ("/sims/", f"/sims/{sim.pk}/"):
        assert (f"/requests/new/?sim={sim.pk}" in html_of(client.get(url))) is offered


def test_the_page_costs_the_same_with_any_history(client: Client, owner: User, sim: Sim) -> None:
    for _round in range(2):
        Cancellation.objects.start(sim, owner, requested_end_date=None).close(
            owner, outcome=Outcome.WITHDRAWN, reason="x"
        )
    assert queries(lambda: client.get(f"/sims/{sim.pk}/")) == PAGE_QUERIES
    for number in range(20):
        Sim.objects.get(pk=sim.pk).edit(owner, version=number + 1, nickname=f"Name {number}")
    assert queries(lambda: client.get(f"/sims/{sim.pk}/")) == PAGE_QUERIES
