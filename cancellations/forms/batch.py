"""Opening the requests of many SIM cards together: which cards, and what is the same for all of them."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cancellations.domain.bulk import MOST_CASES
from cancellations.forms.course import AssignForm
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.filters import SimFilterForm, carriers_offered, narrow_sims
from cancellations.forms.selection import picked
from cancellations.models import Sim, User
from cancellations.models.sim import SimQuerySet


class SimSelection:
    """Cards of the user's workspace: ticked one by one (`sim`), or all that the list's filter lets through (`all`)."""

    def __init__(self, query: QueryDict, user: User) -> None:
        self.query, self.user = query, user
        self.is_all = query.get("all") == "1"

    @cached_property
    def ids(self) -> list[int]:
        """Oldest first; one more than MOST_CASES says that there are too many."""
        return list(self._cards().order_by("pk").values_list("pk", flat=True)[: MOST_CASES + 1])

    @property
    def is_too_much(self) -> bool:
        return len(self.ids) > MOST_CASES

    def first(self, count: int) -> list[Sim]:
        return list(Sim.objects.visible_to(self.user).filter(pk__in=self.ids[:count]).order_by("pk"))

    def hidden(self) -> Iterator[tuple[str, str]]:
        """Names and values that select the same again."""
        if not self.is_all:
            yield from (("sim", str(pk)) for pk in self.ids)
            return
        yield "all", "1"
        yield from ((name, str(value)) for name, value in self._filter().items())

    def _cards(self) -> SimQuerySet:
        if self.is_all:
            return narrow_sims(self.user, self._filter())
        return Sim.objects.visible_to(self.user).filter(pk__in=picked(self.query, "sim"))

    def _filter(self) -> dict[str, Any]:
        return SimFilterForm(self.query, carriers=carriers_offered(self.user)).wanted()


class BatchForm(AssignForm):
    """What is the same for all requests of the batch."""

    name = LineField(
        label=_("Name of the batch"), help_text=_("By this it is found again, like “Tour group, November”.")
    )
    requested_end_date = DayField(label=_("End date we ask for"), required=False)
    reason = LineField(label=_("Reason"), required=False)

    field_order = ("name", "requested_end_date", "reason", "to")

    def __init__(self, data: Any = None, *, by: User, today: date) -> None:
        super().__init__(data, by=by, initial={"to": by.pk})
        self.today = today
