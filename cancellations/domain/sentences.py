"""From an event's kind and payload to what the timeline says, in the reader's language. The only place for it.

A payload is what a verb wrote, perhaps long ago: whatever is missing in it or cannot be read is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cancellations.domain import formats
from cancellations.domain.carrier_words import what_changed_of_carrier, which_fact
from cancellations.domain.ending_words import ended_in_words
from cancellations.domain.evidence_words import which_dossier, which_file
from cancellations.domain.ladder_words import rung_label
from cancellations.domain.money import Found, Paid
from cancellations.domain.money_words import CHARGES_SETTLED
from cancellations.domain.sim_words import what_changed_of_card
from cancellations.domain.words import CHANNELS, CONTACT_OUTCOMES, OUTCOMES, STEPS, TURNS, Look, Words, reason_in_words

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A timeline item: what happened, details, a shape and a colour."""

    title: str
    text: str = ""
    icon: str = "check"
    colour: str = "is-grey"


def sentence(kind: str, payload: Payload, today: date) -> Sentence:
    """Unknown kinds (of a newer release) are shown by their name rather than lost."""
    made = _SENTENCES.get(kind)
    return made(payload, today) if made else Sentence(kind)


def _day(payload: Payload, name: str, today: date) -> str:
    return formats.day(_date(payload, name), today)


def _date(payload: Payload, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(payload, name)[:10])
    except ValueError:
        return None


def _money(payload: Payload, name: str) -> str:
    try:
        return formats.money(Decimal(_text(payload, name)), _text(payload, "currency"))
    except InvalidOperation:
        return ""


def _text(payload: Payload, name: str) -> str:
    value = payload.get(name)
    return "" if value is None else str(value)


def _step(payload: Payload) -> str:
    key, names = _text(payload, "step"), cast("Mapping[str, Words]", STEPS)  # a StrEnum is its value
    return str(names.get(key, key))


def _look(words: Mapping[Any, Look], payload: Payload, name: str) -> Look | None:
    return words.get(_text(payload, name))


def _label(look: Look | None) -> str:
    return str(look.label) if look else ""


def _reason(payload: Payload) -> str:
    return reason_in_words(_text(payload, "reason"))


def _about(said: str, name: str, value: str) -> str:
    """`said` with `value` put in; nothing when there is no value."""
    return said % {name: value} if value else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _opened(payload: Payload, today: date) -> Sentence:
    end = _about(_("End date asked for: %(day)s"), "day", _day(payload, "end", today))
    return Sentence(_("Request opened"), _joined(end, _reason(payload)), "plus", "is-grey")


def _completed(payload: Payload, today: date) -> Sentence:
    details = {
        "submission": lambda: _joined(
            _about(_("Sent on %(day)s"), "day", _day(payload, "submitted_on", today)),
            _about(_("Request number %(number)s"), "number", _text(payload, "request_number")),
        ),
        "confirmation": lambda: _joined(
            _about(_("Contract ends on %(day)s"), "day", _day(payload, "end_date", today)),
            _text(payload, "confirmation_number"),
            _about(_("Refund expected by %(day)s"), "day", _day(payload, "refund_by", today)),
            _about(_("Look at the bill on %(day)s"), "day", _day(payload, "bill_on", today)),
        ),
        "verification": lambda: _about(_("Checked on %(day)s"), "day", _day(payload, "checked_on", today)),
    }
    made = details.get(_text(payload, "step"))
    text = made() if made else ""
    return Sentence(_("Done: %(step)s") % {"step": _step(payload)}, text, "check", "is-green")


def _recorded(payload: Payload, today: date) -> Sentence:
    match payload.get("step"), payload.get("result"):
        case "confirmation", "wants":
            return Sentence(_("The carrier wants something"), _text(payload, "what"), "file", "is-amber")
        case "confirmation", "receipt":
            return Sentence(_("Only a receipt: no confirmation yet"), "", "mail", "is-teal")
        case "confirmation", "suspended":
            return Sentence(_("Only suspended: the contract goes on"), "", "clock", "is-amber")
        case "bill_check", "charged":
            return _charged(payload, today)
        case "bill_check", ("returned" | "cancelled" | "waived") as settled:
            return Sentence(
                str(CHARGES_SETTLED[Found(settled)]), _joined(_money(payload, "amount"), _reason(payload)), "money"
            )
    if payload.get("received"):
        return _received(payload)
    return Sentence(_("Recorded: %(step)s") % {"step": _step(payload)}, "", "pencil", "is-grey")


