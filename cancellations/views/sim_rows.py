"""SIM cards as lines of a list: one query, and everything as text before a template sees it; numbers masked for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import CharField
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cancellations.domain.listing import Order
from cancellations.domain.situation import SimStatus
from cancellations.forms.whose import HOLDER, exactly
from cancellations.models.keyset import PLACE, placed
from cancellations.models.sim import SimQuerySet, title_of
from cancellations.models.worklists import CARRIER_NAMES
from cancellations.templatetags.kept import address
from cancellations.views import row_texts
from cancellations.views.paging import Page, Stretch, page_of
from cancellations.views.row_frames import rows_in_frames

WITH_A_CONTRACT = frozenset({SimStatus.ACTIVE, SimStatus.SUSPENDED})  # and no open request
TO_DO = "do"  # the column with what can be done with a card, for those who may work

_COLUMNS = (
    "pk", "nickname", "holder", "msisdn", "iccid", "kind", "plan", "status", "created_at", "monthly_fee", "currency",
    "carrier__slug",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SimRow:
    """One card as a list shows it. The first two are for paging; the rest is HTML, escaped."""

    id: int
    key: Any
    pk: SafeString
    url: SafeString
    title: SafeString
    kind: SafeString
    numbers: SafeString
    carrier: SafeString
    carrier_url: SafeString
    fee: SafeString
    status: SafeString
    holder: SafeString
    plan: SafeString
    recorded: SafeString
    offer: SafeString


def sim_page(
    sims: SimQuerySet, query: QueryDict, today: date, *, order: Order, size: int, is_all: bool
) -> Page[SimRow]:
    """The page of these cards that the query string asks for. `is_all`: none of the workspace is left out."""
    carrier = RawSQL(CARRIER_NAMES, (), CharField())  # noqa: S611 - our own words, without parameters
    language = get_language() or "en"
    listed: Any = placed(sims, order.column).values_list(*_COLUMNS, carrier, PLACE)

    def read(stretch: Stretch) -> list[SimRow]:
        found = stretch.of_all(listed) if is_all else stretch.of(listed)
        return [_row(columns, today, language) for columns in found[: size + 1]]

    return page_of(sims, query, order, size, read)


def sim_rows_html(rows: Iterable[SimRow], columns: tuple[str, ...]) -> SafeString:
    """`columns`: what they show beside a card's name, in this order; TO_DO among them."""
    return rows_in_frames(SimRow, rows, "sims/row.html", columns)


def _row(columns: Sequence[Any], today: date, language: str) -> SimRow:
    pk, nickname, holder, msisdn, iccid, kind, plan, status, created_at, fee, currency, slug, carrier, key = columns
    title = title_of(nickname, holder, msisdn, iccid, full=False)
    number, digits, printed = row_texts.number(msisdn, ""), row_texts.digits(iccid), row_texts.escape(title)
    return SimRow(
        id=pk,
        key=key,
        pk=row_texts.escape(pk),
        url=SafeString(f"{address('sims')}{pk}/"),
        title=printed,
        kind=row_texts.kind(kind, language),
        numbers=row_texts.numbers(number if number != printed else "", digits if digits != printed else ""),
        carrier=row_texts.carrier(carrier, language),
        carrier_url=SafeString(f"{address('carriers')}{slug}/"),
        fee=SafeString(f"<span>{row_texts.fee(fee, currency, language)}</span>") if fee else row_texts.NOTHING,
        status=row_texts.status(status, language),
        holder=_held_by(holder) if holder and holder != title else row_texts.NOTHING,
        plan=_isolated(plan) if plan else row_texts.NOTHING,
        recorded=row_texts.day(timezone.localtime(created_at).date(), today, language),
        offer=_offer(pk, printed, language) if status in WITH_A_CONTRACT else row_texts.NOTHING,
    )


def _isolated(text: str) -> SafeString:
    """Its direction is its own; where there is none, its cell is empty."""
    return SafeString(f"<bdi>{row_texts.escape(text)}</bdi>")


def _held_by(holder: str) -> SafeString:
    """Leads to all cards of this holder."""
    query = urlencode({HOLDER: exactly(holder)})
    return SafeString(f'<a href="{address("sims")}?{query}">{_isolated(holder)}</a>')


def _offer(pk: int, title: SafeString, language: str) -> SafeString:
    before, between, after = _offer_around(language)
    return SafeString(f"{before}{pk}{between}{title}{after}")


@cache
def _offer_around(language: str) -> list[str]:
    return render_to_string("sims/offer.html", {"pk": "\0", "title": "\0"}).split("\0")
