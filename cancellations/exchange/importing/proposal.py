"""How a file is probably to be read, and what has to be asked about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cancellations.domain.importing.columns import Column, fingerprint, read_headings
from cancellations.domain.importing.locale import currency_in_heading
from cancellations.domain.importing.options import Options
from cancellations.exchange.importing.kept import KeptFile, heading_of, top_of
from cancellations.models import User
from cancellations.models.sim_import import RememberedMapping

PREVIEW_ROWS = 6
PREVIEW_CELLS = 8
_LONGEST_CELL = 40
_SAMPLES = 3
_HIDDEN = "•••"  # stands in previews for what is secret
_DELIMITERS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
_NAMES = {"big5hkscs": "Big5", "cp932": "Shift JIS", "cp949": "EUC-KR"}  # as spreadsheets call them


@dataclass(frozen=True)
class Choice:
    """One answer to a question about the file, with the first rows as they then are."""

    value: str
    label: str
    is_chosen: bool
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class FileQuestion:
    """`name`: of the parameter that answers it."""

    name: str
    label: str
    choices: Sequence[Choice]


def first_options(user: User, source: Mapping[str, Any]) -> Options:
    """The likeliest reading; with what was chosen for the same headings before."""
    kept = KeptFile.from_json(dict(source))
    encoding = "" if kept.are_bytes else kept.encodings[0]
    return proposed(user, kept, Options(encoding=encoding, heading_row=kept.tables[0].heading_row))


def reading_of(user: User, kept: KeptFile, options: Options, said: Mapping[str, str]) -> Options:
    """The options, read otherwise if that was said; then the columns are proposed anew."""
    table = _number(said.get("table"), len(kept.tables) - 1, options.table)
    place = kept.tables[table].heading_row if table != options.table else options.heading_row
    encoding = said.get("encoding", "")
    read = replace(
        options,
        table=table,
        encoding=encoding if encoding in kept.encodings else options.encoding,
        heading_row=_number(said.get("heading_row"), 10**6, place),
    )
    return options if read == options else proposed(user, kept, read)


def proposed(user: User, kept: KeptFile, options: Options) -> Options:
    """The columns as their headings are understood, or as the same headings were mapped before."""
    heading = heading_of(kept, options.table, options.encoding or kept.encodings[0], options.heading_row)
    mark = fingerprint(heading)
    read = replace(options, fingerprint=mark, mapping={}, currency=_currency_of_fees(heading))
    return read.as_before(RememberedMapping.objects.options_for(user, [mark]))


def must_answer(kept: KeptFile, options: Options) -> bool:
    """Whether nothing can be shown before the encoding is known: a guess would show garbled text as if it were so."""
    return kept.are_bytes and not options.encoding


def questions_of(kept: KeptFile, options: Options) -> list[FileQuestion]:
    """What is not certain about the file, with the first rows for each answer."""
    encoding = options.encoding or kept.encodings[0]
    questions = []
    if kept.are_bytes:
        choices = [
            Choice(one, _NAMES.get(one, one.upper()), one == options.encoding, _preview(kept, options.table, one))
            for one in kept.encodings
        ]
        questions.append(FileQuestion("encoding", _("In which encoding are the words right?"), choices))
    if len(kept.tables) > 1:
        tables = [
            Choice(
                str(index),
                one.sheet or str(_DELIMITERS[one.delimiter]),
                index == options.table,
                _preview(kept, index, encoding),
            )
            for index, one in enumerate(kept.tables)
        ]
        label = _("Which sheet?") if kept.tables[0].sheet else _("What stands between the columns?")
        questions.append(FileQuestion("table", label, tables))
    if not kept.tables[options.table].heading_row:
        questions.append(
            FileQuestion("heading_row", _("Which row has the headings?"), _heading_rows(kept, options, encoding))
        )
    return questions


def samples_of(kept: KeptFile, options: Options) -> list[list[str]]:
    """For each column some filled cells."""
    rows = [cells for number, cells in top_of(kept, options.table, options.encoding) if number > options.heading_row]
    width = len(heading_of(kept, options.table, options.encoding, options.heading_row))
    columns = ([cells[place] for cells in rows if place < len(cells) and cells[place]] for place in range(width))
    return [[text[:_LONGEST_CELL] for text in column[:_SAMPLES]] for column in columns]


def _currency_of_fees(heading: Sequence[str]) -> str:
    """That the heading of the fees tells, where no column of its own does."""
    named = {column: heading[position] for position, column in read_headings(heading).mapping.items()}
    return "" if Column.CURRENCY in named else currency_in_heading(named.get(Column.MONTHLY_FEE, ""))


def _heading_rows(kept: KeptFile, options: Options, encoding: str) -> list[Choice]:
    none = Choice("0", _("None: the cards begin at once"), options.heading_row == 0, ())
    rows = top_of(kept, options.table, encoding)
    return [none, *(_row_choice(number, cells, options) for number, cells in rows[:PREVIEW_ROWS])]


def _row_choice(number: int, cells: Sequence[str], options: Options) -> Choice:
    label = _("Row %(row)s") % {"row": number}
    return Choice(str(number), label, options.heading_row == number, [_short(cells)])


def _preview(kept: KeptFile, index: int, encoding: str) -> list[list[str]]:
    table = kept.tables[index]
    secret = set(table.secret)
    shown = []
    for number, cells in top_of(kept, index, encoding)[:PREVIEW_ROWS]:
        hidden = [
            _HIDDEN if place in secret and number != table.heading_row else text for place, text in enumerate(cells)
        ]
        shown.append(_short(hidden))
    return shown


def _short(cells: Sequence[str]) -> list[str]:
    return [text[:_LONGEST_CELL] for text in cells[:PREVIEW_CELLS]]


def _number(text: str | None, most: int, otherwise: int) -> int:
    if text and text.isascii() and text.isdigit() and len(text) < 8:
        return min(int(text), most)
    return otherwise