def _charged(payload: Payload, today: date) -> Sentence:
    text = _joined(_money(payload, "amount"), _day(payload, "charged_on", today), _text(payload, "what"))
    return Sentence(_("Charged after the end date"), text, "alert", "is-red")


def _received(payload: Payload) -> Sentence:
    amount = {
        "amount": payload.get("received"),
        "currency": payload.get("received_currency") or payload.get("currency"),
    }
    if payload.get("paid_as") == Paid.CREDIT:
        return Sentence(_("Store credit received, which is no refund"), _money(amount, "amount"), "money", "is-amber")
    return Sentence(_("Part of the refund received"), _money(amount, "amount"), "money", "is-teal")


def _given_up(payload: Payload, today: date) -> Sentence:
    text = _joined(_money(payload, "amount"), _reason(payload))
    return Sentence(_("Rest of the refund given up"), text, "money", "is-amber")


def _held(title: str, icon: str, colour: str) -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        until = _about(_("Look again on %(day)s"), "day", _day(payload, "until", today))
        text = _joined(_reason(payload), _label(_look(TURNS, payload, "who")), until)
        return Sentence(_(title) % {"step": _step(payload)}, text, icon, colour)

    return made


def _about_step(title: str, icon: str, colour: str = "is-grey") -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title) % {"step": _step(payload)}, _reason(payload), icon, colour)

    return made


def _plain(title: str, icon: str, colour: str = "is-grey") -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title), _joined(_reason(payload), _text(payload, "text")), icon, colour)

    return made


def _told(
    title: str, icon: str, text: Callable[[Payload], str], colour: str = "is-grey"
) -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title), text(payload), icon, colour)

    return made


def _contact(payload: Payload, today: date) -> Sentence:
    channel, outcome = _look(CHANNELS, payload, "channel"), _look(CONTACT_OUTCOMES, payload, "outcome")
    title = _joined(_label(channel), rung_label(payload) or _label(outcome)) or _("Contact with the carrier")
    text = _joined(
        _text(payload, "agent"),
        _text(payload, "note"),
        _about(_("Request number %(number)s"), "number", _text(payload, "number")),
        _about(_("Promised by %(day)s"), "day", _day(payload, "promised_by", today)),
    )
    return Sentence(title, text, channel.icon if channel else "phone", outcome.colour if outcome else "is-teal")


def _number(payload: Payload, today: date) -> Sentence:
    text = _joined(_text(payload, "given_by"), _day(payload, "given_on", today))
    title = _("Request number %(number)s") % {"number": _text(payload, "number")}
    return Sentence(title, text, "file", "is-teal")


def _refused(payload: Payload, today: date) -> Sentence:
    ended = payload.get("round")
    after = ended + 1 if isinstance(ended, int) else 2
    title = _("Refused by the carrier, round %(next)s begins") % {"next": after}
    return Sentence(title, _reason(payload), "stop", "is-red")


def _moved(title: str) -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        before, after = _day(payload, "before", today), _day(payload, "after", today)
        days = f"{before} → {after}" if before else after
        return Sentence(_(title), _joined(days, _reason(payload)), "calendar", "is-grey")

    return made


def _raised(title: str, icon: str, colour: str) -> Callable[[Payload, date], Sentence]:
    """Written by the clock: `day` is the day that has come or passed."""

    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title) % {"day": _day(payload, "day", today)}, "", icon, colour)

    return made


def _day_moved(payload: Payload, today: date) -> Sentence:
    """A day off was added to the workspace's own list, or taken off it."""
    said = _("Removed from the list of days off: %(name)s, %(day)s")
    if not payload.get("removed"):
        said = _("Added to the list of days off: %(name)s, %(day)s")
    why = said % {"name": _text(payload, "name"), "day": _day(payload, "day", today)}
    days = f"{_day(payload, 'before', today)} → {_day(payload, 'after', today)}"
    return Sentence(_("Deadline moved"), _joined(days, why), "calendar", "is-amber")


def _assigned(payload: Payload, today: date) -> Sentence:
    to = _text(payload, "to")
    return Sentence(_("Assigned to %(name)s") % {"name": to} if to else _("Assigned to nobody"), "", "user")


def _closed(payload: Payload, today: date) -> Sentence:
    look = _look(OUTCOMES, payload, "outcome")
    if look is None:
        return Sentence(_("Request closed"), _reason(payload), "lock")
    title = _("Closed: %(outcome)s") % {"outcome": look.label}
    days = ended_in_words(_text(payload, "outcome"), _date(payload, "ended_on"), _date(payload, "until"), today)
    return Sentence(title, _joined(days, _reason(payload)), look.icon, look.colour)


