"""What a list is asked for by its query string. What cannot be read is left out, never an error."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language

from cancellations.domain import formats
from cancellations.domain.listing import Order
from cancellations.domain.text import clean_line
from cancellations.forms.list_look import look_of
from cancellations.forms.offers import Filters, Offers, Select
from cancellations.models import User
from cancellations.models.own_lists import ViewLink, lists_of

LONGEST_SEARCH = 200  # characters; nobody types more


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the query string that is left when it is taken away."""

    words: str
    rest: str


class ListFilter:
    """What a query string asks of a list. Carriers and colleagues are read only where they are needed.

    `saved`: the saved view that was opened, whether or not its filter was changed since. `is_understood`: no filter was
    left out; a list may show more than was asked for, but nothing may be done to more than that.
    """

    filters: ClassVar[Filters]
    usual: ClassVar[Order]  # the order when none is asked for
    without_fields: ClassVar[tuple[str, ...]] = ()  # filters that pages lead here with

    def __init__(self, query: QueryDict, user: User) -> None:
        self.user = user
        self._offers = Offers(user, self.filters, batch=str(query.get("batch", "")))
        self.search = clean_line(str(query.get("q", ""))[:LONGEST_SEARCH])
        asked = {name: str(query.get(name, "")) for name in self.filters}
        self.chosen = {name: value for name, value in asked.items() if value and self._offers.takes(name, value)}
        self.is_understood = len(self.chosen) == sum(map(bool, asked.values()))
        self.look = look_of(query, user, self.usual.of)
        self.saved = self._opened(str(query.get("saved", "")))

    @property
    def order(self) -> Order:
        return Order.read(self.chosen.get("sort", ""), self.usual.of) or self.usual

    @property
    def is_plain(self) -> bool:
        """Nothing is asked for but an order."""
        return not self.search and not (self.chosen.keys() - {"sort"})

    @property
    def is_set(self) -> bool:
        """Anything is filtered or sorted that is worth a name."""
        return bool(self.search or self.chosen)

    def selects(self, *names: str) -> tuple[Select, ...]:
        """These filters with their options, ready to print; those that have none are left out."""
        return tuple(self._offers.select(name, self._value(name)) for name in names if self._offers.of(name))

    def offered(self) -> tuple[Hashable, ...]:
        """All that the selects are made from: as long as it is the same, they are."""
        people_and_carriers = tuple(self._offers.rows("carrier")), tuple(self._offers.rows("person"))
        own = self.usual.of, get_language(), self.user.pk, lists_of(self.user).stamp
        return *own, tuple(self.chosen.items()), self._value("sort"), people_and_carriers

    def chips(self) -> list[Chip]:
        found = [Chip(self.search, self.query(without="q"))] if self.search else []
        for name, value in self.chosen.items():
            if name != "sort":
                words = formats.labelled(self.filters[name].label, self._offers.words(name, value))
                found.append(Chip(words, self.query(without=name)))
        return found

    def query(self, *, without: str = "", **more: str) -> str:
        """The query string that gives this list again, with `more` in it; the opened view stays open."""
        return _encoded({**self._where(), **self._told(), **more}, without)

    def without_look(self) -> str:
        """The query string that gives this list again as the user's own settings make it look."""
        return _encoded({**self._where(), **self._asked()})

    def beside_filters(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along: it has no fields for these."""
        led_here = [(name, self.chosen[name]) for name in self.without_fields if name in self.chosen]
        return [*self._where().items(), *led_here, *self.look.told]

    def to_save(self, *, with_look: bool = False) -> str:
        """The query string to be kept as a view: what is asked for, and not where it was opened.

        `with_look`: with the columns and the density that the user sees now, wherever they come from.
        """
        return _encoded(self._asked() | (self.look.spelt_out if with_look else dict(self.look.told)))

    @property
    def is_changed(self) -> bool:
        """The opened view would give another list by now."""
        return self.saved is not None and self.saved.query != self.to_save()

    def _where(self) -> dict[str, str]:
        """The opened view."""
        return {"saved": str(self.saved.pk)} if self.saved else {}

    def _asked(self) -> dict[str, str]:
        return ({"q": self.search} if self.search else {}) | self.chosen

    def _told(self) -> dict[str, str]:
        return self._asked() | dict(self.look.told)

    def _value(self, name: str) -> str:
        if name == "sort":
            return "" if self.order == self.usual else str(self.order)
        return self.chosen.get(name, "")

    def _opened(self, text: str) -> ViewLink | None:
        """The view of this list with this id, if the user has it or it is shared with them."""
        if not text:
            return None
        views, listing = lists_of(self.user).views, self.usual.of.name
        return next((view for view in views if str(view.pk) == text and view.listing == listing), None)


def _encoded(values: dict[str, str], without: str = "") -> str:
    return urlencode({name: value for name, value in values.items() if name != without})
