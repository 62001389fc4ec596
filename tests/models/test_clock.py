"""The clock: each event once, with its true date, whatever happens to the scheduler and to the machine's time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from cancellations.domain.contact import ContactOutcome as Heard
from cancellations.domain.playbook import StepKey as K
from cancellations.domain.situation import Outcome, Turn
from cancellations.models import Alarm, Cancellation, Clock, Event, Sim, User
from cancellations.models.case_bulk import Wish
from tests.cases import case_of, do, fresh

DUE = date(2026, 11, 6)  # a receipt is expected three days after the third
CLOCK_EVENTS = {"overdue", "reminder_due", "recheck_due", "suspension_ends"}


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def tick_on(day: date, hour: int = 12) -> int:
    with time_machine.travel(noon(day).replace(hour=hour), tick=False):
        return Clock.objects.tick()


def rung(case: Cancellation) -> list[tuple[str, date]]:
    """What the clock wrote: the kind of the event, and its date in the installation's time zone."""
    events = case.events.filter(kind__in=CLOCK_EVENTS).order_by("id")
    return [(event.kind, timezone.localdate(event.at, timezone.get_default_timezone())) for event in events]


@pytest.fixture
def sent(owner: User) -> Cancellation:
    """Submitted on the third, nothing heard."""
    return case_of(owner, to=K.CONFIRMATION)


def set_due(case: Cancellation, day: date, owner: User) -> None:
    """The carrier itself names another day."""
    fresh(case).log_contact(owner, outcome=Heard.OTHER, promised_by=day)


@pytest.fixture
def waiting(sent: Cancellation) -> Cancellation:
    assert (sent.turn, sent.due) == (Turn.CARRIER, DUE)
    return sent


def test_overdue_begins_on_the_day_after(waiting: Cancellation) -> None:
    assert tick_on(DUE) == 0
    assert tick_on(DUE + timedelta(days=1)) == 1
    assert rung(waiting) == [("overdue", date(2026, 11, 7))]
    event = Event.objects.get(kind="overdue")
    assert event.payload["day"] == "2026-11-06"
    assert event.by is None


def test_the_day_that_we_chose_breaks_no_word_of_the_carriers(waiting: Cancellation, owner: User) -> None:
    """Promised by the 20th; we want to look on the 5th: a reminder to us, and overdue from the 21st on alone."""
    set_due(waiting, date(2026, 11, 20), owner)
    fresh(waiting).change_follow_up(owner, on=date(2026, 11, 5), reason="x")
    tick_on(date(2026, 11, 9))
    assert rung(waiting) == [("reminder_due", date(2026, 11, 5))]
    with time_machine.travel(noon(date(2026, 11, 9)), tick=False):
        fresh(waiting).log_contact(owner, outcome=Heard.NOT_REACHED)
    tick_on(date(2026, 11, 20))
    assert rung(waiting) == [("reminder_due", date(2026, 11, 5))]
    tick_on(date(2026, 11, 23))
    assert rung(waiting)[1:] == [("overdue", date(2026, 11, 21))]


def test_once_however_often_it_ticks(waiting: Cancellation) -> None:
    for hour in range(8):
        tick_on(date(2026, 11, 8), hour)
    assert len(rung(waiting)) == Alarm.objects.count() == 1


def test_five_days_asleep(owner: User) -> None:
    """Each overdue case once, and as of the day on which it became so."""
    cases = [case_of(owner, to=K.CONFIRMATION) for _ in range(5)]
    for number, case in enumerate(cases):
        set_due(case, date(2026, 11, 10 + number), owner)
    assert tick_on(date(2026, 11, 10)) == 0
    assert tick_on(date(2026, 11, 15)) == 5
    assert [rung(case) for case in cases] == [[("overdue", date(2026, 11, 11 + number))] for number in range(5)]


def test_another_day_is_another_alarm_and_the_same_day_is_not(waiting: Cancellation, owner: User) -> None:
    tick_on(date(2026, 11, 8))
    set_due(waiting, date(2026, 11, 12), owner)
    tick_on(date(2026, 11, 13))
    set_due(waiting, DUE, owner)
    tick_on(date(2026, 11, 14))
    assert rung(waiting) == [("overdue", date(2026, 11, 7)), ("overdue", date(2026, 11, 13))]


def test_the_clock_is_set_back(waiting: Cancellation) -> None:
    tick_on(date(2026, 11, 8))
    tick_on(date(2026, 11, 5))
    tick_on(date(2026, 11, 8))
    assert rung(waiting) == [("overdue", date(2026, 11, 7))]


