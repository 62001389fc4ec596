"""The dossiers of many cases in one archive, each in a folder of its own that can be checked and passed on alone."""

import hashlib
import logging
import shutil
from copy import copy
from typing import IO, Any
from zipfile import ZipFile

from django.urls import reverse
from django.utils import timezone

from cancellations.domain.errands import ErrandKind
from cancellations.domain.errors import NotPossible
from cancellations.domain.export_words import Exported
from cancellations.domain.said import Text
from cancellations.domain.said import said as _
from cancellations.errands.files import alive, handed_in, working_file
from cancellations.errands.missing import miss_gone
from cancellations.exchange.bundle import bundle
from cancellations.exchange.reading import read_case
from cancellations.models import Cancellation, Errand, User
from cancellations.models.dossier_verbs import dossiers_made
from cancellations.models.exporting import note_export
from cancellations.models.storage import NO_ROOM, StorageFailed

logger = logging.getLogger("lastcall")

KIND = ErrandKind.DOSSIERS
MOST = 5_000  # cases; each takes the worker some tenths of a second
_CHUNK = 256 * 1024

Made = dict[int, int]  # id of a case -> how many identity documents went along


def dossiers_asked(cases: list[int], *, identity: bool) -> dict[str, Any]:
    """What an errand of this kind is told to do."""
    return {"cases": cases, "identity": identity}


def make_dossiers(errand: Errand) -> bool:
    """The whole archive in one go; a case whose dossier cannot be made is listed, and the others go on."""
    reader, ids = errand.asked_by, errand.what["cases"]
    with errand.part():
        errand.misses.all().delete()  # of a worker that did not get through
        errand.total, errand.done, errand.missed = len(ids), 0, 0
    made: Made = {}
    with working_file() as file:
        with ZipFile(file, "w") as archive:
            for pk in alive(errand, ids):
                _add(errand, archive, reader, pk, made)
        if not made:
            raise NotPossible(_("No dossier could be made."))
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # any open file will do
        name = f"{_('Dossiers')}-{timezone.localdate():%Y-%m-%d}.zip"
        with handed_in(errand, file, name=name, media_type="application/zip"):
            dossiers_made(reader, made, sha256=digest)
            note_export(reader, Exported.DOSSIERS, form="zip", rows=len(made), identity=any(made.values()))
    return False


def _add(errand: Errand, archive: ZipFile, reader: User, pk: int, made: Made) -> None:
    case = Cancellation.objects.visible_to(reader).whole().filter(pk=pk).first()
    if case is None:
        with errand.part():
            miss_gone(errand, pk)
        return
    try:
        rows = read_case(case, reader, identity=errand.what["identity"])
        with bundle(rows) as one:
            _copy(one, archive)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        with errand.part():
            errand.miss(case.reference, _why(case, error), address=reverse("dossier", args=[case.reference]))
        return
    made[pk] = sum(row.is_identity and row.is_present for row in rows.evidence)


def _copy(one: IO[bytes], archive: ZipFile) -> None:
    """The files of one dossier as they are, in its folder."""
    with ZipFile(one) as dossier:
        for entry in dossier.infolist():
            with dossier.open(entry) as source, archive.open(copy(entry), "w") as target:
                shutil.copyfileobj(source, target, _CHUNK)


def _why(case: Cancellation, error: Exception) -> Text:
    if isinstance(error, NotPossible):
        return error.message
    if isinstance(error, StorageFailed):
        return _("The storage of the files does not answer.")
    logger.error("the dossier of case %s could not be made", case.pk, exc_info=error)
    return _("Its dossier could not be made; the log has the cause.")
