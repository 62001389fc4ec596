"""The filters of the requests list, read from the query string. What cannot be read is left out, never an error."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language

from cancellations.domain import formats
from cancellations.domain.listing import DUE_FIRST, NEWEST_FIRST, Order
from cancellations.domain.reporting.counted import Counted, What
from cancellations.domain.situation import Stage
from cancellations.domain.text import clean_line
from cancellations.domain.worklist import WEEK, Worklist
from cancellations.forms.case_choices import COUNTED, FILTERS, ME, NOBODY, Offers, Select
from cancellations.forms.list_look import look_of
from cancellations.models import Cancellation, CaseTag, User
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.case import NEVER
from cancellations.models.own_lists import ViewLink, lists_of
from cancellations.models.reports.counted import counted_as
from cancellations.models.worklists import cases_in

LONGEST_SEARCH = 200  # characters; nobody types more
_OPEN_VIEWS = frozenset(Worklist) - {Worklist.TODAY, Worklist.COMING, Worklist.CLOSED}  # late replies are in those


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the query string that is left when it is taken away."""

    words: str
    rest: str


class CaseFilter:
    """What a query string asks of the list. Carriers and colleagues are read only where they are needed.

    `saved`: the saved view that was opened, whether or not its filter was changed since. `is_understood`: no filter was
    left out; a list may show more than was asked for, but nothing may be done to more than that.
    """

    def __init__(self, query: QueryDict, user: User) -> None:
        self.user = user
        self._offers = Offers(user, batch=str(query.get("batch", "")))
        self.search = clean_line(str(query.get("q", ""))[:LONGEST_SEARCH])
        asked = {name: str(query.get(name, "")) for name in FILTERS}
        self.chosen = {name: value for name, value in asked.items() if value and self._offers.takes(name, value)}
        self.is_understood = len(self.chosen) == sum(map(bool, asked.values()))
        self.look = look_of(query, user)
        self.saved = _saved(str(query.get("saved", "")), user)

    @property
    def view(self) -> str:
        return self.chosen.get("view", "")

    @property
    def is_closed(self) -> bool:
        """Only closed cases are asked for: they have no due day, so the newest come first."""
        return Stage.CLOSED in {self.chosen.get("stage"), self.view}

    @property
    def counted(self) -> Counted | None:
        """Where a number of a report led here: the cases that it counts."""
        text = self.chosen.get(COUNTED)
        return Counted.read(text) if text else None

    @property
    def order(self) -> Order:
        newest_first = self.is_closed or COUNTED in self.chosen
        return Order.read(self.chosen.get("sort", "")) or (NEWEST_FIRST if newest_first else DUE_FIRST)

    @property
    def is_plain(self) -> bool:
        """All open cases, in whatever order."""
        return not self.search and not (self.chosen.keys() - {"sort"})

    @property
    def is_set(self) -> bool:
        """Anything is filtered or sorted that is worth a name."""
        return bool(self.search or self.chosen)

    def narrow(self, cases: CancellationQuerySet, today: date) -> CancellationQuerySet:
        """The cases that pass every filter. Without a view, a stage or a search: of those that are open."""
        passing = self._passing(cases, today)
        if not self.search:
            return passing
        found = passing.search(self.search, self.user)
        if found.unread is None:
            return found
        # without the columns and tables that only a row shows: thousands of these are counted off
        found.unread = self._passing(Cancellation.objects.visible_to(self.user), today)
        if self._is_one_sided or self.order == DUE_FIRST or self.counted:
            return found
        # no index has open and closed ones together in another order, and there are too many to be sorted
        return found.also(lambda rows: rows.open_cases())

    def _passing(self, cases: CancellationQuerySet, today: date) -> CancellationQuerySet:
        """All but the search."""
        if self.view:
            cases = cases_in(Worklist(self.view), cases, today)
        for name, value in self.chosen.items():
            if name in _CONDITIONS:
                cases = cases.filter(_CONDITIONS[name](value, self.user, today))
        if self._is_one_sided:
            # said once more for the indexes, which begin with it
            cases = cases.filter(is_open__in=[not self.is_closed])
        return cases

    @property
    def _is_one_sided(self) -> bool:
        """Whether all that pass are open, or all are closed."""
        if "stage" in self.chosen or self.is_closed:
            return True
        if self.counted and not self.view:
            return self.counted.what is What.OPEN
        return self.view in _OPEN_VIEWS and self.order != DUE_FIRST if self.view else not self.search

    def selects(self, *names: str) -> tuple[Select, ...]:
        """These filters with their options, ready to print; those that have none are left out."""
        return tuple(self._offers.select(name, self._value(name)) for name in names if self._offers.of(name))

    def offered(self) -> tuple[Hashable, ...]:
        """All that the selects are made from: as long as it is the same, they are."""
        people_and_carriers = tuple(self._offers.rows("carrier")), tuple(self._offers.rows("person"))
        chosen = tuple(self.chosen.items())
        return get_language(), self.user.pk, lists_of(self.user).stamp, chosen, self.is_closed, people_and_carriers

    def chips(self) -> list[Chip]:
        found = [Chip(self.search, self.query(without="q"))] if self.search else []
        for name, value in self.chosen.items():
            if name != "sort":
                words = formats.labelled(FILTERS[name].label, self._offers.words(name, value))
                found.append(Chip(words, self.query(without=name)))
        return found

    def query(self, *, without: str = "", **more: str) -> str:
        """The query string that gives this list again, with `more` in it; the opened view stays open."""
        opened = {"saved": str(self.saved.pk)} if self.saved else {}
        return _encoded({**opened, **self._told(), **more}, without)

    def beside_filters(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along: it has no fields for these."""
        opened = [("saved", str(self.saved.pk))] if self.saved else []
        led_here = [(name, self.chosen[name]) for name in ("batch", COUNTED) if name in self.chosen]
        return [*opened, *led_here, *self.look.told]

    def to_save(self) -> str:
        """The query string to be kept as a view: what is asked for, and not where it was opened."""
        return _encoded(self._told())

    @property
    def is_changed(self) -> bool:
        """The opened view would give another list by now."""
        return self.saved is not None and self.saved.query != self.to_save()

    def _told(self) -> dict[str, str]:
        return ({"q": self.search} if self.search else {}) | self.chosen | dict(self.look.told)

    def _value(self, name: str) -> str:
        if name == "sort":
            return "" if self.order == DUE_FIRST else str(self.order)
        return self.chosen.get(name, "")


def _encoded(values: dict[str, str], without: str = "") -> str:
    return urlencode({name: value for name, value in values.items() if name != without})


def _saved(text: str, user: User) -> ViewLink | None:
    """The view with this id, if the user has it or it is shared with them."""
    return next((view for view in lists_of(user).views if str(view.pk) == text), None) if text else None


def _assignee(value: str, user: User, today: date) -> Q:
    return Q(assignee=user.pk if value == ME else None if value == NOBODY else int(value))


def _due(value: str, user: User, today: date) -> Q:
    match value:
        case "overdue":
            return Q(due_on__lt=today)
        case "today":
            return Q(due_on=today)
        case "week":
            return Q(due_on__range=(today, today + WEEK))
        case _:
            return Q(due_on=NEVER)


def _tag(value: str, user: User, today: date) -> Q:
    """Whatever cases may carry for the tag, other names of it included."""
    tagged = CaseTag.objects.visible_to(user).filter(tag__in=lists_of(user).ids_of(int(value)))
    return Q(pk__in=tagged.values("cancellation"))


def _counted(value: str, user: User, today: date) -> Q:
    counted = Counted.read(value)
    return counted_as(counted, user, today) if counted else Q()


_CONDITIONS: dict[str, Callable[[str, User, date], Q]] = {
    "carrier": lambda slug, user, today: Q(carrier__slug=slug),
    "assignee": _assignee,
    "turn": lambda turn, user, today: Q(turn=turn),
    "due": _due,
    "stage": lambda stage, user, today: Q(stage=stage),
    "kind": lambda kind, user, today: Q(sim__kind=kind),
    "tag": _tag,
    "batch": lambda pk, user, today: Q(batch=int(pk)),
    COUNTED: _counted,
}
