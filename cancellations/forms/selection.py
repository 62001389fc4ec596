"""What is selected in a list: rows ticked one by one, or all that the list's filter lets through."""

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import islice

from django.http import QueryDict

from cancellations.domain.bulk import MOST_CASES, MOST_PICKED
from cancellations.forms.case_choices import FILTERS
from cancellations.forms.case_filter import CaseFilter
from cancellations.models import Cancellation, User
from cancellations.models.cancellation import CancellationQuerySet

_DIGITS = 18  # of the highest id that a database can count to


def picked(query: QueryDict, name: str) -> set[int]:
    """The ids that were ticked one by one; what is no id is left out."""
    typed = (str(text) for text in query.getlist(name))
    ids = (int(text) for text in typed if text.isascii() and text.isdigit() and len(text) <= _DIGITS)
    return set(islice(ids, MOST_PICKED))


class Selection:
    """Cases of the user's workspace; what is not theirs, or not there, is not selected."""

    def __init__(self, query: QueryDict, user: User, today: date) -> None:
        self.query, self.user, self.today = query, user, today
        self.is_all = query.get("all") == "1"

    @cached_property
    def ids(self) -> list[int]:
        """In the order that they are due, so that what is worked off first is what is most urgent.

        One more than MOST_CASES says that there are too many.
        """
        return list(self._cases().order_by("due_on", "id").values_list("pk", flat=True)[: MOST_CASES + 1])

    @property
    def mark(self) -> str:
        """Another one when the filter lets other cases through than when somebody looked at them."""
        return hashlib.sha256(repr(sorted(self.ids)).encode()).hexdigest()[:16]

    @property
    def is_too_much(self) -> bool:
        return len(self.ids) > MOST_CASES

    def cases(self, ids: list[int]) -> CancellationQuerySet:
        """These of the selected ones, whole."""
        return Cancellation.objects.visible_to(self.user).whole().filter(pk__in=ids).order_by("due_on", "id")

    def hidden(self) -> Iterator[tuple[str, str]]:
        """Names and values that select the same again."""
        if not self.is_all:
            yield from (("case", str(pk)) for pk in self.ids)
            return
        yield "all", "1"
        for name in ("q", *FILTERS):
            yield from ((name, str(value)) for value in self.query.getlist(name))

    def _cases(self) -> CancellationQuerySet:
        visible = Cancellation.objects.visible_to(self.user)
        if self.is_all:
            return CaseFilter(self.query, self.user).narrow(visible, self.today)
        return visible.filter(pk__in=picked(self.query, "case"))
