"""A dossier of a case left the house: who made it, in which form, and the hash of what was handed out."""

from cancellations.models.case import Case
from cancellations.models.event import Event
from cancellations.models.people import User


class DossierVerbs(Case):
    class Meta:
        abstract = True

    def dossier_made(self, by: User, *, form: str, sha256: str, identity: int = 0) -> None:
        """Note it. Changes nothing of the case, so whoever may look at it may do this.

        `form`: pdf or zip. `identity`: how many identity documents went along.
        """
        told = {"form": form, "sha256": sha256, **({"identity": identity} if identity else {})}
        Event(workspace_id=self.workspace_id, cancellation_id=self.pk, kind="dossier_made", by=by, payload=told).save(
            force_insert=True
        )
