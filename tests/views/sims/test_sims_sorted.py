"""The list of SIM cards in every order: both ways, page by page, with ties and with what is not known."""

import random
from base64 import urlsafe_b64decode
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.listing import LATEST_RECORDED, SIMS, Order
from cancellations.models import Carrier, Sim, User
from cancellations.models.order_columns import order_of_carrier
from cancellations.views.paging import Cursor
from tests.counting import queries
from tests.plans import plan_of, starts_among_alike
from tests.sims import MASKED_NUMBER, NUMBER, add
from tests.sims_list import link, page_of, shown, titles

WAYS = [f"{sign}{key}" for key in SIMS.columns for sign in ("", "-")]
NAMES = ["", "Zoë", "zoe", "Ёлка", "елка", "王", "😀", "a%b_c", "Ａ", "~"]
FITS: dict[str, Callable[[Sim], bool]] = {
    "": lambda card: True,
    "&carrier=mts": lambda card: card.carrier.slug == "mts",
    "&status=active": lambda card: card.status == "active",
    "&q=o": lambda card: "o" in card.search_text,
}
LIST_QUERIES = 4  # session, user, carriers with colleagues, rows


def cards_of(owner: User, carriers: list[Carrier], count: int, seed: int = 3) -> list[Sim]:
    """With few different values of everything, so that most are alike in each; and much that is not known."""
    chance = random.Random(seed)

    def some() -> dict[str, Any]:
        fee = chance.choice([None, Decimal(0), Decimal(9), Decimal(10), Decimal(100)])
        return {
            "nickname": chance.choice(NAMES),
            "holder": chance.choice(NAMES),
            "plan": chance.choice(NAMES),
            "msisdn": chance.choice(["", NUMBER, "+79161234568", "+491711234567"]),
            "status": chance.choice(["active", "cancelling", "suspended", "ended"]),
            "monthly_fee": fee,
            "currency": chance.choice(["EUR", "RUB"]) if fee is not None else "",
            "carrier": chance.choice(carriers),
        }

    cards = [Sim(workspace=owner.workspace, kind="esim", **some()) for _number in range(count)]
    for card in cards:
        card.settle_texts()
        card.order_carrier = order_of_carrier(card.carrier)
    return Sim.objects.bulk_create(cards)


@pytest.fixture
def carriers(owner: User, carrier: Carrier) -> list[Carrier]:
    return [carrier, Carrier.objects.add_own(owner, names={"en": "Beeline", "ru": "Билайн"})]


@pytest.fixture
def cards(owner: User, carriers: list[Carrier]) -> list[Sim]:
    return cards_of(owner, carriers, 60)


def key_of(order: Order, card: Sim) -> Any:
    value = getattr(card, order.column)
    return value.encode() if isinstance(value, str) else value


@pytest.mark.parametrize("sort", WAYS)
@pytest.mark.parametrize("more", FITS)
def test_every_order_page_by_page_and_back(client: Client, cards: list[Sim], sort: str, more: str) -> None:
    order = Order.read(sort, SIMS)
    assert order
    wanted = [card for card in cards if FITS[more](card)]
    expected = sorted(wanted, key=lambda card: (key_of(order, card), card.pk), reverse=order.is_descending)
    pages, address = [], f"/sims/?sort={sort}&size=25{more}"
    while address:
        page = page_of(client, address)
        pages.append(shown(page))
        last, address = page, link(page, "next")
    assert [pk for page in pages for pk in page] == [card.pk for card in expected]
    back = [shown(last)]
    while address := link(last, "prev"):
        last = page_of(client, address)
        back.append(shown(last))
    assert back[::-1] == pages


def test_latest_recorded_first_when_nothing_is_said(client: Client, owner: User, carrier: Carrier) -> None:
    for number in range(120):
        add(owner, carrier, nickname=f"Card {number:03}")
    first = page_of(client)
    assert titles(first) == [f"Card {number:03}" for number in range(119, 69, -1)]
    assert not link(first, "prev")
    second = page_of(client, link(first, "next"))
    last = page_of(client, link(second, "next"))
    assert (titles(last)[-1], link(last, "next")) == ("Card 000", "")
    assert titles(page_of(client, link(last, "prev"))) == titles(second)


