"""Looking at every row of an import before anything is written: what it says, and what would become of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cancellations.domain.importing.course import SAMPLES, Fate
from cancellations.domain.said import Said, in_a_row, kept
from cancellations.domain.said import said as _
from cancellations.exchange.importing.store import Lines, drop, new_lines, stored_lines
from cancellations.exchange.sheets import RowTrouble, SheetRow
from cancellations.models.sim_matching import CardRow, Fingerprint, Matching, Verdict

MOST_REASONS_SHOWN = 3
MOST_CAUTIONED_SHOWN = 100
CAUTIONED = "cautioned"
SAME_NUMBER = "msisdn.same_number"
Understand = Callable[[SheetRow], "CardRow | list[Said]"]  # or why the row is refused


@dataclass
class Findings:
    """What the preview says; kept as JSON. `samples`: the first rows of each fate; `fingerprint`: of all good ones."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)  # rows that are none: repeated headings, totals
    doubts: Counter[str] = field(default_factory=Counter)
    cautioned: int = 0  # rows of which something is not done
    opens: int = 0
    new_carriers: dict[str, None] = field(default_factory=dict)  # their names, in the order of the file
    samples: dict[str, list[Any]] = field(default_factory=dict)
    fingerprint: Fingerprint = field(default_factory=Fingerprint)

    def to_json(self) -> dict[str, Any]:
        return {
            "counts": {fate.value: self.counts[fate] for fate in Fate},
            "left_out": dict(self.left_out),
            "doubts": dict(self.doubts),
            "cautioned": self.cautioned,
            "opens": self.opens,
            "new_carriers": list(self.new_carriers),
            "samples": self.samples,
            "fingerprint": str(self.fingerprint),
        }


@dataclass(frozen=True)
class Checked:
    """Names of what was stored: the rows that can be imported, and the refused ones."""

    findings: Findings
    checked: str
    refused: str


def check(rows: Iterable[SheetRow], understand: Understand, matching: Matching) -> Checked:
    """Raises StorageFailed. Nothing is written to the database."""
    findings = Findings()
    with new_lines() as good, new_lines() as bad:
        waiting: dict[int, SheetRow] = {}
        for verdict in matching.judge(_understood(rows, understand, waiting, findings, bad)):
            row = waiting.pop(verdict.row.number)
            _count(findings, verdict)
            if verdict.fate is Fate.REFUSE:
                _refuse(bad, findings, row, [verdict.why] if verdict.why else [])
            else:
                good.add(_line(verdict.row))
        checked = good.store()
        try:
            return Checked(findings, checked, bad.store() if bad.count else "")
        except BaseException:
            drop(checked)
            raise


def checked_rows(stored: str) -> Iterator[CardRow]:
    """The rows that can be imported, as they were understood."""
    for number, values, assumed, new_carrier, opens, end_date, reason, assignee, tags, doubts in stored_lines(stored):
        if values.get("monthly_fee") is not None:
            values["monthly_fee"] = Decimal(values["monthly_fee"])
        day = date.fromisoformat(end_date) if end_date else None
        case = (opens, day, reason, assignee, tuple(tags))
        yield CardRow(number, values, assumed, new_carrier, *case, tuple(doubts))


def _line(row: CardRow) -> tuple[Any, ...]:
    case = (row.opens, row.end_date, row.reason, row.assignee, row.tags)
    return (row.number, row.values, row.assumed, row.new_carrier, *case, row.doubts)


def _understood(
    rows: Iterable[SheetRow], understand: Understand, waiting: dict[int, SheetRow], findings: Findings, bad: Lines
) -> Iterator[CardRow]:
    for row in rows:
        if row.skipped:
            findings.left_out[row.skipped.value] += 1
            continue
        understood = _trouble(row) or understand(row)
        if isinstance(understood, CardRow):
            waiting[row.number] = row
            yield understood
        else:
            findings.counts[Fate.REFUSE] += 1
            _refuse(bad, findings, row, understood)


def _refuse(bad: Lines, findings: Findings, row: SheetRow, reasons: list[Said]) -> None:
    """The reasons are kept by their parts: whoever reads them has a language of their own."""
    bad.add((row.number, row.cells, [kept(reason) for reason in reasons]))
    shown = findings.samples.setdefault(Fate.REFUSE.value, [])
    if len(shown) < SAMPLES:
        shown.append([row.number, kept(in_a_row(reasons[:MOST_REASONS_SHOWN]))])


def _count(findings: Findings, verdict: Verdict) -> None:
    findings.counts[verdict.fate] += 1
    if verdict.fate is Fate.REFUSE:
        return
    findings.fingerprint.add(verdict)
    findings.opens += verdict.opens
    if verdict.row.new_carrier:
        findings.new_carriers[verdict.row.new_carrier] = None
    findings.doubts.update(verdict.row.doubts)
    if verdict.twin:
        findings.doubts[SAME_NUMBER] += 1
    if verdict.caveats:
        _caution(findings, verdict)
    shown = findings.samples.setdefault(verdict.fate.value, [])
    if len(shown) < SAMPLES:
        fields = sorted(name.removesuffix("_id") for name in verdict.changes)
        shown.append([verdict.row.number, _name(verdict.row), fields or kept(verdict.why or "")])


def _caution(findings: Findings, verdict: Verdict) -> None:
    findings.cautioned += 1
    shown = findings.samples.setdefault(CAUTIONED, [])
    if len(shown) < MOST_CAUTIONED_SHOWN:
        fields = [name.removesuffix("_id") for name in verdict.by_hand]
        shown.append([verdict.row.number, _name(verdict.row), verdict.caveats, fields])


def _name(row: CardRow) -> list[str]:
    """What tells the card from others, as it was read."""
    return [str(row.values.get(name, "")) for name in ("nickname", "holder", "msisdn", "iccid")]


def _trouble(row: SheetRow) -> list[Said]:
    if not row.trouble:
        return []
    told = {
        RowTrouble.CELL_TOO_LONG: _("A cell is far too long."),
        RowTrouble.BROKEN_LETTERS: _("Some letters are broken: the row was written in another encoding. Type it anew."),
        RowTrouble.BROKEN_QUOTES: _("A quotation mark in a cell is not doubled, so it cannot be told where cells end."),
        RowTrouble.TOO_MANY_CELLS: _("The row has more cells than there are columns."),
    }
    return [told[row.trouble]]
