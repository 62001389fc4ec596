"""The follow-up ladder of a case, from what its row tells: no query."""

from dataclasses import replace
from datetime import date

from cancellations.domain.contact import ACKNOWLEDGES, ContactOutcome, propose_follow_up
from cancellations.domain.deadlines import Pause
from cancellations.domain.deadlines.of_case import answer_deadline, confirmation_deadline
from cancellations.domain.ladder import Proposal, Sent, Silence, proposal
from cancellations.domain.letters import LetterKind
from cancellations.domain.situation import Action, Turn
from cancellations.models.cancellation import Cancellation
from cancellations.models.carrier import rules_from


def answer_by(case: Cancellation) -> date | None:
    """By when the carrier must answer, whenever we look again; None when it owes no answer."""
    if case.turn == Turn.CARRIER and case.action != Action.AWAIT_REFUND:
        return case.due
    deadline = answer_deadline(case.facts(())) if case.submitted_on and not case.confirmed_on else None
    return deadline.result if deadline else None


def proposed_look(case: Cancellation, outcome: ContactOutcome, on: date, *, gave: bool = False) -> date | None:
    """The day to look again that a contact of `on` suggests; None when the carrier's own day brings the case back.

    `gave`: what the carrier wanted it has now, so that its clock goes on: as good as "working on it".
    """
    facts = case.facts(())
    if outcome in ACKNOWLEDGES:
        facts = replace(facts, acknowledged_on=facts.acknowledged_on or on)
    if gave and facts.wants_since:
        stood = Pause(facts.wants_since, max(on, facts.wants_since))
        facts, outcome = replace(facts, wants_since=None, pauses=(*facts.pauses, stood)), ContactOutcome.PROCESSING
    deadline = answer_deadline(facts)
    return propose_follow_up(outcome, on, facts.rules, deadline.result if deadline else None)


def last_sent(case: Cancellation) -> Sent | None:
    """The highest letter sent since the request went out, and when one was sent last."""
    if not case.rung or not case.rung_on or not case.submitted_on or case.rung_on < case.submitted_on:
        return None
    return Sent(LetterKind(case.rung), case.rung_on)


def proposed_for(case: Cancellation, today: date) -> Proposal:
    """The letter to send next, and what holds it back."""
    last = last_sent(case)
    return proposal(
        Silence(
            situation=case.situation,
            today=today,
            answer_by=answer_by(case),
            country=case.carrier.country,
            calendar=rules_from(case.rules, case.own_days).calendar,
            submitted_on=case.submitted_on,
            promised_by=_promise(case),
            sent=(last,) if last else (),
        )
    )


def _promise(case: Cancellation) -> date | None:
    """As promised, with the days added on which the carrier waited for us."""
    if case.promised_by and case.pauses:
        return confirmation_deadline(case.facts(())).result
    return case.promised_by
