"""Errands: long work that is done in the background, part by part. Their kinds, states and words."""

from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cancellations.domain.words import Look, Words

TRIES = 3  # of one part, before the errand is given up
CLAIMED_FOR = timedelta(minutes=2)  # without a sign of life from who does it, another takes over
RESULT_KEPT = timedelta(days=7)  # its file, and while it is unfinished what it needs to be gone on with
ERRAND_KEPT = timedelta(days=90)


class ErrandKind(StrEnum):
    IMPORT = "import"
    OPENING = "opening"
    BULK = "bulk"
    LETTERS = "letters"
    EXPORT = "export"
    DOSSIERS = "dossiers"
    ARCHIVE = "archive"
    SORTING = "sorting"


class ErrandState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


ERRAND_KINDS: dict[ErrandKind, Words] = {
    ErrandKind.IMPORT: _("Import"),
    ErrandKind.OPENING: _("Opening of requests"),
    ErrandKind.BULK: _("Change of many requests"),
    ErrandKind.LETTERS: _("Letters"),
    ErrandKind.EXPORT: _("Export"),
    ErrandKind.DOSSIERS: _("Dossiers"),
    ErrandKind.ARCHIVE: _("Archive of the workspace"),
    ErrandKind.SORTING: _("Sorting by a new name"),
}
ERRAND_STATES: dict[ErrandState, Look] = {
    ErrandState.WAITING: Look(_("Waiting to start"), "clock", "is-amber"),
    ErrandState.RUNNING: Look(_("At work"), "clock", "is-teal"),
    ErrandState.DONE: Look(_("Done"), "check", "is-green"),
    ErrandState.STOPPED: Look(_("Stopped"), "stop", "is-grey"),
    ErrandState.FAILED: Look(_("Failed"), "alert", "is-red"),
}
# Of these there is no rest to do: what was typed for letters is deleted at once.
WITHOUT_REST = frozenset({ErrandKind.LETTERS})
UNFINISHED = frozenset({ErrandState.STOPPED, ErrandState.FAILED})
MADE_WHOLE = frozenset({ErrandKind.EXPORT, ErrandKind.DOSSIERS, ErrandKind.ARCHIVE})  # begun anew, not gone on with
UPKEEP = frozenset({ErrandKind.SORTING})  # nobody asked for it by itself: nobody stops it, and whoever leaves leaves it
ENDED = frozenset({ErrandState.DONE, ErrandState.STOPPED, ErrandState.FAILED})
