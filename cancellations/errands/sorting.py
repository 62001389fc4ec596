"""After a carrier with many cards got another name: putting them where lists have it now, some thousands a part."""

from django.urls import reverse

from cancellations.models import Carrier, Errand
from cancellations.models.carrier_places import Place, move_next


def sort_part(errand: Errand) -> bool:
    """Move the next cards or requests. `what`: carrier. A name that changes meanwhile counts from the next part on,
    and has an errand of its own for what lies behind."""
    with errand.part():
        carrier = Carrier.objects.filter(workspace_id=errand.workspace_id, pk=errand.what["carrier"]).first()
        if carrier is None:  # taken away meanwhile, as it had none left
            return False
        errand.result = {"address": reverse("carrier", args=[carrier.slug])}
        moved, errand.place = move_next(carrier, Place(*errand.place or ()))
        errand.done += moved
    return errand.place is not None
