"""The words for what is recorded of a SIM card, and for what is doubtful about it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cancellations.domain import formats
from cancellations.domain.words import Words

SIM_FIELDS: dict[str, Words] = {
    "nickname": _("Nickname"),
    "kind": _("Kind of SIM"),
    "carrier": _("Carrier"),
    "msisdn": _("Number"),
    "iccid": _("ICCID"),
    "holder": _("Holder"),
    "plan": _("Plan"),
    "monthly_fee": _("Monthly fee"),
    "currency": _("Currency"),
    "billing_day": _("Billing day"),
    "eid": _("EID"),
    "imsi": _("IMSI"),
    "imei": _("IMEI"),
    "devices": _("Devices it is installed on"),
    "note": _("Note"),
}

DOUBTS: dict[str, Words] = {
    "unusual_number": _("in no known range of numbers"),
    "same_number": _("another card has this number"),
    "check_digit": _("the check digit does not fit"),
    "missing_check_digit": _("printed without its check digit"),
    "maybe_rounded": _("ends in zeros, perhaps rounded"),
    "secret_dropped": _("held a secret, which was dropped"),
}


def what_changed_of_card(payload: Mapping[str, Any]) -> str:
    """The fields that an event names, and the doubts that were accepted with their reasons."""
    fields, accepted = payload.get("fields"), payload.get("accepted")
    names = [SIM_FIELDS.get(str(name), name) for name in fields] if isinstance(fields, list) else []
    doubts = accepted.items() if isinstance(accepted, Mapping) else []
    return " · ".join(filter(None, [formats.several(names), *(_accepted(key, why) for key, why in doubts)]))


def how_imported(payload: Mapping[str, Any]) -> str:
    """The file and its row, the fields that it changed, and the doubts that it was imported with."""
    row, doubts = payload.get("row"), payload.get("doubts")
    place = _("row %(row)s") % {"row": formats.number(row)} if isinstance(row, int) else ""
    doubtful = [doubt_in_words(str(key)) for key in doubts] if isinstance(doubts, list) else []
    parts = [str(payload.get("file") or ""), place, what_changed_of_card(payload), *doubtful]
    return " · ".join(filter(None, parts))


def doubt_in_words(key: str) -> str:
    """Of a key like iccid.check_digit: which field, and what is doubtful about it."""
    name, _point, doubt = key.partition(".")
    field, words = str(SIM_FIELDS.get(name, name)), str(DOUBTS.get(doubt, doubt))
    return _("%(field)s, %(doubt)s") % {"field": field, "doubt": words}


def _accepted(key: str, reason: object) -> str:
    """`key` as the form makes it: the identifier's name, a point, the doubt."""
    name, _point, doubt = key.partition(".")
    label, words = str(SIM_FIELDS.get(name, name)), str(DOUBTS.get(doubt, doubt))
    return _("%(field)s, %(doubt)s: %(reason)s") % {"field": label, "doubt": words, "reason": reason}
