"""What is typed: stored as typed, found however it is spelled, in bounded time."""

import sys
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.text import clean_line, clean_text, fold, is_blank, keyboard_form
from tests.hostile import Hostile, hostile_params

FUNCTIONS: list[Callable[[str], object]] = [clean_line, clean_text, fold, is_blank, keyboard_form]
any_text = st.text(st.characters(codec=None, categories=None))
common_text = st.text("".join([*map(chr, range(1, 0x80)), "АБЁЙЬЯабёйьяІіў№ҐґѢ", "«»–—“”„•…‰ªµ·", "一丁信移鿿〇々豈"]))


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_hostile_texts(entry: Hostile) -> None:
    line, lines = clean_line(entry.value), clean_text(entry.value)
    if entry.action == "accept_verbatim":
        assert lines == entry.value
        assert line == entry.value.replace("\n", " ").strip()
    assert is_blank(entry.value) == (not entry.value.strip() or entry.id == "text-zw-only")
    for text in (line, lines, fold(entry.value)):
        assert "\0" not in text
        text.encode("utf-8")
    assert not set(line) & set("\r\n\t")


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    "text",
    [
        " " * 100_000,
        "\n" * 100_000,
        "x" * 100_000,
        "a" + "\u0316\u0301" * 50_000,  # normalising this as it is takes eight seconds
        "a" + "\u3099\u094d" * 50_000,
        "a" + "\u3099\u0301\u094d" * 33_000,
        "\u200b" * 100_000,
        "\ud800" * 100_000,
        "\ufb03" * 100_000,
    ],
)
def test_bounded_time(function: Callable[[str], object], text: str) -> None:
    started = time.process_time()
    function(text)
    assert time.process_time() - started < 1


def test_a_line_stays_one_line() -> None:
    assert clean_line("Anna\r\nBcc: victim@mail.example") == "Anna  Bcc: victim@mail.example"
    assert clean_line("\t a\tb\vc\fd\u2028e\u2029f\x1cg \n") == "a b c d e f g"
    assert clean_line("An\0na") == "Anna"
    assert clean_line("a\x85\x9bb") == "a\x85\x9bb"
    assert clean_line("\ufeffAnna\u200b") == "\ufeffAnna\u200b"


def test_lines_keep_their_breaks() -> None:
    assert clean_text("a\r\nb\rc\nd\0") == "a\nb\nc\nd"
    assert clean_text("  a\n\n\tb ") == "  a\n\n\tb "


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_broken_characters(clean: Callable[[str], str]) -> None:
    assert clean("a\ud800b\udfffc\ud83d") == "a\ufffdb\ufffdc\ufffd"
    assert clean("\ud83d\ude00") == "\U0001f600"


@pytest.mark.parametrize(
    "text", ["", " \t\n", "\u200b\u2060\ufeff", "\u00ad\u202e", "\u3164\u2800\ufe0f", "\0\x7f\u0085"]
)
def test_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "Я", "毛", "\u200ba", ".", "\ufffd", "🇷🇺"])
def test_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    "spellings",
    [
        ["José Muñoz", "Jose\u0301 Mun\u0303oz", "JOSE MUNOZ", " jose \u00a0 munoz "],
        ["ИВАНОВ Пётр", "иванов петр"],
        ["Straße", "STRASSE", "strasse"],
        ["İstanbul", "ISTANBUL", "ıstanbul"],
        ["＋７９１６１２３", "+7916123"],
        ["An\u00adna", "\ufeffAnna", "A\u200bnna", "anna"],
        ["\ufb01n", "FIN"],
        ["ｶﾞ", "ガ"],
        ["ᾲ", unicodedata.normalize("NFD", "ᾲ"), "α"],
        ["한국", unicodedata.normalize("NFD", "한국")],
        ["مُحَمَّد", "محمد"],
        ["Z\u0310\u035a\u0489", "z"],
    ],
)
def test_spellings_that_are_found_as_one(spellings: list[str]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Аnnа", "Anna"), ("か", "が"), ("कि", "कु"), ("毛", "手")])
def test_texts_that_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_plain_keyboard() -> None:
    assert keyboard_form("＋７\u00a0（９９９）\u2011１\u2212２\u200b") == "+7 (999)-1-2"
    assert keyboard_form("①²٣𝟒Ⅶ") == "①²٣𝟒Ⅶ"


def test_every_mark_is_known_to_fold() -> None:
    marks = [char for code in range(0x80, sys.maxunicode + 1) if unicodedata.combining(char := chr(code)) >= 200]
    assert len(marks) > 500
    assert fold("x" + "x".join(marks) + "x") == "x" * (len(marks) + 1)


@given(any_text)
def test_everything_is_stable_and_can_be_stored(text: str) -> None:
    for function in (clean_line, clean_text, fold, keyboard_form):
        assert function(function(text)) == function(text)
    for stored in (clean_line(text), clean_text(text), fold(text)):
        assert "\0" not in stored
        stored.encode("utf-8")


@given(common_text)
def test_what_is_folded_shortly_folds_as_everything_else(text: str) -> None:
    assert fold(text) == fold(f"\0{text}")  # which is looked at closely, and whose first character goes


def test_every_character_folds_as_among_others() -> None:
    for code in range(1, 0x10000):
        assert fold(f"a{chr(code)}b") == fold(f"\0a{chr(code)}b"), hex(code)


@given(st.text())
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFKC", text)) == fold(text)
