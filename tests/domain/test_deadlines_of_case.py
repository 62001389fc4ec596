"""The deadlines of a case: all that it has, from its facts alone, and the same that the situation goes by."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from cancellations.domain.deadlines import RECHECK_DAYS, CarrierRules, Pause, Unit
from cancellations.domain.deadlines.deadline import Deadline, Kind, Origin, Rule
from cancellations.domain.deadlines.of_case import confirmation_deadline, deadlines_of
from cancellations.domain.derivation import derive
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, CaseFacts, Stage, Turn
from tests.domain.case_facts import CONFIRMED, END, OPENED, SENT, case_facts, facts, waiting

SENT_ON = date(2026, 11, 5)


def found(known: CaseFacts) -> dict[Kind, Deadline]:
    return {one.kind: one for one in deadlines_of(known)}


def days(known: CaseFacts) -> dict[str, date | None]:
    return {kind.value: one.result for kind, one in found(known).items()}


RECHECK = OPENED + timedelta(days=RECHECK_DAYS)
TABLE: list[tuple[CaseFacts, dict[str, date | None]]] = [
    (facts(), {"recheck": RECHECK}),
    (
        facts(requested_end_date=END, rules=CarrierRules(notice_days=7)),
        {"send_by": date(2026, 11, 24), "recheck": RECHECK},
    ),
    (
        facts(SENT, submitted_on=SENT_ON, follow_up_on=date(2026, 11, 12)),
        {
            "receipt": date(2026, 11, 8),
            "confirmation": date(2026, 12, 5),
            "recheck": RECHECK,
            "follow_up": date(2026, 11, 12),
        },
    ),
    (
        facts(SENT, submitted_on=SENT_ON, billing_day=15, rules=CarrierRules(notice_days=14)),
        {
            "receipt": date(2026, 11, 8),
            "confirmation": date(2026, 12, 5),
            "end": date(2026, 12, 15),
            "recheck": RECHECK,
        },
    ),
    (
        facts(SENT, submitted_on=SENT_ON, billing_day=15, rules=CarrierRules(unit=Unit.BILLING_MONTH)),
        {"receipt": date(2026, 11, 8), "confirmation": date(2026, 12, 14), "recheck": RECHECK},
    ),
    (
        facts(CONFIRMED, submitted_on=SENT_ON, confirmed_on=date(2026, 11, 20), confirmed_end_date=END, billing_day=10),
        {
            "receipt": date(2026, 11, 8),
            "confirmation": date(2026, 12, 5),
            "end": END,
            "refund": date(2026, 12, 31),
            "bill_check": date(2026, 12, 10),
            "recheck": RECHECK,
        },
    ),
]


@pytest.mark.parametrize(("known", "expected"), TABLE)
def test_every_deadline(known: CaseFacts, expected: dict[str, date | None]) -> None:
    assert days(known) == expected


def test_whose_rule_it_is() -> None:
    known = facts(
        SENT, submitted_on=SENT_ON, rules=CarrierRules(processing_days=10, named=frozenset({"processing_days"}))
    )
    assert found(known)[Kind.RECEIPT].origin is Origin.OURS
    assert found(known)[Kind.CONFIRMATION].origin is Origin.CARRIER


def test_a_promise_beats_the_rule_and_the_rule_is_still_told() -> None:
    promised = facts(SENT, submitted_on=SENT_ON, acknowledged_on=SENT_ON, promised_by=date(2026, 12, 20))
    one = confirmation_deadline(promised)
    assert (one.result, one.by_rule, one.promise) == (date(2026, 12, 20), date(2026, 12, 5), date(2026, 12, 20))
    assert derive(promised).due_on == date(2026, 12, 20)


def test_while_the_carrier_waits_there_are_days_left() -> None:
    one = confirmation_deadline(facts(SENT, submitted_on=SENT_ON, wants_since=date(2026, 11, 15)))
    assert (one.result, one.left, one.stopped_on) == (None, 20, date(2026, 11, 15))


def test_pauses_move_the_end_of_a_billing_month_as_well() -> None:
    pause = Pause(date(2026, 11, 10), date(2026, 11, 13))
    one = confirmation_deadline(
        facts(SENT, submitted_on=SENT_ON, pauses=(pause,), rules=CarrierRules(unit=Unit.BILLING_MONTH))
    )
    assert (one.rule, one.result, one.paused_days) == (Rule.BILLING_MONTH, date(2027, 1, 3), 3)


def test_a_refund_by_the_day_that_a_person_wrote_down() -> None:
    day = date(2027, 1, 20)
    known = facts(
        CONFIRMED, submitted_on=SENT_ON, confirmed_on=END, confirmed_end_date=END, refund=waiting(Turn.CARRIER, day)
    )
    refund = found(known)[Kind.REFUND]
    assert (refund.result, refund.by_rule, refund.origin) == (day, date(2026, 12, 31), Origin.PERSON)


def test_what_is_settled_has_no_deadline() -> None:
    known = facts(
        f"{CONFIRMED} verification bill_check",
        confirmed_on=END,
        confirmed_end_date=END,
        refund={"state": StepState.SKIPPED},
    )
    assert not {Kind.REFUND, Kind.BILL_CHECK} & found(known).keys()


@given(case_facts)
def test_total_and_pure(known: CaseFacts) -> None:
    made = deadlines_of(known)
    assert made == deadlines_of(known)
    assert len({one.kind for one in made}) == len(made)
    for one in made:
        assert one.result is not None or one.stopped_on is not None
        assert one.left >= 0


@given(case_facts)
def test_the_situation_goes_by_them(known: CaseFacts) -> None:
    situation = derive(known)
    if situation.stage is Stage.PROCESSING and situation.action is Action.AWAIT_CONFIRMATION:
        assert situation.due_on == found(known)[Kind.CONFIRMATION].result


@given(case_facts)
def test_a_later_fact_that_changes_nothing_moves_no_day_back(known: CaseFacts) -> None:
    """A receipt is heard of again, a step before the submission is settled, another pause of before is remembered."""
    start = known.submitted_on or known.opened_on
    first = min(start, known.promised_on or start)
    before = Pause(first - timedelta(days=20), first - timedelta(days=10))
    later: list[dict[str, Any]] = [
        {"acknowledged_on": known.acknowledged_on or start},
        {"pauses": (before, *known.pauses)},
        {"steps": tuple(replace(one, check_again=False) for one in known.steps if one.key is not StepKey.POLICY)},
    ]
    for fact in later:
        assert confirmation_deadline(replace(known, **fact)).result == confirmation_deadline(known).result


@given(case_facts)
def test_another_pause_never_brings_an_answer_forward(known: CaseFacts) -> None:
    known = replace(known, wants_since=None)
    first = confirmation_deadline(known).result
    since = (known.submitted_on or known.opened_on) + timedelta(days=3)
    after = confirmation_deadline(
        replace(known, pauses=(*known.pauses, Pause(since, since + timedelta(days=9))))
    ).result
    assert first is not None
    assert after is not None
    assert after >= first
