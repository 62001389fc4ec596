"""What is selected in a list: rows ticked one by one, or all that the list's filter lets through."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cancellations.domain import formats
from cancellations.domain.bulk import MOST_CASES, MOST_PICKED
from cancellations.domain.words import Words
from cancellations.forms.case_filter import CaseFilter
from cancellations.forms.list_filter import ListFilter
from cancellations.models import Cancellation, User
from cancellations.models.cancellation import CancellationQuerySet

ID = re.compile(r"[0-9]{1,18}", re.ASCII)  # of a row: a database counts no further


def picked(query: QueryDict, name: str) -> set[int]:
    """The ids that were ticked one by one: a value each, or one value with commas between them.

    What is no id is left out. One more than MOST_PICKED says that there are too many.
    """
    typed = (text for value in query.getlist(name) for text in str(value).split(","))
    ids = (int(text) for text in typed if ID.fullmatch(text))
    return set(islice(dict.fromkeys(ids), MOST_PICKED + 1))


class Ticked:
    """Rows of the user's workspace: ticked one by one (`name`), or all that the list's filter lets through (`all`).

    What is not theirs, or not there, is not selected, and `missing` says so; a filter that cannot be read lets nothing
    through.
    """

    name: ClassVar[str]  # of the checkbox in a row
    asked: ClassVar[type[ListFilter]]  # what the list is filtered by
    order: ClassVar[tuple[str, ...]]
    too_many: ClassVar[Words]  # said of a filter that lets more than MOST_CASES through
    changed: ClassVar[Words]  # said when `is_another`

    def __init__(self, query: QueryDict, user: User) -> None:
        self.query, self.user = query, user
        self.is_all = query.get("all") == "1"

    @cached_property
    def ids(self) -> list[int]:
        """In their order. One more than `most` says that there are too many."""
        return list(self._rows().order_by(*self.order).values_list("pk", flat=True)[: self.most + 1])

    @cached_property
    def ticked(self) -> set[int]:
        """The ids of boxes, whatever there is of them; none when all are selected."""
        return set() if self.is_all else picked(self.query, self.name)

    def missing(self) -> str:
        """What is to be said of ticked ones that are not there; empty when all are."""
        count = len(self.ticked.difference(self.ids))
        return self._gone(count) % {"n": formats.number(count)} if count else ""

    @property
    def most(self) -> int:
        return MOST_CASES if self.is_all else MOST_PICKED

    def refusal(self) -> str:
        """Why nothing can be done to what is selected; empty when something can."""
        if not self.ids:
            return _("Nothing is selected. Go back to the list and tick what you mean.")
        if len(self.ids) <= self.most and len(self.ticked) <= MOST_PICKED:
            return ""
        by_hand = _("More than %(n)s ticked one by one are too many. Tick fewer, or select all that match a filter.")
        return str(self.too_many if self.is_all else by_hand) % {"n": formats.number(self.most)}

    @property
    def mark(self) -> str:
        """Another one when the filter lets other rows through than when somebody looked at them."""
        return hashlib.sha256(repr(sorted(self.ids)).encode()).hexdigest()[:16]

    @property
    def is_another(self) -> bool:
        """Whether others are selected than those that were seen when the form was made: `seen` for a filter's."""
        return self.query.get("seen", self.mark) != self.mark if self.is_all else bool(self.missing())

    def hidden(self) -> list[tuple[str, str]]:
        """Names and values that select the same again; the ids as one value: the fields of a request are counted."""
        if not self.is_all:
            return [(self.name, ",".join(map(str, self.ids)))]
        return [("all", "1"), ("seen", self.mark), *self._filter()]

    def _rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def _gone(self, count: int) -> str:
        """That so many (`n`) which were ticked are not there."""
        raise NotImplementedError

    def _filter(self) -> Iterator[tuple[str, str]]:
        """Names and values of the list's filter."""
        yield from ((name, str(value)) for name in ("q", *self.asked.filters) for value in self.query.getlist(name))


class Selection(Ticked):
    """Cases, in the order that they are due, so that what is worked off first is what is most urgent."""

    name = "case"
    asked = CaseFilter
    order = ("due_on", "id")
    too_many = gettext_lazy("More than %(n)s requests at once are too many. Narrow the list first.")
    changed = gettext_lazy("What was asked for does not fit any more: somebody changed these requests meanwhile.")

    def __init__(self, query: QueryDict, user: User, today: date) -> None:
        super().__init__(query, user)
        self.today = today

    def cases(self, ids: list[int]) -> CancellationQuerySet:
        """These of the selected ones, whole."""
        return Cancellation.objects.visible_to(self.user).whole().filter(pk__in=ids).order_by(*self.order)

    def _rows(self) -> CancellationQuerySet:
        visible = Cancellation.objects.visible_to(self.user)
        if self.is_all:
            chosen = CaseFilter(self.query, self.user)
            return chosen.narrow(visible, self.today) if chosen.is_understood else visible.none()
        return visible.filter(pk__in=self.ticked)

    def _gone(self, count: int) -> str:
        return ngettext(
            "%(n)s request that was ticked is not there any more.",
            "%(n)s requests that were ticked are not there any more.",
            count,
        )
