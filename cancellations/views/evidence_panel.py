"""Evidence as pages show it: each file with its words, and the last few of a case for the request page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.playbook import StepKey
from cancellations.domain.words import EVIDENCE_KINDS, STEPS, VISIBILITIES, Look
from cancellations.models import Cancellation, Evidence, User
from cancellations.models.evidence import RETENTION
from cancellations.models.people import attach_people
from cancellations.models.statement import RowsOf

SHOWN = 4
_NEWEST = RowsOf(
    lambda owner, case_id: (
        Evidence.objects.visible_to(owner)
        .filter(cancellation_id=case_id)
        .present()
        .order_by("-id")
        .annotate(count=Window(Count("*")))[:SHOWN]
    )
)


@dataclass(frozen=True)
class EvidenceItem:
    """One file, ready to be printed. `download` is empty where nothing can be had by a link."""

    id: int
    name: str
    look: Look
    about: str
    note: str
    url: str
    download: str
    picture: str
    show: str
    sha256: str
    removed: str


@dataclass(frozen=True)
class EvidencePanel:
    """Of one case: how many files there are, and the last few."""

    count: int
    items: list[EvidenceItem]
    url: str


def evidence_panel(case: Cancellation, user: User) -> EvidencePanel:
    """One query."""
    rows = _NEWEST.rows(case, case.pk)
    count: int = rows[0].count if rows else 0  # type: ignore[attr-defined] # annotated
    return EvidencePanel(count, evidence_items(case, rows, user, whole=False), evidence_url(case.reference))


def evidence_items(
    case: Cancellation, rows: Iterable[Evidence], user: User, *, whole: bool = True
) -> list[EvidenceItem]:
    """`whole`: with who added it, which costs a query when others did."""
    rows, today = list(rows), timezone.localdate()
    if whole:
        attach_people(user, (rows, "added_by"))
    return [_item(case, row, user, today, whole=whole) for row in rows]


def evidence_url(reference: str, *parts: object) -> str:
    return reverse("evidence", args=[reference]) + "".join(f"{part}/" for part in parts)


def _item(case: Cancellation, row: Evidence, user: User, today: date, *, whole: bool) -> EvidenceItem:
    url = evidence_url(case.reference, row.pk)
    look, mine = EVIDENCE_KINDS[EvidenceKind(row.kind)], row.may_open(user)
    can_have = mine and row.is_present
    return EvidenceItem(
        id=row.pk,
        name=row.name if mine and not (row.is_identity and not whole) else str(look.label),
        look=look,
        about=_about(row, today, whole=whole),
        note=row.note if mine else "",
        url=url,
        download=f"{url}file/" if can_have and not row.is_identity else "",
        picture=f"{url}preview/" if can_have and row.has_preview else "",
        show=f"{url}file/" if can_have and row.is_identity else "",
        sha256=row.sha256,
        removed=_removed(row, today),
    )


def _about(row: Evidence, today: date, *, whole: bool) -> str:
    when = timezone.localtime(row.added_at)
    parts = [formats.file_size(row.size)]
    parts.append(formats.moment(when, today) if whole else formats.short_day(when.date(), today))
    if whole:
        parts.append(row.added_by.display_name if row.added_by else _("the SIM's holder"))
        parts.append(str(VISIBILITIES[Visibility(row.visibility)]))
        if row.step:
            parts.append(str(STEPS[StepKey(row.step)]))
    return " · ".join(parts)


def _removed(row: Evidence, today: date) -> str:
    if row.deleted_at is None:
        return ""
    day = formats.short_day(timezone.localdate(row.deleted_at), today)
    if row.deleted_reason == RETENTION:
        return _("Deleted on %(day)s: identity documents are not kept for long.") % {"day": day}
    return _("Removed on %(day)s: %(reason)s") % {"day": day, "reason": row.deleted_reason}
