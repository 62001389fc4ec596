"""Headings of tables: known in three languages, secrets and internal names told apart, nothing taken twice."""

import pytest
from django.utils.translation import override

from cancellations.domain.importing.columns import (
    LANGUAGES,
    Column,
    ColumnFate,
    column_named,
    fingerprint,
    heading,
    known_in,
    read_headings,
)
from cancellations.domain.importing.secrets import is_secret_heading
from cancellations.domain.importing.synonyms import INTERNAL, SYNONYMS


@pytest.mark.parametrize("written_in", LANGUAGES)
@pytest.mark.parametrize("read_in", LANGUAGES)
def test_what_an_export_writes_is_taken_back(written_in: str, read_in: str) -> None:
    with override(written_in):
        written = {column: heading(column) for column in Column}
    with override(read_in):
        assert {column: column_named(text) for column, text in written.items()} == {one: one for one in Column}


def test_each_synonym_names_one_column_only() -> None:
    assert set(SYNONYMS) == {column.value for column in Column}
    for name, synonyms in SYNONYMS.items():
        for synonym in synonyms:
            assert column_named(synonym) == name
            assert not is_secret_heading(synonym)
    assert not [name for name in INTERNAL if column_named(name)]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("phone_number", Column.NUMBER),
        ("PhoneNumber", Column.NUMBER),
        (" Номер телефона: ", Column.NUMBER),
        ("ＭＳＩＳＤＮ", Column.NUMBER),
        ("№ телефона", Column.NUMBER),
        ("手机号", Column.NUMBER),
        ("ICC ID", Column.ICCID),
        ("卡号", Column.ICCID),
        ("Абонентская плата, руб.", Column.MONTHLY_FEE),
        ("月租（元）", Column.MONTHLY_FEE),
        ("Заметка", Column.NOTE),
        ("Favourite colour", None),
        ("", None),
    ],
)
def test_headings_of_real_tables(text: str, column: Column | None) -> None:
    assert column_named(text) == column


def test_what_is_named_twice_is_asked() -> None:
    told = read_headings(["phone", "Номер", "note"])
    assert told.doubled == {Column.NUMBER: (0, 1)}
    assert told.mapping == {2: Column.NOTE}
    assert read_headings(["phone", "Номер", "note"], chosen={1: None}).mapping == {0: Column.NUMBER, 2: Column.NOTE}


def test_internal_and_unknown_columns_are_told() -> None:
    told = read_headings(["id", "workspace_id", "Version", "Colour", "", "ICCID"])
    assert [one.fate for one in told.all] == [ColumnFate.INTERNAL] * 3 + [
        ColumnFate.UNKNOWN,
        ColumnFate.EMPTY,
        ColumnFate.TAKEN,
    ]
    assert read_headings(["Colour"], chosen={0: Column.NOTE}).mapping == {0: Column.NOTE}


def test_the_same_headings_have_the_same_fingerprint() -> None:
    assert fingerprint(["Phone", "ICCID "]) == fingerprint(["PHONE", "iccid"]) != fingerprint(["ICCID", "Phone"])


def test_a_very_long_heading_costs_nothing() -> None:
    assert known_in(["h" * 10_000_000, "phone"]) == 1
