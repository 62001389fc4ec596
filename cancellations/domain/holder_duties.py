"""The rest of the holder's page: the five stages, what the holder must do now, and what they had better not do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cancellations.domain import formats
from cancellations.domain.holder import HolderCase, is_in_doubt
from cancellations.domain.holder_ask import Asked, HolderAsk
from cancellations.domain.playbook import SETTLED, SimKind, StepKey, StepState
from cancellations.domain.situation import Outcome, Stage, Turn
from cancellations.domain.words import Words

ASKS: dict[HolderAsk, Words] = {
    HolderAsk.DOCUMENT: gettext_lazy("A document"),
    HolderAsk.SCREENSHOT: gettext_lazy("A screenshot"),
    HolderAsk.UNLINK: gettext_lazy("To move their accounts off the number"),
    HolderAsk.OTHER: gettext_lazy("Something else, in your own words"),
}
TITLES: dict[HolderAsk, Words] = {
    HolderAsk.DOCUMENT: gettext_lazy("Send us a document"),
    HolderAsk.SCREENSHOT: gettext_lazy("Send us a screenshot"),
    HolderAsk.UNLINK: gettext_lazy("Move your accounts off this number"),
    HolderAsk.OTHER: gettext_lazy("We need something from you"),
}
HOW: dict[HolderAsk, Words] = {
    HolderAsk.DOCUMENT: gettext_lazy("A photo or a scan is enough. Everything on it must be legible."),
    HolderAsk.SCREENSHOT: gettext_lazy("Take it on your phone and choose it here."),
    HolderAsk.UNLINK: gettext_lazy(
        "Banks first, then government logins, messengers, e-mail. Whoever gets this number next also gets its codes."
    ),
}
_STAGES: dict[Stage, Words] = {
    Stage.PREPARING: gettext_lazy("Prepared"),
    Stage.SUBMITTED: gettext_lazy("Sent to the carrier"),
    Stage.PROCESSING: gettext_lazy("Received by the carrier"),
    Stage.CONFIRMED: gettext_lazy("Confirmed by the carrier"),
    Stage.CLOSED: gettext_lazy("Checked and closed"),
}
WITH_CARRIER = frozenset({Stage.SUBMITTED, Stage.PROCESSING})
_BEING_PREPARED = gettext_lazy("Being prepared")


@dataclass(frozen=True)
class Mark:
    """One of the five stages: done, present ("now") or still to come ("")."""

    name: Words
    day: str
    state: str


@dataclass(frozen=True)
class Duty:
    """One thing that we asked the holder for, as they read it."""

    step: StepKey
    title: str
    how: str
    words: str
    until: str
    wants_files: bool
    is_answered: bool


def track(case: HolderCase, today: date) -> list[Mark]:
    """The five stages, each with the day on which it was reached."""
    facts, order, now = case.facts, list(Stage), case.situation.stage
    days = [facts.opened_on, facts.submitted_on, facts.acknowledged_on, facts.confirmed_on, case.closed_on]
    marks = []
    for stage, day in zip(order, days, strict=True):
        shown = "" if stage is Stage.PREPARING else formats.short_day(day, today)
        state = "done" if _is_done(stage, now, day) else "now" if stage is now else ""
        name = _BEING_PREPARED if stage is now is Stage.PREPARING else _STAGES[stage]
        marks.append(Mark(name, shown, state))
    return marks


def _is_done(stage: Stage, now: Stage, day: date | None) -> bool:
    """A closed case may have ended before it was ever sent: only what it came to is done."""
    if now is Stage.CLOSED:
        return day is not None
    order = list(Stage)
    return order.index(stage) < order.index(now)


def duties(case: HolderCase, today: date) -> list[Duty]:
    """What the holder was asked for, as long as the case is open."""
    return [] if case.facts.outcome else [_duty(asked, today) for asked in case.asked]


def _duty(asked: Asked, today: date) -> Duty:
    until = "" if asked.is_answered else formats.full_day(asked.until, today)
    return Duty(
        step=asked.step,
        title=str(TITLES[asked.ask]),
        how=str(HOW.get(asked.ask, "")),
        words=asked.words,
        until=_("Please by %(day)s.") % {"day": until} if until else "",
        wants_files=asked.wants_files,
        is_answered=asked.is_answered,
    )


def what_to_do(case: HolderCase) -> str:
    """The sentence above the duties: whether the holder has to do something now."""
    if is_in_doubt(case.facts):
        return _("Nothing right now.")
    if case.facts.outcome:
        return _("Nothing any more.")
    if any(not asked.is_answered for asked in case.asked):
        return _("We are waiting for you.")
    asked = {one.step for one in case.asked}
    waits = {StepState.WAITING, StepState.BLOCKED}
    if any(
        step.state in waits and step.waiting_on is Turn.HOLDER and step.key not in asked for step in case.facts.steps
    ):
        return _("We are waiting for you. Ask whoever sent you this link what is needed.")
    return _("Nothing right now.")


def advice(case: HolderCase, today: date) -> Iterator[str]:
    """What to keep in mind meanwhile."""
    if _should_move_accounts(case):
        yield _("While the card still receives messages, move your accounts off this number: banks first.")
    if is_in_doubt(case.facts):
        yield (
            _("Do not delete the eSIM from your phone until we have looked at it: that cannot be undone.")
            if case.kind is SimKind.ESIM
            else _("Do not cut up the SIM card until we have looked at it: that cannot be undone.")
        )
    elif _must_keep_card(case, today):
        yield (
            _("Do not delete the eSIM from your phone yet: a code may still arrive, and deleting it ends no contract.")
            if case.kind is SimKind.ESIM
            else _("Keep the SIM card: a code may still arrive, and throwing it away ends no contract.")
        )
    elif case.facts.outcome is Outcome.TERMINATED:
        yield (
            _("You can delete the eSIM from your phone now.")
            if case.kind is SimKind.ESIM
            else _("You can cut up the SIM card now.")
        )


def how_long_others_took(case: HolderCase) -> str:
    """Only while we wait for the carrier, and only when it is known."""
    if case.usual_days is None or case.situation.stage not in WITH_CARRIER:
        return ""
    said = ngettext(
        "Others usually had this carrier's answer after %(n)s day.",
        "Others usually had this carrier's answer after %(n)s days.",
        case.usual_days,
    )
    return said % {"n": case.usual_days}


def _should_move_accounts(case: HolderCase) -> bool:
    facts = case.facts
    backup = facts.states.get(StepKey.BACKUP)
    if facts.outcome or facts.confirmed_on or backup is None:
        return False
    asked = any(one.ask is HolderAsk.UNLINK for one in case.asked)
    return not asked and (backup not in SETTLED or case.accounts_attached)


def _must_keep_card(case: HolderCase, today: date) -> bool:
    """Until the contract has ended by the carrier's word and on its day."""
    facts = case.facts
    if facts.outcome:
        return facts.outcome in {Outcome.SUSPENDED, Outcome.WITHDRAWN, Outcome.ABANDONED, Outcome.KEPT}
    end = facts.confirmed_end_date if facts.confirmed_on else None
    return end is None or end >= today
