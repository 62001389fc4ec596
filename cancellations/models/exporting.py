"""That something left the workspace: who took what, how much of it and when. Never changed, like every event."""

from django.core.exceptions import PermissionDenied

from cancellations.domain.export_words import Exported
from cancellations.models.event import Event, EventQuerySet
from cancellations.models.people import User

EXPORTED = "exported"


def note_export(
    by: User, what: Exported, *, form: str, rows: int, masked: bool = False, identity: bool = False
) -> None:
    """Part of the caller's transaction. Whoever may look may take along, so no right is asked for.

    What was searched for is not noted: names and numbers stand in it.
    """
    if by.member is None:
        raise PermissionDenied
    marks = {name: True for name, is_so in {"masked": masked, "identity": identity}.items() if is_so}
    Event(
        workspace_id=by.member.workspace_id,
        kind=EXPORTED,
        by=by,
        payload={"what": what, "form": form, "rows": rows, **marks},
    ).save(force_insert=True)


def latest_exports(user: User) -> EventQuerySet:
    """Newest first, with who took them."""
    return Event.objects.visible_to(user).filter(kind=EXPORTED).select_related("by").order_by("-id")
