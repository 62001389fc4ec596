"""The filters of the list of SIM cards, read from the query string."""

from django.utils.translation import gettext_lazy

from cancellations.domain.listing import LATEST_RECORDED
from cancellations.domain.words import SIM_KINDS, SIM_STATUSES, choices
from cancellations.forms.list_filter import ListFilter
from cancellations.forms.offers import Filter, Filters, carriers, orders
from cancellations.models.sim import SimQuerySet

_ANY = gettext_lazy("Any")
_FILTERS: Filters = {
    one.name: one
    for one in (
        Filter("status", gettext_lazy("Status"), _ANY, tuple(choices(SIM_STATUSES))),
        Filter("sort", gettext_lazy("Order"), gettext_lazy("Latest recorded first"), offered=orders(LATEST_RECORDED)),
        Filter("carrier", gettext_lazy("Carrier"), _ANY, offered=carriers),
        Filter("kind", gettext_lazy("SIM kind"), _ANY, tuple(choices(SIM_KINDS))),
    )
}
_COLUMNS = {"status": "status", "carrier": "carrier__slug", "kind": "kind"}


class SimFilter(ListFilter):
    """What a query string asks of the list of SIM cards."""

    filters = _FILTERS
    usual = LATEST_RECORDED

    def narrow(self, sims: SimQuerySet) -> SimQuerySet:
        """The cards that pass every filter and contain what is searched for."""
        exact = {column: self.chosen[name] for name, column in _COLUMNS.items() if name in self.chosen}
        return sims.filter(**exact).search(self.search, self.user)
