"""Filters of the requests list that few requests pass: these are found first, not looked for among all in order."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.forms.whose import exactly
from cancellations.models import Batch, Cancellation, CaseTag, User, base
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.counting import queries
from tests.listed import build, days, many
from tests.plans import plan_of
from tests.requests_list import shown
from tests.sims_list import link

pytestmark = pytest.mark.usefixtures("a_saturday")
FILTERS = ("holder", "batch", "tag", "carrier", "assignee")
QUERIES = 6  # session, user, carriers with colleagues, few, rows, counts; the list's budget


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def few(owner: User, colleague: User) -> list[Cancellation]:
    """Among forty others: thirty requests that pass each of the filters."""
    many(owner, 40)
    told = {
        "sim__holder": "Zoë",
        "carrier": carrier_of(owner),
        "batch": Batch.objects.begin(owner, "Tour"),
        "assignee": colleague,
    }
    found = build(owner, [{**told, "opened_on": days(-n // 7), "due_on": days(n % 4)} for n in range(30)])
    found[0].tag(owner, ["VIP"])
    tag_id = CaseTag.objects.get().tag_id
    CaseTag.objects.bulk_create(
        CaseTag(workspace=owner.workspace, tag_id=tag_id, cancellation=case) for case in found[1:]
    )
    return found


def asked_for(name: str, case: Cancellation) -> str:
    values = {
        "holder": exactly("Zoë"),
        "batch": str(case.batch_id),
        "tag": str(case.tag_rows.get().tag_id),
        "carrier": case.carrier.slug,
        "assignee": str(case.assignee_id),
    }
    return urlencode({name: values[name]})


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("sort", ["due", "-opened", "sim"])
@pytest.mark.parametrize("most", [29, 30])
def test_the_same_are_found_in_the_same_order(
    client: Client, few: list[Cancellation], monkeypatch: pytest.MonkeyPatch, name: str, sort: str, most: int
) -> None:
    """Whether they are few or, by one, too many for that."""
    monkeypatch.setattr(base, "READ_AT_MOST", most)
    column = {"due": "due_on", "-opened": "opened_on", "sim": "order_title"}[sort]
    wanted = sorted(few, key=lambda case: (getattr(case, column), case.pk), reverse=sort.startswith("-"))
    first = client.get(f"/requests/?{asked_for(name, few[0])}&sort={sort}&size=25").content.decode()
    second = client.get(link(first, "next")).content.decode()
    assert shown(first) + shown(second) == [case.reference for case in wanted]
    assert shown(client.get(link(second, "prev")).content.decode()) == shown(first)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("sort", ["due", "-opened"])
def test_they_are_not_looked_for_among_all(client: Client, few: list[Cancellation], name: str, sort: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/requests/?{asked_for(name, few[0])}&sort={sort}")
    [plan] = [plan_of(one["sql"]) for one in asked.captured_queries if "request_number" in one["sql"]]
    assert not {"case_open_due", "case_by_opening"} & set(plan.replace("(", " ").split()), plan


@pytest.mark.parametrize("name", FILTERS)
def test_its_queries_stay_within_their_budget(client: Client, few: list[Cancellation], owner: User, name: str) -> None:
    address = f"/requests/?{asked_for(name, few[0])}&sort=-opened"
    client.get(address)
    assert queries(lambda: client.get(address)) <= QUERIES
    many(owner, 500)
    assert queries(lambda: client.get(address)) <= QUERIES


def test_none_are_none(client: Client, few: list[Cancellation], owner: User) -> None:
    text = client.get("/requests/?holder=%3DNobody").content.decode()
    assert shown(text) == []
    assert "No request matches these filters." in text
