"""While the carrier waits for us its clock stands still, by the verbs; where its rules were read is copied too."""

from datetime import UTC, date, datetime

import pytest

from cancellations.domain.contact import ContactOutcome as Heard
from cancellations.domain.contact import Direction
from cancellations.domain.deadlines import Pause
from cancellations.domain.playbook import StepKey as K
from cancellations.domain.situation import Action, Turn
from cancellations.models import Cancellation, CarrierFact, User
from tests.cases import carrier_of, case_of, do, fresh, is_derived, sim_of, steps_of


def noon(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


@pytest.fixture
def case(owner: User) -> Cancellation:
    """Sent on the third; the carrier has ten days, and acknowledged on the fourth."""
    made = case_of(owner, to=K.CONFIRMATION, sim=sim_of(owner, carrier=carrier_of(owner, processing_days=10)))
    made.log_contact(owner, outcome=Heard.RECEIPT, direction=Direction.IN, at=noon(4))
    assert fresh(made).due == date(2026, 11, 13)
    return fresh(made)


def wants(case: Cancellation, by: User, day: int) -> Cancellation:
    fresh(case).log_contact(by, outcome=Heard.WANTS, direction=Direction.IN, at=noon(day))
    return fresh(case)


def gave(case: Cancellation, by: User, day: int) -> Cancellation:
    fresh(case).log_contact(by, outcome=Heard.OTHER, at=noon(day), gave=True)
    return fresh(case)


def test_the_answer_restarts_it_with_the_days_left(case: Cancellation, owner: User) -> None:
    stopped = wants(case, owner, 6)
    assert (stopped.turn, stopped.action) == (Turn.US, Action.ANSWER_CARRIER)
    went_on = gave(case, owner, 16)
    assert (went_on.turn, went_on.due) == (Turn.CARRIER, date(2026, 11, 23))
    assert went_on.pauses == [["2026-11-06", "2026-11-16"]]
    assert is_derived(went_on)


def test_the_reply_form_does_not_restart_it(case: Cancellation, owner: User) -> None:
    """That nothing came gives the carrier nothing."""
    wants(case, owner, 6)
    case = do(case, K.CONFIRMATION, owner, result="none", replied_on=date(2026, 11, 9), until=None)
    assert (case.action, case.wants_since) == (Action.ANSWER_CARRIER, date(2026, 11, 6))


def test_asked_twice_before_it_was_answered_is_one_pause(case: Cancellation, owner: User) -> None:
    wants(case, owner, 6)
    wants(case, owner, 8)
    assert gave(case, owner, 11).due == date(2026, 11, 18)


def test_two_pauses_add_up(case: Cancellation, owner: User) -> None:
    wants(case, owner, 6)
    gave(case, owner, 8)
    wants(case, owner, 10)
    assert gave(case, owner, 11).due == date(2026, 11, 16)


def test_a_promise_stands_still_as_well(case: Cancellation, owner: User) -> None:
    """It was given on the fifth for the twentieth; four days in between the carrier waited for us."""
    case.log_contact(
        owner, outcome=Heard.PROCESSING, direction=Direction.IN, at=noon(5), promised_by=date(2026, 11, 20)
    )
    assert fresh(case).due == date(2026, 11, 20)
    wants(case, owner, 6)
    assert gave(case, owner, 10).due == date(2026, 11, 24)


def test_a_promise_made_after_the_pause_is_kept_as_it_is(case: Cancellation, owner: User) -> None:
    wants(case, owner, 6)
    gave(case, owner, 10)
    promised = date(2026, 11, 20)
    fresh(case).log_contact(owner, outcome=Heard.PROCESSING, at=noon(11), promised_by=promised)
    assert fresh(case).due == promised


def test_a_refusal_begins_without_pauses(case: Cancellation, owner: User) -> None:
    wants(case, owner, 6)
    gave(case, owner, 8)
    refused = do(case, K.CONFIRMATION, owner, result="refused", reason="No", replied_on=date(2026, 11, 10))
    assert (refused.pauses, refused.promised_on) == ([], None)


def test_the_facts_hold_what_was_stored(case: Cancellation, owner: User) -> None:
    wants(case, owner, 6)
    stored = gave(case, owner, 8)
    assert stored.facts(steps_of(stored)).pauses == (Pause(date(2026, 11, 6), date(2026, 11, 8)),)


def test_where_a_rule_was_read_is_copied_and_stays(owner: User) -> None:
    carrier = carrier_of(owner, processing_days=10, notice_days=7, country="ES")
    fact = CarrierFact.objects.add_own(
        carrier, owner, kind="notice_period", text="Seven days before renewal.", source="https://example.org/terms"
    )
    case = case_of(owner, sim=sim_of(owner, carrier=carrier))
    fact.edit(owner, version=1, text="Ten days", source="https://example.org/other")
    rules = fresh(case).facts([]).rules
    assert rules.sources["notice_days"].source == "https://example.org/terms"
    assert rules.named == {"processing_days", "notice_days"}
    assert (rules.country, rules.notice_days) == ("ES", 7)
