"""When a digest is due, and for how long a mail is tried."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cancellations.domain.reminding import GIVE_UP_AFTER, WORKDAYS, day_of_digest, next_try, zone_of

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 11, 20)


def due(at: str, zone: ZoneInfo = BERLIN, *, hour: int = 8, days: str = WORKDAYS, last: date | None = None) -> object:
    """`at`: a moment in UTC."""
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return day_of_digest(now, zone, hour=hour, days=days, last=last)


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2026-11-20 06:59", BERLIN, None),  # 7:59 there
        ("2026-11-20 07:00", BERLIN, FRIDAY),
        ("2026-11-20 22:59", BERLIN, FRIDAY),  # late by fifteen hours, the same day still
        ("2026-11-20 23:00", BERLIN, None),  # midnight there: Saturday
        ("2026-11-19 23:59", SHANGHAI, None),
        ("2026-11-20 00:00", SHANGHAI, FRIDAY),
        ("2026-11-21 12:00", BERLIN, None),  # a Saturday
    ],
)
def test_it_is_due_from_the_users_own_hour_to_midnight(at: str, zone: ZoneInfo, expected: date | None) -> None:
    assert due(at, zone) == expected


def test_a_day_is_had_once() -> None:
    assert due("2026-11-20 09:00", last=FRIDAY) is None
    assert due("2026-11-20 09:00", last=FRIDAY - timedelta(days=1)) == FRIDAY


def test_whoever_flies_west_does_not_get_the_same_day_twice() -> None:
    assert due("2026-11-20 09:00", ZoneInfo("America/New_York"), hour=1, last=date(2026, 11, 21)) is None


def test_a_clock_that_was_years_ahead_does_not_silence_them() -> None:
    assert due("2026-11-20 09:00", last=date(2031, 1, 1)) == FRIDAY


@pytest.mark.parametrize("minute", range(0, 60, 10))
def test_an_hour_that_the_clocks_leave_out_is_the_next_one(minute: int) -> None:
    """29 March 2026 in Berlin: after 1:59 comes 3:00, which is 1:00 UTC."""
    sunday = date(2026, 3, 29)
    assert due(f"2026-03-29 00:{minute:02}", hour=2, days="7") is None
    assert due(f"2026-03-29 01:{minute:02}", hour=2, days="7") == sunday


def test_an_hour_that_comes_twice_counts_once() -> None:
    """25 October 2026 in Berlin: 2:30 is 0:30 UTC and 1:30 UTC."""
    sunday = date(2026, 10, 25)
    assert due("2026-10-25 00:30", hour=2, days="7") == sunday
    assert due("2026-10-25 01:30", hour=2, days="7", last=sunday) is None


def test_it_is_tried_less_and_less_often_and_given_up_after_two_days() -> None:
    first = now = datetime(2026, 11, 20, tzinfo=UTC)
    pauses = []
    for attempts in range(1, 100):
        at = next_try(attempts, first, now)
        if at is None:
            break
        pauses.append((at - now) / timedelta(minutes=1))
        now = at
    assert pauses[:7] == [1, 5, 15, 60, 180, 360, 720]
    assert pauses == sorted(pauses)
    assert timedelta(days=1) < now - first <= GIVE_UP_AFTER


@pytest.mark.parametrize("name", ["", "Europe/Atlantis", "../../etc/passwd", "\0", "x" * 300])
def test_an_unknown_zone_is_the_usual_one(name: str) -> None:
    assert zone_of(name, BERLIN) is BERLIN


def test_a_known_zone_is_itself() -> None:
    assert zone_of("Asia/Shanghai", BERLIN) == SHANGHAI
