"""What the filters of a list offer, and their selects as HTML.

No django.forms here: nothing is refused, nothing is saved, and rendering nine bound fields would cost more than
finding and rendering the fifty rows below them.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cancellations.domain.listing import Order
from cancellations.domain.words import Words
from cancellations.models import Carrier, Membership, User
from cancellations.models.carrier import name_in_language
from cancellations.models.statement import Statement

ME, NOBODY = "me", "none"

Choices = tuple[tuple[str, Words], ...]


@dataclass(frozen=True, eq=False)
class Filter:
    """One select: `blank` is what it says when it filters nothing. `offered` for the user, or the same for all.

    `told`: what is no select, because pages lead here with it: the words for a value; empty when it cannot be read.
    """

    name: str
    label: Words
    blank: Words
    fixed: Choices = ()
    offered: Callable[["Offers"], Choices] | None = None
    told: Callable[[str], str] | None = None


Filters = Mapping[str, Filter]


@dataclass(frozen=True)
class Select:
    """A filter ready to print."""

    name: str
    label: str
    options: SafeString


class Offers:
    """What there is to choose from for one user; read when it is needed, and once. `batch`: the one asked for."""

    def __init__(self, user: User, filters: Filters, *, batch: str = "") -> None:
        self.user, self.filters, self.batch = user, filters, batch
        self._read: dict[str, list[tuple[str, str, str]]] = {}
        self._known: dict[str, Choices] = {}

    def of(self, name: str) -> Choices:
        """The values that a filter takes, in words."""
        one = self.filters[name]
        if one.offered is None:
            return one.fixed
        if name not in self._known:
            self._known[name] = one.offered(self)
        return self._known[name]

    def takes(self, name: str, value: str) -> bool:
        told = self.filters[name].told
        return bool(told(value)) if told else value in dict(self.of(name))

    def words(self, name: str, value: str) -> Words:
        """For a value that the filter takes."""
        told = self.filters[name].told
        return told(value) if told else dict(self.of(name))[value]

    def rows(self, kind: str) -> list[tuple[str, str, str]]:
        """Carriers or colleagues: key and two texts. Both are read together."""
        if not self._read:
            self._read = {_CARRIER: [], _PERSON: []}
            for found, key, one, other in _CARRIERS_AND_PEOPLE.rows(self.user):
                self._read[found].append((key, one, other))
        return self._read[kind]

    def select(self, name: str, chosen: str) -> Select:
        one, language = self.filters[name], get_language() or "en"
        if one.offered is None:
            options = _fixed_options(one, chosen, language)
        else:
            options = _offered_options(one, self.of(name), chosen, language)
        return Select(name, str(one.label), options)


_CARRIER, _PERSON = "carrier", "person"
_TEXT = CharField()


def _carriers_and_people(user: Any) -> Any:
    """Two small lists in one statement; the names of carriers as the database keeps them."""
    carriers = Carrier.objects.visible_to(user).values_list(
        Value(_CARRIER, _TEXT), "slug", Cast("names", TextField()), Value("", _TEXT)
    )
    people = Membership.objects.filter(workspace_id=user.workspace_id).values_list(
        Value(_PERSON, _TEXT), Cast("user_id", TextField()), "user__name", "user__email"
    )
    return carriers.union(people, all=True)


_CARRIERS_AND_PEOPLE = Statement(_carriers_and_people)


def carriers(offers: Offers) -> Choices:
    return _by_name(tuple(offers.rows(_CARRIER)), get_language() or "en")


@lru_cache(maxsize=64)
def _by_name(carriers: tuple[tuple[str, str, str], ...], _language: str) -> Choices:
    """Kept: as long as no carrier comes or goes, each page of the list offers the same."""
    named = [(slug, name_in_language(json.loads(names))) for slug, names, _nothing in carriers]
    return tuple(sorted(named, key=lambda one: one[1].casefold()))


def people(offers: Offers) -> Choices:
    """Me, nobody, and the colleagues by name."""
    members = [(pk, name or (email or "").split("@")[0]) for pk, name, email in offers.rows(_PERSON)]
    colleagues = sorted((one for one in members if one[0] != str(offers.user.pk)), key=lambda one: one[1].casefold())
    return ((ME, _("Me")), (NOBODY, _("Nobody")), *colleagues)


@lru_cache(maxsize=64)
def _order_in(_language: str, order: Order) -> str:
    label = {"column": order.of.columns[order.key].label}
    return (_("%(column)s, descending") if order.is_descending else _("%(column)s, ascending")) % label


def orders(usual: Order) -> Callable[[Offers], Choices]:
    """By each column of a list, both ways, but for the `usual` order: that is what it has when nothing is said."""

    def offered(offers: Offers) -> Choices:
        language, of = get_language() or "en", usual.of
        both = [Order(key, of, is_descending) for key in of.columns for is_descending in (False, True)]
        return tuple((str(order), _order_in(language, order)) for order in both if order != usual)

    return offered


@lru_cache(maxsize=256)
def _offered_options(one: Filter, offered: Choices, chosen: str, _language: str) -> SafeString:
    return _options([("", one.blank), *offered], chosen)


@lru_cache(maxsize=256)
def _fixed_options(one: Filter, chosen: str, language: str) -> SafeString:
    """Kept a language: looking up sixty translations takes longer than finding fifty cases."""
    return _options([("", one.blank), *one.fixed], chosen)


def _options(offered: Iterable[tuple[str, Words]], chosen: str) -> SafeString:
    return format_html_join("", "{}", ((_option(key, words, key == chosen),) for key, words in offered))


def _option(key: str, words: Words, chosen: bool) -> SafeString:
    frame = '<option value="{}" selected>{}</option>' if chosen else '<option value="{}">{}</option>'
    return format_html(frame, key, words)
