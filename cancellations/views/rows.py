"""Cases as lines of a list: one query, and everything as text before a template sees it.

A list page spends most of its time on its rows. What repeats from row to row (days, badges, names of stages) is made
and escaped once and kept; the template of a row is rendered once a language, and filled in for each case.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import CharField
from django.db.models.expressions import RawSQL
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from cancellations.domain import formats
from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.domain.words import ACTIONS, OUTCOMES, STAGES, STEPS
from cancellations.models import Cancellation
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.carrier import name_in_language
from cancellations.models.case import NEVER
from cancellations.models.sim import title_of
from cancellations.models.worklists import CARRIER_NAMES, WHY_BLOCKED

_KEPT = 4096
_WITH_CARRIER = frozenset({Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION})
_STAGES = list(Stage)
_STAND_IN = "LC-000000"
_NOTHING = SafeString()

_COLUMNS = (
    "pk", "reference", "stage", "turn", "action", "action_step", "due_on", "submitted_on", "follow_up_on", "confirmed_on",
    "confirmed_end_date", "closed_at", "outcome", "sim__nickname", "sim__holder", "sim__msisdn", "sim__iccid", "sim__monthly_fee",
    "sim__currency", "carrier__slug", "assignee__name", "assignee__email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as a list shows it. `id` and the two days are for ordering and paging; the rest is HTML, escaped."""

    id: int
    due_on: date
    confirmed_on: date | None
    reference: SafeString
    url: SafeString
    title: SafeString
    number: SafeString
    holder: SafeString
    carrier: SafeString
    badge: SafeString
    action: SafeString
    detail: SafeString
    due: SafeString
    track: SafeString
    stage: SafeString
    fee: SafeString
    who: SafeString


@dataclass(frozen=True)
class Frame:
    """The template of a row, rendered but for the fields: `text` has %s for each of them, `pick` takes them from a row."""

    text: str
    pick: Callable[[CaseRow], tuple[SafeString, ...]]


@cache
def listed_cases() -> CancellationQuerySet:
    """All cases, with the columns of a row: filter them, then give them to `case_rows`.

    Kept, because Django takes longer to find out what twenty columns of four tables are called than to read fifty rows.
    """
    why, carrier = RawSQL(WHY_BLOCKED, (), CharField()), RawSQL(CARRIER_NAMES, (), CharField())
    return Cancellation.objects.values_list(*_COLUMNS, why, carrier)


def case_rows(cases: CancellationQuerySet, today: date) -> list[CaseRow]:
    """The rows of `cases`, in their order. One query. Numbers are masked for everybody: lists are read over shoulders.

    `cases` come from `listed_cases`.
    """
    language = get_language() or "en"
    return [_row(columns, today, language) for columns in cases]


def rows_html(rows: Iterable[CaseRow], template: str) -> SafeString:
    """The rows one after the other, each as `template` shows its `row`; the template may not ask what is in a field."""
    frame = _frame(template, get_language() or "en")
    # the template escapes what it adds, and the fields are escaped already: their type says so
    return SafeString("".join([frame.text % frame.pick(row) for row in rows]))


def _row(columns: tuple[Any, ...], today: date, language: str) -> CaseRow:
    (
        pk, reference, stage, turn, action, step, due_on, submitted_on, follow_up_on, confirmed_on,
        end, closed_at, outcome, nickname, holder, msisdn, iccid, fee,
        currency, _slug, name, email, why, carrier,
    ) = columns  # fmt: skip
    late = turn == Turn.CARRIER and due_on < today
    number = _number(msisdn, iccid)
    printed, (before, after) = escape(reference), _address()
    title = title_of(nickname, holder, msisdn, iccid, full=False)
    closed_on = timezone.localtime(closed_at).date() if closed_at else None
    return CaseRow(
        id=pk,
        due_on=due_on,
        confirmed_on=confirmed_on,
        reference=printed,
        url=before + printed + after,
        title=escape(title),
        number=number if number != title else _NOTHING,
        holder=escape(holder) if holder and holder != title else _NOTHING,
        carrier=_carrier(carrier, language),
        badge=_held(action, stage, outcome, language),
        action=_action(action, step, late, stage, language),
        detail=escape(why)
        if why
        else _detail(action, submitted_on, follow_up_on, due_on, end, closed_on, today, language),
        due=_due(turn, stage, due_on, today, language),
        track=_track(stage, action, late, language),
        stage=_stage_name(stage, language),
        fee=_fee(fee, currency, language) if fee else _NOTHING,
        who=_who(name, email) if name or email else _NOTHING,
    )


@lru_cache(maxsize=16)
def _frame(template: str, language: str) -> Frame:
    marked = render_to_string(template, {"row": {field.name: f"\0{field.name}\0" for field in fields(CaseRow)}})
    names = re.findall("\0(.*?)\0", marked)
    return Frame(re.sub("\0.*?\0", "%s", marked.replace("%", "%%")), attrgetter(*names))


