"""What the holder reads of a case: the one sentence, what is known, and never more than is true."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from cancellations.domain.derivation import derive
from cancellations.domain.holder import HolderCase, verdict
from cancellations.domain.playbook import StepState
from cancellations.domain.situation import CaseFacts, Decision, Outcome, Turn
from tests.domain.case_facts import CONFIRMED, PREPARED, SENT, case_facts, facts, waiting

TODAY = date(2026, 11, 21)
PROMISED = date(2026, 11, 30)
SENT_ON, HEARD_ON, SAID_ON, END = (date(2026, 11, day) for day in (3, 5, 10, 15))
Known = dict[str, Any]
sent: Known = {"submitted_on": SENT_ON}
heard: Known = {**sent, "acknowledged_on": HEARD_ON}
confirmed: Known = {**heard, "confirmed_on": SAID_ON, "confirmed_end_date": END}
verified: Known = {**confirmed, "verified_on": date(2026, 11, 16)}
closed: Known = {**verified, "outcome": Outcome.TERMINATED}
refund: Known = {"refund": {"state": StepState.WAITING, "until": date(2026, 12, 15)}}


def read(known: CaseFacts, **more: Any) -> str:
    """The whole answer in one text: headline | sentences."""
    found = verdict(HolderCase(facts=known, situation=derive(known), **more), TODAY)
    return " | ".join([found.headline, *found.known]).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("done", "known", "headline", "says"),
    [
        ("", {}, "Not cancelled yet", "Nothing has been sent to the carrier yet."),
        ("", {"decision": Decision.SUSPEND}, "Not cancelled yet", "It is to be suspended for a time, not terminated."),
        ("", {"decision": Decision.KEEP}, "Not cancelled yet", "It is to be kept."),
        (SENT, sent, "Sent, waiting for the carrier", "sent on 3 November. The carrier has not said yet"),
        (SENT, sent, "Sent, waiting for the carrier", "An answer was due by"),
        (SENT, heard, "Sent, waiting for the carrier", "received it on 5 November. A receipt is not a confirmation."),
        (
            SENT,
            {**heard, "promised_by": PROMISED},
            "Sent, waiting for the carrier",
            "promised an answer by 30 November.",
        ),
        (
            SENT,
            {**heard, "promised_by": SAID_ON},
            "Sent, waiting for the carrier",
            "10 November and has not kept its word.",
        ),
        (
            SENT,
            {**heard, "wants_since": SAID_ON},
            "Sent, the carrier wants something",
            "On 10 November the carrier asked",
        ),
        (SENT, {**heard, "reply_claimed_on": SAID_ON}, "Sent, the carrier has answered", "We are checking whether"),
        (
            CONFIRMED,
            {**confirmed, "confirmed_end_date": PROMISED},
            "Confirmed: it ends on 30 November",
            "Until 30 November",
        ),
        (
            CONFIRMED,
            {**confirmed, "confirmed_end_date": TODAY},
            "Confirmed: it ends today, 21 November",
            "Nobody has checked",
        ),
        (CONFIRMED, {**confirmed, "confirmed_end_date": None}, "Confirmed, without a date yet", "still running"),
        (CONFIRMED, confirmed, "Terminated on 15 November, not checked yet", "Nobody has checked yet"),
        (
            CONFIRMED,
            verified,
            "Terminated on 15 November",
            "We checked on 16 November that the service has really ended.",
        ),
        (CONFIRMED, {**verified, **refund}, "Terminated on 15 November", "to be refunded by 15 December."),
        (
            CONFIRMED,
            {**verified, "charged_on": date(2026, 11, 20)},
            "Terminated on 15 November, but charged afterwards",
            "charged something on 20 November, after the end. We are disputing it.",
        ),
        (CONFIRMED, closed, "Terminated on 15 November", "We checked on 16 November"),
        (
            CONFIRMED,
            {**closed, "late_reply_on": TODAY},
            "Closed as terminated on 15 November, but it is being checked again",
            "again | The carrier wrote again on 21 November. We are looking",
        ),
        (
            "",
            {"outcome": Outcome.WITHDRAWN, "charged_on": TODAY, "late_charge_on": TODAY},
            "Not terminated: the request was withdrawn",
            "After the request was closed, we found a charge of 21 November. We are looking at it. | ",
        ),
        ("", {"outcome": Outcome.LAPSED, "late_reply_on": TODAY}, "It has run out", "The carrier wrote again on"),
        ("", {"outcome": Outcome.SUSPENDED}, "Suspended, not terminated", "may cost money"),
        ("", {"outcome": Outcome.TRANSFERRED}, "Transferred", "another carrier or another person"),
        ("", {"outcome": Outcome.LAPSED}, "It has run out", "There was nothing to terminate"),
        ("", {"outcome": Outcome.KEPT}, "Kept", "The contract goes on."),
        ("", {"outcome": Outcome.WITHDRAWN}, "Not terminated: the request was withdrawn", "the contract goes on"),
        (SENT, {**sent, "outcome": Outcome.ABANDONED}, "Not finished", "the contract goes on"),
    ],
)
def test_the_sentence_of_every_state(done: str, known: dict[str, Any], headline: str, says: str) -> None:
    said = read(facts(done, **known))
    assert said.split(" | ")[0] == headline
    assert says in said


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("late", ["late_reply_on", "late_charge_on"])
def test_nothing_is_green_while_something_late_waits(outcome: Outcome, late: str) -> None:
    known = facts(CONFIRMED, **{**closed, "outcome": outcome, late: TODAY})
    assert verdict(HolderCase(facts=known, situation=derive(known)), TODAY).colour == "amber"


def test_a_refusal_is_told() -> None:
    assert "The carrier refused the request that was sent." in read(facts(PREPARED), round=2)


def test_the_day_of_another_end_is_told() -> None:
    known = facts("", outcome=Outcome.SUSPENDED)
    said = read(known, closed_on=TODAY, ended_on=END, suspended_until=date(2026, 12, 1))
    assert "Suspended from Sun 15 Nov until Tue 1 Dec" in said.replace(",", "")
    assert "closed on 21 November" in said


def test_a_suspension_with_no_end_known_is_told_as_that() -> None:
    """The day on which we look again is ours: nothing ends on it."""
    known = facts("", outcome=Outcome.SUSPENDED, follow_up_on=date(2026, 12, 1))
    said = read(known, closed_on=TODAY, ended_on=END)
    assert "Suspended from Sun 15 Nov, no end known" in said
    assert "Dec" not in said


def test_a_day_of_our_own_is_not_told_as_the_carriers() -> None:
    """When we want to look again is nobody's promise."""
    said = read(facts(SENT, **heard, follow_up_on=date(2026, 11, 25)))
    assert said.startswith("Sent, waiting for the carrier")
    assert "25 November" not in said
    assert "We expect the answer by" in said, "the carrier's own day is told all the same"


def test_a_doubted_end_is_not_told_as_checked() -> None:
    again: Known = {"verification": {"state": StepState.DONE, "check_again": True}}
    assert read(facts(CONFIRMED, **verified, **again)).startswith("Terminated on 15 November, not checked yet")


def test_waiting_for_the_holder_hides_nothing_of_the_rest() -> None:
    held = facts(SENT, **heard, confirmation=waiting(Turn.HOLDER, PROMISED))
    assert read(held).startswith("Sent, waiting for the carrier")


@given(case_facts)
def test_nothing_is_told_that_is_not_so(known: CaseFacts) -> None:
    """Any facts give an answer; an end is told only when the carrier confirmed it and its day has come."""
    case = HolderCase(facts=known, situation=derive(known))
    for today in (TODAY, TODAY + timedelta(days=4000)):
        found = verdict(case, today)
        assert found.headline
        assert all(found.known)
        end = known.confirmed_end_date
        if found.headline.startswith("Terminated") and known.outcome is None:
            assert known.confirmed_on
            assert end
            assert end <= today
            assert known.is_verified or "not checked" in found.headline or "charged" in found.headline
        if found.headline.startswith("Terminated") and known.outcome is not None:
            assert known.outcome is Outcome.TERMINATED
