"""`render`: a letter as PDF/A, alone or with a translation beside it."""

import json
import re
import threading
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import typst
from django.utils.translation import gettext as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.letters import Letter
from cancellations.letters.glyphs import FONTS, unprintable

_TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"
_TAGS = {"zh-hans": "zh"}
# characters without a place to break; between Chinese ones there is one anyway
_LONG_WORD = re.compile("[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{36,}")
_local = threading.local()


class CannotPrint(NotPossible):
    """The fonts lack characters of the letter: a box on paper would be worse than no letter."""

    def __init__(self, characters: list[str], where: str) -> None:
        said = _("The letter's fonts cannot print “%(characters)s”. It stands in: %(where)s")
        super().__init__(said % {"characters": " ".join(characters), "where": where})
        self.characters = characters


def render(letter: Letter, *, on: date, translation: Letter | None = None) -> bytes:
    """The letter as PDF/A-2b on A4; the same letter on the same day gives the same bytes.

    Data goes in as JSON and stays text whatever it looks like. Raises CannotPrint.
    """
    columns = [letter, *([translation] if translation else [])]
    for one in columns:
        _check(one)
    told = {
        "title": letter.subject,
        "reference": letter.reference,
        "columns": [_column(one, beside=translation is not None, note=one is translation) for one in columns],
    }
    made = _compiler().compile(
        format="pdf",
        sys_inputs={"letter": json.dumps(told, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )
    return cast("bytes", made)


def _check(letter: Letter) -> None:
    for line in letter.lines:
        lacking = unprintable(line.text)
        if lacking:
            raise CannotPrint(lacking, f"{line.label}: {line.text}" if line.label else line.text)


def _column(letter: Letter, *, beside: bool, note: bool) -> dict[str, Any]:
    """The lines, those of one layout together; `beside` each other line by line, so that both stay level."""
    if beside:
        groups = [(line.layout, [line]) for line in letter.lines]
    else:
        groups = [(layout, list(lines)) for layout, lines in groupby(letter.lines, key=lambda line: line.layout)]
    return {
        "lang": _TAGS.get(letter.language, letter.language),
        "note": letter.translation_note if note else "",
        "blocks": [
            {"layout": layout.value, "lines": [{"label": line.label, "text": _breakable(line.text)} for line in lines]}
            for layout, lines in groups
        ],
    }


def _breakable(text: str) -> str:
    """What has no place to break gets one after every letter, so that nothing runs off the paper."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(found[0]), text)


def _compiler() -> typst.Compiler:
    """One for each thread: it cannot be shared while it works."""
    compiler: typst.Compiler | None = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = _local.compiler = typst.Compiler(
            _TEMPLATE, root=_TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True
        )
    return compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
