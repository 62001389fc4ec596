"""Cases that an errand could do nothing to, listed with the way to them."""

from django.urls import reverse

from cancellations.domain.said import Text
from cancellations.domain.said import said as _
from cancellations.models import Cancellation, Errand


def miss_case(errand: Errand, case: Cancellation, why: Text) -> None:
    """Call it inside `errand.part`."""
    errand.miss(case.reference, why, address=reverse("request", args=[case.reference]))


def miss_gone(errand: Errand, pk: int) -> None:
    """As miss_case, of one that was deleted, or is in no workspace of who asked; call it inside `errand.part`."""
    errand.miss(str(pk), _("It is not there any more."))
