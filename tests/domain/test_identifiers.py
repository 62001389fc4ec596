"""What holds for every identifier: bounded, stable, no other exception, only plain digits count."""

import time

import pytest
from hypothesis import given

from cancellations.domain.identifiers import IdentifierError, looks_secret, parse_iccid, parse_msisdn, wording
from tests.domain.identifier_cases import PARSERS, Parser, error_code, typed_anything
from tests.hostile import Hostile, hostile_params

PAIRS_OF_BYTES = "01 23 45 67 89 ab cd ef 01 23 45 67 89 AB CD EF"


@pytest.mark.parametrize("parse", PARSERS)
@given(text=typed_anything)
def test_parsing_again_changes_nothing(parse: Parser, text: str) -> None:
    try:
        first = parse(text)
    except IdentifierError:
        return
    assert parse(first.value) == first


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("entry", hostile_params("text", "url", "next"))
def test_free_text_is_refused_soon(parse: Parser, entry: Hostile) -> None:
    if entry.id == "text-pii-in-url" and parse is parse_msisdn:
        return  # that one is a number
    started = time.process_time()
    with pytest.raises(IdentifierError):
        parse(entry.value)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "blank"),
        (" \t\r\n\u00a0\u3000", "blank"),
        ("\u200b\u200c\u2060\ufeff", "blank"),
        ("9" * 201, "too_long"),
        (" " * 100_000, "too_long"),
        ("8.97010123456789E+18", "spreadsheet"),
        ("8,97010123456789e+18", "spreadsheet"),
        ("8,97Е+18", "spreadsheet"),  # Cyrillic Е
        ("89701E15", "spreadsheet"),
        ("LPA:1$rsp.example.com$A1B2-C3D4", "secret"),
        ("0123456789ABCDEF0123456789ABCDEF", "secret"),
    ],
)
def test_refused_alike_in_every_field(parse: Parser, text: str, code: str) -> None:
    assert error_code(parse, text) == code


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize(
    "digits",
    [
        "٨٩٧٠١٠١٢٣٤٥٦٧٨٩٠١٢٣",
        "⁸⁹⁷⁰¹⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³",
        "𝟖𝟗𝟕𝟎𝟏𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎𝟏𝟐𝟑",
        "⑧⑨⑦①①①②③④⑤⑥⑦⑧⑨①②③①②",
        "8️⃣9️⃣7️⃣",
        "897010123456789012\u0663",
        "89701\x0001234567890123",
        "89701\x1b01234567890123",
        "89701\ud80001234567890123",
        "8970_1012_3456_7890_123",
        "-8970101234567890123",
        "\u22128970101234567890123",
        "0x897010123456789012",
        "897O101234567890123",
        '="8970101234567890123"',
        "8970101234567890123;drop",
        "8970101234567890123.5",
        "NaN",
        "Infinity",
        "None",
    ],
)
def test_only_plain_digits_count(parse: Parser, digits: str) -> None:
    assert error_code(parse, digits) in {"not_digits", "not_a_number", "too_long", "iccid"}


@pytest.mark.parametrize(
    "text",
    [
        "LPA:1$smdp.example.com$QR-G-5C-1LS",
        "lpa:1$smdp.example.com$",
        "ＬＰＡ：１＄smdp.example.com＄X",
        "LPA:\u200b1$smdp.example.com$X",
        "scan this: LPA:1$smdp.example.com$X thanks",
        "https://esim.example/?carddata=LPA%3A1%24smdp.example.com%24X",
        "1$smdp.example.com$QR-G-5C-1LS",
        "0123456789abcdef0123456789abcdef",
        "Ki=0123456789ABCDEF0123456789ABCDEF,",
        PAIRS_OF_BYTES,
        PAIRS_OF_BYTES.replace(" ", ":"),
        "0123 4567 89AB CDEF 0123 4567 89AB CDEF",
    ],
)
def test_activation_codes_and_keys_look_secret(text: str) -> None:
    assert looks_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "89049032123451234512345678901235",
        "8970101234567890123F",
        "123e4567-e89b-12d3-a456-426614174000",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "It costs 1$ a month. Really.",
        "alpaca:1",
        "aa:bb:cc:dd:ee:ff",
    ],
)
def test_other_texts_do_not_look_secret(text: str) -> None:
    assert not looks_secret(text)


@pytest.mark.parametrize("text", [" " * 100_000, "a1" * 50_000, "00 " * 33_000, "1$a." * 25_000, "1$a.a-" * 16_000])
def test_looking_for_secrets_takes_linear_time(text: str) -> None:
    started = time.process_time()
    looks_secret(text)
    assert time.process_time() - started < 1


def test_every_sentence_can_be_completed() -> None:
    params = {"number": "+7 112 345-67-89", "suggestion": "897010260225401535", "count": 3}
    sentences = [str(getattr(wording, name)) for name in dir(wording) if name.isupper()]
    assert len(sentences) > 25
    for sentence in sentences:
        assert "%" not in sentence % params


def test_errors_repeat_nothing_that_was_typed_in_logs() -> None:
    with pytest.raises(IdentifierError) as caught:
        parse_iccid("98070121436587092143")
    assert str(caught.value) == "nibble_swapped"
    assert "8970" not in repr(caught.value)
    assert "8970" not in repr(caught.value.remark)
    assert "89701012345678901234" in caught.value.text
