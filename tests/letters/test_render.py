"""Letters on paper: every kind in every language, with data that stays text, and no box for a letter."""

import hashlib
import io
import re
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cancellations.domain.letters import LANGUAGES, LetterFacts, LetterKind, write
from cancellations.domain.letters.values import printable
from cancellations.letters.glyphs import FONTS, unprintable
from cancellations.letters.render import _TEMPLATE, CannotPrint, render
from tests.letters.samples import FRIEND, SENDER, TODAY, known, must_contain

K = LetterKind
A4 = (595, 842)  # points


def printed(kind: LetterKind, facts: LetterFacts, language: str = "ru", beside: str = "") -> PdfReader:
    translation = write(kind, facts, beside) if beside else None
    return PdfReader(io.BytesIO(render(write(kind, facts, language), on=TODAY, translation=translation)))


def text_of(pdf: PdfReader) -> str:
    """All that stands on the pages; where lines break does not matter."""
    return squeezed("".join(page.extract_text() for page in pdf.pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", K)
def test_the_paper_says_all_that_it_must(kind: LetterKind, language: str) -> None:
    facts = known(representative=FRIEND) if kind is K.APPLICATION else known()
    text = text_of(printed(kind, facts, language))
    assert [one for one in must_contain(kind, language) if squeezed(one) not in text] == []


@pytest.mark.parametrize("beside", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", K)
def test_with_a_translation_beside_it(kind: LetterKind, beside: str) -> None:
    text = text_of(printed(kind, known(), "ru", beside))
    for language in ("ru", beside):
        assert [one for one in must_contain(kind, language) if squeezed(one) not in text] == []


@pytest.mark.parametrize("beside", ["", "en"])
def test_a4_with_few_pages_and_the_fonts_within(beside: str) -> None:
    translation = write(K.APPLICATION, known(), beside) if beside else None
    made = render(write(K.APPLICATION, known(), "ru"), on=TODAY, translation=translation)
    pdf = PdfReader(io.BytesIO(made))
    assert len(pdf.pages) <= (2 if beside else 1)
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        assert "LC-7K3F9Q" in page.extract_text()
    names = re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", made)
    assert {name.decode() for name in names} <= {"NotoSans-Regular", "NotoSans-Bold", "NotoSansSC-Regular"}


def test_it_is_pdf_a() -> None:
    made = render(write(K.CHASER, known(), "ru"), on=TODAY)
    assert b"pdfaid:part>2<" in made
    assert b"pdfaid:conformance>B<" in made


def test_the_same_letter_has_the_same_hash() -> None:
    letter = write(K.APPLICATION, known(), "zh-hans")
    assert render(letter, on=TODAY) == render(letter, on=TODAY)


@pytest.mark.parametrize(
    "name",
    [
        '#read("letter.typ")',
        "$x^2$ `raw` *bold* _it_ @ref <label> // rest /* all */",
        "\\u{41} #h(99cm) #pagebreak()",
        '"}], "columns": []',
        '= Heading - item + item #eval("1+1")',
        "{{ sender }} {% now %} %(name)s {name} ${name}",
    ],
)
def test_markup_in_a_name_stays_text(name: str) -> None:
    facts = known(sender=replace(SENDER, name=name))
    pdf = printed(K.APPLICATION, facts)
    assert squeezed(name) in text_of(pdf)
    assert len(pdf.pages) <= 2


MARKUP = st.sampled_from(
    [*"#$\\`@<>*_=-+/\"'{}[]()~&^%|;:,.!?", "#let", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff"]
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(st.one_of(MARKUP, MARKUP, st.sampled_from("абвЯё 你好Az09")), max_size=60))
def test_names_made_of_markup_print_as_they_are(parts: list[str]) -> None:
    name = "".join(parts)
    text = text_of(printed(K.CHASER, known(sender=replace(SENDER, name=f"А{name}Б"))))
    assert squeezed(printable(f"А{name}Б")) in text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=WORDS)
def test_whatever_is_typed_prints_or_is_named(name: str) -> None:
    facts = known(sender=replace(SENDER, name=name or "А"))
    lacking = unprintable(printable(name))
    if not lacking:
        printed(K.CHASER, facts)
        return
    with pytest.raises(CannotPrint) as refused:
        printed(K.CHASER, facts)
    assert refused.value.characters == lacking


def test_a_missing_glyph_is_named_with_its_place() -> None:
    with pytest.raises(CannotPrint) as refused:
        printed(K.CHASER, known(sender=replace(SENDER, address="Дом 😀, 𐍈")))
    assert "😀 𐍈" in str(refused.value.message)
    assert "Дом 😀" in str(refused.value.message)


def test_what_turns_or_hides_text_is_not_printed() -> None:
    text = text_of(printed(K.CHASER, known(sender=replace(SENDER, name="Иван\u202e\u200b\x07 Петров"))))
    assert "ИванПетров" in text


def test_long_words_stay_on_the_paper() -> None:
    pdf = printed(K.CHASER, known(sender=replace(SENDER, name="Щ" * 400)))
    assert "Щ" * 400 in text_of(pdf)


def test_nothing_is_opened_and_nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    render(write(K.CHASER, known(), "ru"), on=TODAY)  # fonts and template are read once
    seen: list[tuple[str, Any]] = []
    watching = True

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if watching and event.startswith(("socket.", "subprocess.", "open")):
            seen.append((event, args))

    sys.addaudithook(watch)
    render(write(K.CHASER, known(sender=replace(SENDER, name='#read("/etc/passwd")')), "ru"), on=TODAY)
    watching = False
    assert seen == []


def test_the_template_cannot_read_or_run_anything() -> None:
    source = _TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"\b(read|image|import|include|plugin|eval|csv|toml|yaml|xml|cbor)\b\s*[(\"]", source)
    assert source.count("json(") == 1


def test_the_fonts_are_those_of_their_makers() -> None:
    lines = (FONTS / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")} == recorded
    for family in ("NotoSans", "NotoSansSC"):
        assert "SIL Open Font License" in (FONTS / f"{family}-LICENSE").read_text(encoding="utf-8")


def test_the_fonts_have_the_letters_of_their_languages() -> None:
    assert unprintable("Щёкино, Ўзбек, Қазақ, İstanbul, Żółć, Đỗ, naïve, № 5 — “a” «б» € ₽ ½") == []
    assert unprintable("销号申请，俄罗斯联邦：龘鑫喆 々〇《》「」") == []
    assert unprintable("שלום 😀") == [*"שלום", "😀"]
