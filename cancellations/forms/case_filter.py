"""The filters of the requests list, read from the query string. What cannot be read is left out, never an error."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cancellations.domain.listing import DUE_FIRST, NEWEST_FIRST, Order
from cancellations.domain.reporting.counted import Counted, What
from cancellations.domain.situation import Stage
from cancellations.domain.worklist import WEEK, Worklist
from cancellations.forms.case_choices import COUNTED, FILTERS
from cancellations.forms.list_filter import ListFilter
from cancellations.forms.offers import ME, NOBODY
from cancellations.forms.whose import HOLDER, holder_of
from cancellations.models import Cancellation, Carrier, CaseTag, Sim, User
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.case import NEVER
from cancellations.models.own_lists import lists_of
from cancellations.models.reports.counted import counted_as
from cancellations.models.worklists import cases_in

Keys = QuerySet[Any, int]  # ids

_OPEN_VIEWS = frozenset(Worklist) - {Worklist.TODAY, Worklist.COMING, Worklist.CLOSED}  # late replies are in those


class CaseFilter(ListFilter):
    """What a query string asks of the list of requests; of those that are open when it says nothing."""

    filters = FILTERS
    usual = DUE_FIRST
    without_fields = ("batch", HOLDER, COUNTED)

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
        return Order.read(self.chosen.get("sort", ""), self.usual.of) or (NEWEST_FIRST if newest_first else DUE_FIRST)

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

    def narrow_a_page(self, cases: CancellationQuerySet, today: date) -> CancellationQuerySet:
        """As `narrow`, for the first rows in `order`: where few cases can pass, these are found first.

        Those of a batch always are: few are large, and its name has been asked for already.
        """
        passing = self.narrow(cases, today)
        name = next((name for name in _KEYS if name in self.chosen), None)
        if name is None or self.search or (self.order.column == DUE_FIRST.column and name in _DUE_IN_ORDER):
            return passing
        column, keys = _KEYS[name][0], _KEYS[name][1](self.chosen[name], self.user)
        return passing.found_by(column, keys) if name == "batch" else passing.if_few(column, keys)

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


def _carrier(slug: str, user: User) -> Q:
    """By its key, which the index knows: joined by its slug, SQLite would look through all cases for those of one."""
    return Q(carrier=Carrier.objects.visible_to(user).filter(slug=slug).values("pk")[:1])


def _assignee(value: str, user: User) -> Q:
    return Q(assignee=user.pk if value == ME else None if value == NOBODY else int(value))


def _batch(value: str, user: User) -> Q:
    return Q(batch=int(value))


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


def _tagged(value: str, user: User) -> Keys:
    """The cases that carry the tag, by whatever name it is known."""
    tagged = CaseTag.objects.visible_to(user).filter(tag__in=lists_of(user).ids_of(int(value)))
    return tagged.values_list("cancellation", flat=True)


def _held(value: str, user: User) -> Keys:
    return Sim.objects.visible_to(user).held_by(holder_of(value) or "").values_list("pk", flat=True)


def _cases(condition: Callable[[str, User], Q]) -> Callable[[str, User], Keys]:
    return lambda value, user: (
        Cancellation.objects.visible_to(user).filter(condition(value, user)).values_list("pk", flat=True)
    )


def _counted(value: str, user: User, today: date) -> Q:
    counted = Counted.read(value)
    return counted_as(counted, user, today) if counted else Q()


_CONDITIONS: dict[str, Callable[[str, User, date], Q]] = {
    "carrier": lambda slug, user, today: _carrier(slug, user),
    "assignee": lambda value, user, today: _assignee(value, user),
    "turn": lambda turn, user, today: Q(turn=turn),
    "due": _due,
    "stage": lambda stage, user, today: Q(stage=stage),
    "kind": lambda kind, user, today: Q(sim__kind=kind),
    "tag": lambda value, user, today: Q(pk__in=_tagged(value, user)),
    "batch": lambda value, user, today: _batch(value, user),
    HOLDER: lambda value, user, today: Q(sim__in=_held(value, user)),
    COUNTED: _counted,
}
# those that an index answers, the likeliest to let few pass first: a column of the cases, and what it has there
_KEYS: dict[str, tuple[str, Callable[[str, User], Keys]]] = {
    HOLDER: ("sim", _held),
    "batch": ("pk", _cases(_batch)),
    "tag": ("pk", _tagged),
    "carrier": ("pk", _cases(_carrier)),
    "assignee": ("pk", _cases(_assignee)),
}
_DUE_IN_ORDER = frozenset({"carrier", "assignee"})  # their index has the day that is due behind them
