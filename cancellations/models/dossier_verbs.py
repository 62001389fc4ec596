"""A dossier of a case left the house: who made it, in which form, and the hash of what was handed out."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

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
        _made(self.workspace_id, by, self.pk, form, sha256, identity).save(force_insert=True)


def dossiers_made(by: User, identity: Mapping[int, int], *, sha256: str) -> None:
    """Dossiers of many cases left the house in one archive. `identity`: id of each case -> identity documents."""
    if by.member is None:
        raise PermissionDenied
    workspace = by.member.workspace_id
    Event.objects.bulk_create([_made(workspace, by, pk, "zip", sha256, count) for pk, count in identity.items()])


def _made(workspace: int, by: User, case: int, form: str, sha256: str, identity: int) -> Event:
    told = {"form": form, "sha256": sha256, **({"identity": identity} if identity else {})}
    return Event(workspace_id=workspace, cancellation_id=case, kind="dossier_made", by=by, payload=told)
