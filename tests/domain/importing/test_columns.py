"""Headings of tables: known in three languages, secrets and internal names told apart, nothing taken twice."""

import pytest
from django.utils.translation import override

from cancellations.domain.importing.columns import (
    LANGUAGES,
    Column,
    Fate,
    column_named,
    fingerprint,
    heading,
    known_in,
    read_headings,
)
from cancellations.domain.importing.secrets import is_secret_cell, is_secret_heading, secret_positions
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


@pytest.mark.parametrize(
    "text",
    [
        "PIN", "PIN1", "PUK 2", "e-PIN", "Ki", "OPc", "ADM1", "QR-код", "LPA string", "Activation code", "激活码",
        "ПИН", "ПУК-код", "Код активации", "PIN码", "二维码", "Пароль от кабинета", "服务密码", "Confirmation code",
    ],
)  # fmt: skip
def test_secret_headings(text: str) -> None:
    assert is_secret_heading(text)
    (one,) = read_headings([text], chosen={0: Column.NOTE}).all
    assert (one.fate, one.column) == (Fate.DROPPED, None)


@pytest.mark.parametrize("text", ["Shipping", "Kids phone", "Opening", "激活日期", "Копия", "Spin", "Купинский"])
def test_headings_that_only_look_secret(text: str) -> None:
    assert not is_secret_heading(text)


def test_activation_codes_are_known_in_any_cell() -> None:
    assert is_secret_cell("LPA:1$smdp.example.org$04386-AGYFT-A74Y8-3F815")
    assert is_secret_cell("see lpa:1$rsp.example.com$ABC, thanks")
    assert not is_secret_cell("89701012345678901234")
    assert not is_secret_cell("89049032123451234512345678901224")
    rows = [["+79161234567", f"LPA:1$smdp.example.org$M{number}", "x"] for number in range(3)]
    assert secret_positions(rows) == {1}


def test_what_is_named_twice_is_asked() -> None:
    told = read_headings(["phone", "Номер", "note"])
    assert told.doubled == {Column.NUMBER: (0, 1)}
    assert told.mapping == {2: Column.NOTE}
    assert read_headings(["phone", "Номер", "note"], chosen={1: None}).mapping == {0: Column.NUMBER, 2: Column.NOTE}


def test_internal_and_unknown_columns_are_told() -> None:
    told = read_headings(["id", "workspace_id", "Version", "Colour", "", "ICCID"])
    assert [one.fate for one in told.all] == [Fate.INTERNAL] * 3 + [Fate.UNKNOWN, Fate.EMPTY, Fate.TAKEN]
    assert read_headings(["Colour"], chosen={0: Column.NOTE}).mapping == {0: Column.NOTE}


def test_the_same_headings_have_the_same_fingerprint() -> None:
    assert fingerprint(["Phone", "ICCID "]) == fingerprint(["PHONE", "iccid"]) != fingerprint(["ICCID", "Phone"])


def test_a_very_long_heading_costs_nothing() -> None:
    assert known_in(["h" * 10_000_000, "phone"]) == 1
