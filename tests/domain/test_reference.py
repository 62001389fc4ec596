"""Our reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.reference import ALPHABET, new_reference, parse_reference

REFERENCE = "LC-7K3F9E"


def test_new_references_are_valid_and_differ() -> None:
    made = {new_reference() for _ in range(500)}
    assert len(made) > 490
    assert all(parse_reference(reference) == reference for reference in made)


@pytest.mark.parametrize(
    "typed",
    [
        REFERENCE,
        "lc-7k3f9e",
        "LC7K3F9E",
        "7k3f9e",
        " lc – 7k3 f9e\n",
        "ＬＣ－７Ｋ３Ｆ９Ｅ",
        "1C-7K3F9E",
        "\u200bLC\u20117K3F9E",
        "LС-7К3F9Е",  # Cyrillic С, К, Е
    ],
)
def test_what_people_type(typed: str) -> None:
    assert parse_reference(typed) == REFERENCE


def test_look_alikes() -> None:
    assert parse_reference("LC-0011" + _check("0011", "0")) == parse_reference("lc-oil1" + _check("0011", "0"))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "LC-",
        "LC-7K3F9Q",
        "LC-7K3F9",
        "LC-7K3F9EE",
        "XX-7K3F9E",
        "LC-7K3U9E",
        "LC-7K３F9ß",
        "7" * 100_000,
        "\x00\ud800",
    ],
)
def test_no_reference(typed: str) -> None:
    assert parse_reference(typed) is None


@given(st.data())
def test_one_wrong_character_is_always_noticed(data: st.DataObject) -> None:
    reference = new_reference()
    at = data.draw(st.integers(3, len(reference) - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(reference[at], "")))
    assert parse_reference(reference[:at] + other + reference[at + 1 :]) is None


@given(st.text(max_size=70))
def test_parsing_is_stable(text: str) -> None:
    parsed = parse_reference(text)
    assert parsed is None or parse_reference(parsed) == parsed


def _check(*starts: str) -> str:
    """The fifth character and the check character that make a reference of these starts."""
    start = "".join(starts)
    return next(end for end in ALPHABET if parse_reference(start + end))
