"""`render`: a letter as PDF/A, alone or with a translation beside it."""

from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.letters import Letter, Table
from cancellations.letters.glyphs import unprintable
from cancellations.letters.typesetting import TAGS, breakable, typeset

_TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"


class CannotPrint(NotPossible):
    """The fonts lack characters of the letter: a box on paper would be worse than no letter."""

    def __init__(self, characters: list[str], where: str) -> None:
        said = _("The letter's fonts cannot print “%(characters)s”. It stands in: %(where)s")
        super().__init__(said % {"characters": " ".join(characters), "where": where})
        self.characters = characters


def render(letter: Letter, *, on: date, translation: Letter | None = None) -> bytes:
    """The letter as PDF/A-2b on A4, with the list of contracts that it encloses, if any.

    The same letter on the same day gives the same bytes. Raises CannotPrint.
    """
    columns = [letter, *([translation] if translation else [])]
    for one in columns:
        _check(one)
    told = {
        "title": letter.subject,
        "reference": letter.reference,
        "columns": [_column(one, beside=translation is not None, note=one is translation) for one in columns],
        "tables": [_table(one.table) for one in columns if one.table],
    }
    return typeset(_TEMPLATE, "letter", told, datetime(on.year, on.month, on.day, tzinfo=UTC))


def _check(letter: Letter) -> None:
    for line in letter.lines:
        lacking = unprintable(line.text)
        if lacking:
            raise CannotPrint(lacking, f"{line.label}: {line.text}" if line.label else line.text)
    for row in letter.table.rows if letter.table else ():
        if lacking := unprintable("".join(row)):
            raise CannotPrint(lacking, ", ".join(row))


def _table(table: Table) -> dict[str, Any]:
    rows = [[breakable(cell) for cell in row] for row in table.rows]
    return {"title": table.title, "headings": table.headings, "rows": rows}


def _column(letter: Letter, *, beside: bool, note: bool) -> dict[str, Any]:
    """The lines, those of one layout together; `beside` each other line by line, so that both stay level."""
    if beside:
        groups = [(line.layout, [line]) for line in letter.lines]
    else:
        groups = [(layout, list(lines)) for layout, lines in groupby(letter.lines, key=lambda line: line.layout)]
    return {
        "lang": TAGS.get(letter.language, letter.language),
        "note": letter.translation_note if note else "",
        "blocks": [
            {"layout": layout.value, "lines": [{"label": line.label, "text": breakable(line.text)} for line in lines]}
            for layout, lines in groups
        ],
    }
