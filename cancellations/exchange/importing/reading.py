"""The rows of one import, as its options say that they are to be read, and what the preview says of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from django.db import transaction

from cancellations.domain.importing.columns import ColumnFate, Headings, read_headings
from cancellations.domain.importing.course import ImportState, Known
from cancellations.domain.importing.locale import TableLocale, find_locale
from cancellations.domain.importing.options import Options
from cancellations.domain.said import told
from cancellations.exchange.importing.checking import Checked, check
from cancellations.exchange.importing.kept import KeptFile, heading_of, kept_rows
from cancellations.exchange.importing.store import drop, stored_lines
from cancellations.exchange.importing.understanding import Understanding
from cancellations.exchange.sheets import RefusedRow, SheetRow, refused_chunks
from cancellations.exchange.sheets.limits import MOST_ROWS
from cancellations.models import SimImport, User
from cancellations.models.sim_matching import Matching

LOOKED_THROUGH = 10_000  # rows, for what is to be asked; all of them are, before they count


@dataclass(frozen=True)
class Preview:
    """Rows that were looked at; `take_over` makes it the import's preview."""

    one: SimImport
    checked: Checked

    def take_over(self) -> bool:
        """False when the import went on meanwhile: then this is nobody's preview, and its files go."""
        with transaction.atomic():
            one = SimImport.objects.select_for_update().get(pk=self.one.pk)
            if one.version != self.one.version:
                drop(self.checked.checked, self.checked.refused)
                return False
            one.drop_when_through("checked", "refused")
            one.checked, one.refused = self.checked.checked, self.checked.refused
            one.found = self.checked.findings.to_json()
            one.become(ImportState.READY)
            one.save()
        return True


def headings_of(one: SimImport) -> Headings:
    """The headings as they are mapped; columns that hold secrets cannot be."""
    kept, options = KeptFile.from_json(one.source), Options.from_json(one.options)
    return mapped(kept, options)


def mapped(kept: KeptFile, options: Options) -> Headings:
    heading = heading_of(kept, options.table, options.encoding, options.heading_row)
    secret = set(kept.tables[options.table].secret)
    read = read_headings(heading, options.mapping)
    return Headings(
        tuple(replace(one, fate=ColumnFate.DROPPED, column=None) if one.position in secret else one for one in read.all)
    )


def total_of(one: SimImport) -> int:
    """How many rows there are, the heading perhaps among them."""
    kept, options = KeptFile.from_json(one.source), Options.from_json(one.options)
    return kept.tables[options.table].count


def rows_of(one: SimImport) -> Iterator[SheetRow]:
    kept, options = KeptFile.from_json(one.source), Options.from_json(one.options)
    return kept_rows(one.rows, kept, options.table, options.encoding, options.heading_row)


def look_at(one: SimImport, by: User, rows: Iterable[SheetRow]) -> Preview:
    """Read and judge all rows. Raises StorageFailed. Nothing is written to the database."""
    options, headings = Options.from_json(one.options), headings_of(one)
    understand = Understanding(by, headings, options, locale_of(one, options, headings, MOST_ROWS))
    return Preview(one, check(rows, understand.row, Matching(by, Known(options.known))))


def locale_of(one: SimImport, options: Options, headings: Headings, most: int) -> TableLocale:
    """What the rows tell of signs in amounts and of the order of days, read as `options` say."""
    kept = KeptFile.from_json(one.source)
    rows = kept_rows(one.rows, kept, options.table, options.encoding, options.heading_row)
    return find_locale((row.cells for row in islice(rows, most)), headings.mapping)


def refused_file(one: SimImport) -> Iterator[bytes]:
    """The refused rows as a CSV file, piece by piece. Raises FileNotFoundError when it is gone already."""
    lines = iter(stored_lines(one.refused))
    first = next(lines, None)
    rows = (
        RefusedRow(number, cells, [told(one) for one in why])
        for number, cells, why in chain(filter(None, [first]), lines)
    )
    return refused_chunks(headings_of(one), rows)
