"""From an event's kind and payload to what the timeline says, in the reader's language. The one place for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cancellations.domain import formats
from cancellations.domain.words import CHANNELS, CONTACT_OUTCOMES, OUTCOMES, STEPS, TURNS

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A timeline item: what happened, details, a shape and a colour; `quiet` for what the system did by itself."""

    title: str
    text: str = ""
    icon: str = "check"
    colour: str = "is-grey"


def sentence(kind: str, payload: Payload, today: date) -> Sentence:
    """Unknown kinds (of a newer release) are shown by their name rather than lost."""
    made = _SENTENCES.get(kind)
    return made(payload, today) if made else Sentence(kind)


def _day(payload: Payload, name: str, today: date) -> str:
    value = payload.get(name)
    return formats.day(date.fromisoformat(str(value)[:10]), today) if value else ""


def _step(payload: Payload) -> str:
    return str(STEPS.get(payload.get("step", ""), payload.get("step", "")))


def _reason(payload: Payload) -> str:
    return str(payload.get("reason") or "")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _opened(payload: Payload, today: date) -> Sentence:
    end = _day(payload, "end", today)
    text = _("End date asked for: %(day)s") % {"day": end} if end else ""
    return Sentence(_("Request opened"), _joined(text, _reason(payload)), "plus", "is-grey")


def _completed(payload: Payload, today: date) -> Sentence:
    details = {
        "submission": lambda: _joined(
            _("Sent on %(day)s") % {"day": _day(payload, "submitted_on", today)},
            _("Request number %(number)s") % {"number": payload["request_number"]} if payload.get("request_number") else "",
        ),
        "confirmation": lambda: _joined(
            _("Contract ends on %(day)s") % {"day": _day(payload, "end_date", today)},
            str(payload.get("confirmation_number") or ""),
        ),
        "verification": lambda: _("Checked on %(day)s") % {"day": _day(payload, "checked_on", today)},
    }
    made = details.get(str(payload.get("step")))
    return Sentence(_("Done: %(step)s") % {"step": _step(payload)}, made() if made else "", "check", "is-green")


def _recorded(payload: Payload, today: date) -> Sentence:
    if payload.get("step") == "confirmation" and payload.get("result") == "wants":
        return Sentence(_("The carrier wants something"), str(payload.get("what", "")), "file", "is-amber")
    if payload.get("step") == "bill_check" and payload.get("result") == "charged":
        text = f"{payload.get('amount', '')} {payload.get('currency', '')}"
        return Sentence(_("Charged after the end date"), text, "alert", "is-red")
    if payload.get("received"):
        text = f"{payload['received']} {payload.get('currency', '')}"
        return Sentence(_("Part of the refund received"), text, "money", "is-teal")
    return Sentence(_("Recorded: %(step)s") % {"step": _step(payload)}, "", "pencil", "is-grey")


def _held(title: str, icon: str, colour: str) -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        who = TURNS.get(payload.get("who", ""))
        until = _("Look again on %(day)s") % {"day": _day(payload, "until", today)}
        text = _joined(_reason(payload), str(who.label) if who else "", until)
        return Sentence(_(title) % {"step": _step(payload)}, text, icon, colour)

    return made


def _about_step(title: str, icon: str, colour: str = "is-grey") -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title) % {"step": _step(payload)}, _reason(payload), icon, colour)

    return made


def _plain(title: str, icon: str, colour: str = "is-grey") -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        return Sentence(_(title), _joined(_reason(payload), str(payload.get("text") or "")), icon, colour)

    return made


def _contact(payload: Payload, today: date) -> Sentence:
    channel, outcome = CHANNELS.get(payload.get("channel", "")), CONTACT_OUTCOMES.get(payload.get("outcome", ""))
    title = _joined(str(channel.label) if channel else "", str(outcome.label) if outcome else "")
    number, promised = payload.get("number"), _day(payload, "promised_by", today)
    text = _joined(
        str(payload.get("agent") or ""),
        str(payload.get("note") or ""),
        _("Request number %(number)s") % {"number": number} if number else "",
        _("Promised by %(day)s") % {"day": promised} if promised else "",
    )
    return Sentence(title, text, channel.icon if channel else "phone", outcome.colour if outcome else "is-teal")


def _number(payload: Payload, today: date) -> Sentence:
    text = _joined(str(payload.get("given_by") or ""), _day(payload, "given_on", today))
    return Sentence(_("Request number %(number)s") % {"number": payload.get("number", "")}, text, "file", "is-teal")


def _refused(payload: Payload, today: date) -> Sentence:
    title = _("Refused by the carrier, round %(next)s begins") % {"next": int(payload.get("round", 1)) + 1}
    return Sentence(title, _reason(payload), "stop", "is-red")


def _moved(title: str) -> Callable[[Payload, date], Sentence]:
    def made(payload: Payload, today: date) -> Sentence:
        before, after = _day(payload, "before", today), _day(payload, "after", today)
        days = f"{before} → {after}" if before else after
        return Sentence(_(title), _joined(days, _reason(payload)), "calendar", "is-grey")

    return made


def _assigned(payload: Payload, today: date) -> Sentence:
    to = payload.get("to")
    return Sentence(_("Assigned to %(name)s") % {"name": to} if to else _("Assigned to nobody"), "", "user")


def _closed(payload: Payload, today: date) -> Sentence:
    look = OUTCOMES[payload["outcome"]]
    return Sentence(_("Closed: %(outcome)s") % {"outcome": look.label}, _reason(payload), look.icon, look.colour)


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
    "gate_overridden": _about_step(gettext_noop("Point of no return crossed with open steps: %(step)s"), "alert", "is-red"),
    "contact_logged": _contact,
    "request_number_added": _number,
    "refused": _refused,
    "follow_up_changed": _moved(gettext_noop("Next look moved")),
    "target_changed": _moved(gettext_noop("End date asked for changed")),
    "assigned": _assigned,
    "closed": _closed,
    "reopened": _plain(gettext_noop("Request reopened"), "undo", "is-amber"),
    "late_reply_dismissed": _plain(gettext_noop("Late reply looked at, nothing to change"), "check"),
    "sim_added": _plain(gettext_noop("SIM card recorded"), "sim"),
    "sim_edited": _plain(gettext_noop("SIM card changed"), "pencil"),
    "carrier_added": _plain(gettext_noop("Carrier added"), "tower"),
    "carrier_edited": _plain(gettext_noop("Carrier changed"), "pencil"),
    "fact_edited": _plain(gettext_noop("Carrier fact changed"), "pencil"),
    "fact_checked": _plain(gettext_noop("Carrier fact checked"), "check", "is-green"),
}
KINDS = frozenset(_SENTENCES)
