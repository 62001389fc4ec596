"""Lines of lists and the cases that they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.identifiers import iccid_spellings
from cancellations.domain.matching import Known, Matched, MissKind, match_lines

MTS = Known(1, "LC-7K3F9Q", "+79161234567", "8970101234567890123", ("MTS-2026/118", "SHARED-1"), "RU")
BEELINE = Known(2, "LC-0000AA", "+79037654321", "", ("N 5", "SHARED-1"), "RU")
LOTUS = Known(3, "LC-0000BB", "+819012345678", "8981100012345678901", (), "JP")
TWIN = Known(4, "LC-0000CC", "+79161234567", country="RU")
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
        ("LC-7K3F9Q REQ-1", 1, "REQ-1"),
        ("00 7 916 1234567", 1, ""),
        ("'+79161234567|118", 1, "118"),
        ("+79161234567\t8970101234567890123\tC-1", 1, "C-1"),  # a row of a table, with two names of one case
        ("+79161234567\t9161234568", 1, "9161234568"),  # a column of its own may have any digits in it
        ("+79161234567; MTS-2026/118", 1, "MTS-2026/118"),  # its own number, given again
        ("+79161234567, SHARED-1", 1, "SHARED-1"),
        ("mts-2026/118", 1, ""),
        ("090-1234-5678", 3, ""),
        ("N 5\tC/118", 2, "C/118"),
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


@pytest.mark.parametrize(
    "line",
    [
        "+79161234567, +79037654321, LC-0000BB",
        "+7 916 123-45-67; 8 903 765-43-21; 090-1234-5678",
        "89161234567 9037654321 819012345678",
        "+7 916 123-45-67 8 (903) 765-43-21 8981100012345678901",
        "+79161234567，+79037654321、LC-0000BB",
    ],
)
def test_a_line_may_name_several(line: str) -> None:
    assert match_lines(line, ALL) == Matched({1: "", 2: "", 3: ""}, ())


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("+79161234567, +79990001122, +79990001133", ["+79990001122", "+79990001133"]),
        ("+79161234567; 79990001122", ["79990001122"]),
        ("9161234567,9990001122", ["9990001122"]),
        ("+79161234567 8 999 000-11-22", ["8 999 000-11-22"]),
        ("+79161234567\t+79990001122", ["+79990001122"]),
        ("+79161234567\t8970101234567890999", ["8970101234567890999"]),
        ("+79161234567, LC-0000DD", ["LC-0000DD"]),
        ("+79990001122, +79161234567", ["+79990001122"]),
    ],
)
def test_a_name_of_nobody_in_a_line_is_a_miss_and_never_a_number(line: str, unknown: list[str]) -> None:
    matched = match_lines(line, ALL)
    assert matched.found == {}
    assert [(miss.text, miss.kind) for miss in matched.misses] == [(text, MissKind.UNKNOWN) for text in unknown]


@pytest.mark.parametrize(
    "line",
    [
        "+79161234567 NOT terminated: debt 300 RUB",
        "+79161234567; отказано",
        "+79161234567\tconfirmed",
        "+79161234567, REQ-1 of today",
        "+79161234567; 30.11.2026",
        "+79161234567\t2026年11月30日",
        "+79161234567; 300.00",
        "+79161234567,C-1,C-2",
        "C-1\t+79161234567",
        "+79161234567, +79037654321, C-1",
        "+79161234567; N 5",  # the number of somebody else's request: which of them is meant?
        "+79161234567 (?)",
    ],
)
def test_words_in_a_line_are_never_a_number(line: str) -> None:
    matched = match_lines(line, ALL)
    assert matched.found == {}
    assert [(miss.text, miss.kind) for miss in matched.misses] == [(line, MissKind.UNCLEAR)]


@pytest.mark.parametrize(
    "other", ["8161234567", "161234567", "0161234567", "09161234567", "+9161234567", "REQ-79161234567", "6123456789"]
)
def test_a_number_of_somebody_else_is_not_made_to_fit(other: str) -> None:
    """No digits are cut off and put before: a number is read as it is dialled in the carrier's country."""
    known = (MTS, Known(9, "LC-0000DD", "+16123456789", country="RU"))  # a carrier there, a number elsewhere
    assert [miss.kind for miss in match_lines(other, known).misses] == [MissKind.UNKNOWN]


def test_without_a_carriers_country_a_number_is_written_as_in_its_own() -> None:
    assert match_lines("8 916 123-45-67", [Known(1, "LC-7K3F9Q", "+79161234567")]).found == {1: ""}


def test_what_two_cases_have_is_not_guessed() -> None:
    matched = match_lines("+79161234567", (MTS, TWIN))
    assert matched.found == {}
    assert [miss.kind for miss in matched.misses] == [MissKind.AMBIGUOUS]
    assert [miss.text for miss in match_lines("N 5, SHARED-1", ALL).misses] == ["SHARED-1"]


def test_a_case_stands_in_a_list_once() -> None:
    matched = match_lines("+79161234567\tA-1\nLC-7K3F9Q\tB-1", ALL)
    assert matched.found == {1: "A-1"}
    assert [(miss.line, miss.kind) for miss in matched.misses] == [(2, MissKind.TWICE)]
    assert [miss.kind for miss in match_lines("+79161234567, 89161234567", ALL).misses] == [MissKind.TWICE]


@given(st.text(max_size=200) | st.text(alphabet="+79161234 \t,;LC-KFQ", max_size=200))
def test_any_text_is_read_without_an_error_and_no_line_is_passed_over(text: str) -> None:
    matched = match_lines(text, ALL)
    told = [number for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    missed = {miss.line for miss in matched.misses}
    assert missed <= set(told)
    assert len(matched.found) >= len(told) - len(missed)


@given(
    st.lists(
        st.tuples(st.sampled_from(ALL), st.from_regex(r"[A-Z]-[0-9]{1,6}", fullmatch=True)),
        unique_by=lambda one: one[0].key,
    )
)
def test_a_pasted_column_is_read_back(pairs: list[tuple[Known, str]]) -> None:
    text = "\n".join(f"{known.msisdn}\t{number}" for known, number in pairs)
    assert match_lines(text, ALL) == Matched({known.key: number for known, number in pairs}, ())
