"""What letters say: the same in every language, with all that must stand in them, and nothing that is unknown."""

import re
from dataclasses import replace
from typing import Any

import pytest

from cancellations.domain.letters import (
    GAP,
    LANGUAGES,
    WORDS,
    Element,
    Layout,
    LetterFacts,
    LetterKind,
    Representative,
    Sender,
    language_of_country,
    letter_text,
    missing,
    regulator_of,
    write,
)
from cancellations.domain.letters.letter import TEXTS
from tests.letters.samples import ABROAD, BANK, FRIEND, NUMBER, SENDER, TODAY, known, must_contain

K = LetterKind
NOTHING = LetterFacts(today=TODAY, reference="LC-7K3F9Q", country="RU")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", K)
def test_everything_that_must_be_there_is_there(kind: LetterKind, language: str) -> None:
    text = letter_text(kind, known(), language)
    assert [one for one in must_contain(kind, language) if one not in text] == []
    assert GAP not in text
    assert not re.search(r"\.\.|\{|\}| ,|  ", text)


def test_the_languages_have_the_same_words_with_the_same_gaps() -> None:
    def gaps(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    russian = TEXTS["ru"]
    for texts in TEXTS.values():
        assert texts.keys() == russian.keys()
        assert {key: gaps(text) for key, text in texts.items()} == {key: gaps(text) for key, text in russian.items()}


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize("facts", [known(), known(confirmed_end=None, refund=None), known(refund=ABROAD), NOTHING])
def test_a_translation_has_the_same_lines(kind: LetterKind, facts: LetterFacts) -> None:
    layouts = {tuple(line.layout for line in write(kind, facts, language).lines) for language in LANGUAGES}
    assert len(layouts) == 1


def test_every_text_is_used() -> None:
    source = "".join(
        letter_text(kind, facts, "ru")
        for kind in K
        for facts in (known(), known(refund=NUMBER), known(refund=ABROAD), known(country="BY"))
    )
    for key in ("application.ground", "claim.ground", "refund.ground", "consent.ground", "bank.abroad"):
        assert TEXTS["ru"][key].split("{")[0] in source


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_promise_is_quoted_before_a_day_of_ours(language: str) -> None:
    promised = letter_text(K.CHASER, known(due_on=TODAY), language)
    due = letter_text(K.CHASER, known(promised_by=None, due_on=TODAY), language)
    plain = letter_text(K.CHASER, known(promised_by=None), language)
    assert "17" in promised
    assert "21" in due
    assert TEXTS[language]["late.plain"] in plain


_TO_THE_CARRIER = {
    "en": r"\b[Yy]ou(?:r|rs)?\b",
    "ru": r"\b[Вв](?:ы|ас|ам|ами|аш\w*)\b",
    "zh-hans": r"贵方|贵司|贵公司|你|您",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "changed",
    [{}, {"confirmed_end": None}, {"confirmed_end": None, "promised_by": None, "due_on": TODAY}, {"charge": None}],
    ids=["confirmed", "promised", "due", "not charged"],
)
def test_the_regulator_is_not_taken_for_the_carrier(language: str, changed: dict[str, Any]) -> None:
    facts = known(confirmation_number="C-9", **changed)
    told = letter_text(K.REGULATOR, facts, language).replace(TEXTS[language]["regulator.demand"], "")
    assert "C-9" in told
    assert re.findall(_TO_THE_CARRIER[language], told) == []
    assert re.findall(_TO_THE_CARRIER[language], letter_text(K.SUPERVISOR, facts, language)) != []


def test_law_of_russia_is_cited_to_russian_carriers_only() -> None:
    assert "статьи 32" in letter_text(K.APPLICATION, known(), "ru")
    for kind in K:
        for language in LANGUAGES:
            told = letter_text(kind, known(country="DE"), language)
            assert not re.search(r"Росси|Russian Federation|俄罗斯联邦|152", told)


def test_no_law_is_cited_by_its_number_of_decree() -> None:
    assert "действующих на дату заявления" in letter_text(K.APPLICATION, known(), "ru")
    assert not re.search(r"1994|1342|№ 59", letter_text(K.APPLICATION, known(), "ru"))


def test_the_representative_signs() -> None:
    letter = write(K.APPLICATION, known(representative=FRIEND), "ru")
    signed = next(line for line in letter.lines if line.layout is Layout.SIGN)
    assert signed.text.endswith("Петров Пётр")
    text = letter_text(K.APPLICATION, known(representative=FRIEND), "ru")
    assert "№ 77/1 от 1 октября 2026 г." in text
    assert "расторжение договора, получение денег." in text


def test_a_refund_goes_to_another_number_or_abroad() -> None:
    by_number = letter_text(K.APPLICATION, known(refund=NUMBER), "ru")
    assert "+7 916 765-43-21" in by_number
    assert "Реквизиты" not in by_number
    abroad = letter_text(K.APPLICATION, known(refund=ABROAD), "ru")
    assert "DE89370400440532013000" in abroad
    assert "перевод за границу невозможен" in abroad


def test_gaps_are_shown_where_something_is_unknown() -> None:
    text = letter_text(K.CHASER, NOTHING, "en")
    assert f"On {GAP} I sent you notice" in text
    assert "Phone number" not in text


@pytest.mark.parametrize("kind", K)
def test_nothing_is_missing_when_all_is_known(kind: LetterKind) -> None:
    assert missing(kind, known()) == []


@pytest.mark.parametrize(
    ("kind", "changed", "wanted"),
    [
        (K.APPLICATION, {"addressee": "", "addressee_address": ""}, ["addressee", "addressee_address"]),
        (K.APPLICATION, {"number": "", "iccid": ""}, ["number"]),
        (K.APPLICATION, {"number": ""}, []),
        (K.APPLICATION, {"sender": replace(SENDER, latin="")}, ["latin"]),
        (K.APPLICATION, {"sender": replace(SENDER, latin="", citizenship="россия")}, []),
        (K.APPLICATION, {"sender": replace(SENDER, phone="8 916 123 45 67")}, []),
        (K.APPLICATION, {"sender": replace(SENDER, phone="+7 (916) 123-45-67")}, ["phone"]),
        (K.APPLICATION, {"refund": None}, ["way"]),
        (K.APPLICATION, {"refund": None, "balance": None}, []),
        (K.APPLICATION, {"refund": replace(BANK, bic="", correspondent="")}, ["bic", "correspondent"]),
        (K.APPLICATION, {"refund": replace(ABROAD, swift="")}, ["swift"]),
        (K.APPLICATION, {"refund": replace(NUMBER, number="")}, ["refund_number"]),
        (K.APPLICATION, {"place": ""}, ["place"]),
        (K.APPLICATION, {"submitted_on": None}, []),
        (
            K.APPLICATION,
            {"representative": Representative(name="Пётр")},
            ["representative_document", "attorney_number", "attorney_date", "powers"],
        ),
        (K.CHASER, {"submitted_on": None}, ["submitted_on"]),
        (K.CHASER, {"sender": Sender(name="Чжоу", email="a@b.example")}, []),
        (K.CHASER, {"sender": Sender(name="Чжоу")}, ["email"]),
        (K.REFUND, {"balance": None}, ["balance"]),
        (K.DISPUTE, {"charge": None, "charged_on": None}, ["charge", "charged_on"]),
        (K.DISPUTE, {"confirmed_end": None}, ["confirmed_end"]),
        (K.CONSENT, {"sender": Sender(name="Чжоу", email="a@b.example")}, []),
    ],
)
def test_what_is_missing_is_named(kind: LetterKind, changed: dict[str, Any], wanted: list[str]) -> None:
    assert missing(kind, known(**changed)) == wanted


def test_other_countries_ask_for_less() -> None:
    sender = Sender(name="Zhou Kai", email="zhou@lastcall.example")
    assert missing(K.APPLICATION, known(country="DE", sender=sender)) == []


def test_every_element_has_words() -> None:
    assert WORDS.keys() == set(Element)


def test_a_regulator_is_named_with_its_source_or_not_at_all() -> None:
    regulator = regulator_of("RU")
    assert regulator
    assert regulator.source.startswith("https://")
    assert regulator.names.keys() == set(LANGUAGES)
    assert regulator_of("DE") is None


def test_carriers_are_written_to_in_their_language() -> None:
    assert [language_of_country(country) for country in ("RU", "CN", "GB", "")] == ["ru", "zh-hans", "en", "en"]
