"""What the reports count, by tables of cases that were lived through the verbs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cancellations.domain.figures import Figure, figures_of
from cancellations.domain.playbook import StepKey
from cancellations.domain.reporting.period import Period
from cancellations.domain.situation import Outcome, Stage
from cancellations.models import Carrier, User
from cancellations.models.courses import courses_of
from cancellations.models.reports.backlog import backlog
from cancellations.models.reports.flow import flow
from cancellations.models.reports.keys import By, Keys, keys_of
from cancellations.models.reports.money import Kind, money
from cancellations.models.reports.scope import scope_of
from cancellations.models.reports.scores import scores
from tests.cases import TODAY, carrier_of, case_of, do, sim_of, walk
from tests.views.reports.told import confirmed, received, refused, sent

pytestmark = pytest.mark.usefixtures("a_saturday")
NOVEMBER = Period(date(2026, 11, 1), TODAY)


def test_days_and_shares_of_a_carrier(owner: User, carrier: Carrier) -> None:
    """Confirmed after 2, 4, 6, 8 and 10 days, promised within 5; two refused, one of these sent anew; one waits."""
    for days in (2, 4, 6, 8, 10):
        confirmed(owner, received(owner, sent(owner, carrier, promised=5), 1), days)
    refused(owner, sent(owner, carrier))
    walk(refused(owner, sent(owner, carrier)), owner, to=StepKey.CONFIRMATION)
    sent(owner, carrier)
    found, total = scores(scope_of(owner), NOVEMBER, Keys(By.CARRIER))
    assert list(found) == [carrier.pk]
    score = found[carrier.pk]
    assert score == total
    assert (score.opened, score.sent, score.waiting) == (8, 8, 1)
    assert (score.receipt.median, score.receipt.most) == (Figure(5, 1.0), Figure(5, 1.0))
    assert (score.confirmation.median, score.confirmation.most) == (Figure(5, 6.0), Figure(5, 9.2))
    assert score.refused == Figure(7, 2 / 7)
    assert score.promised == Figure(5, 5.0)
    assert score.kept == Figure(5, 0.4)
    assert score.billed == Figure(0)


def test_the_same_as_on_the_carriers_page(owner: User, carrier: Carrier) -> None:
    for days in (1, 3, 3, 9, 5):
        walk(confirmed(owner, sent(owner, carrier), days), owner, to=None)
    for _one in range(3):
        refused(owner, sent(owner, carrier))
    one_carrier = figures_of(courses_of(carrier, owner))
    _found, total = scores(scope_of(owner), NOVEMBER, Keys(By.CARRIER))
    assert total.confirmation.median == one_carrier.confirmation
    assert total.receipt.median == one_carrier.receipt
    assert total.refund.median == one_carrier.refund
    assert (total.refused, total.billed) == (one_carrier.refused, one_carrier.billed)


def test_a_receipt_is_no_confirmation(owner: User, carrier: Carrier) -> None:
    for _one in range(5):
        received(owner, sent(owner, carrier), 2)
    _found, total = scores(scope_of(owner), NOVEMBER, Keys(By.CARRIER))
    assert total.receipt.median == Figure(5, 2.0)
    assert total.confirmation.median == Figure(0)
    assert total.waiting == 5


def test_a_promise_counts_when_the_carrier_made_it(owner: User, carrier: Carrier) -> None:
    case = confirmed(owner, sent(owner, carrier), 4)
    assert case.answer_due_on is None  # only our own reminder stood there
    ruled = carrier_of(owner, processing_days=10, processing_unit="calendar")
    assert confirmed(owner, sent(owner, ruled), 4).answer_due_on == date(2026, 11, 13)
    promised = confirmed(owner, sent(owner, ruled, promised=3), 4)
    assert promised.answer_due_on == date(2026, 11, 6)
    promised.reopen_step(StepKey.CONFIRMATION, owner, reason="Wrong letter")
    promised.refresh_from_db()
    assert promised.answer_due_on is None


def test_opened_and_closed_by_week(owner: User, carrier: Carrier) -> None:
    for day in (date(2026, 10, 26), date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 2)):
        case = case_of(owner, sim=sim_of(owner, carrier=carrier), opened_on=day)
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="Kept after all")
    parts = flow(scope_of(owner), Period(date(2026, 10, 26), TODAY), TODAY)
    numbers = [(part.opened, part.closed, part.open_at_end) for part in parts]
    assert numbers == [(2, 0, 2), (2, 0, 4), (0, 0, 4), (0, 1, 3)]


def test_what_came_after_the_period_is_not_in_it(owner: User, carrier: Carrier) -> None:
    case = case_of(owner, sim=sim_of(owner, carrier=carrier), opened_on=date(2026, 10, 5))
    case_of(owner, sim=sim_of(owner, carrier=carrier), opened_on=date(2026, 11, 5))
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="Kept after all")
    [part] = flow(scope_of(owner), Period(date(2026, 10, 5), date(2026, 10, 11)), TODAY)
    assert (part.opened, part.closed, part.open_at_end) == (1, 0, 1)


def test_a_reopened_one_was_never_closed(owner: User, carrier: Carrier) -> None:
    case = case_of(owner, sim=sim_of(owner, carrier=carrier))
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="Kept after all")
    case.reopen(owner, reason="Not kept")
    assert [part.closed for part in flow(scope_of(owner), NOVEMBER, TODAY)] == [0, 0, 0, 0]


def test_the_backlog_by_stage_and_age(owner: User, carrier: Carrier) -> None:
    case_of(owner, sim=sim_of(owner, carrier=carrier), opened_on=date(2026, 8, 1))
    received(owner, sent(owner, carrier), 1)
    found = backlog(scope_of(owner), TODAY)
    assert found.rows[Stage.PREPARING] == (0, 0, 0, 0, 1)
    assert found.rows[Stage.PROCESSING] == (0, 1, 0, 0, 0)
    assert found.total == 2


def test_money_by_currency(owner: User, carrier: Carrier) -> None:
    sent(owner, carrier, monthly_fee=Decimal(10), currency="EUR")
    sent(owner, carrier, monthly_fee=Decimal(700), currency="RUB")
    ended = confirmed(owner, sent(owner, carrier, monthly_fee=Decimal(500), currency="RUB"), 7)
    ended = do(ended, StepKey.VERIFICATION, owner)
    do(ended, StepKey.REFUND, owner, received=Decimal("20.00"), expected_by=date(2026, 11, 18))
    sums = money(scope_of(owner), NOVEMBER, Keys(By.CARRIER), TODAY)
    found = {(one.kind, one.currency): (one.amount, one.n) for one in sums}
    assert found == {
        (Kind.BILLED, "EUR"): (Decimal(10), 1),
        (Kind.BILLED, "RUB"): (Decimal(700), 1),
        (Kind.EXPECTED, "RUB"): (Decimal(100), 1),
        (Kind.OVERDUE, "RUB"): (Decimal(100), 1),
        (Kind.SAVED, "RUB"): (Decimal(500), 1),
        (Kind.RECEIVED, "RUB"): (Decimal(20), 1),
    }


def test_by_person_month_and_client(owner: User, colleague: User, carrier: Carrier) -> None:
    sent(owner, carrier, holder="Zhou Kai")
    sent(owner, carrier).assign(owner, to=colleague)
    sent(owner, carrier).assign(owner, to=None)
    scope = scope_of(owner)
    expected = {
        By.PERSON: {owner.pk: 1, colleague.pk: 1, None: 1},
        By.MONTH: {"2026-11": 3},
        By.CLIENT: {"Zhou Kai": 1, "": 2},
    }
    for by, counts in expected.items():
        found, total = scores(scope, NOVEMBER, keys_of(scope, NOVEMBER, by))
        assert {key: score.opened for key, score in found.items()} == counts
        assert total.opened == 3


def test_narrowed_to_a_carrier_and_a_person(owner: User, colleague: User, carrier: Carrier) -> None:
    sent(owner, carrier).assign(owner, to=colleague)
    sent(owner, carrier).assign(owner, to=None)
    sent(owner, carrier_of(owner))
    wanted: list[tuple[dict[str, Any], int]] = [
        ({"carrier": carrier.pk}, 2),
        ({"assignee": colleague.pk}, 1),
        ({"assignee": 0}, 1),
        ({}, 3),
    ]
    for narrowed, n in wanted:
        scope = scope_of(owner, **narrowed)
        assert scores(scope, NOVEMBER, Keys(By.CARRIER))[1].opened == n
        assert sum(part.opened for part in flow(scope, NOVEMBER, TODAY)) == n
        assert backlog(scope, TODAY).total == n


def test_examples_count_while_there_is_nothing_else(owner: User, carrier: Carrier) -> None:
    assert owner.workspace
    example = sent(owner, carrier)
    type(example).objects.filter(pk=example.pk).update(is_example=True)
    owner.workspace.has_examples = True
    assert scores(scope_of(owner), NOVEMBER, Keys(By.CARRIER))[1].opened == 1
    sent(owner, carrier)
    sent(owner, carrier)
    assert scores(scope_of(owner), NOVEMBER, Keys(By.CARRIER))[1].opened == 2
