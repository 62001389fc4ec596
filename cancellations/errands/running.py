"""Takes errands that wait and does them, part after part, in the language and the time zone of who asked."""

import logging
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from cancellations.domain.errands import UPKEEP, ErrandKind, ErrandState
from cancellations.domain.errors import NotPossible
from cancellations.domain.said import said as _
from cancellations.models import Errand
from cancellations.models.errand import ClaimLost

logger = logging.getLogger("lastcall")

# Does the next part of an errand; True when there is more. What it writes, it writes inside `errand.part()`, once;
# what only reads may stand outside, so that nobody waits for it. NotPossible ends the errand with its sentence.
Part = Callable[[Errand], bool]


def work_off(parts: Mapping[ErrandKind, Part]) -> int:
    """Do what waits, oldest first, until nothing waits; gives how many errands were taken."""
    taken = 0
    while errand := Errand.objects.claim_next():
        taken += 1
        with translation.override(errand.language), timezone.override(_zone(errand)):
            _do(errand, parts[ErrandKind(errand.kind)])
    return taken


def _do(errand: Errand, part: Part) -> None:
    try:
        _refuse_who_left(errand)
        while not errand.stored and part(errand):  # the file is the last that is made of an errand
            pass
        errand.end()
    except ClaimLost:
        return
    except NotPossible as refused:
        errand.end(ErrandState.FAILED, refused.message)
    except PermissionDenied:
        errand.end(ErrandState.FAILED, _("Who asked for this may not do it any more."))
    except Exception:
        logger.exception("errand %s: a part failed", errand.pk)
        errand.failed_once()


def _refuse_who_left(errand: Errand) -> None:
    """What a person may do is as it is now, each time that somebody begins or takes over."""
    if errand.kind in UPKEEP:
        return
    if not errand.asked_by.is_active or errand.asked_by.workspace_id != errand.workspace_id:
        raise NotPossible(_("Whoever asked for this is not a member of the workspace any more."))


def _zone(errand: Errand) -> ZoneInfo | None:
    name = errand.asked_by.time_zone
    return ZoneInfo(name) if name else None
