"""How long it took and how it ended, compared by carrier, month, team member or client."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.charts import Bar, Told, bar_chart
from cancellations.domain.figures import LEAST, Figure
from cancellations.domain.reporting.counted import What
from cancellations.domain.reporting.scores import Score, Spread
from cancellations.exchange.export.table import Cell, Table
from cancellations.forms.report import COMPARED_BY
from cancellations.models.reports.keys import By, Key
from cancellations.models.reports.scores import scores
from cancellations.views.reporting.report import Named, Report
from cancellations.views.reporting.section import Line, Section, Shown, in_file, of_figure, plain

MOST_BARS = 10


def scores_section(report: Report) -> Section:
    found, total = report.count("scores", lambda: scores(report.scope, report.period, report.keys))
    names = report.named(set(found))
    rows = [(names.get(key, Named("–")), score) for key, score in _in_order(report.by, found)]
    title, said = _("How long it took, and how it ended"), _said(total)
    first = str(COMPARED_BY[report.by])
    bars = _bars(report.by, rows)
    return Section(
        name="scores",
        title=title,
        said=said,
        heading=[first, *_headings()],
        lines=[
            *(_line(report, named, score) for named, score in rows),
            _line(report, Named(_("Total"), filters={}), total, is_total=True),
        ],
        notes=_notes(),
        file=Table(title, [first, *_file_headings()], [[named.name, *_row(score)] for named, score in rows]),
        chart=SafeString(bar_chart(Told("scores", title, said), bars)) if bars else SafeString(),
        legend=_legend(),
        is_folded=bool(bars),
        empty="" if total.opened else _("No request was opened in this period."),
    )


def _legend() -> str:
    return _("The bar ends where half were confirmed, the thin line at nine of ten. The dashes are the promise.")


def _in_order(by: By, found: dict[Key, Score]) -> list[tuple[Key, Score]]:
    """Months as they came; all others by how many cases they have."""
    return sorted(found.items(), key=lambda pair: str(pair[0])) if by is By.MONTH else list(found.items())


def _said(total: Score) -> str:
    figure = total.confirmation.median
    if figure.value is None:
        return _("Opened %(opened)s, sent %(sent)s. Confirmed are fewer than %(least)s: too few for a figure.") % {
            "opened": formats.number(total.opened),
            "sent": formats.number(total.sent),
            "least": LEAST,
        }
    return _("Half of the confirmations came within %(median)s, nine of ten within %(most)s (n = %(n)s).") % {
        "median": formats.days(figure.value),
        "most": formats.days(total.confirmation.most.value or 0),
        "n": formats.number(figure.n),
    }


def _bars(by: By, rows: list[tuple[Named, Score]]) -> list[Bar]:
    """Of those with enough confirmations, the slowest first."""
    bars = [
        Bar(
            named.name,
            _bar_text(score.confirmation.median.value, score.promised.value),
            score.confirmation.median.value,
            score.confirmation.most.value or 0,
            score.promised.value,
        )
        for named, score in rows
        if score.confirmation.median.value is not None
    ]
    return bars[-MOST_BARS:] if by is By.MONTH else sorted(bars, key=lambda bar: -bar.median)[:MOST_BARS]


def _bar_text(median: float, promised: float | None) -> str:
    if promised is None:
        return formats.days(median)
    return _("%(days)s, promised %(promised)s") % {
        "days": formats.days(median),
        "promised": formats.decimal(promised),
    }


def _headings() -> list[str]:
    return [
        _("Opened"),
        _("Sent"),
        _("No answer yet"),
        _("Days to receipt"),
        _("Days to confirmation"),
        _("Days to refund"),
        _("Promised days"),
        _("Promise kept"),
        _("Refused"),
        _("Billed after the end"),
    ]


def _line(report: Report, named: Named, score: Score, *, is_total: bool = False) -> Line:
    def url(what: What) -> str:
        return report.counted_url(named, what)

    promised = "" if score.promised.value is None else formats.decimal(score.promised.value)
    cells = [
        plain(score.opened, url(What.OPENED)),
        plain(score.sent, url(What.SENT)),
        plain(score.waiting, url(What.WAITING)),
        _spread(score.receipt, url(What.RECEIPT)),
        _spread(score.confirmation, url(What.CONFIRMATION)),
        _spread(score.refund, url(What.REFUND)),
        of_figure(score.promised, promised, note_url=url(What.PROMISED)),
        _share(score.kept, url(What.KEPT), url(What.DATED)),
        _share(score.refused, url(What.REFUSED), url(What.DECIDED)),
        _share(score.billed, url(What.BILLED), url(What.LOOKED)),
    ]
    return Line(named.name, cells, named.url, is_total)


def _spread(spread: Spread, url: str) -> Shown:
    median, most = spread.median.value, spread.most.value
    text = "" if median is None or most is None else f"{formats.decimal(median)} / {formats.decimal(most)}"
    return of_figure(spread.median, text, note_url=url)


def _share(figure: Figure, url: str, all_url: str) -> Shown:
    return of_figure(figure, "" if figure.value is None else formats.percent(figure.value), url, all_url)


def _file_headings() -> list[str]:
    return [
        *_headings()[:3],
        _("Receipt, median days"),
        _("Receipt, days of nine of ten"),
        _("Receipt, n"),
        _("Confirmation, median days"),
        _("Confirmation, days of nine of ten"),
        _("Confirmation, n"),
        _("Refund, median days"),
        _("Refund, days of nine of ten"),
        _("Refund, n"),
        _("Promised, median days"),
        _("Promised, n"),
        _("Promise kept, share"),
        _("Promise kept, n"),
        _("Refused, share"),
        _("Refused, n"),
        _("Billed after the end, share"),
        _("Billed after the end, n"),
    ]


def _row(score: Score) -> list[Cell]:
    spreads = (score.receipt, score.confirmation, score.refund)
    days = [cell for one in spreads for cell in (in_file(one.median), in_file(one.most), one.median.n)]
    figures = (score.promised, score.kept, score.refused, score.billed)
    shares = [cell for one in figures for cell in (in_file(one), one.n)]
    return [score.opened, score.sent, score.waiting, *days, *shares]


def _notes() -> list[str]:
    return [
        _(
            "Counted are the requests that were opened in this period. Of two numbers of days, half of the requests "
            "took the first at most, nine of ten the second. A figure is shown from %(least)s requests on; n says "
            "from how many it is."
        )
        % {"least": LEAST},
        _("Days to receipt: from sending until the carrier said that it has it. A receipt is no confirmation."),
        _("Days to confirmation: from sending until the carrier confirmed the end, with its date."),
        _("Days to refund: from the end of the contract until all of the money had come."),
        _("After a refusal the request is sent anew, and the days begin again."),
        _(
            "Promised: until the day that the carrier had named, by its word or by its own rule. Kept: confirmed on "
            "that day or earlier."
        ),
        _("Refused: at least once, of those that were confirmed, refused or given up."),
        _("Billed after the end: of those whose bills were looked at, whether it was settled later or not."),
    ]
