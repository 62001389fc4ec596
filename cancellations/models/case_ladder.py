"""The follow-up ladder of a case, from what its row tells: no query."""

from datetime import date

from cancellations.domain.deadlines.of_case import confirmation_deadline
from cancellations.domain.ladder import Proposal, Sent, Silence, proposal
from cancellations.domain.letters import LetterKind
from cancellations.models.cancellation import Cancellation
from cancellations.models.carrier import rules_from


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
