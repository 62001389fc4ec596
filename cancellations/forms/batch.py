"""Opening the requests of many SIM cards together: which cards, and what is the same for all of them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cancellations.forms.course import AssignForm
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.selection import Ticked
from cancellations.forms.sim_filter import SimFilter
from cancellations.models import Sim, User
from cancellations.models.sim import SimQuerySet


class SimSelection(Ticked):
    """Cards, oldest first."""

    name = "sim"
    asked = SimFilter
    order = ("pk",)
    too_many = _("More than %(n)s SIM cards at once are too many. Narrow the list first.")
    changed = _("What was asked for does not fit any more: somebody changed these SIM cards meanwhile.")

    def first(self, count: int) -> list[Sim]:
        return list(Sim.objects.visible_to(self.user).filter(pk__in=self.ids[:count]).order_by(*self.order))

    def _rows(self) -> SimQuerySet:
        visible = Sim.objects.visible_to(self.user)
        if self.is_all:
            chosen = SimFilter(self.query, self.user)
            return chosen.narrow(visible) if chosen.is_understood else visible.none()
        return visible.filter(pk__in=self.ticked)

    def _gone(self, count: int) -> str:
        return ngettext(
            "%(n)s SIM card that was ticked is not there any more.",
            "%(n)s SIM cards that were ticked are not there any more.",
            count,
        )


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
