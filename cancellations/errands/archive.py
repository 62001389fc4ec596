"""Everything of a workspace as one archive, for its owner."""

import shutil
from typing import Any

from django.conf import settings
from django.utils import timezone

from cancellations.domain import formats
from cancellations.domain.errands import ErrandKind
from cancellations.domain.errors import NotPossible
from cancellations.domain.export_words import Exported
from cancellations.domain.roles import Right
from cancellations.domain.said import said as _
from cancellations.errands.files import Pulse, handed_in, working_file
from cancellations.exchange.archive.writer import amount, write_archive
from cancellations.models import Errand, Workspace
from cancellations.models.exporting import note_export

KIND = ErrandKind.ARCHIVE


def archive_asked(*, identity: bool) -> dict[str, Any]:
    """What an errand of this kind is told to do."""
    return {"identity": identity}


def make_archive(errand: Errand) -> bool:
    """The whole archive in one go. Raises NotPossible when the disk has no room for it, PermissionDenied for others."""
    reader, identity = errand.asked_by, errand.what["identity"]
    workspace: Workspace = reader.must(Right.MANAGE).workspace
    total, size = amount(workspace, identity=identity)
    _have_room(size)
    with errand.part():
        errand.misses.all().delete()  # of a worker that did not get through
        errand.total, errand.done, errand.missed = total, 0, 0
    with working_file() as file:
        written = write_archive(file, workspace, identity=identity, pulse=Pulse(errand))
        name = f"Lastcall-{timezone.localdate():%Y-%m-%d}.zip"
        with handed_in(errand, file, name=name, media_type="application/zip"):
            errand.total = errand.done = written.done
            for missing in written.missing:
                errand.miss(missing, _("The storage does not have this file."))
            note_export(reader, Exported.ARCHIVE, form="zip", rows=written.done, identity=identity)
    return False


def _have_room(size: int) -> None:
    """It is written once, and then stored: most often on the same disk."""
    free = shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free
    if 2 * size > free:
        said = _("The archive needs %(size)s of the server's disk for a while; %(free)s are free.")
        raise NotPossible(said % {"size": formats.file_size(2 * size), "free": formats.file_size(free)})
