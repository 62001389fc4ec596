"""Opened and closed by week or month: whether the backlog is shrinking."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cancellations.domain import formats
from cancellations.domain.charts import Line as ChartLine
from cancellations.domain.charts import Look, Told, key_to, line_chart
from cancellations.domain.reporting.counted import Counted, What
from cancellations.domain.reporting.period import Period
from cancellations.exchange.export.table import Cell, Table
from cancellations.models.reports.flow import Part, flow
from cancellations.views.reporting.report import Report
from cancellations.views.reporting.section import Key, Line, Section, Shown, plain


def flow_section(report: Report) -> Section:
    parts = report.count("flow", lambda: flow(report.scope, report.period, report.today))
    title = _("Opened and closed by week") if report.period.is_weekly else _("Opened and closed by month")
    opened, closed = sum(part.opened for part in parts), sum(part.closed for part in parts)
    said = _said(report, opened, closed, parts[-1].open_at_end)
    heading = [_("Week") if report.period.is_weekly else _("Month"), _("Opened"), _("Closed"), _("Open at the end")]
    total = Line(_("Total"), [*_came_and_went(report, report.period, opened, closed), Shown("")], is_total=True)
    return Section(
        name="flow",
        title=title,
        said=said,
        heading=heading,
        lines=[*(_line(report, part) for part in parts), total],
        notes=_notes(),
        file=Table(title, [heading[0], pgettext("last day", "To"), *heading[1:]], [_row(part) for part in parts]),
        chart=_chart(report, parts, Told("flow", title, said)),
        keys=_keys(opened, closed),
    )


def _said(report: Report, opened: int, closed: int, still_open: int) -> str:
    return _("From %(days)s: opened %(opened)s, closed %(closed)s. Open at the end: %(open)s.") % {
        "days": report.days,
        "opened": formats.number(opened),
        "closed": formats.number(closed),
        "open": formats.number(still_open),
    }


def _notes() -> list[str]:
    return [
        _("A request counts as closed on the day it was closed here, whatever its outcome."),
        _("One that was reopened counts as open all the time."),
    ]


def _chart(report: Report, parts: list[Part], told: Told) -> SafeString:
    lines = [
        ChartLine([part.opened for part in parts], Look.DASHED),
        ChartLine([part.closed for part in parts], Look.SOLID),
    ]
    # charts.svg escapes whatever stands in it
    return SafeString(line_chart(told, [_begin(report, part.period) for part in parts], lines))


def _keys(opened: int, closed: int) -> list[Key]:
    words = [
        (Look.DASHED, _("Opened: %(n)s") % {"n": formats.number(opened)}),
        (Look.SOLID, _("Closed: %(n)s") % {"n": formats.number(closed)}),
    ]
    return [Key(SafeString(key_to(look)), text) for look, text in words]


def _line(report: Report, part: Part) -> Line:
    is_now = part.period.last == report.today
    still_open = plain(part.open_at_end, report.open_url() if is_now else "")
    return Line(
        _whole(report, part.period), [*_came_and_went(report, part.period, part.opened, part.closed), still_open]
    )


def _came_and_went(report: Report, period: Period, opened: int, closed: int) -> list[Shown]:
    urls = (report.list_url(counted=str(Counted.during(what, period))) for what in (What.OPENED, What.CLOSED))
    return [plain(number, url) for number, url in zip((opened, closed), urls, strict=True)]


def _begin(report: Report, part: Period) -> str:
    if report.period.is_weekly:
        return formats.short_day(part.first, report.today)
    return formats.partial_day(f"{part.first:%Y-%m}", report.today)


def _whole(report: Report, part: Period) -> str:
    if not report.period.is_weekly:
        return _begin(report, part)
    return formats.between(formats.short_day(part.first, report.today), formats.short_day(part.last, report.today))


def _row(part: Part) -> list[Cell]:
    return [part.period.first, part.period.last, part.opened, part.closed, part.open_at_end]
