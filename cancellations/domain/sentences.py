"""From an event's kind and payload to what the timeline says, in the reader's language. The only place for it.

A payload is what a verb wrote, perhaps long ago: whatever is missing in it or cannot be read is left out.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from cancellations.domain import formats
from cancellations.domain.carrier_words import what_changed_of_carrier, which_fact
from cancellations.domain.ending_sentences import closed, no_end
from cancellations.domain.evidence_words import which_dossier, which_file
from cancellations.domain.export_words import which_export
from cancellations.domain.ladder_words import rung_label
from cancellations.domain.money import Found, Paid
from cancellations.domain.money_words import CHARGES_SETTLED
from cancellations.domain.sim_words import how_imported, what_changed_of_card
from cancellations.domain.telling import (
    Payload,
    Sentence,
    Teller,
    about,
    about_step,
    day_in,
    held,
    joined,
    label_of,
    look_in,
    money_in,
    moved,
    names_in,
    plain,
    raised,
    reason_in,
    step_in,
    text_in,
    told,
)
from cancellations.domain.words import CHANNELS, CONTACT_OUTCOMES


def sentence(kind: str, payload: Payload, today: date) -> Sentence:
    """Unknown kinds (of a newer release) are shown by their name rather than lost."""
    made = _SENTENCES.get(kind)
    return made(payload, today) if made else Sentence(kind)


def _opened(payload: Payload, today: date) -> Sentence:
    end = about(_("End date asked for: %(day)s"), "day", day_in(payload, "end", today))
    return Sentence(_("Request opened"), joined(end, reason_in(payload)), "plus", "is-grey")


def _completed(payload: Payload, today: date) -> Sentence:
    details = {
        "backup": lambda: _said_for_many(payload),
        "submission": lambda: joined(
            about(_("Sent on %(day)s"), "day", day_in(payload, "submitted_on", today)),
            about(_("Request number %(number)s"), "number", text_in(payload, "request_number")),
        ),
        "confirmation": lambda: joined(
            about(_("Contract ends on %(day)s"), "day", day_in(payload, "end_date", today)),
            text_in(payload, "confirmation_number"),
            about(_("Refund expected by %(day)s"), "day", day_in(payload, "refund_by", today)),
            about(_("Look at the bill on %(day)s"), "day", day_in(payload, "bill_on", today)),
        ),
        "verification": lambda: about(_("Checked on %(day)s"), "day", day_in(payload, "checked_on", today)),
    }
    made = details.get(text_in(payload, "step"))
    text = made() if made else ""
    return Sentence(_("Done: %(step)s") % {"step": step_in(payload)}, text, "check", "is-green")


def _said_for_many(payload: Payload) -> str:
    """One answer for many requests is no list that somebody went through."""
    count = payload.get("said_for")
    if not isinstance(count, int):
        return ""
    said = ngettext(
        "“Nothing hangs on the number”, said for %(n)s request by %(name)s",
        "“Nothing hangs on these numbers”, said for %(n)s requests at once by %(name)s",
        count,
    )
    return said % {"n": formats.number(count), "name": text_in(payload, "said_by")}


def _recorded(payload: Payload, today: date) -> Sentence:
    match payload.get("step"), payload.get("result"):
        case "confirmation", "wants":
            return Sentence(_("The carrier wants something"), text_in(payload, "what"), "file", "is-amber")
        case "confirmation", "receipt":
            return Sentence(_("Only a receipt: no confirmation yet"), "", "mail", "is-teal")
        case "confirmation", "suspended":
            return Sentence(_("Only suspended: the contract goes on"), "", "clock", "is-amber")
        case "bill_check", "charged":
            return _charged(payload, today)
        case "bill_check", ("returned" | "cancelled" | "waived") as settled:
            return Sentence(
                str(CHARGES_SETTLED[Found(settled)]), joined(money_in(payload, "amount"), reason_in(payload)), "money"
            )
    if payload.get("received"):
        return _received(payload)
    return Sentence(_("Recorded: %(step)s") % {"step": step_in(payload)}, "", "pencil", "is-grey")


def _charged(payload: Payload, today: date) -> Sentence:
    text = joined(money_in(payload, "amount"), day_in(payload, "charged_on", today), text_in(payload, "what"))
    title = _("Charge found after closing") if payload.get("no_end") else _("Charged after the end date")
    return Sentence(title, text, "alert", "is-red")


def _received(payload: Payload) -> Sentence:
    amount = {
        "amount": payload.get("received"),
        "currency": payload.get("received_currency") or payload.get("currency"),
    }
    if payload.get("paid_as") == Paid.CREDIT:
        return Sentence(_("Store credit received, which is no refund"), money_in(amount, "amount"), "money", "is-amber")
    return Sentence(_("Part of the refund received"), money_in(amount, "amount"), "money", "is-teal")


def _given_up(payload: Payload, today: date) -> Sentence:
    text = joined(money_in(payload, "amount"), reason_in(payload))
    return Sentence(_("Rest of the refund given up"), text, "money", "is-amber")


def _contact(payload: Payload, today: date) -> Sentence:
    channel, outcome = look_in(CHANNELS, payload, "channel"), look_in(CONTACT_OUTCOMES, payload, "outcome")
    title = joined(label_of(channel), rung_label(payload) or label_of(outcome)) or _("Contact with the carrier")
    text = joined(
        text_in(payload, "agent"),
        text_in(payload, "note"),
        about(_("Request number %(number)s"), "number", text_in(payload, "number")),
        about(_("Promised by %(day)s"), "day", day_in(payload, "promised_by", today)),
    )
    return Sentence(title, text, channel.icon if channel else "phone", outcome.colour if outcome else "is-teal")


def _number(payload: Payload, today: date) -> Sentence:
    text = joined(text_in(payload, "given_by"), day_in(payload, "given_on", today))
    title = _("Request number %(number)s") % {"number": text_in(payload, "number")}
    return Sentence(title, text, "file", "is-teal")


def _refused(payload: Payload, today: date) -> Sentence:
    ended = payload.get("round")
    after = ended + 1 if isinstance(ended, int) else 2
    title = _("Refused by the carrier, round %(next)s begins") % {"next": after}
    return Sentence(title, reason_in(payload), "stop", "is-red")


def _day_moved(payload: Payload, today: date) -> Sentence:
    """A day off was added to the workspace's own list, or taken off it."""
    said = _("Removed from the list of days off: %(name)s, %(day)s")
    if not payload.get("removed"):
        said = _("Added to the list of days off: %(name)s, %(day)s")
    why = said % {"name": text_in(payload, "name"), "day": day_in(payload, "day", today)}
    days = f"{day_in(payload, 'before', today)} → {day_in(payload, 'after', today)}"
    return Sentence(_("Deadline moved"), joined(days, why), "calendar", "is-amber")


