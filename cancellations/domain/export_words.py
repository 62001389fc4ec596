"""What can leave the workspace, in which form, and how the list of it tells that."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cancellations.domain import formats
from cancellations.domain.words import Words


class Exported(StrEnum):
    REQUESTS = "requests"
    SIMS = "sims"
    REPORT = "report"
    DOSSIERS = "dossiers"
    ARCHIVE = "archive"


class FileForm(StrEnum):
    """Of a list. The value is the file's extension too."""

    CSV = "csv"
    XLSX = "xlsx"


EXPORTED: dict[Exported, Words] = {
    Exported.REQUESTS: gettext_lazy("Requests"),
    Exported.SIMS: gettext_lazy("SIM cards"),
    Exported.REPORT: gettext_lazy("Report"),
    Exported.DOSSIERS: gettext_lazy("Dossiers"),
    Exported.ARCHIVE: gettext_lazy("Archive of the workspace"),
}
FILE_FORMS: dict[FileForm, Words] = {FileForm.CSV: gettext_lazy("CSV"), FileForm.XLSX: gettext_lazy("XLSX (Excel)")}


def which_export(payload: Mapping[str, Any]) -> str:
    """What it was, in which form, how much of it, and what was special about it."""
    known: Mapping[Any, Words] = EXPORTED
    what, rows = str(payload.get("what") or ""), payload.get("rows")
    parts = [known.get(what, what), str(payload.get("form") or "").upper()]
    if isinstance(rows, int):
        parts.append(ngettext("%(n)s row", "%(n)s rows", rows) % {"n": formats.number(rows)})
    if payload.get("masked"):
        parts.append(_("numbers masked"))
    if payload.get("identity"):
        parts.append(_("with identity documents"))
    return " · ".join(str(part) for part in parts if part)
