"""What an import did, row by row, so that it can be undone while nobody has touched it."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cancellations.domain.alarms import AlarmKind
from cancellations.domain.importing.course import Fate
from cancellations.domain.said import Said, in_a_row
from cancellations.domain.words import Words
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.cancellation import Cancellation
from cancellations.models.event import Event
from cancellations.models.sim import Sim
from cancellations.models.sim_import import SimImport

_THE_CLOCKS = tuple(kind.value for kind in AlarmKind)  # nobody's work
TOUCHES: dict[str, Words] = {
    "edited": _("The card was changed after the import."),
    "told_of": _("Something was recorded of the card after the import."),
    "in_case": _("Somebody opened a request for the card, or worked on one."),
    "case_moved": _("Somebody worked on the request that the import opened."),
}


class ImportedRowQuerySet(WorkspaceQuerySet["ImportedRow"]):
    def of(self, one: SimImport) -> Self:
        return self.filter(workspace_id=one.workspace_id, sim_import=one)

    def touched(self, one: SimImport) -> Self:
        """Those whose card, or whose request, somebody has touched since; each of TOUCHES as a column."""
        card = Sim.objects.filter(pk=OuterRef("sim"))
        done = Event.objects.filter(workspace_id=one.workspace_id).exclude(kind__in=_THE_CLOCKS)
        since = Exists(done.filter(cancellation=OuterRef("pk"), id__gt=one.last_event or 0))
        cases = Cancellation.objects.filter(since, workspace_id=one.workspace_id, sim=OuterRef("sim"))
        ours = done.filter(cancellation=OuterRef("case"), id__gt=OuterRef("case_event"))
        rows = self.of(one).annotate(
            edited=Exists(card.exclude(version=OuterRef("version"))),
            told_of=Exists(Event.objects.filter(sim=OuterRef("sim"), id__gt=one.last_event or 0)),
            in_case=Exists(cases.exclude(pk=OuterRef("case"))),
            case_moved=Exists(ours),
        )
        return rows.filter(Q(edited=True) | Q(told_of=True) | Q(in_case=True) | Q(case_moved=True))


class ImportedRow(WorkspaceRow):
    """A row of the file and the card it was about.

    `sim` and `case` are plain keys: what somebody deleted is named here still. `before`: what the changed fields held.
    `wish`: of the request that is to be opened; none: none is.
    """

    sim_import = models.ForeignKey(SimImport, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField(help_text="of the row in the file")
    fate = models.CharField(max_length=6, choices=[(fate.value, fate.name) for fate in Fate])
    sim = models.BigIntegerField()
    version = models.PositiveIntegerField(help_text="of the card, when it was written")
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    wish = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    case = models.BigIntegerField(default=0, help_text="that was opened for it; 0: none")
    case_event = models.BigIntegerField(default=0, help_text="the last one that the import itself wrote of the case")

    objects: ClassVar[ImportedRowQuerySet] = ImportedRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["workspace", "sim_import", "id"], name="row_of_import")]

    def __str__(self) -> str:
        return f"{self.fate} {self.number}"

    @property
    def why_touched(self) -> Said:
        """Of a row that `touched` gave."""
        return in_a_row(words for name, words in TOUCHES.items() if getattr(self, name, False))

    def former(self) -> Mapping[str, Any]:
        """What the changed fields of the card held."""
        return {name: Sim._meta.get_field(name).to_python(value) for name, value in self.before.items()}  # type: ignore[union-attr]
