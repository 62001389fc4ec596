"""When people are reminded, and how long a mail is tried. Pure: the clock and the zone come in as arguments."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from cancellations.domain.words import Look, Words

WORKDAYS = "12345"  # ISO weekdays: Monday is 1
EVERY_DAY = "1234567"
USUAL_HOUR = 8
GIVE_UP_AFTER = timedelta(days=2)
# from one failure to the next try; the last one again and again
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))


class MailKind(StrEnum):
    ACCOUNT = "account"
    DIGEST = "digest"
    OVERDUE = "overdue"


class MailState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    GIVEN_UP = "given_up"
    SENT = "sent"


MAIL_KINDS: dict[MailKind, Words] = {
    MailKind.ACCOUNT: _("About an account"),
    MailKind.DIGEST: _("What is due today"),
    MailKind.OVERDUE: _("A carrier is overdue"),
}
MAIL_STATES: dict[MailState, Look] = {
    MailState.WAITING: Look(_("Waiting to be sent"), "clock", "is-amber"),
    MailState.SENDING: Look(_("Being sent"), "mail", "is-teal"),
    MailState.GIVEN_UP: Look(_("Not sent"), "alert", "is-red"),
    MailState.SENT: Look(_("Sent by mail"), "check", "is-green"),
}


@dataclass(frozen=True)
class MailText:
    """What a mail says. The subject names no person and no number: it is shown on locked screens and kept in logs."""

    subject: str
    body: str
    html: str = ""


def day_of_digest(now: datetime, zone: tzinfo, *, hour: int, days: str, last: date | None) -> date | None:
    """The local day whose digest is due now: at the hour or later on a chosen day, and not had yet; else None.

    A missed hour is made up for on the same day only. An hour that the change of clocks leaves out counts as the
    next one; one that comes twice counts once. A `last` day that cannot have been yet came from a wrong clock.
    """
    local = now.astimezone(zone)
    day = local.date()
    if local.hour < hour or str(day.isoweekday()) not in days:
        return None
    had = last is not None and day <= last <= day + timedelta(days=1)  # tomorrow: it is so already further east
    return None if had else day


def next_try(attempts: int, first: datetime, now: datetime) -> datetime | None:
    """When a mail that has failed `attempts` times is tried again; None when that would be too late after `first`."""
    at = now + PAUSES[min(attempts, len(PAUSES)) - 1]
    return at if at <= first + GIVE_UP_AFTER else None


def zone_of(name: str, usual: tzinfo) -> tzinfo:
    """The IANA time zone; `usual` when there is no name or nobody knows it."""
    try:
        return ZoneInfo(name) if name else usual
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return usual
