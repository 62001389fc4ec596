"""After a user called a carrier with many cards otherwise: putting them where lists have its name, a part at a time."""

from django.urls import reverse

from cancellations.models import Carrier, Errand
from cancellations.models.carrier_places import Place, move_next


def sort_part(errand: Errand) -> bool:
    """Move the next cards or requests. `what`: carrier. A name that changes meanwhile counts from the next part on,
    and has an errand of its own for what lies behind: another name waits for the part, so that the last one stays."""
    place = Place(*errand.place or ())
    if place.is_through:  # whoever did the last part came no further
        return False
    with errand.part():
        carriers = Carrier.objects.select_for_update(no_key=True).filter(workspace_id=errand.workspace_id)
        carrier = carriers.filter(pk=errand.what["carrier"]).first()
        if carrier is None:  # taken away meanwhile, as it had none left
            return False
        errand.result = {"address": reverse("carrier", args=[carrier.slug])}
        moved, place = move_next(carrier, place)
        errand.place = place
        errand.done += moved
    return not place.is_through
