"""At which carriers cases are, and how many."""

from dataclasses import dataclass

from django.db.models import Count

from cancellations.domain import formats
from cancellations.models import Carrier, User
from cancellations.models.cancellation import CancellationQuerySet


@dataclass(frozen=True)
class AtCarrier:
    slug: str
    name: str
    number: int

    @property
    def count(self) -> str:
        return formats.number(self.number)


def at_carriers(cases: CancellationQuerySet, user: User) -> list[AtCarrier]:
    """The carriers of `cases`, by name. Only their keys are counted, which an index has; names are read afterwards."""
    numbers = dict(cases.order_by().values_list("carrier").annotate(Count("pk")))
    carriers = Carrier.objects.visible_to(user).filter(pk__in=numbers)
    found = [AtCarrier(one.slug, one.name, numbers[one.pk]) for one in carriers]
    return sorted(found, key=lambda one: one.name.casefold())
