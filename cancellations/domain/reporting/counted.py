"""What a number of a report counts, so that an address can hold it and the list of requests show those cases."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext_lazy as _

from cancellations.domain.reporting.period import Period
from cancellations.domain.words import Words


class What(StrEnum):
    """Up to BILLED: of the cases that were opened in a period, as reporting/scores.py tells them apart."""

    OPENED = "opened"
    SENT = "sent"
    WAITING = "waiting"
    RECEIPT = "receipt"
    CONFIRMATION = "confirmation"
    REFUND = "refund"
    PROMISED = "promised"
    DATED = "dated"
    KEPT = "kept"
    DECIDED = "decided"
    REFUSED = "refused"
    LOOKED = "looked"
    BILLED = "billed"
    OPEN = "open"  # today, and opened in a period
    CLOSED = "closed"  # in a period
    MONTHLY = "monthly"  # money as of today
    EXPECTED = "expected"
    OVERDUE = "overdue"
    CHARGED = "charged"
    SAVED = "saved"  # money of a period
    RECEIVED = "received"


WORDS: dict[What, Words] = {
    What.OPENED: _("Opened"),
    What.SENT: _("Sent"),
    What.WAITING: _("No answer yet"),
    What.RECEIPT: _("With a receipt"),
    What.CONFIRMATION: _("Confirmed"),
    What.REFUND: _("Refunded in full"),
    What.PROMISED: _("Confirmed, with a promised day"),
    What.DATED: _("Confirmed, with a promised day"),
    What.KEPT: _("Promise kept"),
    What.DECIDED: _("Confirmed, refused or given up"),
    What.REFUSED: _("Refused"),
    What.LOOKED: _("Bills looked at"),
    What.BILLED: _("Billed after the end"),
    What.OPEN: _("Open requests"),
    What.CLOSED: _("Closed"),
    What.MONTHLY: _("Still billed each month"),
    What.EXPECTED: _("Refunds expected"),
    What.OVERDUE: _("Refunds overdue"),
    What.CHARGED: _("Charged after the end"),
    What.SAVED: _("Saved each month"),
    What.RECEIVED: _("Refunds received"),
}
OF_MONEY = frozenset({What.MONTHLY, What.EXPECTED, What.OVERDUE, What.CHARGED, What.SAVED, What.RECEIVED})
AS_OF_TODAY = OF_MONEY - {What.SAVED, What.RECEIVED}
_BY_ANOTHER_DAY = OF_MONEY | {What.CLOSED}


@dataclass(frozen=True)
class Counted:
    """`first` and `last`: the days that it is about; None: from ever, until ever. `currency`: of money alone."""

    what: What
    first: date | None = None
    last: date | None = None
    currency: str = ""

    @classmethod
    def during(cls, what: What, period: Period) -> Self:
        return cls(what, period.first, period.last)

    @classmethod
    def read(cls, text: str) -> "Counted | None":
        """What `str` gives; None for anything else."""
        try:
            what, currency, first, last = text.split(".")
            found = cls(What(what), _day(first), _day(last), currency)
        except ValueError:
            return None
        return found if str(found) == text and found._is_whole else None

    def __str__(self) -> str:
        """As sent..2026-10-01.2026-10-31 or expected.EUR..; what is not said is empty."""
        return ".".join(
            (self.what, self.currency, *(day.isoformat() if day else "" for day in (self.first, self.last)))
        )

    @property
    def is_by_opening(self) -> bool:
        """Whether the days are those of opening."""
        return self.what not in _BY_ANOTHER_DAY

    @property
    def _is_whole(self) -> bool:
        is_code = len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()
        if self.what in AS_OF_TODAY and (self.first or self.last):
            return False
        return is_code if self.what in OF_MONEY else not self.currency


def _day(text: str) -> date | None:
    """Raises ValueError, also for years that no case is of, and some databases cannot hold."""
    day = date.fromisoformat(text) if text else None
    if day and not 1900 <= day.year < 3000:
        raise ValueError(text)
    return day
