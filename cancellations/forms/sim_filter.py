"""The filters of the list of SIM cards, read from the query string."""

from typing import Any

from django.utils.translation import gettext_lazy

from cancellations.domain.listing import LATEST_RECORDED
from cancellations.domain.words import SIM_KINDS, SIM_STATUSES, choices
from cancellations.forms.list_filter import ListFilter
from cancellations.forms.offers import Filter, Filters, carriers, orders
from cancellations.forms.whose import BY_HOLDER, BY_TAG, HOLDER, TAG, holder_of
from cancellations.models import CaseTag
from cancellations.models.own_lists import lists_of
from cancellations.models.sim import SimQuerySet

_ANY = gettext_lazy("Any")
_FILTERS: Filters = {
    one.name: one
    for one in (
        Filter("status", gettext_lazy("Status"), _ANY, tuple(choices(SIM_STATUSES))),
        Filter("sort", gettext_lazy("Order"), gettext_lazy("Latest recorded first"), offered=orders(LATEST_RECORDED)),
        Filter("carrier", gettext_lazy("Carrier"), _ANY, offered=carriers),
        Filter("kind", gettext_lazy("SIM kind"), _ANY, tuple(choices(SIM_KINDS))),
        BY_TAG,
        BY_HOLDER,
    )
}
_COLUMNS = {"status": "status", "carrier": "carrier__slug", "kind": "kind"}


class SimFilter(ListFilter):
    """What a query string asks of the list of SIM cards."""

    filters = _FILTERS
    usual = LATEST_RECORDED
    without_fields = (HOLDER,)

    def narrow(self, sims: SimQuerySet) -> SimQuerySet:
        """The cards that pass every filter and contain what is searched for."""
        exact = {column: self.chosen[name] for name, column in _COLUMNS.items() if name in self.chosen}
        sims = sims.filter(**exact)
        if HOLDER in self.chosen:
            sims = sims.held_by(holder_of(self.chosen[HOLDER]) or "")
        if TAG in self.chosen:
            sims = sims.filter(pk__in=self._tagged(int(self.chosen[TAG])))
        return sims.search(self.search, self.user)

    def _tagged(self, tag: int) -> Any:
        """The cards with a request, open or closed, that carries the tag, by whichever of its names."""
        tagged = CaseTag.objects.visible_to(self.user).filter(tag__in=lists_of(self.user).ids_of(tag))
        return tagged.values("cancellation__sim")
