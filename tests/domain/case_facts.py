"""Facts of made-up cases: by hand for tables, by hypothesis for rules that hold for all of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from cancellations.domain.deadlines import CarrierRules, OwnDay, Pause, Unit
from cancellations.domain.playbook import SimKind, StepKey, StepState, steps_for
from cancellations.domain.situation import CaseFacts, Decision, Outcome, StepFacts, Turn

OPENED = date(2026, 11, 2)
END = date(2026, 12, 1)

PREPARED = "policy decision backup balance devices contact identity"
SENT = f"{PREPARED} submission"
CONFIRMED = f"{SENT} confirmation"


def day(number: int) -> date:
    """A day of November 2026, or later: 31 is 1 December."""
    return date(2026, 11, 1) + timedelta(days=number - 1)


def facts(done: str = "", *, kind: SimKind = SimKind.ESIM, **known: Any) -> CaseFacts:
    """A case whose steps in `done` are done. Other steps by their name: identity=StepFacts fields."""
    changed = {name: known.pop(name) for name, value in [*known.items()] if isinstance(value, dict)}
    steps = [StepFacts(key, StepState.DONE if key in done.split() else StepState.TODO) for key in steps_for(kind)]
    steps = [replace(step, **changed.get(step.key.value, {})) for step in steps]
    return CaseFacts(opened_on=OPENED, steps=tuple(steps), **known)


def waiting(on: Turn, until: date) -> dict[str, Any]:
    return {"state": StepState.WAITING, "waiting_on": on, "until": until}


def blocked(by: Turn, review_on: date) -> dict[str, Any]:
    return {"state": StepState.BLOCKED, "waiting_on": by, "until": review_on}


days = st.dates(date(1991, 1, 1), date(2099, 12, 31))
maybe_day = st.none() | days
_steps = {
    key: st.builds(
        StepFacts,
        key=st.just(key),
        state=st.sampled_from(StepState),
        waiting_on=st.none() | st.sampled_from([Turn.US, Turn.CARRIER, Turn.HOLDER]),
        until=maybe_day,
        check_again=st.booleans(),
    )
    for key in StepKey
}
_rules = st.builds(
    CarrierRules,
    receipt_days=st.integers(0, 3650),
    processing_days=st.integers(0, 3650),
    unit=st.sampled_from(Unit),
    refund_days=st.integers(0, 3650),
    notice_days=st.none() | st.integers(0, 3650),
    country=st.sampled_from(["", "RU", "CN", "GB", "XX"]),
    own_days=st.lists(st.builds(OwnDay, days, st.just("x"), st.booleans()), max_size=2).map(tuple),
)
some_pauses = st.lists(st.tuples(days, st.integers(0, 60)), max_size=3).map(
    lambda asked: tuple(Pause(since, since + timedelta(days=count)) for since, count in asked)
)
_DAYS = (
    "requested_end_date",
    "submitted_on",
    "acknowledged_on",
    "promised_by",
    "promised_on",
    "wants_since",
    "reply_claimed_on",
    "confirmed_on",
    "confirmed_end_date",
    "verified_on",
    "charged_on",
    "bills_from",
    "follow_up_on",
    "late_reply_on",
    "late_charge_on",
    "suspended_until",
)
case_facts = st.sampled_from(SimKind).flatmap(
    lambda kind: st.builds(
        CaseFacts,
        opened_on=days,
        steps=st.tuples(*(_steps[key] for key in steps_for(kind))),
        decision=st.none() | st.sampled_from(Decision),
        outcome=st.none() | st.none() | st.sampled_from(Outcome),
        billing_day=st.none() | st.integers(1, 31),
        bill_checks=st.integers(0, 3),
        clean_since=st.integers(0, 3),
        rules=_rules,
        pauses=some_pauses,
        **dict.fromkeys(_DAYS, maybe_day),
    )
)
