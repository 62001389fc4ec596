"""Sums per currency are those of the rows, of the user's own workspace, in one query."""

import random
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cancellations.models import Cancellation, Sim, User
from cancellations.models.money_sums import SECONDS_KEPT, MoneySum, Sum, money_sums, recent_money_sums
from tests.cases import TODAY
from tests.listed import build, days
from tests.plans import plan_of, reads_whole_table


def some(by: User, count: int, seed: int) -> list[Cancellation]:
    """Cases that are owed something or nothing, in three currencies."""
    chance = random.Random(seed)
    return build(by, [_one(chance) for _ in range(count)])


def _one(chance: random.Random) -> dict[str, object]:
    fields: dict[str, object] = {
        "sim__monthly_fee": Decimal(chance.randrange(0, 90_000)) / 100,
        "sim__currency": chance.choice(["RUB", "EUR", "CNY"]),
        "sim__status": chance.choice(["active", "cancelling", "ended"]),
    }
    for kind in ("refund", "charge"):
        if chance.random() < 0.6:
            fields[f"{kind}_outstanding"] = Decimal(chance.randrange(1, 9_999_999)) / 100
            fields[f"{kind}_currency"] = chance.choice(["RUB", "EUR", "CNY"])
    if "refund_outstanding" in fields:
        fields["refund_due_on"] = days(chance.randrange(-5, 5))
    return fields


def added_up(cases: list[Cancellation], kind: Sum) -> dict[str, tuple[Decimal, int, int]]:
    """The same in plain Python, from the rows."""
    found: dict[str, tuple[Decimal, int, int]] = defaultdict(lambda: (Decimal(0), 0, 0))
    for case in cases:
        late = 0
        if kind is Sum.BILLED:
            fee = case.sim.monthly_fee if case.sim.status == "cancelling" else None
            amount, currency = fee or None, case.sim.currency
        elif kind is Sum.REFUND:
            amount, currency = case.refund_outstanding, case.refund_currency
            late = int(bool(case.refund_due_on and case.refund_due_on < TODAY))
        else:
            amount, currency = case.charge_outstanding, case.charge_currency
        if amount:
            total, count, overdue = found[currency]
            found[currency] = (total + amount, count + 1, overdue + late)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_sums_are_those_of_the_rows(owner: User, stranger: User, seed: int) -> None:
    cases = some(owner, 60, seed)
    some(stranger, 20, seed)
    sums = money_sums(owner, TODAY)
    for kind in Sum:
        found = {one.currency: (one.amount, one.count, one.overdue) for one in sums if one.kind is kind}
        assert found == added_up(cases, kind)


def test_mine_are_those_assigned_to_me(owner: User, colleague: User) -> None:
    cases = some(owner, 40, 7)
    mine = cases[::2]
    Cancellation.objects.filter(pk__in=[case.pk for case in mine]).update(assignee=colleague)
    sums = money_sums(colleague, TODAY, mine=True)
    for kind in Sum:
        found = {one.currency: (one.amount, one.count, one.overdue) for one in sums if one.kind is kind}
        assert found == added_up(mine, kind)


def test_billed_is_what_the_cards_say(owner: User) -> None:
    some(owner, 40, 3)
    rows = {row["currency"]: row["monthly"] for row in Sim.objects.visible_to(owner).billed()}
    assert {one.currency: one.amount for one in money_sums(owner, TODAY) if one.kind is Sum.BILLED} == rows


def test_one_query_read_from_the_indexes(owner: User) -> None:
    some(owner, 10, 1)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert any(isinstance(one, MoneySum) for one in money_sums(owner, TODAY))
    assert len(captured) == 1
    plan = plan_of(captured[0]["sql"])
    assert not reads_whole_table(plan)
    if connection.vendor == "postgresql":
        return  # which index it takes of several is a matter of statistics
    for index in ("sim_billed", "case_refund_outstanding", "case_charge_outstanding"):
        assert index in plan


def test_sums_of_very_many_rows_are_added_up_once_a_minute(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = float(random.randrange(10**9)) * SECONDS_KEPT  # no other test has had this minute
    monkeypatch.setattr("time.monotonic", lambda: now)
    cases = some(owner, 20, seed=1)
    before = recent_money_sums(owner, TODAY)
    assert before == money_sums(owner, TODAY)

    Sim.objects.filter(pk__in=[case.sim_id for case in cases]).update(monthly_fee=Decimal("1.00"))
    assert recent_money_sums(owner, TODAY) == before
    now += SECONDS_KEPT
    assert recent_money_sums(owner, TODAY) == money_sums(owner, TODAY) != before
    assert recent_money_sums(owner, TODAY, mine=True) == money_sums(owner, TODAY, mine=True)