def _assigned(payload: Payload, today: date) -> Sentence:
    to = text_in(payload, "to")
    return Sentence(_("Assigned to %(name)s") % {"name": to} if to else _("Assigned to nobody"), "", "user")


_SENTENCES: dict[str, Teller] = {
    "opened": _opened,
    "step_completed": _completed,
    "step_recorded": _recorded,
    "step_saved": about_step(gettext_noop("Saved so far: %(step)s"), "pencil"),
    "step_skipped": about_step(gettext_noop("Skipped: %(step)s"), "skip"),
    "step_blocked": held(gettext_noop("Blocked: %(step)s"), "stop", "is-purple"),
    "step_waiting": held(gettext_noop("Waiting: %(step)s"), "clock", "is-teal"),
    "step_resumed": about_step(gettext_noop("Goes on: %(step)s"), "right"),
    "step_reopened": about_step(gettext_noop("Reopened: %(step)s"), "undo", "is-amber"),
    "step_rechecked": about_step(gettext_noop("Checked again: %(step)s"), "check", "is-green"),
    "gate_overridden": about_step(
        gettext_noop("Point of no return crossed with open steps: %(step)s"), "alert", "is-red"
    ),
    "contact_logged": _contact,
    "request_number_added": _number,
    "refused": _refused,
    "refund_given_up": _given_up,
    "late_charge": _charged,
    "follow_up_changed": moved(gettext_noop("Next look moved")),
    "target_changed": moved(gettext_noop("End date asked for changed")),
    "deadline_moved": _day_moved,
    "overdue": raised(gettext_noop("Carrier overdue: an answer was due by %(day)s"), "clock", "is-red"),
    "reminder_due": raised(gettext_noop("Reminder: due on %(day)s"), "today", "is-amber"),
    "recheck_due": raised(
        gettext_noop("Check the carrier’s facts again: they were copied into this request on %(day)s"),
        "info",
        "is-amber",
    ),
    "suspension_ends": raised(
        gettext_noop("The suspension ends on %(day)s: the contract goes on and may cost money"), "clock", "is-amber"
    ),
    "suspension_end_named": raised(
        gettext_noop("The carrier named an end: suspended until %(day)s"), "calendar", "is-grey"
    ),
    "suspension_end_corrected": moved(gettext_noop("End of the suspension corrected")),
    "suspension_end_unknown": no_end,
    "assigned": _assigned,
    "closed": closed,
    "reopened": plain(gettext_noop("Request reopened"), "undo", "is-amber"),
    "decided_anew": plain(gettext_noop("Another request decides what comes after the suspension"), "right"),
    "late_reply_dismissed": plain(gettext_noop("Late reply looked at, nothing to change"), "check"),
    "late_charge_dismissed": plain(gettext_noop("Charge found after closing looked at, nothing to dispute"), "check"),
    "holder_asked": held(gettext_noop("Asked of the holder: %(step)s"), "user", "is-amber"),
    "holder_done": about_step(gettext_noop("The holder says it is done: %(step)s"), "user", "is-amber"),
    "holder_uploaded": about_step(gettext_noop("The holder sent files: %(step)s"), "file", "is-amber"),
    "holder_link_made": plain(gettext_noop("Link for the holder made"), "link"),
    "holder_link_renewed": plain(gettext_noop("Link for the holder renewed"), "link"),
    "holder_link_revoked": plain(gettext_noop("Link for the holder switched off"), "lock"),
    "evidence_added": told(gettext_noop("Evidence added"), "file", which_file, "is-teal"),
    "evidence_changed": told(gettext_noop("Evidence described anew"), "pencil", which_file),
    "evidence_removed": told(gettext_noop("Evidence removed"), "trash", which_file, "is-amber"),
    "evidence_shown": told(gettext_noop("Identity document opened"), "eye", which_file, "is-amber"),
    "evidence_expired": told(gettext_noop("Identity document deleted, its time was over"), "trash", which_file),
    "exported": told(gettext_noop("Exported"), "file", which_export),
    "tagged": told(gettext_noop("Tags added"), "flag", names_in),
    "untagged": told(gettext_noop("Tags removed"), "flag", names_in),
    "dossier_made": told(gettext_noop("Dossier made"), "print", which_dossier),
    "sim_added": told(gettext_noop("SIM card recorded"), "sim", what_changed_of_card),
    "sim_imported": told(gettext_noop("SIM card imported"), "sim", how_imported),
    "sim_restored": told(gettext_noop("Import of the SIM card undone"), "undo", how_imported, "is-amber"),
    "sim_edited": told(gettext_noop("SIM card changed"), "pencil", what_changed_of_card),
    "sender_details_kept": plain(gettext_noop("Sender's details for letters kept, encrypted"), "lock"),
    "sender_details_forgotten": plain(gettext_noop("Sender's details for letters deleted"), "trash"),
    "carrier_added": plain(gettext_noop("Carrier added"), "tower"),
    "carrier_edited": told(gettext_noop("Carrier changed"), "pencil", what_changed_of_carrier),
    "fact_added": told(gettext_noop("Carrier fact added"), "plus", which_fact),
    "fact_edited": told(gettext_noop("Carrier fact changed"), "pencil", which_fact),
    "fact_checked": told(gettext_noop("Carrier fact checked"), "check", which_fact, "is-green"),
}
KINDS = frozenset(_SENTENCES)
