"""Money by currency: as of today, and in the period. Nothing is added up across currencies."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.reporting.counted import What
from cancellations.exchange.export.table import Cell, Table
from cancellations.forms.report import COMPARED_BY
from cancellations.models.reports.keys import By, Key
from cancellations.models.reports.money import Kind, MoneySum, money
from cancellations.views.reporting.report import Named, Report
from cancellations.views.reporting.section import Line, Section, Shown

Sums = dict[tuple[Key, str], dict[Kind, MoneySum]]


def money_section(report: Report) -> Section:
    sums = report.count("money", lambda: money(report.scope, report.period, report.keys, report.today))
    found = _by_key(sums)
    names = report.named({key for key, _code in found if key is not None or report.by is not By.MONTH})
    if report.by is By.MONTH:
        names[None] = Named(_("Today"), filters={})
    title = _("Money")
    first = str(COMPARED_BY[report.by])
    heading = [first, _("Currency"), *(words for words, _kind in _headings())]
    rows = [(names.get(key, Named("–")), code, of) for (key, code), of in _in_order(found, names)]
    totals = _by_key(_together(sums))
    return Section(
        name="money",
        title=title,
        said=_("Each currency stands for itself; nothing is added up across currencies.") if sums else "",
        heading=heading,
        lines=[
            *(
                _line(report, Named(_("Total"), filters={}), code, of, is_total=True)
                for (_key, code), of in totals.items()
            ),
            *(_line(report, named, code, of) for named, code, of in rows),
        ],
        notes=_notes(),
        file=Table(title, _file_heading(heading), [_row(named.name, code, of) for named, code, of in rows]),
        is_folded=False,
        empty="" if sums else _("No money is outstanding, and none came or was saved in this period."),
    )


def _by_key(sums: Iterable[MoneySum]) -> Sums:
    """What came in two parts, as saved by two ways of ending, is one sum."""
    found: Sums = {}
    for one in sums:
        kinds = found.setdefault((one.key, one.currency), {})
        have = kinds.get(one.kind)
        kinds[one.kind] = one if have is None else have + one
    return found


def _together(sums: Iterable[MoneySum]) -> list[MoneySum]:
    return [MoneySum(one.kind, None, one.currency, one.amount, one.n) for one in sums]


def _in_order(found: Sums, names: dict[Key, Named]) -> list[tuple[tuple[Key, str], dict[Kind, MoneySum]]]:
    return sorted(found.items(), key=lambda pair: (_place(pair[0][0], names), pair[0][1]))


def _place(key: Key, names: dict[Key, Named]) -> tuple[bool, str]:
    """By name, months by themselves; who has no key comes last."""
    named = names.get(key)
    return key is None, str(key) if named is None or isinstance(key, str) else named.name.casefold()


def _headings() -> list[tuple[str, Kind]]:
    return [
        (_("Still billed each month"), Kind.BILLED),
        (_("Refunds expected"), Kind.EXPECTED),
        (_("Of these overdue"), Kind.OVERDUE),
        (_("Charged after the end"), Kind.CHARGED),
        (_("Saved each month"), Kind.SAVED),
        (_("Refunds received"), Kind.RECEIVED),
    ]


def _line(report: Report, named: Named, code: str, of: dict[Kind, MoneySum], *, is_total: bool = False) -> Line:
    cells = [_shown(of.get(kind), report.counted_url(named, _WHAT[kind], code)) for _words, kind in _headings()]
    return Line(named.name, [Shown(code or "–"), *cells], named.url, is_total)


_WHAT = {
    Kind.BILLED: What.MONTHLY,
    Kind.EXPECTED: What.EXPECTED,
    Kind.OVERDUE: What.OVERDUE,
    Kind.CHARGED: What.CHARGED,
    Kind.SAVED: What.SAVED,
    Kind.RECEIVED: What.RECEIVED,
}


def _shown(one: MoneySum | None, url: str) -> Shown:
    if one is None:
        return Shown("")
    count = ngettext("%(n)s request", "%(n)s requests", one.n) % {"n": formats.number(one.n)}
    return Shown(formats.money(one.amount, one.currency), count, note_url=url)


def _file_heading(heading: list[str]) -> list[str]:
    """Each sum with from how many requests it is."""
    first, code, *kinds = heading
    return [first, code, *(words for kind in kinds for words in (kind, _("%(what)s, n") % {"what": kind}))]


def _row(name: str, code: str, of: dict[Kind, MoneySum]) -> list[Cell]:
    row: list[Cell] = [name, code]
    for _words, kind in _headings():
        one = of.get(kind)
        row += [one.amount, one.n] if one else [None, None]
    return row


def _notes() -> list[str]:
    return [
        _("As of today, whatever the period is: still billed, refunds expected and overdue, charged after the end."),
        _("In this period: saved and received."),
        _("Still billed each month: the monthly fees of cards whose contract is not known to have ended."),
        _("Refunds expected: what is still to come of refunds after a confirmation. Overdue: its day has passed."),
        _("Charged after the end: what is not settled of it."),
        _(
            "Saved each month: the monthly fees of cards whose contract ended in this period: confirmed and checked, "
            "run out or transferred."
        ),
        _("Refunds received: all that came of refunds whose last money came in this period; store credit is no money."),
    ]
