"""Reports: opened and closed, the backlog, how long it took, and the money, for any days."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from tempfile import TemporaryFile

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cancellations.domain.export_words import Exported, FileForm
from cancellations.domain.reporting.period import PRESETS, Preset, preset_period
from cancellations.exchange.export import csv_file, xlsx_file
from cancellations.exchange.export.table import Table
from cancellations.forms.case_choices import FILTERS
from cancellations.forms.offers import Offers
from cancellations.forms.report import ReportForm
from cancellations.forms.whose import HOLDER
from cancellations.models import User
from cancellations.models.exporting import note_export
from cancellations.models.reports.keys import clients_of
from cancellations.views.downloads import handed_out, only_with, streamed
from cancellations.views.http import AuthedHttpRequest, page, signed_in, wants_fragment
from cancellations.views.private_words import keeps_words
from cancellations.views.reporting.backlog import backlog_section
from cancellations.views.reporting.counting import Busy, takes_long
from cancellations.views.reporting.flow import flow_section
from cancellations.views.reporting.money import money_section
from cancellations.views.reporting.report import Report
from cancellations.views.reporting.scores import scores_section
from cancellations.views.reporting.section import Section

SECTIONS: dict[str, Callable[[Report], Section]] = {
    "flow": flow_section,
    "backlog": backlog_section,
    "scores": scores_section,
    "money": money_section,
}
TITLES = {
    "flow": _("Opened and closed"),
    "backlog": _("Open today, by stage and age"),
    "scores": _("How long it took, and how it ended"),
    "money": _("Money"),
}
AT_A_GLANCE = ("flow", "scores")
_PATIENCE = 5.0  # seconds that a file waits for other counts


@dataclass(frozen=True)
class Ready:
    """A section as it is shown. `as_of`: when it was counted, where that was not at this moment."""

    section: Section
    as_of: str


@dataclass(frozen=True)
class Awaited:
    """A section that is being counted, or will be when it is asked for."""

    name: str
    title: str


@require_safe
@signed_in
@keeps_words
def reports(request: AuthedHttpRequest) -> HttpResponse:
    """All sections for the days and cases that the query string asks for; 422 when it cannot be read."""
    form = _form(request.GET, request.user)
    context = {"form": form, "address": resolve_url("reports"), "presets": _presets(form)}
    if not form.is_valid():
        return page(request, "reports/index.html", context, fragment="report", status=422)
    report = Report(form, request.user, timezone.localdate())
    made = [_made(report, name) for name in SECTIONS]
    context |= {"report": report, "charts": made[:2], "tables": made[2:], "announce": wants_fragment(request)}
    return page(request, "reports/index.html", context, fragment="report")


@require_safe
@signed_in
def part(request: AuthedHttpRequest) -> HttpResponse:
    """The section that `part` names, counted now where the report could only announce it.

    While this process counts another one, it says so and asks again.
    """
    form, name = _form(request.GET, request.user), request.GET.get("part", "scores")
    if name not in SECTIONS or not form.is_valid():
        raise Http404
    report = Report(form, request.user, timezone.localdate())
    if "anew" in request.GET and report.kept:
        report.kept.forget(name)
    context = {"report": report, "one": _counted(report, name), "asks_again": True}
    return page(request, "reports/part.html", context, fragment="part")


@require_safe
@signed_in
def glance(request: AuthedHttpRequest) -> HttpResponse:
    """The two charts that Today shows when they are asked for."""
    form = _form(QueryDict(), request.user)
    form.is_valid()
    report = Report(form, request.user, timezone.localdate())
    try:
        sections = [SECTIONS[name](report) for name in AT_A_GLANCE]
    except Busy:
        sections = []
    return page(request, "reports/glance.html", {"sections": sections}, fragment="charts")


@require_safe
@signed_in
def as_csv(request: AuthedHttpRequest) -> HttpResponseBase:
    """The table that `table` names, for the same query string as its page."""
    table, name = _table(request)
    if table is None:
        return _busy()
    rows = list(table.rows)
    answer = streamed(request.user, csv_file.csv_chunks(replace(table, rows=rows)), f"{name}.csv", csv_file.MEDIA_TYPE)
    with only_with(answer):
        _note(request, FileForm.CSV, len(rows))
    return answer


@require_safe
@signed_in
def as_xlsx(request: AuthedHttpRequest) -> HttpResponseBase:
    """As CSV, for spreadsheets."""
    table, name = _table(request)
    if table is None:
        return _busy()
    rows = list(table.rows)
    made = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed when it has been sent
    xlsx_file.write_xlsx(made, replace(table, rows=rows))
    made.seek(0)
    answer = handed_out(request.user, made, f"{name}.xlsx", xlsx_file.MEDIA_TYPE)
    with only_with(answer):
        _note(request, FileForm.XLSX, len(rows))
    return answer


def _made(report: Report, name: str) -> Ready | Awaited:
    return Awaited(name, str(TITLES[name])) if report.has_to_wait(name) else _counted(report, name)


def _counted(report: Report, name: str) -> Ready | Awaited:
    try:
        section = SECTIONS[name](report)
    except Busy:
        return Awaited(name, str(TITLES[name]))
    return Ready(section, report.as_of(name))


def _table(request: AuthedHttpRequest) -> tuple[Table | None, str]:
    """With the name of its file; None while others are counted. Raises Http404 for what cannot be read."""
    form, wanted = _form(request.GET, request.user), request.GET.get("table", "scores")
    if wanted not in SECTIONS or not form.is_valid():
        raise Http404
    report = Report(form, request.user, timezone.localdate(), patience=_PATIENCE)
    name = f"lastcall-{wanted}-{report.period.first}-{report.period.last}"
    try:
        return SECTIONS[wanted](report).file, name
    except Busy:
        return None, name


def _note(request: AuthedHttpRequest, form: FileForm, rows: int) -> None:
    if request.method == "GET":  # HEAD takes nothing along
        note_export(request.user, Exported.REPORT, form=form, rows=rows)


def _busy() -> HttpResponse:
    said = gettext("Other reports are being counted at this moment. Try again in a minute.")
    return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "30"})


def _form(query: QueryDict, user: User) -> ReportForm:
    data = query.copy()
    if not any(data.get(name, "").strip() for name in ("from", "to")):
        _fill_in_days(data)
    offers = Offers(user, FILTERS)
    clients = [] if takes_long(user) else clients_of(user)
    return ReportForm(data, user=user, carriers=offers.of("carrier"), people=offers.of("assignee"), clients=clients)


def _fill_in_days(data: QueryDict) -> None:
    """The days of the preset, as if they had been typed, so that the fields show them."""
    asked = data.get("range", "")
    if asked and asked not in set(Preset):
        return  # the form says so
    period = preset_period(Preset(asked or Preset.WEEKS), timezone.localdate())
    data["from"], data["to"] = period.first.isoformat(), period.last.isoformat()


def _presets(form: ReportForm) -> list[tuple[str, str, bool]]:
    """Label, query string, and whether it is the one that is shown."""
    today = timezone.localdate()
    kept = {name: form.data[name] for name in ("carrier", "assignee", HOLDER, "by") if form.data.get(name)}
    shown = (form.data.get("from"), form.data.get("to"))
    made = []
    for one, words in PRESETS.items():
        period = preset_period(one, today)
        is_shown = shown == (period.first.isoformat(), period.last.isoformat())
        made.append((str(words), urlencode({"range": one, **kept}), is_shown))
    return made
