"""What the list of SIM cards is sorted by: set with every change of a card, and for the cards of an older version."""

from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from cancellations.models import Carrier, Sim, User
from cancellations.models.order_columns import CARD_ORDERS
from cancellations.models.sim_bulk import CardChange, NewCards
from tests.sims import ICCID, MASKED_NUMBER, NUMBER, add

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return Carrier.objects.add_own(owner, names={"en": "MTS", "ru": "МТС"})


def order(sim: Sim) -> dict[str, str]:
    """As the database has it."""
    return {name: getattr(Sim.objects.get(pk=sim.pk), name) for name in CARD_ORDERS}


def test_it_is_what_the_list_shows_folded(owner: User, carrier: Carrier) -> None:
    card = add(owner, carrier, nickname="Ёлка", holder="Зоя", plan="L", msisdn=NUMBER, monthly_fee=7, currency="EUR")
    assert order(card) == {
        "order_title": "елка",
        "order_number": MASKED_NUMBER,
        "order_carrier": "mts мтс",
        "order_fee": "EUR0000000000007.00",
        "order_holder": "зоя",
        "order_plan": "l",
    }


@pytest.mark.parametrize(
    ("known", "title", "number"),
    [
        ({"nickname": "", "msisdn": NUMBER}, MASKED_NUMBER, MASKED_NUMBER),
        ({"nickname": "", "iccid": ICCID, "holder": "Anna"}, "•••• 0123", "•••• 0123"),
        ({"nickname": "", "holder": "Anna"}, "anna", ""),
        ({"nickname": ""}, "sim", ""),
    ],
)
def test_without_a_nickname(owner: User, carrier: Carrier, known: dict[str, str], title: str, number: str) -> None:
    found = order(add(owner, carrier, **known))
    assert (found["order_title"], found["order_number"], found["order_fee"]) == (title, number, "")


def test_it_follows_the_card_and_its_carrier(owner: User, carrier: Carrier) -> None:
    card, other = add(owner, carrier), Carrier.objects.add_own(owner, names={"en": "Beeline"})
    card.edit(owner, version=1, nickname="Kazan", carrier=other, monthly_fee=Decimal(5), currency="RUB")
    found = order(card)
    assert (found["order_title"], found["order_carrier"]) == ("kazan", "beeline")
    assert found["order_fee"] == "RUB0000000000005.00"
    other.edit(owner, version=other.version, names={"en": "Vimpelcom"})
    assert order(card)["order_carrier"] == "vimpelcom"


def test_many_at_once_are_as_one_by_one(owner: User, carrier: Carrier) -> None:
    known: dict[str, Any] = {
        "kind": "esim",
        "nickname": "Moscow",
        "holder": "Anna",
        "msisdn": NUMBER,
        "monthly_fee": Decimal(500),
        "currency": "RUB",
    }
    one = add(owner, carrier, **known)
    made = NewCards(Sim(workspace=owner.workspace)).card({**known, "carrier_id": carrier.pk}, {})
    blank = NewCards(Sim(workspace=owner.workspace)).card({"kind": "esim", "carrier_id": carrier.pk}, {})
    keys = Sim.objects.take_in(owner, "sim_imported", [made, blank])
    assert order(Sim(pk=keys[0])) == order(one)
    assert order(Sim(pk=keys[1]))["order_fee"] == ""
    other = Carrier.objects.add_own(owner, names={"en": "Beeline"})
    change = CardChange.of(Sim.objects.get(pk=keys[0]), {"carrier_id": other.pk, "holder": "Zoë"}, {})
    Sim.objects.take_in(owner, "sim_imported", [], [change])
    assert order(Sim(pk=keys[0])) == {**order(one), "order_carrier": "beeline", "order_holder": "zoe"}


def test_a_carrier_that_is_renamed_meanwhile_keeps_its_new_place(owner: User, carrier: Carrier) -> None:
    """While somebody has the card's form open, and between the preview of an import and its writing."""
    card = add(owner, carrier)
    made = NewCards(Sim(workspace=owner.workspace)).card({"kind": "esim", "carrier_id": carrier.pk}, {})
    read = Sim.objects.select_related("carrier").get(pk=card.pk)
    carrier.edit(owner, version=carrier.version, names={"en": "Vimpelcom"})
    read.edit(owner, version=1, nickname="Kazan")
    [new] = Sim.objects.take_in(owner, "sim_imported", [made])
    for pk in (card.pk, new):
        assert order(Sim(pk=pk))["order_carrier"] == "vimpelcom"


def test_the_cards_of_an_older_version_get_it(owner: User, carrier: Carrier) -> None:
    cards = [
        add(owner, carrier, holder="Anna", msisdn=NUMBER, monthly_fee=Decimal("5.5"), currency="RUB", plan="Тариф"),
        add(owner, carrier, nickname="", iccid=ICCID),
        add(owner, carrier, nickname=""),
    ]
    known = [order(card) for card in cards]
    Sim.objects.update(**dict.fromkeys(CARD_ORDERS, ""))
    import_module("cancellations.migrations.0004_sims_in_order").fill(apps, SimpleNamespace(connection=connection))
    assert [order(card) for card in cards] == known
