"""While the carrier has the request: whose clock runs, what moves it, and when somebody is late."""

from datetime import date, timedelta

from django.utils import timezone

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Cancellation, User
from tests.cases import carrier_of, case_of, fresh, sim_of, url_of
from tests.situations.conftest import TodayIs
from tests.situations.desk import Desk, plain, tick


def test_a_holiday_added_later_moves_open_dates(owner: User, desk: Desk) -> None:
    """8. Ten working days end on the 18th; the office learns that the 13th is free there, and the case says why."""
    carrier = carrier_of(owner, country="RU", processing_days=10, processing_unit="working")
    case = case_of(owner, to=StepKey.CONFIRMATION, sim=sim_of(owner, carrier=carrier))
    case.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    assert fresh(case).due == date(2026, 11, 18), "the fourth is Unity Day"

    day = {"country": "RU", "day": "2026-11-13", "name": "Bridge day", "what": "free"}
    assert desk.sends("/settings/holidays/", **day).status_code == 303
    assert fresh(case).due == date(2026, 11, 19)
    moved = case.events.get(kind="deadline_moved").payload
    assert (moved["before"], moved["after"]) == ("2026-11-18", "2026-11-19")
    page = desk.reads(case)
    assert "Deadline moved" in page
    assert "Wed 18 Nov → Thu 19 Nov · Added to the list of days off: Bridge day, Fri 13 Nov" in page
    assert "Bridge day" in desk.reads(case, "deadlines"), "and the skipped day is named where the date is counted"


def test_while_the_carrier_waits_for_us_its_clock_stands_still(
    desk: Desk, received: Cancellation, today_is: TodayIs
) -> None:
    """9. Three of ten days are gone when it asks for a document; it gets that two weeks later: seven days are left."""
    today_is(date(2026, 11, 6))
    assert desk.logs(received, "wants", direction="in", note="A copy of the passport").status_code == 303
    stopped = fresh(received)
    assert (stopped.turn, stopped.action) == (Turn.US, Action.ANSWER_CARRIER)
    assert "The clock stands still: 7 days left" in desk.reads(received)

    today_is(date(2026, 11, 20))
    tick()
    assert not received.events.filter(kind="overdue").exists(), "the 13th is past, and yet the carrier is not late"
    assert desk.logs(received, "other", gave="on", note="The copy").status_code == 303
    going = fresh(received)
    assert (going.turn, going.due) == (Turn.CARRIER, date(2026, 11, 27))
    assert "asked on 6 Nov, answered on 20 Nov" in desk.reads(received, "deadlines")


def test_no_chaser_before_the_promised_date(desk: Desk, received: Cancellation, today_is: TodayIs) -> None:
    """10. By rule the answer is due on the 13th, but they promised it by the 18th: that day is waited for."""
    desk.logs(received, "processing", promised_by="2026-11-18", agent="Oksana")
    for day in (date(2026, 11, 14), date(2026, 11, 18)):
        today_is(day)
        assert "Write the chaser" not in desk.bar(received)
        said = "The carrier promised an answer by 18 November. No letter is proposed before that day."
        assert said in desk.reads(received, "chase")
    today_is(date(2026, 11, 19))
    assert "They promised an answer by Wed 18 Nov." in desk.bar(received)
    for proposed in ("Ring and log", "Write the chaser", "Change the date"):
        assert proposed in desk.bar(received)


def test_the_job_slept_five_days(owner: User, desk: Desk, today_is: TodayIs) -> None:
    """11. Five cases became overdue on five days, nobody's computer was on: each is told once, with its true date."""
    cases = [case_of(owner, to=StepKey.CONFIRMATION) for _ in range(5)]
    for number, case in enumerate(cases):
        case.log_contact(owner, outcome=ContactOutcome.OTHER, promised_by=date(2026, 11, 10 + number))
    today_is(date(2026, 11, 10))
    assert tick() == 0
    today_is(date(2026, 11, 15))
    assert "5 days late" in desk.line_today(cases[0]), "pages are right before the job has run"
    assert tick() == 5
    assert tick() == 0
    for number, (case, weekday) in enumerate(zip(cases, ("Tue", "Wed", "Thu", "Fri", "Sat"), strict=True)):
        event = case.events.get(kind="overdue")
        assert timezone.localdate(event.at) == date(2026, 11, 11) + timedelta(days=number)
        assert f"an answer was due by {weekday} {10 + number} Nov" in desk.reads(case)


def test_a_receipt_keeps_the_case_waiting(owner: User, desk: Desk, sent: Cancellation) -> None:
    """16. "We have received your request" is no "your contract ends": the confirmation is still awaited."""
    assert fresh(sent).action == Action.AWAIT_RECEIPT
    assert desk.logs(sent, "receipt", direction="in", channel="sms").status_code == 303
    case = fresh(sent)
    assert (case.stage, case.turn, case.action) == (Stage.PROCESSING, Turn.CARRIER, Action.AWAIT_CONFIRMATION)
    assert (case.acknowledged_on, case.confirmed_on) == (date(2026, 11, 3), None)
    assert "A receipt is no confirmation yet." in desk.bar(case)

    refused = desk.changes(case, "close", outcome="terminated")
    assert refused.status_code == 422
    assert "A receipt or an automatic reply is no confirmation: it names no end of the contract" in plain(refused)
    same_day = desk.does(case, "confirmation", replied_on="2026-11-03", end_date="2026-11-30", confirmation_number="")
    assert same_day.status_code == 422, "what came on the receipt's day, without a number, is the receipt"
    assert fresh(case).is_open
    assert url_of(case) in desk.open("/requests/").content.decode()
