"""A letter in one language: its lines in order, and the same as plain text for mail programs and copying.

A letter about many contracts has the list of them as its enclosure; some of its words are those of texts_many.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cancellations.domain.letters import texts_en, texts_many, texts_ru, texts_zh
from cancellations.domain.letters.facts import LetterFacts
from cancellations.domain.letters.kinds import LetterKind
from cancellations.domain.letters.listing import Table, table_of
from cancellations.domain.letters.plan import Layout, Part, parts_of
from cancellations.domain.letters.values import Texts, contact_values, values_of

TEXTS = {"ru": texts_ru.TEXTS, "en": texts_en.TEXTS, "zh-hans": texts_zh.TEXTS}
_MANY = {language: texts | texts_many.TEXTS[language] for language, texts in TEXTS.items()}
GAP = "______"  # stands in a text for what is not known; a letter with gaps is never printed
_ENDS = ".;。；"
_STOPS = {"zh-hans": ("；", "。")}
_COLONS = {"zh-hans": "："}
_PAIRS = frozenset({Layout.TO, Layout.FROM, Layout.PAIR})


@dataclass(frozen=True)
class Line:
    """`label`: of a pair, or the number of an item. In a title, the line break parts title and subtitle."""

    layout: Layout
    text: str
    label: str = ""


@dataclass(frozen=True)
class Letter:
    kind: LetterKind
    language: str
    reference: str
    lines: tuple[Line, ...]
    table: Table | None = None

    @property
    def subject(self) -> str:
        """The title on one line, with our reference: what stands above an e-mail."""
        title = next(line.text for line in self.lines if line.layout is Layout.TITLE)
        return f"{' '.join(title.split())} [{self.reference}]"

    @property
    def translation_note(self) -> str:
        return TEXTS[self.language]["note.translation"]


def write(kind: LetterKind, facts: LetterFacts, language: str) -> Letter:
    """The letter in `language`. Written in two languages, it has the same lines in both, in the same order."""
    texts = (_MANY if facts.listed else TEXTS)[language]
    values = values_of(facts, language, texts)
    lines = [_line(part, facts, language, values, texts) for part in parts_of(kind, facts)]
    kept = [line for line in lines if line.text or line.layout not in _PAIRS]
    table = table_of(kind, facts, language, texts) if facts.listed else None
    return Letter(kind, language, facts.reference, tuple(_numbered(kept, language)), table)


def as_text(letter: Letter) -> str:
    """The letter as plain text, for an e-mail or a web form; without the line to sign on."""
    colon = _COLONS.get(letter.language, ": ")
    blocks: list[str] = []
    before: Layout | None = None
    for line in letter.lines:
        text = _plain(line, colon)
        together = line.layout is before and line.layout in {*_PAIRS, Layout.ITEM}
        if blocks and (together or (line.layout is Layout.ITEM and before in {Layout.TEXT, Layout.HEADING})):
            blocks[-1] += f"\n{text}"
        else:
            blocks.append(text)
        before = line.layout
    return "\n\n".join(blocks) + "\n"


def letter_text(kind: LetterKind, facts: LetterFacts, language: str) -> str:
    """The letter as plain text; what the facts lack is a gap to be filled by hand."""
    return as_text(write(kind, facts, language))


def _line(part: Part, facts: LetterFacts, language: str, values: dict[str, str], texts: Texts) -> Line:
    if part.layout in _PAIRS:
        return Line(part.layout, values.get(part.key, ""), texts[f"label.{part.label or part.key}"])
    known = values | contact_values(facts, part.place, language, texts)
    filled = {name: value or (GAP if name != "balance_of" else "") for name, value in known.items()}
    if part.layout is Layout.SIGN:
        signed = texts["place_date" if facts.place else "date"].format_map(filled)
        return Line(part.layout, f"{signed}\n{filled['signer']}", texts["label.signature"])
    # a Russian date ends in a stop of its own
    return Line(part.layout, texts[part.key].format_map(filled).replace("г..", "г."))


def _numbered(lines: list[Line], language: str) -> Iterator[Line]:
    """Items get their numbers, and stops between them; the last one of each list ends the sentence."""
    more, end = _STOPS.get(language, (";", "."))
    number = 0
    for place, line in enumerate(lines):
        if line.layout is not Layout.ITEM:
            number = 0
            yield line
            continue
        number += 1
        is_last = place + 1 == len(lines) or lines[place + 1].layout is not Layout.ITEM
        yield Line(line.layout, _stopped(line.text, end if is_last else more), f"{number}.")


def _stopped(text: str, stop: str) -> str:
    body = text.rstrip(_ENDS)
    if body.endswith(" г"):  # a Russian date keeps the stop of its own
        body += "."
    return body if body.endswith(stop) else body + stop


def _plain(line: Line, colon: str) -> str:
    match line.layout:
        case Layout.TO | Layout.FROM | Layout.PAIR:
            return f"{line.label}{colon}{line.text}"
        case Layout.ITEM:
            return f"{line.label} {line.text}"
        case Layout.HEADING:
            return f"{line.text}{colon.rstrip()}"
        case _:
            return line.text
