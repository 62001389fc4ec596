"""The deadlines of one case, from its facts alone: total, pure, and without a look at the clock."""

from collections.abc import Iterator
from datetime import date

from cancellations.domain.deadlines.counting import (
    Counted,
    Pause,
    add_days,
    bill_check_day,
    bills_until,
    count,
    earliest_end,
    end_of_next_billing_month,
)
from cancellations.domain.deadlines.deadline import Deadline, Kind, Origin, Rule
from cancellations.domain.deadlines.rules import RECHECK_DAYS, Unit, refund_expected
from cancellations.domain.playbook import SETTLED, StepKey, StepState
from cancellations.domain.situation import CaseFacts, StepFacts


def deadlines_of(facts: CaseFacts) -> tuple[Deadline, ...]:
    """Every deadline that the case has now, and those of the present round that were met."""
    return tuple(_all(facts))


def receipt_deadline(facts: CaseFacts) -> Deadline:
    """When the carrier should have said that it has the request; a promise beats the rule."""
    start, rules = facts.submitted_on or facts.opened_on, facts.rules
    by_rule = add_days(start, rules.receipt_days)
    return Deadline(
        Kind.RECEIPT,
        Rule.CALENDAR_DAYS,
        _origin(facts, "receipt_days"),
        start,
        rules.receipt_days,
        facts.promised_by or by_rule,
        by_rule=by_rule,
        promise=facts.promised_by,
        source=rules.sources.get("receipt_days"),
        met_on=facts.acknowledged_on,
    )


def confirmation_deadline(facts: CaseFacts) -> Deadline:
    """When the carrier should have answered: by its rule, with the days on which it waited for us left out.

    A promise beats the rule, and stands still just as the rule does.
    """
    start, rules = facts.submitted_on or facts.opened_on, facts.rules
    by_rule = _count_rule(facts, start)
    counted = _count_promise(facts, start, facts.promised_by) if facts.promised_by else by_rule
    shown = by_rule if facts.promised_by is None else counted
    first_and_last = (start, by_rule.result or start)
    return Deadline(
        Kind.CONFIRMATION,
        _UNITS[rules.unit],
        _origin(facts, "processing_days"),
        start,
        rules.processing_days,
        counted.result,
        by_rule=by_rule.result,
        left=counted.left,
        skipped=by_rule.skipped,
        pauses=_counting_pauses(facts, start) if shown.paused_days else (),
        paused_days=shown.paused_days,
        stopped_on=facts.wants_since if counted.result is None else None,
        promise=facts.promised_by,
        billing_day=facts.billing_day,
        country=rules.country,
        source=rules.sources.get("processing_days"),
        is_estimated=rules.unit is Unit.WORKING and rules.calendar.is_estimated(*first_and_last),
        met_on=facts.confirmed_on,
    )


def answer_deadline(facts: CaseFacts) -> Deadline | None:
    """By when the carrier must answer, as things stand; no day that we chose to look again is in it.

    None when it owes no answer: nothing was sent, it waits for us, or it has answered. `result` is a day then.
    """
    answered = facts.outcome or facts.confirmed_on or facts.reply_claimed_on
    if facts.submitted_on is None or facts.wants_since or answered:
        return None
    return confirmation_deadline(facts) if facts.acknowledged_on else receipt_deadline(facts)


def send_by_day(facts: CaseFacts) -> date | None:
    """The last day on which a request can be sent that is to end the contract on the day asked for."""
    end, days = facts.requested_end_date, facts.rules.notice_days
    return date.fromordinal(max(1, end.toordinal() - days)) if end and days else None


def promised_day(facts: CaseFacts) -> date | None:
    """By when the carrier itself had said that it would confirm: by its promise, or by a rule of its own.

    None when it has said neither, so that the day is only our reminder; and while it waits for us.
    """
    if facts.submitted_on is None:
        return None
    deadline = confirmation_deadline(facts)
    return deadline.result if deadline.promise or deadline.origin is Origin.CARRIER else None


def next_bill_day(facts: CaseFacts, end: date) -> date:
    """When the next bill after the end should be looked at."""
    return bill_check_day(end, facts.billing_day, _next_bill(facts, end))


_UNITS = {
    Unit.CALENDAR: Rule.CALENDAR_DAYS,
    Unit.WORKING: Rule.WORKING_DAYS,
    Unit.BILLING_MONTH: Rule.BILLING_MONTH,
}


def _all(facts: CaseFacts) -> Iterator[Deadline]:
    if facts.submitted_on is None:
        yield from _before_sending(facts)
    else:
        yield receipt_deadline(facts)
        yield confirmation_deadline(facts)
        yield from _end(facts, facts.submitted_on)
    if facts.confirmed_on:
        yield from _afterwards(facts, facts.confirmed_end_date or facts.confirmed_on)
    if facts.outcome is None:
        yield from _looks(facts)


