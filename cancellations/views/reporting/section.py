"""What every part of a report is made of."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.figures import LEAST, Figure
from cancellations.exchange.export.table import Cell, Table

_FEW_COLUMNS = 7


@dataclass(frozen=True)
class Shown:
    """A number on the page. `note`: from how many it is. Both lead to what they count, where there is such a list."""

    text: str
    note: str = ""
    url: str = ""
    note_url: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table: its name, where that leads, and a cell for each heading after the first."""

    name: str
    cells: list[Shown]
    url: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Key:
    """What a line of a chart stands for: a piece of the line, its name, and how many."""

    sample: SafeString
    text: str


@dataclass(frozen=True)
class Section:
    """`said`: what the chart shows, in one sentence. `legend`: what its marks mean. `notes`: what exactly is counted.

    `file`: the table to take along.
    """

    name: str
    title: str
    said: str
    heading: list[str]
    lines: list[Line]
    notes: list[str]
    file: Table
    chart: SafeString = field(default_factory=SafeString)
    keys: list[Key] = field(default_factory=list)
    legend: str = ""
    is_folded: bool = True  # the table, behind its chart
    empty: str = ""  # what to say in place of chart and table

    @property
    def is_small(self) -> bool:
        """Whether its table has so few columns that they stand beside each other everywhere."""
        return len(self.heading) <= _FEW_COLUMNS

    @property
    def rows(self) -> list[tuple[Line, list[tuple[str, Shown]]]]:
        """Each line with its cells, each beside its heading: on a narrow screen that stands before it."""
        return [(line, list(zip(self.heading[1:], line.cells, strict=True))) for line in self.lines]


def plain(count: int, url: str = "") -> Shown:
    """A count; nothing to open where there is nothing."""
    return Shown(formats.number(count), url=url if count else "")


def of_figure(figure: Figure, text: str, url: str = "", note_url: str = "") -> Shown:
    """A figure with from how many it is, or how many there are while these are too few.

    `url`: what the figure counts, when it is a part of those that `note_url` shows.
    """
    if not figure.n:
        return Shown("–")
    if figure.is_hidden:
        return Shown("–", too_few(figure.n), note_url=note_url)
    return Shown(text, of_how_many(figure.n), url if figure.value else "", note_url)


def too_few(n: int) -> str:
    return _("%(n)s of %(least)s needed") % {"n": n, "least": LEAST}


def of_how_many(n: int) -> str:
    return _("n = %(n)s") % {"n": formats.number(n)}


def in_file(figure: Figure) -> Cell:
    """A figure in a file: days, or a share of one; nothing while it is hidden."""
    return None if figure.value is None else Decimal(f"{figure.value:.3f}")