def test_the_clock_was_ahead(waiting: Cancellation, owner: User) -> None:
    """An event that was written too early is not written again when the day comes."""
    assert tick_on(date(2031, 1, 1)) >= 1
    written = rung(waiting)
    assert tick_on(date(2026, 11, 8)) == 0
    assert rung(waiting) == written


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/London", date(2026, 10, 25)),  # 01:00 comes twice
        ("Europe/London", date(2026, 3, 29)),  # 01:00 never comes
        ("Africa/Cairo", date(2026, 4, 24)),  # midnight itself never comes
        ("America/Havana", date(2026, 11, 1)),  # midnight comes twice
    ],
)
def test_a_change_of_clocks(owner: User, zone: str, change: date) -> None:
    """Every quarter of an hour around the change: once, and dated to the day on which it became true."""
    case = case_of(owner, to=K.CONFIRMATION, opened_on=date(2026, 1, 1))
    set_due(case, change - timedelta(days=1), owner)
    place = ZoneInfo(zone)
    with override_settings(TIME_ZONE=zone):
        first = datetime(change.year, change.month, change.day, tzinfo=place).astimezone(UTC) - timedelta(hours=3)
        for quarter in range(28):
            with time_machine.travel(first + timedelta(minutes=15 * quarter), tick=False):
                Clock.objects.tick()
        [event] = case.events.filter(kind="overdue")
        assert event.at.astimezone(place).date() == change
        assert event.at.astimezone(place).hour <= 1


def test_a_day_of_ours_that_has_come(owner: User) -> None:
    case = case_of(owner, requested_end_date=date(2026, 11, 20))
    assert tick_on(date(2026, 11, 19)) == 0
    tick_on(date(2026, 11, 23))
    assert rung(case) == [("reminder_due", date(2026, 11, 20))]


def test_a_case_in_preparation_is_never_overdue(owner: User) -> None:
    case = case_of(owner, requested_end_date=date(2026, 11, 20))
    tick_on(date(2027, 1, 20))
    assert {kind for kind, _day in rung(case)} == {"reminder_due"}


def test_a_holder_who_lets_a_day_pass(owner: User) -> None:
    case = case_of(owner, to=K.IDENTITY)
    case.wait_step(K.IDENTITY, owner, waiting_on=Turn.HOLDER, until=date(2026, 11, 12))
    assert fresh(case).turn == Turn.HOLDER
    tick_on(date(2026, 11, 12))
    assert rung(case) == [("reminder_due", date(2026, 11, 12))]


def test_facts_are_to_be_checked_again_after_half_a_year(waiting: Cancellation) -> None:
    tick_on(date(2027, 6, 1))
    assert ("recheck_due", date(2027, 4, 30)) in rung(waiting)
    tick_on(date(2027, 7, 1))
    assert len(rung(waiting)) == 2


def test_a_closed_case_is_left_alone(owner: User, waiting: Cancellation) -> None:
    waiting.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    assert tick_on(date(2027, 6, 1)) == 0


def test_a_late_reply_to_a_closed_case_is_ours_to_look_at(owner: User, waiting: Cancellation) -> None:
    waiting.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(waiting).log_contact(owner, outcome=Heard.REFUSES, at=noon(date(2026, 11, 10)))
    tick_on(date(2026, 11, 11))
    assert rung(waiting) == [("reminder_due", date(2026, 11, 10))]


def test_a_suspension_is_told_of_before_it_is_over(owner: User) -> None:
    case = do(case_of(owner, to=K.DECISION), K.DECISION, owner, choice="suspend")
    since, until = date(2026, 11, 2), date(2027, 3, 1)
    case.close(owner, outcome=Outcome.SUSPENDED, reason="Back in spring", ended_on=since, suspended_until=until)
    tick_on(date(2027, 2, 14))
    assert "suspension_ends" not in dict(rung(case))
    tick_on(date(2027, 2, 20))
    tick_on(date(2027, 3, 2))
    assert rung(case) == [("suspension_ends", date(2027, 2, 15))]
    assert (fresh(case).turn, fresh(case).due) == (Turn.US, date(2027, 2, 15))


@pytest.mark.parametrize("many", [False, True])
def test_a_new_request_decides_what_comes_after_a_suspension(owner: User, many: bool) -> None:
    """The old one asks for nothing any more: it could not even be reopened."""
    case = do(case_of(owner, to=K.DECISION), K.DECISION, owner, choice="suspend")
    since, until = date(2026, 11, 2), date(2027, 3, 1)
    case.close(owner, outcome=Outcome.SUSPENDED, reason="Back in spring", ended_on=since, suspended_until=until)
    if many:
        new = Cancellation.objects.start_many(owner, [Wish(case.sim_id)])[case.sim_id]
    else:
        new = case_of(owner, sim=Sim.objects.get(pk=case.sim_id))
    old = fresh(case)
    assert (old.turn, old.due) == (Turn.NOBODY, None)
    event = old.events.latest("id")
    assert (event.kind, event.payload) == ("decided_anew", {"text": new.reference, "until": "2027-03-01"})
    tick_on(date(2027, 3, 2))
    assert "suspension_ends" not in dict(rung(old))


def test_it_says_when_it_last_ran(db: None) -> None:
    assert Clock.objects.last_tick() is None
    tick_on(date(2026, 11, 8))
    tick_on(date(2026, 11, 7))
    assert Clock.objects.last_tick() == noon(date(2026, 11, 7))
    assert Clock.objects.count() == 1


def test_every_workspace(owner: User, stranger: User) -> None:
    """An event belongs to the workspace of its case."""
    cases = [case_of(owner, to=K.CONFIRMATION), case_of(stranger, to=K.CONFIRMATION)]
    tick_on(date(2026, 11, 8))
    for case in cases:
        assert case.events.get(kind="overdue").workspace_id == case.alarms.get().workspace_id == case.workspace_id
