"""Marks in cells: no spreadsheet calculates what is marked, and every text comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.cell_text import marked, marked_digits, unmarked
from tests.exports import FORMULA
from tests.hostile import Hostile, hostile_params

tricky = st.text(alphabet="'=+-@\t\r\n ＝0189abé", max_size=6) | st.text(max_size=12)


@given(tricky)
def test_every_text_comes_back(text: str) -> None:
    assert unmarked(marked(text)) == text
    assert unmarked(marked_digits(text)) == text


@given(tricky)
def test_no_cell_begins_a_formula(text: str) -> None:
    for cell in (marked(text), marked_digits(text)):
        assert not cell.lstrip(" ").startswith(FORMULA)


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_hostile_texts(entry: Hostile) -> None:
    cell = marked(entry.value)
    assert unmarked(cell) == entry.value
    if prefix := entry.expect.get("export_cell_prefix"):
        assert cell == f"{prefix}{entry.value}"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("Oma's SIM", "Oma's SIM"),
        ("'quoted'", "'quoted'"),
        ("12 kg", "12 kg"),
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("  =1+1", "'  =1+1"),
        ("-", "'-"),
        ("'5", "''5"),
    ],
)
def test_free_text(text: str, cell: str) -> None:
    assert marked(text) == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [("+79161234567", "'+79161234567"), ("8970101234567890123", "'8970101234567890123"), ("", ""), ("N-1", "N-1")],
)
def test_numbers_that_are_names(text: str, cell: str) -> None:
    """A spreadsheet would drop the plus and round the twenty digits."""
    assert marked_digits(text) == cell


@pytest.mark.parametrize("cell", ["'+79991234567", "'8970101234567890123", "'=1+1"])
def test_marks_that_others_set_are_taken_off(cell: str) -> None:
    assert unmarked(cell) == cell[1:]
