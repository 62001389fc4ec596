"""The columns of a table of SIM cards. An import takes each of them back under the same heading."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cancellations.domain.importing.columns import Column as Named
from cancellations.domain.importing.columns import heading
from cancellations.domain.listing import FIRST
from cancellations.domain.words import SIM_KINDS, SIM_STATUSES
from cancellations.exchange.export.column import Column, coded, number, plain
from cancellations.models import User
from cancellations.models.carrier import name_in_language

# what one column of the list is in a table; the day of recording stands in none: an import gives another one
_SHOWN = {
    FIRST: ("nickname", "kind"),
    "number": ("msisdn", "iccid"),
    "fee": ("monthly_fee", "currency"),
    "kind": (),  # stands with what the card is called
    "recorded": (),
}


def sim_columns(reader: User) -> list[Column]:
    """All of them, in the reader's language."""
    return list(_columns(reader))


def shown(columns: Iterable[str]) -> tuple[str, ...]:
    """The keys for the columns that the list shows; what a card is called is always among them."""
    return tuple(key for name in (FIRST, *columns) for key in _SHOWN.get(name, (name,)))


def _columns(reader: User) -> Iterator[Column]:
    yield plain("nickname", heading(Named.NICKNAME))
    yield coded("kind", heading(Named.KIND), SIM_KINDS)
    yield Column("carrier", heading(Named.CARRIER), ("carrier__names",), name_in_language)
    yield number("msisdn", heading(Named.NUMBER), reader)
    yield number("iccid", heading(Named.ICCID), reader)
    yield plain("holder", heading(Named.HOLDER))
    yield plain("plan", heading(Named.PLAN))
    yield plain("monthly_fee", heading(Named.MONTHLY_FEE))
    yield plain("currency", heading(Named.CURRENCY))
    yield plain("billing_day", heading(Named.BILLING_DAY))
    yield number("eid", heading(Named.EID), reader)
    yield number("imsi", heading(Named.IMSI), reader)
    yield number("imei", heading(Named.IMEI), reader)
    yield Column("devices", heading(Named.DEVICES), ("devices",), "\n".join)
    yield plain("note", heading(Named.NOTE))
    yield coded("status", _("Status"), SIM_STATUSES)
