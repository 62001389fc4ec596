"""Opening the requests of a batch: a few hundred cards a part; what is left out is listed by card."""

from datetime import date

from django.urls import reverse

from cancellations.domain.said import said as _
from cancellations.models import Batch, Cancellation, Errand, Sim, User
from cancellations.models.case_bulk import Wish

PART = 200


def open_part(errand: Errand) -> bool:
    """Open the next requests. `what`: sims (ids), batch, reason, requested_end_date, assignee; see views/batches.py."""
    what, by = errand.what, errand.asked_by
    ids: list[int] = what["sims"]
    now = ids[errand.done : errand.done + PART]
    end = date.fromisoformat(what["requested_end_date"]) if what["requested_end_date"] else None
    members = User.objects.filter(membership__workspace=errand.workspace_id, is_active=True)
    assignee = members.filter(pk=what["assignee"]).first()
    wishes = [Wish(pk, requested_end_date=end, reason=what["reason"], assignee=assignee) for pk in now]
    with errand.part():
        batch = Batch.objects.visible_to(by).get(pk=what["batch"])
        opened = Cancellation.objects.start_many(by, wishes, batch=batch)
        for sim in Sim.objects.visible_to(by).filter(pk__in=set(now) - opened.keys()).order_by("pk"):
            why = _("It has an open request already, or its contract has ended.")
            errand.miss(sim.title, why, address=reverse("sim", args=[sim.pk]))
        errand.done += len(now)
    return errand.done < len(ids)