def _before_sending(facts: CaseFacts) -> Iterator[Deadline]:
    """Preparation has the dates that a person set; the notice says by when that one can still be reached."""
    end, days, send_by = facts.requested_end_date, facts.rules.notice_days, send_by_day(facts)
    if end and days and send_by:
        source = facts.rules.sources.get("notice_days")
        yield Deadline(Kind.SEND_BY, Rule.NOTICE, Origin.CARRIER, end, days, send_by, by_rule=send_by, source=source)


def _end(facts: CaseFacts, submitted: date) -> Iterator[Deadline]:
    days, end = facts.rules.notice_days, facts.confirmed_end_date
    if end:
        start = facts.confirmed_on or end
        yield Deadline(Kind.END, Rule.NAMED, Origin.CONFIRMED, start, 0, end, by_rule=end, met_on=facts.verified_on)
    elif days is not None and (days or facts.billing_day):
        result = earliest_end(submitted, days, facts.billing_day)
        yield Deadline(
            Kind.END,
            Rule.NOTICE,
            Origin.CARRIER,
            submitted,
            days,
            result,
            by_rule=result,
            billing_day=facts.billing_day,
            source=facts.rules.sources.get("notice_days"),
        )


def _afterwards(facts: CaseFacts, end: date) -> Iterator[Deadline]:
    """The money, and the bills that follow."""
    steps = {step.key: step for step in facts.steps if step.state not in SETTLED}
    refund, bills = steps.get(StepKey.REFUND), steps.get(StepKey.BILL_CHECK)
    if refund:
        yield _refund(facts, refund, end)
    if bills:
        first, left = _next_bill(facts, end), facts.bills_wanted - facts.bill_checks
        for nth in range(first, first + max(1, left)):
            yield _bill(facts, end, nth)


def _next_bill(facts: CaseFacts, end: date) -> int:
    """Which of the bills after the end: those that came before a charge was settled need no look any more."""
    if facts.bills_from is None:
        return facts.bill_checks + 1
    seen = min(facts.bill_checks, facts.clean_since)  # none if the step was opened again since
    return bills_until(end, facts.billing_day, facts.bills_from) + seen + 1


def _bill(facts: CaseFacts, end: date, nth: int) -> Deadline:
    day = facts.billing_day
    result = bill_check_day(end, day, nth)
    return Deadline(
        Kind.BILL_CHECK, Rule.BILLING_DAY, Origin.OURS, end, 0, result, by_rule=result, billing_day=day, nth=nth
    )


def _refund(facts: CaseFacts, step: StepFacts, end: date) -> Deadline:
    days, by_rule = facts.rules.refund_days, refund_expected(end, facts.rules)
    origin, source = _origin(facts, "refund_days"), facts.rules.sources.get("refund_days")
    if step.state is StepState.WAITING and step.until and step.until != by_rule:
        return Deadline(Kind.REFUND, Rule.NAMED, Origin.PERSON, end, days, step.until, by_rule=by_rule)
    return Deadline(Kind.REFUND, Rule.CALENDAR_DAYS, origin, end, days, by_rule, by_rule=by_rule, source=source)


def _looks(facts: CaseFacts) -> Iterator[Deadline]:
    """When we look again: at what is known of the carrier, and on the day that somebody chose."""
    result = recheck_day(facts.opened_on)
    yield Deadline(Kind.RECHECK, Rule.CALENDAR_DAYS, Origin.OURS, facts.opened_on, RECHECK_DAYS, result, by_rule=result)
    chosen = facts.follow_up_on
    if chosen:
        yield Deadline(Kind.FOLLOW_UP, Rule.NAMED, Origin.PERSON, chosen, 0, chosen, by_rule=chosen)


def recheck_day(opened_on: date) -> date:
    """When the facts that a case was opened with are to be checked again."""
    return add_days(opened_on, RECHECK_DAYS)


def _count_rule(facts: CaseFacts, start: date) -> Counted:
    rules, pauses = facts.rules, facts.pauses
    if rules.unit is Unit.BILLING_MONTH:
        return _count_month(facts, start)
    return count(start, rules.processing_days, workdays=rules.workdays, pauses=pauses, stopped_on=facts.wants_since)


def _count_month(facts: CaseFacts, start: date) -> Counted:
    """The end of the next billing month, as many days later as the carrier waited for us before it."""
    result = end_of_next_billing_month(start, facts.billing_day)
    return count(start, (result - start).days, pauses=facts.pauses, stopped_on=facts.wants_since)


def _count_promise(facts: CaseFacts, start: date, promise: date) -> Counted:
    given = facts.promised_on or start
    days = (promise - given).days
    if days < 0:
        return Counted(promise)
    return count(given, days, pauses=facts.pauses, stopped_on=facts.wants_since)


def _counting_pauses(facts: CaseFacts, start: date) -> tuple[Pause, ...]:
    return tuple(pause for pause in facts.pauses if pause.until > start)


def _origin(facts: CaseFacts, name: str) -> Origin:
    return Origin.CARRIER if name in facts.rules.named else Origin.OURS
