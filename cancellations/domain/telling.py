"""What the sentences of the timeline are made of: readers of a payload, and sentences of the common shapes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.words import STEPS, TURNS, Look, Words, reason_in_words

Payload = Mapping[str, Any]
Teller = Callable[[Payload, date], "Sentence"]


@dataclass(frozen=True)
class Sentence:
    """A timeline item: what happened, details, a shape and a colour."""

    title: str
    text: str = ""
    icon: str = "check"
    colour: str = "is-grey"


def day_in(payload: Payload, name: str, today: date) -> str:
    return formats.said_day(date_in(payload, name), today)


def date_in(payload: Payload, name: str) -> date | None:
    try:
        return date.fromisoformat(text_in(payload, name)[:10])
    except ValueError:
        return None


def money_in(payload: Payload, name: str) -> str:
    try:
        return formats.money(Decimal(text_in(payload, name)), text_in(payload, "currency"))
    except InvalidOperation:
        return ""


def text_in(payload: Payload, name: str) -> str:
    value = payload.get(name)
    return "" if value is None else str(value)


def names_in(payload: Payload) -> str:
    """Several names, one after the other."""
    names = payload.get("names")
    return joined(*map(str, names)) if isinstance(names, list) else ""


def step_in(payload: Payload) -> str:
    key, names = text_in(payload, "step"), cast("Mapping[str, Words]", STEPS)  # a StrEnum is its value
    return str(names.get(key, key))


def look_in(words: Mapping[Any, Look], payload: Payload, name: str) -> Look | None:
    return words.get(text_in(payload, name))


def label_of(look: Look | None) -> str:
    return str(look.label) if look else ""


def reason_in(payload: Payload) -> str:
    return reason_in_words(text_in(payload, "reason"))


def about(said: str, name: str, value: str) -> str:
    """`said` with `value` put in; nothing when there is no value."""
    return said % {name: value} if value else ""


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def held(title: str, icon: str, colour: str) -> Teller:
    def made(payload: Payload, today: date) -> Sentence:
        until = about(_("Look again on %(day)s"), "day", day_in(payload, "until", today))
        text = joined(reason_in(payload), label_of(look_in(TURNS, payload, "who")), until)
        return Sentence(_(title) % {"step": step_in(payload)}, text, icon, colour)

    return made


def about_step(title: str, icon: str, colour: str = "is-grey") -> Teller:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title) % {"step": step_in(payload)}, reason_in(payload), icon, colour)

    return made


def plain(title: str, icon: str, colour: str = "is-grey") -> Teller:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title), joined(reason_in(payload), text_in(payload, "text")), icon, colour)

    return made


def told(title: str, icon: str, text: Callable[[Payload], str], colour: str = "is-grey") -> Teller:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title), text(payload), icon, colour)

    return made


def moved(title: str) -> Teller:
    def made(payload: Payload, today: date) -> Sentence:
        before, after = day_in(payload, "before", today), day_in(payload, "after", today)
        days = f"{before} → {after}" if before else after
        return Sentence(_(title), joined(days, reason_in(payload)), "calendar", "is-grey")

    return made


def raised(title: str, icon: str, colour: str) -> Teller:
    """About one day; written by the clock, one that has come or passed."""

    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title) % {"day": day_in(payload, "day", today)}, reason_in(payload), icon, colour)

    return made
