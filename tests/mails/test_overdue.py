"""The notice at once: to whom the case is assigned, once an event, many in one mail."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cancellations.domain.alarms import AlarmKind
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.mails.overdue import tell_overdue
from cancellations.models import Cancellation, Clock, Event, OutgoingMail, OverdueNotice, Reminders, User
from cancellations.models.reminders import untold_overdue
from tests.listed import days, listed
from tests.plans import plan_of

pytestmark = pytest.mark.usefixtures("a_saturday")

LATE: dict[str, Any] = {"stage": Stage.SUBMITTED, "turn": Turn.CARRIER, "action": Action.AWAIT_RECEIPT}


def late(by: User, **columns: Any) -> Cancellation:
    """A case that is overdue since yesterday, as the clock leaves it: with its event."""
    case = listed(by, **{**LATE, "due_on": days(-1), **columns})
    Event.objects.create(workspace_id=case.workspace_id, cancellation=case, kind=AlarmKind.OVERDUE)
    return case


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def test_whoever_has_the_case_is_told_once(owner: User, colleague: User) -> None:
    case = late(owner, assignee=colleague, sim__nickname="Dad's card")
    assert [tell_overdue(), tell_overdue()] == [1, 0]
    [mail] = mails()
    assert mail.address == colleague.email
    assert mail.subject == f"Lastcall: the carrier is overdue with {case.reference}"
    assert "Dad's card" in mail.body
    assert "Carrier 1 day overdue" in mail.body


def test_what_the_clock_finds_is_told(owner: User) -> None:
    case = listed(owner, **LATE, due_on=days(-1))
    Clock.objects.tick()
    assert tell_overdue() == 1
    assert case.reference in mails()[0].body
    Clock.objects.tick()
    assert tell_overdue() == 0


def test_what_a_clock_that_was_ahead_wrote_is_told_on_its_day(owner: User) -> None:
    case, now = listed(owner, **LATE, due_on=days(3)), timezone.now()
    with time_machine.travel(now + timedelta(days=30), tick=False):
        Clock.objects.tick()
    assert tell_overdue() == 0
    with time_machine.travel(now + timedelta(days=4), tick=False):
        Clock.objects.tick()
        assert [tell_overdue(), tell_overdue()] == [1, 0]
    assert case.reference in mails()[0].body


def test_the_next_event_is_told_again(owner: User) -> None:
    case = late(owner)
    tell_overdue()
    Event.objects.create(workspace_id=case.workspace_id, cancellation=case, kind=AlarmKind.OVERDUE)
    assert tell_overdue() == 1


def test_other_events_are_none_of_its_business(owner: User) -> None:
    case = listed(owner, **LATE, due_on=days(-1))
    Event.objects.create(workspace_id=case.workspace_id, cancellation=case, kind="opened")
    assert tell_overdue() == 0
    assert not OverdueNotice.objects.exists()


def test_many_at_once_are_one_mail_for_each_person(owner: User, colleague: User) -> None:
    for _ in range(30):
        late(owner)
    late(owner, assignee=colleague)
    assert tell_overdue() == 2
    subjects = {mail.address: mail.subject for mail in mails()}
    assert subjects[str(owner.email)] == "Lastcall: 30 requests are overdue"


def test_whoever_answered_meanwhile_is_not_called_late(owner: User) -> None:
    late(owner, turn=Turn.US)
    late(owner, due_on=days(3))
    late(owner, assignee=None)
    assert tell_overdue() == 0
    assert not untold_overdue().exists()


def test_it_can_be_switched_off_and_nothing_is_made_up_for_later(owner: User) -> None:
    late(owner)
    Reminders.objects.of(owner).prefer(overdue=False)
    assert tell_overdue() == 0
    Reminders.objects.of(owner).prefer(overdue=True)
    assert tell_overdue() == 0


def test_people_who_left_are_not_told(owner: User, ex_member: User, stranger: User) -> None:
    late(owner, assignee=ex_member)
    late(owner, assignee=stranger)  # in another workspace by now
    assert tell_overdue() == 0


def test_it_fails_with_its_notice_or_not_at_all(owner: User) -> None:
    late(owner)
    with transaction.atomic():
        tell_overdue()
        transaction.set_rollback(True)
    assert not mails()
    assert tell_overdue() == 1


def test_only_new_events_are_read(owner: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        list(untold_overdue())
    assert "event_overdue" in plan_of(asked[0]["sql"])


def test_no_more_queries_for_many(owner: User) -> None:
    counts = []
    for number in (2, 40):
        for _ in range(number):
            late(owner)
        with CaptureQueriesContext(connection) as asked:
            tell_overdue()
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_schedulers_one_tells(owner: User) -> None:
    for _ in range(5):
        late(owner)
    start, told = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        told.append(tell_overdue())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(told) == len(mails()) == 1
