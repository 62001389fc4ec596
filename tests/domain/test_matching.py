"""Lines of lists and the cases that they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.identifiers import iccid_spellings
from cancellations.domain.matching import Known, Matched, MissKind, match_lines

MTS = Known(1, "LC-7K3F9Q", "+79161234567", "8970101234567890123", ("MTS-2026/118",))
BEELINE = Known(2, "LC-0000AA", "+79037654321", "", ("N 5",))
LOTUS = Known(3, "LC-0000BB", "+819012345678", "8981100012345678901")
TWIN = Known(4, "LC-0000CC", "+79161234567")
ALL = (MTS, BEELINE, LOTUS)


@pytest.mark.parametrize(
    ("line", "key", "rest"),
    [
        ("+7 916 123-45-67", 1, ""),
        ("79161234567\tREQ-1", 1, "REQ-1"),
        ("8 (916) 123-45-67; REQ-1", 1, "REQ-1"),
        ("9161234567,REQ-1", 1, "REQ-1"),
        ("+7 916 123-45-67 REQ-1", 1, "REQ-1"),
        ("+７９１６１２３４５６７", 1, ""),  # full width
        ("89701 01234 56789 0123", 1, ""),
        ("lc-7k3f9q  REQ-1", 1, "REQ-1"),
        ("LC-7K3F9Q REQ-1 of today", 1, "REQ-1 of today"),
        ("mts-2026/118", 1, ""),
        ("090-1234-5678", 3, ""),
        ("N 5\tconfirmed", 2, "confirmed"),
    ],
)
def test_a_line_names_its_case_in_any_spelling(line: str, key: int, rest: str) -> None:
    assert match_lines(line, ALL) == Matched({key: rest}, ())


@pytest.mark.parametrize("spelling", iccid_spellings(MTS.iccid))
def test_an_iccid_is_known_with_and_without_its_check_digit(spelling: str) -> None:
    assert match_lines(spelling, ALL).found == {1: ""}


@pytest.mark.parametrize("line", ["+7 916 123-45-68", "4567", "Total: 3", "8.97E+18", "REQ-1", "0"])
def test_what_no_case_has_is_a_miss_with_its_line(line: str) -> None:
    matched = match_lines(f"\n{line}\n", ALL)
    assert matched.found == {}
    assert [(miss.line, miss.text, miss.kind) for miss in matched.misses] == [(2, line, MissKind.UNKNOWN)]


def test_what_two_cases_have_is_not_guessed() -> None:
    matched = match_lines("+79161234567", (MTS, TWIN))
    assert matched.found == {}
    assert [miss.kind for miss in matched.misses] == [MissKind.AMBIGUOUS]


def test_a_case_stands_in_a_list_once() -> None:
    matched = match_lines("+79161234567\tA\nLC-7K3F9Q\tB", ALL)
    assert matched.found == {1: "A"}
    assert [(miss.line, miss.kind) for miss in matched.misses] == [(2, MissKind.TWICE)]


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_each_line_told_once(text: str) -> None:
    matched = match_lines(text, ALL)
    assert len(matched.found) + len(matched.misses) == sum(bool(line.strip()) for line in text.splitlines())


@given(
    st.lists(
        st.tuples(st.sampled_from(ALL), st.from_regex(r"[A-Z]-[0-9]{1,6}", fullmatch=True)),
        unique_by=lambda one: one[0].key,
    )
)
def test_a_pasted_column_is_read_back(pairs: list[tuple[Known, str]]) -> None:
    text = "\n".join(f"{known.msisdn}\t{number}" for known, number in pairs)
    assert match_lines(text, ALL) == Matched({known.key: number for known, number in pairs}, ())
