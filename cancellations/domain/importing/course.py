"""The way of one imported file: its states, what is asked on the way, and the words for them."""

from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cancellations.domain.words import Look, Words

FILES_KEPT = timedelta(days=7)  # the rows of the file, and for how long an import can be undone
READ_AT_ONCE = 2_000  # rows; of longer files the rows are looked at in the background
SAMPLES = 5  # rows of each kind that the preview shows


class ImportState(StrEnum):
    MAPPING = "mapping"  # the columns are asked about
    CHECKING = "checking"  # row after row is read
    READY = "ready"  # the preview is there; nothing has been written
    WRITING = "writing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"  # given up before anything was written


class Known(StrEnum):
    """What becomes of rows about cards that are recorded already."""

    UPDATE = "update"  # filled cells replace what is recorded; empty ones leave it
    SKIP = "skip"


class Fate(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"  # recorded already, and nothing in it is new
    REFUSE = "refuse"


class Opening(StrEnum):
    """For which rows a request is opened."""

    NONE = "none"
    MARKED = "marked"  # whose column says so
    ALL = "all"


BUSY = frozenset({ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING})

IMPORT_STATES: dict[ImportState, Look] = {
    ImportState.MAPPING: Look(_("Columns to be checked"), "pencil", "is-amber"),
    ImportState.CHECKING: Look(_("Being read"), "clock", "is-teal"),
    ImportState.READY: Look(_("Ready to import"), "info", "is-amber"),
    ImportState.WRITING: Look(_("Being imported"), "clock", "is-teal"),
    ImportState.DONE: Look(_("Imported"), "check", "is-green"),
    ImportState.UNDOING: Look(_("Being undone"), "clock", "is-teal"),
    ImportState.UNDONE: Look(_("Undone"), "undo", "is-grey"),
    ImportState.DROPPED: Look(_("Not imported"), "x", "is-grey"),
}
KNOWN: dict[Known, Words] = {
    Known.UPDATE: _("Update them: filled cells replace what is recorded, empty cells leave it"),
    Known.SKIP: _("Leave them as they are"),
}
OPENINGS: dict[Opening, Words] = {
    Opening.NONE: _("For none"),
    Opening.MARKED: _("For the rows whose column “Open a request” says yes"),
    Opening.ALL: _("For every card that is imported and has no open request"),
}
FATES: dict[Fate, Look] = {
    Fate.CREATE: Look(_("New cards"), "plus", "is-green"),
    Fate.UPDATE: Look(_("Cards to update"), "pencil", "is-teal"),
    Fate.SKIP: Look(_("Cards left as they are"), "skip", "is-grey"),
    Fate.REFUSE: Look(_("Refused rows"), "alert", "is-red"),
}
