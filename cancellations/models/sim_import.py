"""An import of SIM cards: one file on its way from the upload to the cards, and back again while nobody touched them.

The rows of the file lie in the storage, without the secrets that stood in it: `rows` as they came, `checked` as they
were understood, `refused` with the reasons. What an import wrote is kept row by row, for undoing it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errands import ErrandKind
from cancellations.domain.errors import NotPossible
from cancellations.domain.file_names import LONGEST
from cancellations.domain.importing.course import BUSY, FILES_KEPT, ImportState, Opening
from cancellations.domain.importing.options import of_the_table
from cancellations.domain.roles import Right
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.batch import Batch
from cancellations.models.cancellation import Cancellation
from cancellations.models.errand import Errand
from cancellations.models.import_additions import take_back_carriers
from cancellations.models.people import User
from cancellations.models.storage import evidence_storage

_GONE_ON = _("This import has gone on meanwhile. Look at where it is now.")
FILES = ("rows", "checked", "refused")
_WRITTEN = frozenset({ImportState.DONE, ImportState.UNDONE})


class SimImportQuerySet(WorkspaceQuerySet["SimImport"]):
    def begin(
        self, by: User, *, file_name: str, rows: str, source: Mapping[str, Any], options: Mapping[str, Any]
    ) -> "SimImport":
        """A file was taken; `rows` is where its rows lie."""
        workspace_id = by.must(Right.WORK).workspace_id
        return self.create(
            workspace_id=workspace_id, asked_by=by, file_name=file_name, rows=rows, source=source, options=options
        )

    def clear_old(self) -> int:
        """Delete the files of imports that are a week old, and what undoing them would take; gives how many."""
        old = self._old()
        return sum(self._forget(pk) for pk in list(old.values_list("pk", flat=True)))

    def undone_to_nothing(self) -> Self:
        """Those that left no request; of one batch, which is `OuterRef("pk")`.

        The batch itself stays: to delete it, the database would look through all cases for its key.
        """
        cases = Cancellation.objects.filter(workspace=OuterRef("workspace"), batch=OuterRef("batch"))
        return self.filter(~Exists(cases), batch=OuterRef("pk"), state=ImportState.UNDONE)

    def _forget(self, pk: int) -> bool:
        """Locked, and old still: somebody may go on with it at this moment."""
        with transaction.atomic():
            one = self._old().select_for_update(of=("self",)).filter(pk=pk).first()
            if not one or (one.errand and not one.errand.leave_rest()):
                return False
            one.forget()
        return True

    def _old(self) -> Self:
        has_file = models.Q()
        for name in FILES:
            has_file |= ~models.Q((name, ""))
        at_work = models.Q(state__in=BUSY, errand__isnull=False, errand__ended_at=None)  # not what a worker left behind
        before = timezone.now() - FILES_KEPT
        return self.filter(has_file | models.Q(can_be_undone=True), ~at_work, changed_at__lt=before)


class SimImport(WorkspaceRow):
    """`source`: what was found in the file; `options`: what was chosen; `found`: what preview and result say."""

    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=LONGEST)
    rows = models.CharField(max_length=64, blank=True)
    checked = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, default=ImportState.MAPPING)
    source = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    options = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    found = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    errand = models.ForeignKey(Errand, models.SET_NULL, null=True, related_name="+")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    can_be_undone = models.BooleanField(default=False)
    last_event = models.BigIntegerField(null=True, help_text="of the workspace, when the cards were written")
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SimImportQuerySet] = SimImportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="import_newest")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def course(self) -> ImportState:
        """Where it is. An errand that broke leaves it where it was before, to be tried again."""
        state = ImportState(self.state)
        if state not in BUSY or (self.errand and not self.errand.is_ended):
            return state
        return {ImportState.CHECKING: ImportState.MAPPING, ImportState.UNDOING: ImportState.DONE}.get(
            state, ImportState.DONE if self.can_be_undone else ImportState.READY
        )

    @property
    def opening(self) -> Opening:
        return Opening(self.options.get("opening", Opening.NONE))

    def held(self, by: User, *states: ImportState) -> Self:
        """This import, locked, if it is in one of these states. Raises PermissionDenied and NotPossible."""
        by.must(Right.WORK)
        rows = type(self).objects.select_for_update(of=("self",)).select_related("errand")
        found = rows.get(pk=self.pk)
        if found.course not in states:
            raise NotPossible(_GONE_ON)
        return found  # type: ignore[return-value]

    def begin_reading(self, by: User, options: Mapping[str, Any], *, waits: bool) -> "SimImport":
        """The columns are chosen; their rows are looked at, in the background when `waits`."""
        with transaction.atomic():
            held = self.held(by, ImportState.MAPPING, ImportState.READY)
            held.options = dict(options)
            held.take_back_carriers()  # of a writing that was stopped: no row may be understood by them
            held.become(ImportState.CHECKING)
            held.errand = None
            if waits:
                held.send(by, "check")
            held.save()
            if fingerprint := str(held.options.get("fingerprint", "")):
                RememberedMapping.objects.remember(held, fingerprint)
        return held

    def begin_writing(self, by: User) -> "SimImport":
        """What the preview says is done, in the background."""
        with transaction.atomic():
            held = self.held(by, ImportState.READY)
            held.become(ImportState.WRITING)
            held.send(by, "write")
            held.save()
        return held

    def begin_undoing(self, by: User) -> "SimImport":
        """Take back what was written. The caller has looked whether somebody touched it since."""
        with transaction.atomic():
            held = self.held(by, ImportState.DONE)
            if not held.can_be_undone:
                raise NotPossible(_("This import cannot be undone any more."))
            if held.errand and not held.errand.leave_rest():
                raise NotPossible(_GONE_ON)
            held.become(ImportState.UNDOING)
            held.undone_by = by
            held.send(by, "undo")
            held.save()
        return held

    def drop(self, by: User) -> None:
        """Nothing is to come of it."""
        with transaction.atomic():
            held = self.held(by, ImportState.MAPPING, ImportState.READY)
            held.become(ImportState.DROPPED)
            held.forget()
            held.save()

    def become(self, state: ImportState) -> None:
        """Not saved yet."""
        self.state, self.changed_at = state, timezone.now()
        self.version += 1

    def send(self, by: User, do: str) -> None:
        what = {"import": self.pk, "do": do}
        self.errand = Errand.objects.ask(by, ErrandKind.IMPORT, what=what, title=self.file_name)

    def drop_when_through(self, *names: str) -> None:
        """Saved by the caller, in a transaction: the files go when it is through."""
        names_stored = [stored for name in names if (stored := getattr(self, name))]
        for name in names:
            setattr(self, name, "")
        transaction.on_commit(lambda: delete_files(names_stored), robust=True)

    def take_back_carriers(self) -> None:
        """Those that were added for it and that nothing else uses. Saved by the caller, in a transaction."""
        take_back_carriers(self.workspace_id, self.found.pop("added_carriers", []))

    def forget(self) -> None:
        """Delete its files and what undoing it would take, in a transaction; what is not written never will be."""
        course = self.course  # of one that broke, what is left tells where it was
        self.state = course if course in _WRITTEN else ImportState.DROPPED
        if self.state == ImportState.DROPPED:
            self.take_back_carriers()
        self.drop_when_through(*FILES)
        self.lines.all().delete()
        self.can_be_undone = False
        self.save(update_fields=[*FILES, "can_be_undone", "state", "found"])


class MappingQuerySet(WorkspaceQuerySet["RememberedMapping"]):
    def remember(self, of: SimImport, fingerprint: str) -> None:
        """The next table with these headings is read like this one; what is done with its rows is asked anew."""
        options = of_the_table(of.options)
        self.update_or_create(workspace_id=of.workspace_id, fingerprint=fingerprint, defaults={"options": options})

    def options_for(self, by: User, fingerprints: Iterable[str]) -> dict[str, Any]:
        """What was chosen for a table with one of these sets of headings; nothing for new ones."""
        found = self.visible_to(by).filter(fingerprint__in=list(fingerprints)).first()
        return found.options if found else {}


class RememberedMapping(WorkspaceRow):
    """What was said of tables with the same headings: of how to read them, not of what to do with their rows."""

    fingerprint = models.CharField(max_length=64)
    options = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects: ClassVar[MappingQuerySet] = MappingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "fingerprint"], name="mapping_once")]

    def __str__(self) -> str:
        return self.fingerprint


def delete_files(names: Iterable[str]) -> None:
    """Delete stored files; empty names are nothing."""
    for name in filter(None, names):
        evidence_storage().delete(name)
