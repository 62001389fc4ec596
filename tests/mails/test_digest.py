"""The digest: what it says, to whom, when, and that each comes once."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cancellations.domain.situation import Action, Stage, Turn
from cancellations.mails.digest import MOST_LINES, digest_for, write_digests
from cancellations.models import OutgoingMail, Reminders, User, Workspace
from tests.cases import TODAY
from tests.listed import build, days, listed, many
from tests.people import someone

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LATE = {"stage": Stage.SUBMITTED, "turn": Turn.CARRIER, "action": Action.AWAIT_RECEIPT, "due_on": days(-3)}
OURS = {"stage": Stage.PREPARING, "turn": Turn.US, "action": Action.BALANCE, "due_on": days(0)}
SOON = {**OURS, "due_on": days(6)}
LATER = {**OURS, "due_on": days(60)}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is Monday, 8:30 in UTC."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def reader(owner: User) -> User:
    """Reads English in UTC, and has been with us for some days."""
    owner.prefer(language="en", time_zone="Etc/UTC")
    Reminders.objects.create(user=owner)
    return owner


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def choose(user: User, **choices: Any) -> None:
    Reminders.objects.of(user).prefer(**choices)


def test_it_says_what_is_late_what_is_ours_and_what_comes(reader: User) -> None:
    cases = build(reader, [LATE, OURS, SOON, LATER])
    assert write_digests() == 1
    [mail] = mails()
    assert mail.address == reader.email
    assert mail.subject == "Lastcall: 2 requests need you"
    late, ours, soon, later = (case.reference for case in cases)
    assert mail.body.index("Carrier overdue") < mail.body.index(late) < mail.body.index(ours) < mail.body.index(soon)
    assert later not in mail.body
    assert f"http://localhost:8000/requests/{late}/" in mail.body
    assert "Ring the carrier and ask · Carrier 5 days overdue" in mail.body


def test_text_and_html_say_the_same(reader: User) -> None:
    case = listed(reader, **LATE, sim__nickname="<b>Dad's</b> card")
    write_digests()
    [mail] = mails()
    assert "<b>Dad's</b> card" in mail.body
    assert "<b>" not in mail.html
    assert case.reference in mail.html
    assert 'lang="en"' in mail.html
    assert "style" not in mail.html


def test_numbers_and_holders_stay_at_home(reader: User) -> None:
    listed(reader, **LATE, sim__nickname="", sim__msisdn="+79161234567", sim__holder="Anna K", sim__iccid="8970101")
    write_digests()
    [mail] = mails()
    for private in ("1234567", "Anna", "8970101"):
        assert private not in mail.subject + mail.body + mail.html


def test_nothing_to_say_is_not_said(reader: User) -> None:
    build(reader, [LATER, {**LATE, "due_on": days(30)}])
    assert write_digests() == 0
    assert Reminders.objects.get().digest_day == MONDAY.date()  # looked at, once


def test_what_only_comes_up_is_called_so(reader: User) -> None:
    build(reader, [SOON])
    write_digests()
    assert mails()[0].subject == "Lastcall: what comes up this week"


def test_it_comes_once_a_day_and_again_the_next(reader: User, clock: time_machine.Traveller) -> None:
    build(reader, [LATE])
    assert [write_digests(), write_digests()] == [1, 0]
    clock.shift(timedelta(hours=12))
    assert write_digests() == 0
    clock.move_to(MONDAY + timedelta(days=1))
    assert write_digests() == 1


def test_missed_hours_are_made_up_for_once_with_the_present_state(reader: User, clock: time_machine.Traveller) -> None:
    listed(reader, **LATE)
    clock.move_to(MONDAY + timedelta(days=3, hours=9))
    assert [write_digests(), write_digests()] == [1, 0]
    assert "Carrier 8 days overdue" in mails()[0].body


def test_a_digest_that_never_left_is_replaced(reader: User, clock: time_machine.Traveller) -> None:
    listed(reader, **LATE)
    write_digests()
    clock.move_to(MONDAY + timedelta(days=1))
    write_digests()
    assert [bool(mail.given_up_at) for mail in mails()] == [True, False]


@pytest.mark.parametrize(
    ("at", "zone", "written"),
    [(0, "Asia/Shanghai", 1), (0, "America/New_York", 0), (5, "America/New_York", 1)],  # 16:30, 3:30, 8:30 there
)
def test_the_hour_is_the_users_own(
    reader: User, clock: time_machine.Traveller, at: int, zone: str, written: int
) -> None:
    listed(reader, **LATE)
    reader.prefer(time_zone=zone)
    clock.shift(timedelta(hours=at))
    assert write_digests() == written


def test_across_the_change_of_clocks_each_day_has_one(reader: User, clock: time_machine.Traveller) -> None:
    listed(reader, **LATE)
    reader.prefer(time_zone="Europe/Berlin")
    choose(reader, digest_hour=2, digest_days="1234567", digest_day=None)
    begin = datetime(2027, 3, 27, 0, 0, tzinfo=UTC)  # the clocks change on the 28th
    written = []
    for half_hours in range(48 * 3):
        clock.move_to(begin + timedelta(minutes=30 * half_hours))
        written += [clock_day() for _ in range(write_digests())]
    assert written == ["27 03", "28 03", "29 03"]


def clock_day() -> str:
    return f"{datetime.now(UTC):%d %m}"


@pytest.mark.parametrize("choice", [{"digest": False}, {"digest_days": "67"}, {"digest_hour": 9}])
def test_only_when_it_was_asked_for(reader: User, choice: dict[str, Any]) -> None:
    listed(reader, **LATE)
    choose(reader, **choice)
    assert write_digests() == 0


def test_mine_or_everybodys(reader: User, colleague: User) -> None:
    listed(reader, **LATE, assignee=colleague)
    choose(colleague, digest=False)
    assert write_digests() == 0
    choose(reader, digest_mine=False, digest_day=None)
    assert write_digests() == 1


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "zh-Hans"), ("ru", "ru")])
def test_it_speaks_the_readers_language(reader: User, language: str, word: str) -> None:
    listed(reader, **LATE)
    reader.prefer(language=language)
    write_digests()
    [mail] = mails()
    assert f'lang="{word}"' in mail.html
    assert "Carrier overdue" not in mail.body
    assert mail.language == language


def test_other_workspaces_and_people_who_left_learn_nothing(reader: User, stranger: User, ex_member: User) -> None:
    case = listed(reader, **LATE)
    listed(stranger, **LATE)
    Reminders.objects.create(user=stranger, digest_mine=False)
    Reminders.objects.create(user=ex_member, digest_mine=False)
    write_digests()
    assert {mail.user_id for mail in mails()} == {reader.pk, stranger.pk}
    assert case.reference not in OutgoingMail.objects.get(user=stranger).body


def test_whoever_is_new_gets_the_first_one_tomorrow(owner: User, clock: time_machine.Traveller) -> None:
    listed(owner, **LATE)
    assert write_digests() == 0
    clock.move_to(MONDAY + timedelta(days=1))
    assert write_digests() == 1


def test_long_lists_end_in_a_link(reader: User) -> None:
    build(reader, [LATE] * (MOST_LINES + 5))
    write_digests()
    [mail] = mails()
    assert mail.body.count("/requests/LC-") == MOST_LINES
    assert "http://localhost:8000/requests/?view=overdue&assignee=me" in mail.body
    assert mail.subject == "Lastcall: 15 requests need you"


@pytest.mark.parametrize("cases", [10, 1000])
def test_its_queries_are_four_however_many_cases(reader: User, cases: int) -> None:
    many(reader, cases)
    with (
        translation.override("en"),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        assert digest_for(reader, TODAY, mine=True)
    assert len(asked) == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_schedulers_one_writes_it(workspace: Workspace) -> None:
    for number in range(5):
        user = someone(f"reader{number}@lastcall.example", workspace, time_zone="Etc/UTC")
        Reminders.objects.create(user=user)
        listed(user, **LATE)
    start, written = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        written.append(write_digests())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(written) == len(mails()) == 5
