"""The texts of a row of cases or cards, escaped. Each is kept by what it is made from, as most rows look alike.

`language` is among the arguments because gettext reads it behind their back.
"""

import html
import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from cancellations.domain import formats
from cancellations.domain.alarms import SUSPENSION_NOTICE
from cancellations.domain.badge import action_words
from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.playbook import SimKind
from cancellations.domain.situation import Action, Outcome, SimStatus, Stage, Turn
from cancellations.domain.words import OUTCOMES, SIM_KINDS, SIM_STATUSES, STAGES
from cancellations.models.carrier import name_in_language
from cancellations.models.case import NEVER
from cancellations.models.own_lists import OwnLists

NOTHING = SafeString()


_KEPT = 4096
_WITH_CARRIER = frozenset({Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION, Action.FOLLOW_UP})
_STAGES = list(Stage)


def escape(text: object) -> SafeString:
    """As django.utils.html.escape, but at once: that one leaves a translation to be looked up by every row anew."""
    return SafeString(html.escape(str(text)))


@lru_cache(maxsize=_KEPT)
def held(action: str, stage: str, outcome: str, language: str) -> SafeString:
    """What stands before the action: that the case is blocked, or how it ended. Mostly nothing."""
    if action == Action.UNBLOCK:
        return _badge("is-purple", "stop", gettext("Blocked"))
    if stage == Stage.CLOSED and outcome:
        look = OUTCOMES[Outcome(outcome)]
        return _badge(look.colour, look.icon, str(look.label))
    return NOTHING


@lru_cache(maxsize=_KEPT)
def action(action: str, step: str, late: bool, stage: str, language: str) -> SafeString:
    if action == Action.NONE and stage == Stage.CLOSED:
        return NOTHING
    return escape(action_words(action, step, late=late))


class Days(NamedTuple):
    """The days of a case that its detail is made from."""

    submitted: date | None
    follow_up: date | None
    due: date
    end: date | None
    closed: date | None


@lru_cache(maxsize=_KEPT)
def detail(action: str, days: Days, today: date, language: str) -> SafeString:
    """What says more than the action: how long the carrier has had, or the day of an end, a suspension’s too."""
    if action == Action.SUSPENSION_ENDS:
        words = gettext("Suspended until %(day)s") % {"day": formats.short_day(days.due + SUSPENSION_NOTICE, today)}
    elif action == Action.SUSPENSION_OPEN:
        words = gettext("Suspended, no end known")
    elif days.closed:
        words = formats.short_day(days.closed, today)
    elif days.end:
        ends = gettext("Contract ends %(day)s") if days.end >= today else gettext("Contract ended %(day)s")
        words = ends % {"day": formats.short_day(days.end, today)}
    elif action in _WITH_CARRIER and days.submitted:
        whole = 0 if days.follow_up or days.due < today else (days.due - days.submitted).days
        words = _waited((today - days.submitted).days, whole)
    else:
        return NOTHING
    return escape(words)


def _waited(days: int, whole: int) -> str:
    """`whole`: the days that the carrier has; 0 when we look again on a day of our own, or they are over."""
    if not whole:
        return gettext("Day %(n)s") % {"n": days}
    return ngettext("Day %(n)s of %(whole)s", "Day %(n)s of %(whole)s", whole) % {"n": days, "whole": whole}


@lru_cache(maxsize=_KEPT)
def due(turn: str, stage: str, due: date, today: date, language: str) -> SafeString:
    """A badge when the day has come or gone, else the day."""
    if due == NEVER:
        return NOTHING if stage == Stage.CLOSED else escape(gettext("No date"))
    days = (today - due).days
    if days < 0:
        return escape(formats.short_day(due, today))
    if days == 0:
        return _badge("is-teal" if turn == Turn.CARRIER else "is-amber", "today", gettext("Today"))
    late = ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    return _badge("is-red" if turn == Turn.CARRIER else "is-amber", "clock", late)


@lru_cache(maxsize=_KEPT)
def track(stage: str, action: str, late: bool, language: str) -> SafeString:
    """Five dashes, one a stage: the done ones, and the present one in the colour of its state."""
    place = _STAGES.index(Stage(stage))
    colour = "is-red" if late else "is-purple" if action == Action.UNBLOCK else STAGES[Stage(stage)].colour
    words = gettext("Stage %(n)s of 5: %(name)s") % {"n": place + 1, "name": STAGES[Stage(stage)].label}
    done = len(_STAGES) if stage == Stage.CLOSED else place
    marks = ["d"] * done + ["c"] * (done == place) + [""] * (len(_STAGES) - 1 - place)
    return _piece("track", words=words, colour=colour, marks=marks)


@lru_cache(maxsize=_KEPT)
def stage_name(stage: str, language: str) -> SafeString:
    return escape(STAGES[Stage(stage)].label)


@lru_cache(maxsize=_KEPT)
def fee(fee: Decimal, currency: str, language: str) -> SafeString:
    return escape(formats.money(fee, currency))


@lru_cache(maxsize=_KEPT)
def who(name: str | None, email: str | None) -> SafeString:
    whole = name or (email or "").split("@")[0]
    return _piece("avatar", name=whole, initial=whole[:1].upper())


@lru_cache(maxsize=_KEPT)
def carrier(names: str, language: str) -> SafeString:
    """The carrier's name, from its names as the database keeps them."""
    return escape(name_in_language(json.loads(names)))


@lru_cache(maxsize=_KEPT)
def number(msisdn: str, iccid: str) -> SafeString:
    """Masked for everybody."""
    return escape(mask_msisdn(msisdn) if msisdn else mask_digits(iccid))


@lru_cache(maxsize=_KEPT)
def digits(iccid: str) -> SafeString:
    """Masked for everybody."""
    return escape(mask_digits(iccid))


@lru_cache(maxsize=_KEPT)
def numbers(number: SafeString | str, iccid: SafeString | str) -> SafeString:
    """Both of a card, as far as it has them; masked already."""
    return _piece("numbers", number=number, iccid=iccid) if number or iccid else NOTHING


@lru_cache(maxsize=_KEPT)
def status(status: str, language: str) -> SafeString:
    """Of a card's contract."""
    look = SIM_STATUSES[SimStatus(status)]
    return _badge(look.colour, look.icon, str(look.label))


@lru_cache(maxsize=_KEPT)
def kind(kind: str, language: str) -> SafeString:
    return escape(SIM_KINDS[SimKind(kind)])


@lru_cache(maxsize=_KEPT)
def day(day: date, today: date, language: str) -> SafeString:
    return escape(formats.short_day(day, today))


def tags(tag_ids: str, lists: OwnLists) -> SafeString:
    """The tags that a case carries by these ids."""
    return _tags(tuple(lists.names(tag_ids)))


@lru_cache(maxsize=_KEPT)
def _tags(names: tuple[str, ...]) -> SafeString:
    return _piece("tags", names=names) if names else NOTHING


def _badge(colour: str, symbol: str, words: str) -> SafeString:
    return _piece("badge", colour=colour, symbol=symbol, words=words)


def _piece(part: str, **values: object) -> SafeString:
    """A part of requests/pieces.html, filled in."""
    return render_to_string(f"requests/pieces.html#{part}", values)
