"""What the holder's page says of a case: one sentence first, then exactly what is known and since when.

Written for the SIM's holder, who has no account and knows none of our words. A receipt is never told as a
confirmation, a confirmed end in the future never as an end, and an end that nobody checked says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cancellations.domain import formats
from cancellations.domain.deadlines.of_case import answer_deadline
from cancellations.domain.ending_words import ended_in_words
from cancellations.domain.holder_ask import Asked
from cancellations.domain.playbook import SimKind, StepKey, StepState
from cancellations.domain.situation import CaseFacts, Decision, Outcome, Situation, Stage


@dataclass(frozen=True)
class HolderCase:
    """All of a case that its holder may know. `usual_days`: what others' requests to this carrier took, if known."""

    facts: CaseFacts
    situation: Situation
    kind: SimKind = SimKind.PHYSICAL
    round: int = 1
    closed_on: date | None = None
    ended_on: date | None = None  # ran out or was transferred on; suspended from
    suspended_until: date | None = None
    accounts_attached: bool = False
    asked: tuple[Asked, ...] = ()
    usual_days: int | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer to “is my card cancelled?”: the one sentence, what is known, and a colour of holder.css."""

    headline: str
    known: tuple[str, ...]
    colour: str


def verdict(case: HolderCase, today: date) -> Verdict:
    """Where the case stands, for the holder."""
    made = {
        Stage.PREPARING: _preparing,
        Stage.SUBMITTED: _with_carrier,
        Stage.PROCESSING: _with_carrier,
        Stage.CONFIRMED: _confirmed,
        Stage.CLOSED: _closed,
    }
    return made[case.situation.stage](case, today)


def is_in_doubt(facts: CaseFacts) -> bool:
    """Whether something came after the case was closed that nobody has looked at: it may deny the end."""
    return facts.outcome is not None and bool(facts.late_reply_on or facts.late_charge_on)


_DECIDED = {
    Decision.SUSPEND: gettext_noop("It is to be suspended for a time, not terminated. The contract will go on."),
    Decision.TRANSFER: gettext_noop("It is to be transferred, not terminated."),
    Decision.LAPSE: gettext_noop("It is not to be terminated: it will run out by itself."),
    Decision.KEEP: gettext_noop("It is to be kept."),
}


def _preparing(case: HolderCase, today: date) -> Verdict:
    decided = _DECIDED.get(case.facts.decision) if case.facts.decision else None
    if decided:
        what = _(decided)
    elif case.round > 1:
        what = _("The carrier refused the request that was sent. We are preparing the next one.")
    else:
        what = _("We are preparing the request. Nothing has been sent to the carrier yet.")
    return Verdict(_("Not cancelled yet"), (what, _("The contract is still running.")), "amber")


def _with_carrier(case: HolderCase, today: date) -> Verdict:
    facts = case.facts
    headline = _("Sent, waiting for the carrier")
    if facts.reply_claimed_on:
        headline = _("Sent, the carrier has answered")
    elif facts.wants_since:
        headline = _("Sent, the carrier wants something")
    return Verdict(headline, tuple(_heard(case, today)), "teal")


def _heard(case: HolderCase, today: date) -> Iterator[str]:
    facts = case.facts
    sent = _day(facts.submitted_on, today)
    if facts.acknowledged_on:
        yield _("It was sent on %(day)s.") % {"day": sent}
        received = _("The carrier received it on %(day)s. A receipt is not a confirmation.")
        yield received % {"day": _day(facts.acknowledged_on, today)}
    else:
        yield _("It was sent on %(day)s. The carrier has not said yet that it has arrived.") % {"day": sent}
    if facts.reply_claimed_on:
        answered = _("The carrier answered on %(day)s. We are checking whether this ends the contract.")
        yield answered % {"day": _day(facts.reply_claimed_on, today)}
    elif facts.wants_since:
        wants = _("On %(day)s the carrier asked us for something. We are seeing to it.")
        yield wants % {"day": _day(facts.wants_since, today)}
    else:
        yield from _expected(case, today)
    yield _("The contract is still running.")


def _expected(case: HolderCase, today: date) -> Iterator[str]:
    """When an answer is to be expected: by the carrier's word, else by its rule. Our own look-again days are ours."""
    facts, deadline = case.facts, answer_deadline(case.facts)
    due = deadline.result if deadline else None
    if facts.promised_by and due and due < today:
        late = _("The carrier promised an answer by %(day)s and has not kept its word.")
        yield late % {"day": _day(facts.promised_by, today)}
    elif facts.promised_by:
        yield _("The carrier promised an answer by %(day)s.") % {"day": _day(facts.promised_by, today)}
    elif due:
        receipt = case.situation.stage is Stage.SUBMITTED
        if due < today:
            yield _("An answer was due by %(day)s. The carrier is late.") % {"day": _day(due, today)}
        elif receipt:
            yield _("We expect the receipt by %(day)s.") % {"day": _day(due, today)}
        else:
            yield _("We expect the answer by %(day)s.") % {"day": _day(due, today)}


