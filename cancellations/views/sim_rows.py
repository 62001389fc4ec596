"""SIM cards as lines of a list, fifty a page, newest first: one query, numbers masked for everybody."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cancellations.domain import formats
from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.playbook import SimKind
from cancellations.domain.situation import SimStatus
from cancellations.domain.words import SIM_KINDS, SIM_STATUSES, Look, Words
from cancellations.models.carrier import name_in_language
from cancellations.models.sim import SimQuerySet, title_of

PAGE = 50
WITH_A_CONTRACT = frozenset({SimStatus.ACTIVE, SimStatus.SUSPENDED})  # and no open request
_LONGEST_ID = 18

_COLUMNS = (
    "pk",
    "nickname",
    "holder",
    "msisdn",
    "iccid",
    "kind",
    "carrier__names",
    "carrier__slug",
    "monthly_fee",
    "currency",
    "status",
)


@dataclass(frozen=True, slots=True)
class SimRow:
    """One card, ready to print."""

    id: int
    title: str
    number: str
    iccid: str
    kind: Words
    carrier: str
    carrier_slug: str
    fee: str
    status: Look
    can_be_cancelled: bool
    holder: str


@dataclass(frozen=True, slots=True)
class SimPage:
    """`newer` and `older`: ids that the neighbouring pages go on from, 0 where there is none.

    `is_cut`: a search read as many texts as it may for one page; the next page goes on.
    """

    rows: list[SimRow]
    newer: int
    older: int
    is_cut: bool = False


def sim_page(sims: SimQuerySet, query: QueryDict) -> SimPage:
    """The page that `after` (older cards) or `before` (newer ones) in the query string ask for."""
    after, before = _id(query.get("after")), _id(query.get("before"))
    if before and not after:
        rows, last, more = _stretch(sims.also(lambda rows: rows.filter(pk__gt=before)), "pk")
        rows.reverse()
        return SimPage(rows, rows[0].id if more else last, rows[-1].id if rows else before, is_cut=last > 0)
    ahead = sims.also(lambda rows: rows.filter(pk__lt=after)) if after else sims
    rows, last, more = _stretch(ahead, "-pk")
    newer = (rows[0].id if rows else after) if after else 0
    return SimPage(rows, newer, rows[-1].id if more else last, is_cut=last > 0)


def _stretch(sims: SimQuerySet, order: str) -> tuple[list[SimRow], int, bool]:
    """The rows of a page; the id that it was cut at, or 0; whether there are more than fit."""
    last = sims.read_until(order)
    if last:
        sims = sims.filter(pk__gte=last) if order == "-pk" else sims.filter(pk__lte=last)
    rows = _rows(sims.order_by(order))
    more = len(rows) > PAGE
    return rows[:PAGE], 0 if more else last or 0, more


def _rows(sims: SimQuerySet) -> list[SimRow]:
    return [_row(*columns) for columns in sims.values_list(*_COLUMNS)[: PAGE + 1]]


def _row(
    pk: int,
    nickname: str,
    holder: str,
    msisdn: str,
    iccid: str,
    kind: str,
    names: dict[str, str],
    slug: str,
    fee: Any,
    currency: str,
    status: str,
) -> SimRow:
    title = title_of(nickname, holder, msisdn, iccid, full=False)
    number = mask_msisdn(msisdn) if msisdn else ""
    return SimRow(
        id=pk,
        title=title,
        number=number if number != title else "",
        iccid=mask_digits(iccid),
        kind=SIM_KINDS[SimKind(kind)],
        carrier=name_in_language(names),
        carrier_slug=slug,
        fee=formats.money(fee, currency) if fee else "",
        status=SIM_STATUSES[SimStatus(status)],
        can_be_cancelled=status in WITH_A_CONTRACT,
        holder=holder if holder != title else "",
    )


def _id(text: str | None) -> int:
    """0 for what is no id: then the list starts at its beginning."""
    plain = text or ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST_ID else 0
