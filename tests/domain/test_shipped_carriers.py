"""The shipped carriers are complete, honest and well written in three languages."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import cancellations
from cancellations.domain.carrier_file import (
    LANGUAGES,
    CarrierKind,
    Confidence,
    FactKind,
    ShippedCarrier,
    ShippedFact,
    Tier,
    is_plain,
    read_carriers,
)
from cancellations.domain.playbook import StepKey

SHIPPED = Path(cancellations.__file__).parent / "data" / "carriers.json"
CARRIERS = read_carriers(SHIPPED)
FACTS = [(carrier, fact) for carrier in CARRIERS for fact in carrier.facts]
HAN = r"[\u3400-\u9fff]"


def carrier(name: str) -> ShippedCarrier:
    return next(carrier for carrier in CARRIERS if carrier.id == name)


def fact(name: str, key: str) -> ShippedFact:
    return next(fact for fact in carrier(name).facts if fact.key == key)


def lines(language: str) -> Iterator[tuple[str, str]]:
    """Every line a reader of `language` can see, with the place it stands at."""
    for carrier in CARRIERS:
        yield carrier.id, carrier.names[language]
    for carrier, fact in FACTS:
        for text in (fact.text, fact.note):
            if text is not None:
                yield f"{carrier.id} {fact.key}", text[language]


class TestShippedCarriers:
    def test_all_thirteen_are_there(self) -> None:
        assert [carrier.id for carrier in CARRIERS] == [
            "ru-mts",
            "ru-beeline",
            "ru-megafon",
            "ru-t2",
            "ru-yota",
            "ru-tmobile",
            "ru-sbermobile",
            "by-mts",
            "xx-airalo",
            "xx-holafly",
            "gb-giffgaff",
            "cn-mobile",
            "tr-turkcell",
        ]

    def test_local_time_is_known_wherever_the_country_is(self) -> None:
        for carrier in CARRIERS:
            assert (carrier.country is None) == (carrier.time_zone is None), carrier.id

    def test_travel_esims_need_no_identity_check(self) -> None:
        for carrier in CARRIERS:
            expected = (StepKey.IDENTITY,) if carrier.kind == CarrierKind.ESIM_RESELLER else ()
            assert carrier.not_applicable_steps == expected, carrier.id

    def test_a_website_is_named_only_by_a_trusted_source(self) -> None:
        for carrier in CARRIERS:
            trusted = {
                fact.value
                for fact in carrier.facts
                if fact.kind == FactKind.WEBSITE and is_plain(fact.tier, fact.confidence)
            }
            assert carrier.website is None or carrier.website in trusted, carrier.id

    def test_a_rule_that_is_not_the_default_rests_on_a_trusted_fact(self) -> None:
        for carrier in CARRIERS:
            trusted = {fact.kind for fact in carrier.facts if is_plain(fact.tier, fact.confidence)}
            if carrier.rules.processing_days is not None:
                assert FactKind.PROCESSING_TIME in trusted, carrier.id
            if carrier.rules.notice_days is not None:
                assert FactKind.NOTICE_PERIOD in trusted, carrier.id
            assert (carrier.rules.receipt_days, carrier.rules.refund_days) == (3, 30), carrier.id


class TestShippedFacts:
    @pytest.mark.parametrize(
        ("name", "count"),
        [
            ("ru-mts", 17),
            ("ru-beeline", 16),
            ("ru-megafon", 18),
            ("ru-t2", 16),
            ("ru-yota", 6),
            ("ru-tmobile", 7),
            ("ru-sbermobile", 4),
            ("by-mts", 6),
            ("xx-airalo", 13),
            ("xx-holafly", 12),
            ("gb-giffgaff", 13),
            ("cn-mobile", 6),
            ("tr-turkcell", 7),
        ],
    )
    def test_none_is_lost(self, name: str, count: int) -> None:
        assert len(carrier(name).facts) == count

    def test_nothing_remembered_or_made_up_by_a_machine_is_shipped(self) -> None:
        raw = json.loads(SHIPPED.read_text(encoding="utf-8"))
        facts = [fact for carrier in raw["carriers"] for fact in carrier["facts"]]
        assert {fact["tier"] for fact in facts} == {"A", "B", "C"}
        assert {fact["confidence"] for fact in facts} == {"high", "medium", "low"}
        assert not [fact["key"] for fact in facts if "unverified" in fact["source"]]

    def test_what_no_source_told_is_left_open(self) -> None:
        assert carrier("ru-mts").rules.processing_days is None
        assert not [fact for carrier, fact in FACTS if carrier.country == "RU" and fact.kind == FactKind.EMAIL]
        assert not [fact for fact in carrier("ru-sbermobile").facts if fact.kind == FactKind.PHONE]

    def test_a_key_tells_what_the_fact_is_about(self) -> None:
        for carrier, fact in FACTS:
            assert fact.key.startswith(fact.kind.value.replace("_", "-")), (carrier.id, fact.key)

    def test_what_holds_for_all_russian_carriers_stands_with_each(self) -> None:
        shared = {"procedure-gosuslugi", "notice-period-law", "inactivity-legal-minimum", "imsi-prefix"}
        for carrier in CARRIERS:
            if carrier.country == "RU":
                assert shared <= {fact.key for fact in carrier.facts}, carrier.id

    def test_imsi_facts_agree_with_the_network_codes(self) -> None:
        for carrier, fact in FACTS:
            if fact.kind == FactKind.IMSI:
                codes = [f"{code[:3]}-{code[3:]}" for code in carrier.mccmnc]
                assert [code for code in codes if code in fact.text["en"]], carrier.id

    def test_iccid_prefixes_are_those_of_the_facts(self) -> None:
        for carrier, fact in FACTS:
            if fact.kind == FactKind.ICCID and fact.value and "prefix" in fact.value:
                assert fact.value["prefix"] in carrier.iccid_prefixes, carrier.id

    def test_phone_numbers_stand_in_the_text_as_the_source_printed_them(self) -> None:
        assert fact("ru-mts", "phone-short").value == {"type": "short", "number": "0890"}
        assert "8 800 333-05-00" in fact("ru-megafon", "phone-national").text["zh-hans"]
        for carrier, one in FACTS:
            if one.kind == FactKind.PHONE and one.value:
                for language in LANGUAGES:
                    digits = re.sub(r"\D", "", one.text[language])
                    assert one.value["number"][-7:].lstrip("+") in digits, (carrier.id, one.key, language)

    def test_sources_are_links_where_they_can_be(self) -> None:
        assert fact("ru-t2", "refund-transfer").source_url == fact("ru-t2", "refund-transfer").source
        assert fact("ru-mts", "iccid-printed").source_url is None

    @pytest.mark.parametrize(
        ("tier", "confidence", "plain"),
        [
            ("A", "high", True),
            ("B", "high", True),
            ("C", "high", False),
            ("A", "medium", False),
            ("B", "low", False),
            ("D", "high", False),
            ("", "", False),
        ],
    )
    def test_only_trusted_and_certain_facts_go_without_a_warning(self, tier: str, confidence: str, plain: bool) -> None:
        assert is_plain(tier, confidence) is plain

    def test_a_fingerprint_is_stable_and_follows_the_content(self) -> None:
        one = fact("ru-mts", "phone-short")
        again = replace(one, text={language: one.text[language] for language in reversed(LANGUAGES)})
        assert re.fullmatch(r"[0-9a-f]{64}", one.fingerprint())
        assert again.fingerprint() == one.fingerprint()
        others = [
            replace(one, text={**one.text, "ru": "Звоните 0891."}),
            replace(one, value={"type": "short", "number": "0891"}),
            replace(one, as_of="2026"),
            replace(one, tier=Tier.A),
            replace(one, confidence=Confidence.LOW),
            replace(one, note=one.text),
            replace(one, source="https://example.org/"),
        ]
        assert len({other.fingerprint() for other in [one, *others]}) == len(others) + 1


class TestWords:
    def test_chinese_has_no_half_width_punctuation_beside_han_characters(self) -> None:
        wrong = re.compile(rf"{HAN}[,;:?!()]|[,;:?!()]{HAN}|{HAN}\.|\.{HAN}")
        assert not [line for line in lines("zh-hans") if wrong.search(line[1])]

    def test_chinese_leaves_the_space_beside_latin_letters_to_the_browser(self) -> None:
        assert not [line for line in lines("zh-hans") if re.search(rf"{HAN} | {HAN}", line[1])]

    def test_every_text_is_in_the_script_of_its_language(self) -> None:
        for carrier, fact in FACTS:
            place = (carrier.id, fact.key)
            assert re.search(HAN, fact.text["zh-hans"]), place
            assert re.search("[а-я]", fact.text["ru"]), place
            assert not re.search("[а-я]", fact.text["en"]), place

    def test_texts_are_whole_sentences(self) -> None:
        for ending, language in ((".", "en"), ("。", "zh-hans"), (".", "ru")):
            for carrier, fact in FACTS:
                for text in filter(None, (fact.text, fact.note)):
                    assert text[language].endswith(ending), (carrier.id, fact.key, language)

    def test_english_says_carrier(self) -> None:
        assert not [line for line in lines("en") if re.search(r"\boperators?\b", line[1], re.IGNORECASE)]