@pytest.mark.parametrize("key", SIMS.columns)
def test_a_heading_sorts_and_turns_round(client: Client, owner: User, carrier: Carrier, key: str) -> None:
    add(owner, carrier)
    page = page_of(client, columns=key, carrier="mts")
    if key != LATEST_RECORDED.key:
        assert f'&amp;sort={key}"' in page
    up, down = page_of(client, sort=key, columns=key), page_of(client, sort=f"-{key}", columns=key)
    assert up.count('aria-sort="ascending"') == 1
    assert f"sort=-{key}" in up
    assert down.count('aria-sort="descending"') == 1
    assert f"sort={key}" in down


def test_a_cursor_of_another_order_is_ignored(client: Client, owner: User, carrier: Carrier) -> None:
    card = add(owner, carrier)
    for cursor in ("20261121.1", "abc.1", "_w.1", "AA.1", "9" * 30 + ".1", "-1.1", ".1", "99999999999999999.1"):
        for sort in WAYS:
            page_of(client, sort=sort, after=cursor)
    assert shown(page_of(client, sort="recorded", after="x.1")) == [card.pk]


def test_behind_the_last_row_there_is_a_way_back(client: Client, owner: User, carrier: Carrier) -> None:
    card = add(owner, carrier)
    page = page_of(client, sort="-recorded", after=f"{card.pk}.{card.pk}")
    assert "There are no more cards." in page
    assert 'href="/sims/?sort=-recorded"' in page or 'href="/sims/"' in page


def test_no_order_tells_what_is_masked(client: Client, owner: User, carrier: Carrier) -> None:
    """Neither by the place of a row nor by the address of the next page."""
    first, second = add(owner, carrier, msisdn="+79161239967"), add(owner, carrier, msisdn="+79161231167")
    assert shown(page_of(client, sort="number")) == [first.pk, second.pk]
    for number in range(30):
        add(owner, carrier, msisdn=f"+791612{number:02}967")
    address = link(page_of(client, sort="number", size="25"), "next")
    written = address.partition("after=")[2].partition(".")[0]
    assert urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode() == MASKED_NUMBER


@pytest.mark.parametrize("key", [key for key in SIMS.columns if key != "recorded"])
def test_each_order_is_read_from_an_index(owner: User, cards: list[Sim], key: str) -> None:
    order = Order(key, SIMS)
    rows = Sim.objects.visible_to(owner).order_by(*order.by).values_list("pk")[:51]
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in rows.explain()
    assert ["workspace", order.column, "id"] in [list(index.fields) for index in Sim._meta.indexes]


@pytest.mark.parametrize("sort", ["fee", "-status"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_page_does_not_begin_with_all_that_are_alike(
    client: Client, owner: User, carrier: Carrier, sort: str, way: str
) -> None:
    alike = [add(owner, carrier, nickname=str(number)) for number in range(60)]
    cursor = Cursor(getattr(alike[30], SIMS.columns[sort.removeprefix("-")].order), alike[30].pk)
    with CaptureQueriesContext(connection) as asked:
        assert len(shown(page_of(client, sort=sort, **{way: str(cursor)}))) in {29, 30}
    [plan] = [plan_of(one["sql"]) for one in asked.captured_queries if "monthly_fee" in one["sql"]]
    assert starts_among_alike(plan), plan


@pytest.mark.parametrize("query", ["", "sort=fee", "sort=-carrier&carrier=mts", "q=zo&kind=esim"])
def test_the_list_costs_the_same_with_any_number_of_cards(
    client: Client, owner: User, carriers: list[Carrier], query: str
) -> None:
    cards_of(owner, carriers, 10)
    assert queries(lambda: client.get(f"/sims/?{query}")) == LIST_QUERIES + query.startswith("q=")
    cards_of(owner, carriers, 990)
    assert queries(lambda: client.get(f"/sims/?{query}")) == LIST_QUERIES + query.startswith("q=")
