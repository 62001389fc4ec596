"""What is open, by stage and age."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.charts import Told, grid_chart
from cancellations.domain.reporting.backlog import AGES, Backlog, age_days
from cancellations.domain.reporting.counted import Counted, What
from cancellations.domain.situation import Stage
from cancellations.domain.words import STAGES
from cancellations.exchange.export.table import Table
from cancellations.models.reports.backlog import backlog
from cancellations.views.reporting.report import Report
from cancellations.views.reporting.section import Line, Section, Shown, plain


def backlog_section(report: Report) -> Section:
    found = report.count("backlog", lambda: backlog(report.scope, report.today))
    title, said = _("Open today, by stage and age"), _said(report, found)
    ages = age_words()
    heading = [_("Stage"), *(_("%(days)s days") % {"days": age} for age in ages), _("Total")]
    rows = [(str(STAGES[stage].label), numbers) for stage, numbers in found.rows.items()]
    return Section(
        name="backlog",
        title=title,
        said=said,
        heading=heading,
        lines=[*(_line(report, stage, numbers) for stage, numbers in found.rows.items()), _total(report, found)],
        notes=[
            _("All requests that are open today, whatever the period above is, by the days since they were opened."),
        ],
        file=Table(title, heading, [[name, *numbers, sum(numbers)] for name, numbers in rows]),
        chart=SafeString(grid_chart(Told("backlog", title, said), ages, rows)),  # it escapes what stands in it
        empty="" if found.total else _("No request is open."),
    )


def age_words() -> list[str]:
    """Up to 7, 8–30 …: days."""
    words, first = [], 0
    for most in AGES:
        words.append(f"{first}–{most}" if most is not None else f"> {first - 1}")
        first = (most or 0) + 1
    return words


def _said(report: Report, found: Backlog) -> str:
    return _("Open today: %(open)s. Of these, opened more than %(days)s days ago: %(old)s.") % {
        "open": formats.number(found.total),
        "days": AGES[-2],
        "old": formats.number(found.by_age[-1]),
    }


def _line(report: Report, stage: Stage, numbers: tuple[int, ...]) -> Line:
    return Line(str(STAGES[stage].label), _cells(report, numbers, stage=stage))


def _total(report: Report, found: Backlog) -> Line:
    return Line(_("Total"), _cells(report, found.by_age), is_total=True)


def _cells(report: Report, numbers: tuple[int, ...], **narrowed: str) -> list[Shown]:
    """A number for each age, and all of them."""
    days = age_days(report.today)
    urls = [report.list_url(counted=str(Counted(What.OPEN, first, last)), **narrowed) for first, last in days]
    by_age = [plain(number, url) for number, url in zip(numbers, urls, strict=True)]
    return [*by_age, plain(sum(numbers), report.open_url(**narrowed))]
