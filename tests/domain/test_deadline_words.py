"""How a day was counted, in words: rule, source, start, each day left out by its name, pauses, result."""

from datetime import date

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from cancellations.domain.deadline_words import Explained, explain
from cancellations.domain.deadlines import CarrierRules, OwnDay, Pause, RuleSource, Unit
from cancellations.domain.deadlines.deadline import Kind
from cancellations.domain.deadlines.of_case import confirmation_deadline, deadlines_of
from cancellations.domain.holiday_names import KNOWN, holiday_name
from cancellations.domain.situation import CaseFacts
from tests.domain.case_facts import SENT, case_facts, facts

TODAY = date(2026, 4, 30)
RULES = CarrierRules(
    processing_days=5,
    unit=Unit.WORKING,
    country="RU",
    own_days=(OwnDay(date(2026, 5, 4), "Bridge day"),),
    sources={"processing_days": RuleSource("https://example.org/rules", "2026-01")},
    named=frozenset({"processing_days"}),
)


def said(language: str, known: CaseFacts) -> Explained:
    with translation.override(language):
        return explain(confirmation_deadline(known), TODAY)


def test_a_date_says_how_it_was_counted() -> None:
    pause = Pause(date(2026, 5, 5), date(2026, 5, 6))
    explained = said("en", facts(SENT, submitted_on=date(2026, 4, 29), rules=RULES, pauses=(pause,)))
    assert explained.title == "Answer expected"
    lines = {line.label: line.text for line in explained.lines}
    assert lines["Rule"] == "5 working days"
    assert lines["Read at"] == "https://example.org/rules · Jan 2026"
    assert lines["Counted from the day it was sent"] == "Wed 29 Apr"
    assert lines["The carrier waited for us"] == "asked on 5 May, answered on 6 May"
    assert lines["Result"] == explained.day == "Tue 12 May"
    assert explained.skipped == (
        ("Fri 1 May", "Holiday of Spring and Labor"),
        ("Sat 2 May", "Saturday"),
        ("Sun 3 May", "Sunday"),
        ("Mon 4 May", "Bridge day (our own list)"),
        ("Sat 9 May", "Victory Day"),
        ("Sun 10 May", "Sunday"),
        ("Mon 11 May", "Victory Day (observed)"),
    )
    assert explained.notes == ("Working days are those of Russia.",)


@pytest.mark.parametrize(
    ("language", "country", "day", "english", "name"),
    [
        ("zh-hans", "RU", date(2026, 5, 9), "Victory Day", "胜利日"),
        ("ru", "RU", date(2026, 5, 9), "Victory Day", "День Победы"),
        ("zh-hans", "CN", date(2026, 10, 1), "National Day", "国庆节"),
        ("en", "CN", date(2026, 10, 1), "National Day", "National Day"),
        ("en", "GB", date(2026, 12, 28), "Boxing Day (observed)", "Boxing Day (observed)"),
        ("en", "XX", date(2026, 12, 28), "Somebody’s day", "Somebody’s day"),
    ],
)
def test_holidays_in_the_readers_language(language: str, country: str, day: date, english: str, name: str) -> None:
    with translation.override(language):
        assert holiday_name(country, day, english) == name


def test_a_year_that_is_not_announced_is_marked() -> None:
    rules = CarrierRules(processing_days=10, unit=Unit.WORKING, country="CN")
    [_country, note] = said("en", facts(SENT, submitted_on=date(2035, 1, 10), rules=rules)).notes
    assert note.startswith("Estimated")


def test_a_clock_that_stands_still_says_what_is_left() -> None:
    explained = said("en", facts(SENT, submitted_on=date(2026, 4, 1), wants_since=date(2026, 4, 11)))
    assert explained.day == "The clock stands still: 20 days left"


def test_a_renewal_names_its_day() -> None:
    known = facts(SENT, submitted_on=date(2026, 4, 1), billing_day=15, rules=CarrierRules(notice_days=7))
    with translation.override("en"):
        [end] = [explain(one, TODAY) for one in deadlines_of(known) if one.kind is Kind.END]
    assert (end.title, end.day) == ("Contract can end", "Wed 15 Apr")
    assert {"7 days of notice before a renewal", "15"} <= {line.text for line in end.lines}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "No notice is needed"), ("ru", "Заранее уведомлять не нужно"), ("zh-hans", "无需提前通知")],
)
def test_no_notice_is_no_number_of_days(language: str, words: str) -> None:
    known = facts(SENT, submitted_on=date(2026, 4, 1), billing_day=15, rules=CarrierRules(notice_days=0))
    with translation.override(language):
        [end] = [explain(one, TODAY) for one in deadlines_of(known) if one.kind is Kind.END]
    assert end.lines[0].text == words


def test_a_promise_is_told_beside_the_rule() -> None:
    explained = said("en", facts(SENT, submitted_on=date(2026, 4, 1), promised_by=date(2026, 5, 20)))
    lines = {line.label: line.text for line in explained.lines}
    assert (lines["By the rule alone"], lines["Promised by the carrier"]) == ("Fri 1 May", "Wed 20 May")
    assert any("promised" in note for note in explained.notes)


@hypothesis_settings(deadline=None)
@given(case_facts)
def test_every_deadline_of_every_case_can_be_explained(known: CaseFacts) -> None:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for one in deadlines_of(known):
                explained = explain(one, TODAY)
                assert explained.title
                assert explained.day
                assert all(line.label and line.text for line in explained.lines)
                assert one.kind in Kind
                assert all(name for _day, name in explained.skipped)


def test_the_list_of_names_is_not_empty() -> None:
    assert "Dragon Boat Festival" in KNOWN
