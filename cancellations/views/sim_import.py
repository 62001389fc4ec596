"""Importing SIM cards: a file is sent, its columns are named, what would happen is shown, it happens, it is undone."""

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cancellations.domain.file_names import shown_name
from cancellations.domain.importing.course import BUSY, READ_AT_ONCE, ImportState
from cancellations.domain.roles import Right
from cancellations.exchange.export.csv_file import MEDIA_TYPE
from cancellations.exchange.importing.kept import keep
from cancellations.exchange.importing.proposal import first_options
from cancellations.exchange.importing.reading import look_at, refused_file, rows_of, total_of
from cancellations.exchange.importing.store import drop
from cancellations.exchange.sheets import SheetError
from cancellations.forms.base import KeyedForm
from cancellations.forms.sim_import import UploadForm
from cancellations.jobs import do_errands_soon
from cancellations.models import ImportedRow, SimImport
from cancellations.views import sim_import_pages as pages
from cancellations.views.downloads import streamed
from cancellations.views.http import AuthedHttpRequest, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed

TOUCHED_SHOWN = 50
_READING = BoundedSemaphore(2)  # a table takes a thread for seconds, a workbook memory too: the pages need the others
_PATIENCE = 5.0  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def upload(request: AuthedHttpRequest) -> HttpResponse:
    """The form for a file, and the latest imports. POST: its rows are kept, without secrets; the file is not."""
    request.user.must(Right.WORK)
    if request.method != "POST":
        return pages.upload(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    rows, source = _kept(form)
    taken: list[SimImport] = []
    try:
        with once(request, resolve_url("sims_import")) as posting:
            posting.run(form, lambda: taken.append(_begin(request, form, rows, source)))
            if posting.done:
                posting.led_to(url := resolve_url("sim_import", taken[0].pk))
    finally:
        if not taken:
            drop(rows)
    return redirect_after(request, url) if posting.done else pages.upload(request, form, posting.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def detail(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Where the import is: its columns, its progress, its preview, its result. POST: the columns are chosen."""
    one = _find(request, pk)
    if request.method == "POST":
        return _choose(request, one)
    state = one.course
    if state in BUSY:
        return pages.progress(request, one)
    if wants_fragment(request):
        return redirect_after(request, "sim_import", pk)  # it was at work when the page was shown
    if state is ImportState.MAPPING or (state is ImportState.READY and "columns" in request.GET):
        return pages.columns(request, one, pages.columns_form(request, one))
    return pages.preview(request, one) if state is ImportState.READY else pages.result(request, one)


@require_POST
@signed_in
@replayed
def run(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Do what the preview says."""
    return _step(request, pk, lambda one: one.begin_writing(request.user))


@require_POST
@signed_in
@replayed
def undo(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Take the import back, if nobody has touched what it wrote."""
    one = _find(request, pk)
    touched = list(ImportedRow.objects.touched(one).order_by("number")[: TOUCHED_SHOWN + 1])
    if touched:
        return pages.result(request, one, touched=touched, most=TOUCHED_SHOWN, status=422)
    return _step(request, pk, lambda one: one.begin_undoing(request.user))


@require_POST
@signed_in
@replayed
def discard(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Nothing is to come of it; the rows of the file go."""
    return _step(request, pk, lambda one: one.drop(request.user), "sims_import")


@require_safe
@signed_in
def refused(request: AuthedHttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows with the reasons, to be mended and sent again."""
    one = _find(request, pk)
    if not one.refused:
        raise Http404
    try:
        chunks = refused_file(one)
    except FileNotFoundError:
        raise Http404 from None
    return streamed(request.user, chunks, pages.refused_name(one), MEDIA_TYPE)


def _kept(form: UploadForm) -> tuple[str, dict[str, Any]]:
    """Where the rows lie, and what was found; what is wrong with the file becomes an error of the form."""
    if not form.is_valid():
        return "", {}
    if not _READING.acquire(timeout=_PATIENCE):
        form.add_error("table", _("Other tables are being read at this moment. Send yours again in a minute."))
        return "", {}
    file = form.cleaned_data["table"]
    try:
        rows, kept = keep(file, file.name or "")
    except SheetError as error:
        form.add_error("table", error.text)
        return "", {}
    finally:
        _READING.release()
    return rows, kept.to_json()


def _begin(request: AuthedHttpRequest, form: UploadForm, rows: str, source: dict[str, Any]) -> SimImport:
    options = first_options(request.user, source)
    name = shown_name(form.cleaned_data["table"].name or "")
    return SimImport.objects.begin(request.user, file_name=name, rows=rows, source=source, options=options.to_json())


def _choose(request: AuthedHttpRequest, one: SimImport) -> HttpResponse:
    form = pages.columns_form(request, one)
    if pages.is_unread(one, form):
        return pages.columns(request, one, form, 422)
    waits = total_of(one) > READ_AT_ONCE
    with once(request, resolve_url("sim_import", one.pk)) as posting:
        chosen: list[SimImport] = []
        posting.run(
            form,
            lambda: chosen.append(one.begin_reading(request.user, form.chosen().to_json(), waits=waits)),
        )
        if posting.done and waits:
            do_errands_soon()
    if not posting.done:
        return pages.columns(request, _find(request, one.pk), form, posting.status)
    if not waits:
        _look(request, chosen[0])
    return redirect_after(request, "sim_import", one.pk)


def _look(request: AuthedHttpRequest, one: SimImport) -> None:
    """A short file is read while the person waits; outside of any transaction, as in the background."""
    look_at(one, request.user, rows_of(one)).take_over()


def _step(
    request: AuthedHttpRequest, pk: int, verb: Callable[[SimImport], object], to: str = "sim_import"
) -> HttpResponse:
    one = _find(request, pk)
    url = resolve_url(to) if to != "sim_import" else resolve_url(to, pk)
    form = KeyedForm(request.POST)
    with once(request, url) as posting:
        posting.run(form, lambda: verb(one))
        if posting.done:
            do_errands_soon()
    if posting.done:
        return redirect_after(request, url)
    return pages.refused_step(request, _find(request, pk), form, posting.status)


def _find(request: AuthedHttpRequest, pk: int) -> SimImport:
    """404 for foreign and missing ones, 403 for viewers."""
    rows = SimImport.objects.visible_to(request.user).select_related("errand", "asked_by", "undone_by", "batch")
    one = get_object_or_404(rows, pk=pk)
    request.user.must(Right.WORK)
    return one
