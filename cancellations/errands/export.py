"""A list as a file, made in the background: what a page would wait for too long."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cancellations.domain.errands import ErrandKind
from cancellations.domain.errors import NotPossible
from cancellations.domain.export_words import Exported, FileForm
from cancellations.errands.files import alive, handed_in, working_file
from cancellations.exchange.export.files import MEDIA_TYPES, write_file
from cancellations.exchange.export.lists import list_export
from cancellations.exchange.export.table import Table
from cancellations.models import Errand, User
from cancellations.models.exporting import note_export

KIND = ErrandKind.EXPORT


def export_asked(what: Exported, form: FileForm, query: str, *, all_columns: bool) -> dict[str, Any]:
    """What an errand of this kind is told to do. `query`: the list's own query string."""
    return {"what": what, "form": form, "query": query, "all": all_columns}


def make_export(errand: Errand) -> bool:
    """The whole file in one go. The rows are those that the list has when the work begins."""
    reader, asked = still_there(errand), errand.what
    form = FileForm(asked["form"])
    query = QueryDict(asked["query"])
    export = list_export(Exported(asked["what"]), query, reader, all_columns=asked["all"])
    with errand.part():
        errand.total, errand.done = len(export), 0
    table = export.table()
    with working_file() as file:
        write_file(file, form, Table(table.name, table.heading, alive(errand, table.rows)))
        name = f"{export.file_stem}.{form}"
        with handed_in(errand, file, name=name, media_type=MEDIA_TYPES[form]):
            note_export(reader, export.what, form=form, rows=len(export), masked=export.masked)
    return False


def still_there(errand: Errand) -> User:
    """Who asked, with the rights of now. Raises NotPossible for somebody who was removed meanwhile."""
    reader = errand.asked_by
    if not reader.is_active or reader.workspace_id != errand.workspace_id:
        raise NotPossible(_("Whoever asked for this is not a member of the workspace any more."))
    return reader
