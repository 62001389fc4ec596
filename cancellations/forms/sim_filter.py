"""The filters of the list of SIM cards, read from the query string."""

from cancellations.domain.listing import LATEST_RECORDED
from cancellations.forms.list_filter import ListFilter
from cancellations.forms.sim_choices import FILTERS
from cancellations.models.sim import SimQuerySet

_COLUMNS = {"status": "status", "carrier": "carrier__slug", "kind": "kind"}


class SimFilter(ListFilter):
    """What a query string asks of the list of SIM cards."""

    filters = FILTERS
    usual = LATEST_RECORDED

    def narrow(self, sims: SimQuerySet) -> SimQuerySet:
        """The cards that pass every filter and contain what is searched for."""
        exact = {column: self.chosen[name] for name, column in _COLUMNS.items() if name in self.chosen}
        return sims.filter(**exact).search(self.search, self.user)
