"""Countries, time zones and local times in the reader's language."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from cancellations.domain.places import countries, country_name, local_time, time_zones

NOW, TODAY = datetime(2026, 11, 21, 22, 30, tzinfo=UTC), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("language", "russia", "moscow", "time"),
    [
        ("en", "Russia", "Russia · Moscow", "22 Nov 01:30"),
        ("ru", "Россия", "Россия · Москва", "22 нояб. 01:30"),
        ("zh-hans", "俄罗斯", "俄罗斯 · 莫斯科", "11月22日 01:30"),
    ],
)
def test_names_and_times_follow_the_language(language: str, russia: str, moscow: str, time: str) -> None:
    with translation.override(language):
        assert country_name("RU") == russia
        assert ("RU", russia) in countries()
        assert ("Europe/Moscow", moscow) in time_zones()
        assert local_time("Europe/Moscow", NOW, TODAY) == time


def test_what_nobody_knows_stays_as_it_is() -> None:
    assert country_name("") == ""
    assert country_name("QQ") == "QQ"


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../etc/passwd", "Europe", "\0"])
def test_no_such_zone_has_no_time(zone: str) -> None:
    assert local_time(zone, NOW, TODAY) == ""


def test_a_city_that_is_its_country_is_named_once() -> None:
    assert ("Asia/Singapore", "Singapore") in time_zones()
