"""The filters of the list of requests."""

import re

from django.utils.translation import gettext_lazy

from cancellations.domain.listing import DUE_FIRST
from cancellations.domain.situation import Turn
from cancellations.domain.words import SIM_KINDS, STAGES, TURNS, choices
from cancellations.domain.worklist import WORKLISTS
from cancellations.forms.counted import counted_in_words
from cancellations.forms.offers import Choices, Filter, Filters, Offers, carriers, orders, people
from cancellations.forms.whose import BY_HOLDER, BY_TAG
from cancellations.models import Batch

_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
COUNTED = "counted"  # what a number of a report counts


def _batches(offers: Offers) -> Choices:
    """Only the one that is asked for: there is no select of batches, their pages lead here."""
    if not _ID.fullmatch(offers.batch):
        return ()
    asked = Batch.objects.visible_to(offers.user).filter(pk=offers.batch)
    return tuple((str(pk), name) for pk, name in asked.values_list("pk", "name"))


_TURNS = tuple((key, words) for key, words in choices(TURNS) if key != Turn.NOBODY)
_DAYS = (
    ("overdue", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Today")),
    ("week", gettext_lazy("Within a week")),
    ("none", gettext_lazy("No date")),
)
_ANY = gettext_lazy("Any")
FILTERS: Filters = {
    one.name: one
    for one in (
        Filter("view", gettext_lazy("View"), gettext_lazy("All open"), tuple(choices(WORKLISTS))),
        Filter("carrier", gettext_lazy("Carrier"), _ANY, offered=carriers),
        Filter("assignee", gettext_lazy("Assigned to"), gettext_lazy("Anybody"), offered=people),
        Filter("turn", gettext_lazy("Turn"), _ANY, _TURNS),
        Filter("due", gettext_lazy("Due"), _ANY, _DAYS),
        Filter("stage", gettext_lazy("Stage"), _ANY, tuple(choices(STAGES))),
        Filter("kind", gettext_lazy("SIM kind"), _ANY, tuple(choices(SIM_KINDS))),
        BY_TAG,
        Filter("batch", gettext_lazy("Batch"), _ANY, offered=_batches),
        BY_HOLDER,
        Filter(COUNTED, gettext_lazy("Report"), _ANY, told=counted_in_words),
        Filter("sort", gettext_lazy("Order"), gettext_lazy("Due first"), offered=orders(DUE_FIRST)),
    )
}
