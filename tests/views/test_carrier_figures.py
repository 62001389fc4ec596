"""A carrier's figures on its page: counted from the workspace's own cases, hidden while they are few."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.figures import figures_of
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Carrier, User
from cancellations.models.courses import courses_of
from tests.cases import carrier_of, case_of, do, fresh, sim_of, walk
from tests.conftest import ClientOf
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
ALL_DONE = StepKey.BILL_CHECK
CHARGED: dict[str, Any] = {"result": "charged", "amount": "300.00", "currency": "RUB"}


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return carrier_of(owner)


def lived(by: User, carrier: Carrier, *, to: StepKey | None = ALL_DONE) -> Cancellation:
    """Sent on the 3rd, confirmed on the 10th, ended on the 15th, money back on the 18th."""
    case = case_of(by, sim=sim_of(by, carrier=carrier))
    return walk(case, by, to=to)


def squeezed(client: Client, carrier: Carrier) -> str:
    return " ".join(text_of(client.get(f"/carriers/{carrier.slug}/")).split())


def test_four_cases_are_too_few(client: Client, owner: User, carrier: Carrier) -> None:
    for _one in range(4):
        lived(owner, carrier)
    page = squeezed(client, carrier)
    assert "From sending to the confirmation too few cases yet: 4 of 5" in page
    assert "Billed after the end, where bills were checked too few cases yet: 0 of 5" in page
    assert "100%" not in page


def test_five_cases_tell(client: Client, owner: User, carrier: Carrier) -> None:
    for _one in range(5):
        lived(owner, carrier)
    page = squeezed(client, carrier)
    assert "From sending to the confirmation7 days from 5 requests" in page
    assert "From the end to the whole refund3 days from 5 requests" in page
    assert "Confirmed, of those decided100% from 5 requests" in page
    assert "Refused at least once, of those decided0% from 5 requests" in page


def test_refusals_bills_and_what_was_given_up(owner: User, carrier: Carrier) -> None:
    refused: dict[str, Any] = {"result": "refused", "replied_on": date(2026, 11, 6), "reason": "No", "end_date": None}
    for _one in range(2):
        do(lived(owner, carrier, to=StepKey.CONFIRMATION), StepKey.CONFIRMATION, owner, **refused)
    for charged in (True, False, False):
        case = lived(owner, carrier)
        do(case, StepKey.BILL_CHECK, owner, **(CHARGED if charged else {}))
    lived(owner, carrier, to=StepKey.CONFIRMATION)  # waits still
    figures = figures_of(courses_of(carrier, owner))
    assert (figures.confirmed.n, figures.confirmed.value) == (5, 0.6)
    assert (figures.refused.n, figures.refused.value) == (5, 0.4)
    assert (figures.billed.n, figures.billed.value) == (3, None)


def test_a_settled_charge_still_counts(owner: User, carrier: Carrier) -> None:
    case = do(lived(owner, carrier), StepKey.BILL_CHECK, owner, **CHARGED)
    do(case, StepKey.BILL_CHECK, owner)
    assert [one.was_billed for one in courses_of(carrier, owner)] == [True]


def test_a_rest_that_was_given_up_is_no_refund(owner: User, carrier: Carrier) -> None:
    case = lived(owner, carrier, to=StepKey.REFUND)
    do(case, StepKey.REFUND, owner, received="20.00", write_off=True, write_off_reason="Too little")
    assert [one.refunded_on for one in courses_of(carrier, owner)] == [None]


def test_examples_and_other_carriers_do_not_count(owner: User, carrier: Carrier) -> None:
    example = lived(owner, carrier)
    Cancellation.objects.filter(pk=example.pk).update(is_example=True)
    lived(owner, carrier_of(owner))
    assert list(courses_of(carrier, owner)) == []


def test_a_stranger_sees_nothing(owner: User, stranger: User, carrier: Carrier, client_of: ClientOf) -> None:
    lived(owner, carrier)
    assert list(courses_of(carrier, stranger)) == []
    assert client_of(stranger).get(f"/carriers/{carrier.slug}/").status_code == 404


def test_a_viewer_sees_the_figures(client_of: ClientOf, viewer: User, carrier: Carrier) -> None:
    assert "How it went here" in squeezed(client_of(viewer), carrier)


def test_as_many_queries_for_many_cases(client: Client, owner: User, carrier: Carrier) -> None:
    case = lived(owner, carrier)
    client.get(f"/carriers/{carrier.slug}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/carriers/{carrier.slug}/")
    copied(case, 300)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/carriers/{carrier.slug}/")
    assert len(many) == len(few)


def copied(case: Cancellation, times: int) -> None:
    """More cases like this one, closed, written at once."""
    rows = []
    for number in range(times):
        row = fresh(case)
        row.pk, row.reference, row.is_open = None, f"LC-{number:06}", False
        row.submitted_on = date(2026, 11, 3) - timedelta(days=number % 9)
        rows.append(row)
    Cancellation.objects.bulk_create(rows)
