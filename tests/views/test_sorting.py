"""The requests list in every order: both ways, page by page, with ties and with what is not known."""

import random
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.listing import FIRST, REQUESTS, Order
from cancellations.models import Cancellation, SavedView, User
from cancellations.models.case import NEVER
from cancellations.views.paging import Cursor
from tests.cases import carrier_of, case_of, fresh
from tests.conftest import HTMX, ClientOf
from tests.listed import build, days, listed, many
from tests.plans import plan_of, starts_among_alike
from tests.requests_list import closed, found, page_of, shown

pytestmark = pytest.mark.usefixtures("a_saturday")
WAYS = list(REQUESTS.columns) + [f"-{key}" for key in REQUESTS.columns]
NAMES = ["", "Zoë", "zoe", "Ёлка", "елка", "王", "😀", "a%b_c", "Ａ", "~"]


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def cases(owner: User, colleague: User) -> list[Cancellation]:
    """With few different values of everything, so that most cases are alike in each."""
    chance = random.Random(3)
    other = carrier_of(owner)

    def some() -> dict[str, Any]:
        return {
            "sim__nickname": chance.choice(NAMES),
            "sim__monthly_fee": chance.choice([None, 0, 9, 10, 100]),
            "sim__currency": chance.choice(["EUR", "RUB"]),
            "assignee": chance.choice([None, owner, colleague]),
            "carrier": other,
            "due_on": chance.choice([NEVER, days(-1), days(3)]),
            "opened_on": days(chance.randrange(-2, 1)),
            "stage": chance.choice(["preparing", "submitted", "processing", "confirmed"]),
            "action": chance.choice(["policy", "contact", "await_receipt"]),
            "submitted_on": chance.choice([None, days(-9), days(-1)]),
            "request_number": chance.choice(["", "MTS-1", "mts-10", "Ж-7", "№ 3"]),
        }

    return build(owner, [some() for _ in range(60)])


def key_of(order: Order, case: Cancellation) -> Any:
    value = getattr(case, order.column)
    return value.encode() if isinstance(value, str) else value


@pytest.mark.parametrize("sort", WAYS)
@pytest.mark.parametrize("more", ["", "&turn=us"])  # the plain list has a statement of its own
def test_every_order_page_by_page_and_back(client: Client, cases: list[Cancellation], sort: str, more: str) -> None:
    order = Order.read(sort, REQUESTS)
    assert order
    expected = sorted(cases, key=lambda case: (key_of(order, case), case.pk), reverse=order.is_descending)
    pages, address = [], f"/requests/?sort={sort}&size=25{more}"
    while address:
        page = client.get(address).content.decode()
        pages.append(shown(page))
        last, address = page, _link(page, "next")
    assert [reference for page in pages for reference in page] == [case.reference for case in expected]
    assert [len(page) for page in pages] == [25, 25, 10]
    back = [shown(last)]
    while address := _link(last, "prev"):
        last = client.get(address).content.decode()
        back.append(shown(last))
    assert back[::-1] == pages


def _link(page: str, rel: str) -> str:
    address = re.search(rf'rel="{rel}" href="([^"]*)"', page)
    return address[1].replace("&amp;", "&") if address else ""


@pytest.mark.parametrize("key", REQUESTS.columns)
def test_a_heading_sorts_and_turns_round(client: Client, owner: User, key: str) -> None:
    listed(owner)
    others = [name for name in REQUESTS.columns if name != FIRST]
    page = page_of(client, columns=",".join(others), carrier="")
    if key != "due":
        assert f'href="/requests/?columns={"%2C".join(others)}&amp;sort={key}"' in page
    up, down = page_of(client, sort=key, columns=key), page_of(client, sort=f"-{key}", columns=key)
    assert up.count('aria-sort="ascending"') == 1
    assert f"sort=-{key}" in up
    assert down.count('aria-sort="descending"') == 1
    assert f"sort={key}" in down


def test_a_cursor_of_another_order_is_ignored(client: Client, owner: User) -> None:
    case = listed(owner)
    for cursor in ("20261121.1", "abc.1", "_w.1", "AA.1", "9" * 30 + ".1", "-1.1", ".1", "99999999999999999.1"):
        for sort in WAYS:
            response = client.get("/requests/", {"sort": sort, "after": cursor})
            assert response.status_code == 200, (cursor, sort)
    for unknown in ("x.1", "99999.1"):
        assert found(client, sort="stage", after=unknown) == [case.reference]


def test_closed_ones_are_sorted_too(client: Client, owner: User) -> None:
    second, first = closed(owner, sim__nickname="b"), closed(owner, sim__nickname="a")
    assert found(client, view="closed", sort="sim") == [first.reference, second.reference]
    assert found(client, stage="closed", sort="-sim") == [second.reference, first.reference]


def test_the_order_follows_the_card_the_carrier_and_the_person(owner: User, colleague: User) -> None:
    case = case_of(owner)
    sim = case.sim
    sim.edit(owner, version=sim.version, nickname="Ёлка", monthly_fee=7, currency="EUR")
    carrier = fresh(case).carrier
    carrier.edit(owner, version=carrier.version, names={"en": "Zeta"})
    fresh(case).assign(owner, to=colleague)
    case = fresh(case)
    assert (case.order_title, case.order_fee) == ("елка", "EUR0000000000007.00")
    assert (case.order_carrier, case.order_person) == ("zeta", colleague.pk)
    fresh(case).assign(owner, to=None)
    assert fresh(case).order_person == 0


@pytest.mark.parametrize("key", [key for key in REQUESTS.columns if key != "due"])
def test_each_order_is_read_from_an_index(owner: User, key: str) -> None:
    many(owner, 50)
    order = Order(key, REQUESTS)
    cases = Cancellation.objects.visible_to(owner).open_cases().order_by(*order.by).values_list("pk")[:51]
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in cases.explain()
    fields = [list(index.fields) for index in Cancellation._meta.indexes]
    assert ["workspace", "is_open", REQUESTS.columns[key].order, "id"] in fields


@pytest.mark.parametrize("sort", ["due", "-due", "stage", "-who"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_page_does_not_begin_with_all_that_are_alike(client: Client, owner: User, sort: str, way: str) -> None:
    build(owner, [{"due_on": days(1), "stage": "submitted"}] * 60)
    middle = Cancellation.objects.order_by("pk")[30]
    cursor = Cursor(getattr(middle, REQUESTS.columns[sort.removeprefix("-")].order), middle.pk)
    with CaptureQueriesContext(connection) as asked:
        assert len(found(client, sort=sort, **{way: str(cursor)})) in {29, 30}
    [plan] = [plan_of(one["sql"]) for one in asked.captured_queries if "request_number" in one["sql"]]
    assert starts_among_alike(plan), plan


@pytest.mark.parametrize("count", [10, 1000])
def test_tags_and_views_ask_once_until_they_change(client: Client, owner: User, count: int) -> None:
    cases = many(owner, count)
    fresh(cases[0]).tag(owner, ["VIP"])
    SavedView.objects.add(owner, name="x", query="")

    def asked(**headers: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/requests/", {"sort": "-fee"}, headers=headers).status_code == 200
        return len(seen)

    assert asked() == 6  # session, user, rows, carriers with colleagues, counts; and tags with views
    assert asked() == 5
    assert asked(**HTMX) == 3
    fresh(cases[0]).tag(owner, ["another"])
    assert asked() == 6
