"""A list as a file, made in the background: what a page would wait for too long."""

from typing import Any

from django.http import QueryDict

from cancellations.domain.errands import ErrandKind
from cancellations.domain.export_words import Exported, FileForm
from cancellations.errands.files import alive, handed_in, working_file
from cancellations.exchange.export.files import MEDIA_TYPES, write_file
from cancellations.exchange.export.lists import list_export
from cancellations.exchange.export.table import Table
from cancellations.models import Errand
from cancellations.models.exporting import note_export

KIND = ErrandKind.EXPORT


def export_asked(what: Exported, form: FileForm, *, all_columns: bool) -> dict[str, Any]:
    """What an errand of this kind is told to do; its secret is the list's query string, with what was searched for."""
    return {"what": what, "form": form, "all": all_columns}


def make_export(errand: Errand) -> bool:
    """The whole file in one go. The rows are those that the list has when the work begins."""
    reader, asked = errand.asked_by, errand.what
    form = FileForm(asked["form"])
    export = list_export(Exported(asked["what"]), QueryDict(errand.secret), reader, all_columns=asked["all"])
    with errand.part():
        errand.total, errand.done = len(export), 0
    table = export.table()
    with working_file() as file:
        write_file(file, form, Table(table.name, table.heading, alive(errand, table.rows)))
        name = f"{export.file_stem}.{form}"
        with handed_in(errand, file, name=name, media_type=MEDIA_TYPES[form]):
            note_export(reader, export.what, form=form, rows=len(export), masked=export.masked)
    return False
