"""What stands around the rows of a list: its headings, and the bar for what is selected.

Printed once for all pages that have the same; the texts of a search are part of the key, so that few are kept.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cancellations.domain.listing import FIRST, Order
from cancellations.domain.words import Words

_KEPT = 256
_AT_END = frozenset({"fee"})


@dataclass(frozen=True)
class Heading:
    """`url`: sorts by it; by the one that it is sorted by already, the other way round."""

    key: str
    label: Words
    url: str
    sort: str  # aria-sort, empty when it is not sorted by this
    css: str


def headings(columns: tuple[str, ...], order: Order, at: str, query: str) -> SafeString:
    """`query`: of the list without its order."""
    return _headings(columns, order, at, query, get_language() or "en")


def bulk_bar(template: str, query: str, *, can_work: bool, has_more: bool) -> SafeString:
    """What can be done with the selected rows. `query`: of the list; `has_more`: there are other pages of it."""
    return _bulk_bar(template, query, can_work, has_more, get_language() or "en")


@lru_cache(maxsize=_KEPT)
def _headings(columns: tuple[str, ...], order: Order, at: str, query: str, language: str) -> SafeString:
    made = [_heading(key, order, at, query) for key in (FIRST, *columns)]
    return render_to_string("lists/headings.html", {"headings": made})


def _heading(key: str, order: Order, at: str, query: str) -> Heading:
    label, css = order.of.columns[key].label, "end" if key in _AT_END else ""
    is_here = key == order.key
    told = urlencode({"sort": str(order.turned() if is_here else Order(key, order.of))})
    sort = ("descending" if order.is_descending else "ascending") if is_here else ""
    return Heading(key, label, f"{at}?{query}&{told}" if query else f"{at}?{told}", sort, css)


@lru_cache(maxsize=_KEPT)
def _bulk_bar(template: str, query: str, can_work: bool, has_more: bool, language: str) -> SafeString:
    told = [(name, value) for name, values in QueryDict(query).lists() for value in values]
    filled = {"told": told, "can_work": can_work, "has_more": has_more}
    return render_to_string(template, filled)