_SENTENCES: dict[str, Callable[[Payload, date], Sentence]] = {
    "opened": _opened,
    "step_completed": _completed,
    "step_recorded": _recorded,
    "step_saved": _about_step(gettext_noop("Saved so far: %(step)s"), "pencil"),
    "step_skipped": _about_step(gettext_noop("Skipped: %(step)s"), "skip"),
    "step_blocked": _held(gettext_noop("Blocked: %(step)s"), "stop", "is-purple"),
    "step_waiting": _held(gettext_noop("Waiting: %(step)s"), "clock", "is-teal"),
    "step_resumed": _about_step(gettext_noop("Goes on: %(step)s"), "right"),
    "step_reopened": _about_step(gettext_noop("Reopened: %(step)s"), "undo", "is-amber"),
    "step_rechecked": _about_step(gettext_noop("Checked again: %(step)s"), "check", "is-green"),
    "gate_overridden": _about_step(
        gettext_noop("Point of no return crossed with open steps: %(step)s"), "alert", "is-red"
    ),
    "contact_logged": _contact,
    "request_number_added": _number,
    "refused": _refused,
    "refund_given_up": _given_up,
    "late_charge": _charged,
    "follow_up_changed": _moved(gettext_noop("Next look moved")),
    "target_changed": _moved(gettext_noop("End date asked for changed")),
    "deadline_moved": _day_moved,
    "overdue": _raised(gettext_noop("Carrier overdue: an answer was due by %(day)s"), "clock", "is-red"),
    "reminder_due": _raised(gettext_noop("Reminder: due on %(day)s"), "today", "is-amber"),
    "recheck_due": _raised(
        gettext_noop("Check the carrier’s facts again: they were copied into this request on %(day)s"),
        "info",
        "is-amber",
    ),
    "suspension_ends": _raised(
        gettext_noop("The suspension ends on %(day)s: the contract goes on and may cost money"), "clock", "is-amber"
    ),
    "assigned": _assigned,
    "closed": _closed,
    "reopened": _plain(gettext_noop("Request reopened"), "undo", "is-amber"),
    "late_reply_dismissed": _plain(gettext_noop("Late reply looked at, nothing to change"), "check"),
    "holder_asked": _held(gettext_noop("Asked of the holder: %(step)s"), "user", "is-amber"),
    "holder_done": _about_step(gettext_noop("The holder says it is done: %(step)s"), "user", "is-amber"),
    "holder_uploaded": _about_step(gettext_noop("The holder sent files: %(step)s"), "file", "is-amber"),
    "holder_link_made": _plain(gettext_noop("Link for the holder made"), "link"),
    "holder_link_renewed": _plain(gettext_noop("Link for the holder renewed"), "link"),
    "holder_link_revoked": _plain(gettext_noop("Link for the holder switched off"), "lock"),
    "evidence_added": _told(gettext_noop("Evidence added"), "file", which_file, "is-teal"),
    "evidence_changed": _told(gettext_noop("Evidence described anew"), "pencil", which_file),
    "evidence_removed": _told(gettext_noop("Evidence removed"), "trash", which_file, "is-amber"),
    "evidence_shown": _told(gettext_noop("Identity document opened"), "eye", which_file, "is-amber"),
    "evidence_expired": _told(gettext_noop("Identity document deleted, its time was over"), "trash", which_file),
    "dossier_made": _told(gettext_noop("Dossier made"), "print", which_dossier),
    "sim_added": _told(gettext_noop("SIM card recorded"), "sim", what_changed_of_card),
    "sim_edited": _told(gettext_noop("SIM card changed"), "pencil", what_changed_of_card),
    "sender_details_kept": _plain(gettext_noop("Sender's details for letters kept, encrypted"), "lock"),
    "sender_details_forgotten": _plain(gettext_noop("Sender's details for letters deleted"), "trash"),
    "carrier_added": _plain(gettext_noop("Carrier added"), "tower"),
    "carrier_edited": _told(gettext_noop("Carrier changed"), "pencil", what_changed_of_carrier),
    "fact_added": _told(gettext_noop("Carrier fact added"), "plus", which_fact),
    "fact_edited": _told(gettext_noop("Carrier fact changed"), "pencil", which_fact),
    "fact_checked": _told(gettext_noop("Carrier fact checked"), "check", which_fact, "is-green"),
}
KINDS = frozenset(_SENTENCES)
