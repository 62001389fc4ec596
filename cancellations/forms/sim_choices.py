"""The filters of the list of SIM cards."""

from django.utils.translation import gettext_lazy

from cancellations.domain.listing import LATEST_RECORDED
from cancellations.domain.words import SIM_KINDS, SIM_STATUSES, choices
from cancellations.forms.offers import Filter, Filters, carriers, orders

_ANY = gettext_lazy("Any")
FILTERS: Filters = {
    one.name: one
    for one in (
        Filter("status", gettext_lazy("Status"), _ANY, tuple(choices(SIM_STATUSES))),
        Filter("sort", gettext_lazy("Order"), gettext_lazy("Latest recorded first"), offered=orders(LATEST_RECORDED)),
        Filter("carrier", gettext_lazy("Carrier"), _ANY, offered=carriers),
        Filter("kind", gettext_lazy("SIM kind"), _ANY, tuple(choices(SIM_KINDS))),
    )
}
