"""Letters about many contracts: words for many, the list in order, and the same list in every language."""

import re
from datetime import date

import pytest

from cancellations.domain.letters import (
    GAP,
    LADDER,
    LANGUAGES,
    LetterFacts,
    LetterKind,
    Table,
    as_text,
    one_letter,
    write,
)
from cancellations.domain.letters.texts_many import TEXTS
from tests.letters.samples import NUMBER, known

KINDS = (LetterKind.APPLICATION, *LADDER)


def of_many(count: int = 3, **changed: object) -> LetterFacts:
    return one_letter([_one(place, **changed) for place in range(count)])


def _one(place: int, **changed: object) -> LetterFacts:
    own = {"reference": f"LC-{place:06}", "number": f"+7916{1000000 + place}", "request_numbers": (f"N-{place}",)}
    return known(**own, **changed)


def table(kind: LetterKind, facts: LetterFacts, language: str) -> Table:
    made = write(kind, facts, language).table
    assert made
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_one_contract_stands_in_the_letter(kind: LetterKind, language: str) -> None:
    text = as_text(write(kind, of_many(), language))
    assert GAP not in text
    assert not re.search(r"[{}]", text)
    for of_one in ("123-45/6", "277012345678", "+7 916", "N-0", "Оксана"):
        assert of_one not in text
    assert "LC-000000 +2" in write(kind, of_many(), language).subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_list_has_every_contract_in_order(kind: LetterKind, language: str) -> None:
    rows = table(kind, of_many(50), language).rows
    assert [row[0] for row in rows] == [str(place) for place in range(1, 51)]
    assert [row[3] for row in rows] == [f"LC-{place:06}" for place in range(50)]
    assert rows[7][1:5] == ("+7 916 100-00-07", "8970 1012 3456 7890 123", "LC-000007", "N-7")


@pytest.mark.parametrize("kind", KINDS)
def test_a_translation_has_the_same_lines_and_columns(kind: LetterKind) -> None:
    letters = [write(kind, of_many(refund=NUMBER), language) for language in LANGUAGES]
    assert len({tuple(line.layout for line in letter.lines) for letter in letters}) == 1
    assert len({len(letter.table.headings) for letter in letters if letter.table}) == 1


def test_columns_without_a_value_are_left_out() -> None:
    facts = one_letter([known(reference=f"LC-{place}", iccid="", request_numbers=()) for place in "AB"])
    assert table(LetterKind.APPLICATION, facts, "en").headings == ("No.", "Phone number", "My reference")


def test_days_that_differ_stand_in_the_list() -> None:
    facts = one_letter([known(requested_end=date(2026, 12, 1)), known(requested_end=None)])
    assert "as of the days that the enclosed list states" in as_text(write(LetterKind.APPLICATION, facts, "en"))
    assert [row[-1] for row in table(LetterKind.APPLICATION, facts, "en").rows] == [
        "2026-12-01",
        "receipt of the notice",
    ]
    assert "as of 1 December 2026" in as_text(write(LetterKind.APPLICATION, of_many(), "en"))


def test_one_contract_is_no_list() -> None:
    assert one_letter([known()]) == known()
    assert write(LetterKind.CHASER, known(), "ru").table is None


def test_english_and_russian_have_the_same_words() -> None:
    """Chinese has no plural: what reads the same for one and for many is not among its words."""
    assert TEXTS["en"].keys() == TEXTS["ru"].keys()
    assert TEXTS["zh-hans"].keys() < TEXTS["en"].keys()
    for key in TEXTS["zh-hans"]:
        named = [set(re.findall(r"{(\w+)}", TEXTS[language][key])) for language in LANGUAGES]
        assert named[0] == named[1] == named[2], key
