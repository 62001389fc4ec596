"""A deadline in words: what it is called, how it was counted, and why some days were left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import get_day_names
from django.utils.translation import get_language, gettext_lazy, ngettext, to_locale
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.deadlines import DayOff, Pause, RuleSource
from cancellations.domain.deadlines.counting import WITHOUT_BILLING_DAY
from cancellations.domain.deadlines.deadline import Deadline, Kind, Origin, Rule
from cancellations.domain.holiday_names import holiday_name
from cancellations.domain.json_record import is_web_address
from cancellations.domain.places import country_name
from cancellations.domain.words import Words

DEADLINES: dict[Kind, Words] = {
    Kind.SEND_BY: gettext_lazy("Send it by"),
    Kind.RECEIPT: gettext_lazy("Receipt expected"),
    Kind.CONFIRMATION: gettext_lazy("Answer expected"),
    Kind.END: gettext_lazy("Contract ends"),
    Kind.REFUND: gettext_lazy("Refund expected"),
    Kind.BILL_CHECK: gettext_lazy("Look at the bill"),
    Kind.RECHECK: gettext_lazy("Check the carrier’s facts again"),
    Kind.FOLLOW_UP: gettext_lazy("Look again"),
}

_STARTS: dict[Kind, Words] = {
    Kind.SEND_BY: gettext_lazy("Counted back from the end date asked for"),
    Kind.RECEIPT: gettext_lazy("Counted from the day it was sent"),
    Kind.CONFIRMATION: gettext_lazy("Counted from the day it was sent"),
    Kind.END: gettext_lazy("Counted from the day it was sent"),
    Kind.REFUND: gettext_lazy("Counted from the end of the contract"),
    Kind.BILL_CHECK: gettext_lazy("Counted from the end of the contract"),
    Kind.RECHECK: gettext_lazy("Counted from the day the request was opened"),
}

_ORIGINS: dict[Origin, Words] = {
    Origin.CARRIER: gettext_lazy("The carrier’s rule, as it was copied into this request when it was opened."),
    Origin.OURS: gettext_lazy("Our own reminder, not law."),
    Origin.CONFIRMED: gettext_lazy("The carrier’s reply."),
    Origin.PERSON: gettext_lazy("Chosen by a person."),
}


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Explained:
    """A deadline as a page prints it. `skipped`: day and name of all that did not count."""

    key: str
    title: str
    day: str
    lines: tuple[Line, ...]
    skipped: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def title_of(deadline: Deadline) -> str:
    if deadline.kind is Kind.END and deadline.rule is Rule.NOTICE:
        return _("Contract can end")
    return str(DEADLINES[deadline.kind])


def day_of(deadline: Deadline, today: date) -> str:
    """The day; while the clock stands still, how much is left."""
    if deadline.result is not None:
        return formats.day(deadline.result, today)
    left = ngettext("%(n)s day left", "%(n)s days left", deadline.left) % {"n": deadline.left}
    return _("The clock stands still: %(left)s") % {"left": left}


def explain(deadline: Deadline, today: date) -> Explained:
    """All of it, in the reader's language."""
    return Explained(
        deadline.key,
        title_of(deadline),
        day_of(deadline, today),
        tuple(_lines(deadline, today)),
        tuple((formats.day(off.day, today), name_of(off, deadline.country)) for off in deadline.skipped),
        tuple(_notes(deadline)),
    )


def name_of(off: DayOff, country: str) -> str:
    """Why a day is free: a holiday by its name, any other by its weekday."""
    if off.is_own:
        return _("%(name)s (our own list)") % {"name": off.name}
    return holiday_name(country, off.day, off.name) if off.name else _weekday(off.day)


def _lines(deadline: Deadline, today: date) -> Iterator[Line]:
    yield Line(_("Rule"), _rule(deadline))
    if deadline.billing_day and deadline.rule in {Rule.NOTICE, Rule.BILLING_MONTH}:
        yield Line(_("Billing day"), str(deadline.billing_day))
    yield Line(_("Whose rule"), str(_ORIGINS[deadline.origin]))
    if deadline.source:
        yield _source(deadline.source, today)
    if deadline.rule is not Rule.NAMED:
        yield Line(str(_STARTS[deadline.kind]), formats.day(deadline.start, today))
    for pause in deadline.pauses:
        yield Line(_("The carrier waited for us"), _pause(pause, today))
    if deadline.paused_days:
        days = ngettext("%(n)s day does not count", "%(n)s days do not count", deadline.paused_days)
        yield Line(_("While it waited"), days % {"n": deadline.paused_days})
    if deadline.stopped_on:
        yield Line(_("The carrier waits for us since"), formats.day(deadline.stopped_on, today))
    if deadline.promise and deadline.by_rule:
        yield Line(_("By the rule alone"), formats.day(deadline.by_rule, today))
    if deadline.promise:
        yield Line(_("Promised by the carrier"), formats.day(deadline.promise, today))
    yield Line(_("Result"), day_of(deadline, today))
    if deadline.met_on:
        yield Line(_("It came on"), formats.day(deadline.met_on, today))


def _rule(deadline: Deadline) -> str:
    n = deadline.length
    match deadline.rule:
        case Rule.CALENDAR_DAYS:
            return ngettext("%(n)s calendar day", "%(n)s calendar days", n) % {"n": n}
        case Rule.WORKING_DAYS:
            return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
        case Rule.BILLING_MONTH:
            return _("By the end of the next billing month")
        case Rule.NOTICE if n == 0:
            return _("No notice is needed")
        case Rule.NOTICE:
            return ngettext("%(n)s day of notice before a renewal", "%(n)s days of notice before a renewal", n) % {
                "n": n
            }
        case Rule.BILLING_DAY:
            return _bill(deadline)
        case Rule.NAMED:
            return _("A day that was named")


def _bill(deadline: Deadline) -> str:
    if not deadline.billing_day:
        days = WITHOUT_BILLING_DAY
        return _("Every %(n)s days after the end, as no billing day is known") % {"n": days}
    return _("Bill %(nth)s after the end, on day %(day)s of the month") % {
        "nth": deadline.nth,
        "day": deadline.billing_day,
    }


def _source(source: RuleSource, today: date) -> Line:
    read = formats.partial_day(source.as_of, today) if source.as_of else ""
    text = f"{source.source} · {read}" if read else source.source
    return Line(_("Read at"), text, source.source if is_web_address(source.source) else "")


def _pause(pause: Pause, today: date) -> str:
    return _("asked on %(since)s, answered on %(until)s") % {
        "since": formats.short_day(pause.since, today),
        "until": formats.short_day(pause.until, today),
    }


def _notes(deadline: Deadline) -> Iterator[str]:
    if deadline.promise:
        yield _("A day that the carrier promised beats the rule. No reminder to it is proposed before that day.")
    if deadline.rule is Rule.WORKING_DAYS and deadline.country:
        yield _("Working days are those of %(country)s.") % {"country": country_name(deadline.country)}
    elif deadline.rule is Rule.WORKING_DAYS:
        yield _("The carrier’s country is not known: only Saturdays and Sundays are left out.")
    if deadline.is_estimated:
        yield _("Estimated: the country has not announced yet which days it moves in one of these years.")


def _weekday(day: date) -> str:
    return str(get_day_names("wide", locale=to_locale(get_language() or "en"))[day.weekday()])
