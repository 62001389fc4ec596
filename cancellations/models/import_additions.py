"""What an import adds besides cards and requests: carriers and tags. Where it is taken back, or comes to nothing, so
are those of them that nothing else has to do with.
"""

from collections.abc import Iterable, Sequence

from cancellations.domain.roles import Right
from cancellations.domain.text import fold
from cancellations.models.carrier import Carrier
from cancellations.models.erasing import erase
from cancellations.models.people import User, Workspace
from cancellations.models.saved_view import SavedView
from cancellations.models.tag import CaseTag, Tag, tag_name

_FIRST_VERSION = 1


def take_back_carriers(workspace_id: int, added: Sequence[int]) -> None:
    """Erase those of them that nobody has changed or uses, in the caller's transaction."""
    ours = Carrier.objects.filter(workspace_id=workspace_id, pk__in=added, version=_FIRST_VERSION)
    held = [carrier.pk for carrier in ours.select_for_update()]  # whoever records a card of one waits
    unused = Carrier.objects.filter(pk__in=held, sims=None, cancellations=None, facts=None)
    erase(Carrier.objects.filter(pk__in=list(unused.values_list("pk", flat=True))))


def add_tags(by: User, names: Iterable[str]) -> list[tuple[int, str]]:
    """Make the tags that are not there yet, in the caller's transaction; gives key and name of these.

    Raises NotPossible when there are too many.
    """
    wanted = list(names)
    if not wanted:
        return []
    workspace_id = by.must(Right.WORK).workspace_id
    Workspace.objects.held().get(pk=workspace_id)  # what others make at this moment is theirs
    folded = {fold(tag_name(name)) for name in wanted}
    known = set(Tag.objects.filter(workspace=workspace_id, folded__in=folded).values_list("folded", flat=True))
    return [(tag.pk, tag.name) for tag in Tag.objects.named(by, wanted) if tag.folded in folded - known]


def take_back_tags(by: User, added: Sequence[tuple[int, str]]) -> None:
    """Delete those of them that are on no request, in no saved view and as they were, in the caller's transaction."""
    workspace_id, named = by.must(Right.WORK).workspace_id, dict(added)
    Workspace.objects.held().get(pk=workspace_id)
    rows = Tag.objects.living().filter(workspace=workspace_id, pk__in=named).select_for_update()
    ours = [tag for tag in rows if tag.name == named[tag.pk]]  # whoever tags a request at this moment is waited for
    used = set(CaseTag.objects.filter(workspace=workspace_id, tag__in=ours).values_list("tag", flat=True).distinct())
    merged = Tag.objects.filter(workspace=workspace_id, same_as__in=ours).values_list("same_as", flat=True)
    for tag in ours:
        if tag.pk not in {*used, *merged, *SavedView.objects.tags_asked_for(workspace_id)}:
            tag.remove(by)