def _confirmed(case: HolderCase, today: date) -> Verdict:
    facts, end = case.facts, case.facts.confirmed_end_date
    known = [_("The carrier confirmed the end on %(day)s.") % {"day": _day(facts.confirmed_on, today)}]
    if end is None:
        return Verdict(_("Confirmed, without a date yet"), (*known, _("The contract is still running.")), "teal")
    day = _day(end, today)
    if end > today:
        known.append(_("Until %(day)s the contract is still running.") % {"day": day})
        return Verdict(_("Confirmed: it ends on %(day)s") % {"day": day}, (*known, *_money(case, today)), "teal")
    headline, colour = _("Terminated on %(day)s") % {"day": day}, "green"
    if facts.is_verified:
        checked = _("We checked on %(day)s that the service has really ended.")
        known.append(checked % {"day": _day(facts.verified_on, today)})
    elif end == today:
        headline, colour = _("Confirmed: it ends today, %(day)s") % {"day": day}, "teal"
        known.append(_("Nobody has checked yet that the service has really ended."))
    else:
        headline, colour = _("Terminated on %(day)s, not checked yet") % {"day": day}, "teal"
        known.append(_("Nobody has checked yet that the service has really ended."))
    if facts.charged_on:
        headline, colour = _("Terminated on %(day)s, but charged afterwards") % {"day": day}, "red"
    return Verdict(headline, (*known, *_money(case, today)), colour)


def _money(case: HolderCase, today: date) -> Iterator[str]:
    facts = case.facts
    if facts.charged_on:
        charged = _("The carrier charged something on %(day)s, after the end. We are disputing it.")
        yield charged % {"day": _day(facts.charged_on, today)}
    refund = next((step for step in facts.steps if step.key is StepKey.REFUND), None)
    if refund and refund.state is StepState.WAITING:
        if refund.until and refund.until >= today:
            yield _("The rest of the balance is to be refunded by %(day)s.") % {"day": _day(refund.until, today)}
        else:
            yield _("The rest of the balance has not been refunded yet.")


_OUTCOMES = {
    Outcome.SUSPENDED: (
        gettext_noop("Suspended, not terminated"),
        gettext_noop("The contract goes on and may cost money."),
        "amber",
    ),
    Outcome.TRANSFERRED: (
        gettext_noop("Transferred"),
        gettext_noop("The number or the contract has gone to another carrier or another person."),
        "green",
    ),
    Outcome.LAPSED: (
        gettext_noop("It has run out"),
        gettext_noop("There was nothing to terminate: the card ran out by itself."),
        "green",
    ),
    Outcome.KEPT: (
        gettext_noop("Kept"),
        gettext_noop("It was decided to keep the card. The contract goes on."),
        "grey",
    ),
    Outcome.WITHDRAWN: (
        gettext_noop("Not terminated: the request was withdrawn"),
        gettext_noop("We gave the request up. Take it that the contract goes on."),
        "amber",
    ),
    Outcome.ABANDONED: (
        gettext_noop("Not finished"),
        gettext_noop("The request could not be finished. Take it that the contract goes on."),
        "amber",
    ),
}


def _closed(case: HolderCase, today: date) -> Verdict:
    facts, closed = case.facts, _day(case.closed_on, today)
    known = [_("The request was closed on %(day)s.") % {"day": closed}] if closed else []
    heard = list(_heard_since(case, today))
    if facts.outcome in _OUTCOMES:
        headline, what, colour = _OUTCOMES[facts.outcome]
        ended = ended_in_words(facts.outcome, case.ended_on, case.suspended_until, facts.follow_up_on, today)
        return Verdict(_(headline), (*heard, *filter(None, [ended]), _(what), *known), "amber" if heard else colour)
    confirmed = _("The carrier confirmed the end on %(day)s.") % {"day": _day(facts.confirmed_on, today)}
    checked = _("We checked on %(day)s that the service has really ended.") % {"day": _day(facts.verified_on, today)}
    end = {"day": _day(facts.confirmed_end_date, today)}
    if heard:
        headline = _("Closed as terminated on %(day)s, but it is being checked again") % end
        return Verdict(headline, (*heard, confirmed, checked, *known), "amber")
    return Verdict(_("Terminated on %(day)s") % end, (confirmed, checked, *known), "green")


def _heard_since(case: HolderCase, today: date) -> Iterator[str]:
    """What came after the case was closed and waits to be looked at."""
    facts = case.facts
    if facts.late_charge_on:
        charged = _("After the request was closed, we found a charge of %(day)s. We are looking at it.")
        yield charged % {"day": _day(facts.late_charge_on, today)}
    if facts.late_reply_on:
        wrote = _("The carrier wrote again on %(day)s. We are looking at whether that changes anything.")
        yield wrote % {"day": _day(facts.late_reply_on, today)}


def _day(value: date | None, today: date) -> str:
    return formats.full_day(value, today)
