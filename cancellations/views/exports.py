"""Lists on their way out: CSV while it is read, XLSX at once when it is short, else by the worker."""

from tempfile import TemporaryFile

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain import formats
from cancellations.domain.errors import NotPossible
from cancellations.domain.export_words import EXPORTED, Exported, FileForm
from cancellations.domain.roles import Right
from cancellations.errands.export import KIND, export_asked
from cancellations.exchange.export import csv_file
from cancellations.exchange.export.files import MEDIA_TYPES, write_file
from cancellations.exchange.export.lists import ListExport, list_export
from cancellations.forms.export import ALL, SHOWN, ExportForm
from cancellations.models.exporting import note_export
from cancellations.views.downloads import handed_out, only_with, streamed
from cancellations.views.errands import asked_once
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in

AT_ONCE = 2_000  # rows of an XLSX file that a page waits for: about a second
_LISTS = {"requests": Exported.REQUESTS, "sims": Exported.SIMS}
_OWN = ("form", "take", "do")  # of this page; the rest of the query string is the list's


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: AuthedHttpRequest, name: str) -> HttpResponseBase:
    """Which file, which columns. POST leads to the file, or to the errand that makes it."""
    if request.method != "POST":
        return _choice(
            request, name, ExportForm(initial={name: request.GET[name] for name in _OWN if name in request.GET})
        )
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _choice(request, name, form, status=422)
    chosen, all_columns = form.chosen()
    query = _list_query(request)
    if chosen is FileForm.XLSX and len(_export(request, name, all_columns=all_columns)) > AT_ONCE:
        what, title = export_asked(_LISTS[name], chosen, all_columns=all_columns), EXPORTED[_LISTS[name]]
        asked = asked_once(request, KIND, what, title=title, secret=query.urlencode())
        return redirect_after(request, "errand", asked)
    query["take"] = ALL if all_columns else SHOWN
    return redirect_after(request, f"{resolve_url(f'{name}_{chosen}')}?{query.urlencode()}")


@require_safe
@signed_in
def as_csv(request: AuthedHttpRequest, name: str) -> HttpResponseBase:
    """The whole list as it is filtered, sent while it is read."""
    export = _export(request, name)
    answer = streamed(
        request.user, csv_file.csv_chunks(export.table()), f"{export.file_stem}.{FileForm.CSV}", csv_file.MEDIA_TYPE
    )
    with only_with(answer):
        _note(request, export, FileForm.CSV)
    return answer


@require_safe
@signed_in
def as_xlsx(request: AuthedHttpRequest, name: str) -> HttpResponseBase:
    """A short list at once; a long one leads to the page that has the worker make it."""
    export = _export(request, name)
    if len(export) > AT_ONCE:
        query = _list_query(request)
        query["form"] = FileForm.XLSX
        return redirect_after(request, f"{resolve_url(f'{name}_export')}?{query.urlencode()}")
    file = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - whoever sends it closes it
    try:
        write_file(file, FileForm.XLSX, export.table())
    except NotPossible as refused:
        file.close()
        return _choice(request, name, ExportForm(initial={"form": FileForm.CSV}), str(refused.message), status=422)
    file.seek(0)
    answer = handed_out(request.user, file, f"{export.file_stem}.{FileForm.XLSX}", MEDIA_TYPES[FileForm.XLSX])
    with only_with(answer):
        _note(request, export, FileForm.XLSX)
    return answer


def _export(request: AuthedHttpRequest, name: str, *, all_columns: bool | None = None) -> ListExport:
    wanted = request.GET.get("take") != SHOWN if all_columns is None else all_columns
    return list_export(_LISTS[name], request.GET, request.user, all_columns=wanted)


def _note(request: AuthedHttpRequest, export: ListExport, form: FileForm) -> None:
    if request.method == "GET":  # HEAD takes nothing along
        note_export(request.user, export.what, form=form, rows=len(export), masked=export.masked)


def _list_query(request: AuthedHttpRequest) -> QueryDict:
    query = request.GET.copy()
    for name in _OWN:
        query.pop(name, None)
    return query


def _choice(
    request: AuthedHttpRequest, name: str, form: ExportForm, trouble: str = "", status: int = 200
) -> HttpResponse:
    export, query = _export(request, name), _list_query(request).urlencode()
    context = {
        "form": form,
        "title": _("Export: %(what)s") % {"what": EXPORTED[_LISTS[name]]},
        "list": EXPORTED[_LISTS[name]],
        "list_url": _with_query(resolve_url(name), query),
        "url": _with_query(resolve_url(f"{name}_export"), query),
        "count": ngettext("%(n)s row", "%(n)s rows", len(export)) % {"n": formats.number(len(export))},
        "masked": not request.user.may(Right.SEE_IDENTIFIERS),
        "trouble": trouble,
    }
    return page(request, "exports/choose.html", context, fragment="form", status=status)


def _with_query(at: str, query: str) -> str:
    return f"{at}?{query}" if query else at