@cache
def _address() -> tuple[SafeString, SafeString]:
    """What stands before and after the reference in the address of a case; reversing it for every row is slow."""
    before, after = reverse("request", args=[_STAND_IN]).split(_STAND_IN)
    return escape(before), escape(after)


# Everything below is kept by its arguments: `language` is among them because gettext reads it behind their back.


@lru_cache(maxsize=_KEPT)
def _held(action: str, stage: str, outcome: str, language: str) -> SafeString:
    """What stands before the action: that the case is blocked, or how it ended. Mostly nothing."""
    if action == Action.UNBLOCK:
        return _badge("is-purple", "stop", gettext("Blocked"))
    if stage == Stage.CLOSED and outcome:
        look = OUTCOMES[Outcome(outcome)]
        return _badge(look.colour, look.icon, str(look.label))
    return _NOTHING


@lru_cache(maxsize=_KEPT)
def _action(action: str, step: str, late: bool, stage: str, language: str) -> SafeString:
    if late and action in _WITH_CARRIER:
        return escape(gettext("Ring the carrier and ask"))
    if action in {Action.AWAIT_STEP, Action.UNBLOCK} and step:
        return escape(STEPS[StepKey(step)])
    if action == Action.NONE and stage == Stage.CLOSED:
        return _NOTHING
    return escape(ACTIONS[Action(action)].label)


@lru_cache(maxsize=_KEPT)
def _detail(
    action: str,
    submitted: date | None,
    follow_up: date | None,
    due: date,
    end: date | None,
    closed: date | None,
    today: date,
    language: str,
) -> SafeString:
    """What says more than the action: how long the carrier has been at it, when the contract ends, when it was closed."""
    if closed:
        words = formats.short_day(closed, today)
    elif end:
        ends = gettext("Contract ends %(day)s") if end >= today else gettext("Contract ended %(day)s")
        words = ends % {"day": formats.short_day(end, today)}
    elif action in _WITH_CARRIER and submitted:
        words = _waited((today - submitted).days, 0 if follow_up or due < today else (due - submitted).days)
    else:
        return _NOTHING
    return escape(words)


def _waited(days: int, whole: int) -> str:
    """`whole`: the days that the carrier has; 0 when another day was agreed, or they are over."""
    if not whole:
        return gettext("Day %(n)s") % {"n": days}
    return ngettext("Day %(n)s of %(whole)s", "Day %(n)s of %(whole)s", whole) % {"n": days, "whole": whole}


@lru_cache(maxsize=_KEPT)
def _due(turn: str, stage: str, due: date, today: date, language: str) -> SafeString:
    """A badge when the day has come or gone, else the day."""
    if due == NEVER:
        return _NOTHING if stage == Stage.CLOSED else escape(gettext("No date"))
    days = (today - due).days
    if days < 0:
        return escape(formats.short_day(due, today))
    if days == 0:
        return _badge("is-teal" if turn == Turn.CARRIER else "is-amber", "today", gettext("Today"))
    late = ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    return _badge("is-red" if turn == Turn.CARRIER else "is-amber", "clock", late)


@lru_cache(maxsize=_KEPT)
def _track(stage: str, action: str, late: bool, language: str) -> SafeString:
    """Five dashes, one a stage: the done ones, and the present one in the colour of its state."""
    place = _STAGES.index(Stage(stage))
    colour = "is-red" if late else "is-purple" if action == Action.UNBLOCK else STAGES[Stage(stage)].colour
    words = gettext("Stage %(n)s of 5: %(name)s") % {"n": place + 1, "name": STAGES[Stage(stage)].label}
    done = len(_STAGES) if stage == Stage.CLOSED else place
    marks = ["d"] * done + ["c"] * (done == place) + [""] * (len(_STAGES) - 1 - place)
    return _piece("track", words=words, colour=colour, marks=marks)


@lru_cache(maxsize=_KEPT)
def _stage_name(stage: str, language: str) -> SafeString:
    return escape(STAGES[Stage(stage)].label)


@lru_cache(maxsize=_KEPT)
def _fee(fee: Decimal, currency: str, language: str) -> SafeString:
    return escape(formats.money(fee, currency))


@lru_cache(maxsize=_KEPT)
def _who(name: str | None, email: str | None) -> SafeString:
    whole = name or (email or "").split("@")[0]
    return _piece("avatar", name=whole, initial=whole[:1].upper())


@lru_cache(maxsize=_KEPT)
def _carrier(names: str, language: str) -> SafeString:
    """The carrier's name, from its names as the database keeps them."""
    return escape(name_in_language(json.loads(names)))


@lru_cache(maxsize=_KEPT)
def _number(msisdn: str, iccid: str) -> SafeString:
    return escape(mask_msisdn(msisdn) if msisdn else mask_digits(iccid))


def _badge(colour: str, symbol: str, words: str) -> SafeString:
    return _piece("badge", colour=colour, symbol=symbol, words=words)


def _piece(part: str, **values: object) -> SafeString:
    """A part of requests/pieces.html, filled in."""
    return render_to_string(f"requests/pieces.html#{part}", values)
