"""What is said between us and the carrier: letters that quote, calls that are kept, machines that answer."""

from datetime import UTC, date, datetime

from cancellations.domain.contact import ContactOutcome, Direction
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.mails.digest import digest_for
from cancellations.models import Cancellation, Message, RequestNumber, User
from tests.cases import fresh, kinds_of, url_of
from tests.situations.conftest import TodayIs
from tests.situations.desk import Desk, tick


def test_the_chaser_quotes_both_references_in_the_carriers_language(
    desk: Desk, received: Cancellation, today_is: TodayIs
) -> None:
    """12. A carrier in Russia is reminded in Russian, by its number and by ours; the sender reads it in English."""
    desk.logs(received, "processing", promised_by="2026-11-18")
    today_is(date(2026, 11, 19))
    letter = desk.reads(received, "chase")
    for said in (
        f"номер: {received.reference}",
        "у вас: N-1",
        "3 ноября 2026 г.",
        "не позднее 18 ноября 2026 г.",
        f"My reference: {received.reference}",
        "Your request number: N-1",
    ):
        assert said in letter
    assert fresh(received).rung == "", "nothing is logged until somebody says that it was sent"
    sent = desk.sends(url_of(received, "chase", "chaser"), channel="email", at="", follow_up_on="", note="")
    assert sent.status_code == 303
    assert fresh(received).rung == "chaser"
    assert fresh(received).due == date(2026, 11, 24), "three working days of patience"


def test_a_logged_call_keeps_agent_time_promise_and_number(
    desk: Desk, received: Cancellation, today_is: TodayIs
) -> None:
    """13. Who said what, when, and what they promised: the next call begins with it."""
    today_is(date(2026, 11, 5))
    call = {
        "channel": "call",
        "agent": "Оксана",
        "at": "2026-11-04T15:42",
        "promised_by": "2026-11-20",
        "request_number": "MTS-4471",
        "note": "Will write an e-mail",
    }
    assert desk.logs(received, "processing", **call).status_code == 303
    kept, case = Message.objects.latest("id"), fresh(received)
    assert (kept.agent, kept.note, kept.promised_by) == ("Оксана", "Will write an e-mail", date(2026, 11, 20))
    assert kept.at == datetime(2026, 11, 4, 15, 42, tzinfo=UTC)
    assert (case.promised_by, case.due, case.request_number) == (date(2026, 11, 20), date(2026, 11, 20), "MTS-4471")
    number = RequestNumber.objects.get(number="MTS-4471")
    assert (number.given_by, number.given_on) == ("Оксана", date(2026, 11, 4))
    page = desk.reads(case)
    for said in ("Оксана", "Will write an e-mail", "Request number MTS-4471", "Promised by Fri 20 Nov"):
        assert said in page


def test_an_automatic_reply_changes_neither_turn_nor_reminders(
    owner: User, desk: Desk, received: Cancellation, today_is: TodayIs
) -> None:
    """15. A machine wrote back on the day after the answer was due: the carrier is as late as before."""
    today_is(date(2026, 11, 14))
    before, mail = fresh(received), digest_for(owner, date(2026, 11, 14), mine=False)
    assert desk.logs(received, "auto_reply", channel="email", note="Ваше обращение принято").status_code == 303
    after = fresh(received)
    assert after.situation == before.situation
    assert (after.turn, after.due) == (Turn.CARRIER, date(2026, 11, 13))
    for name in ("follow_up_on", "promised_by", "acknowledged_on", "reply_claimed_on", "rung_on"):
        assert getattr(after, name) == getattr(before, name), name
    assert "Write the chaser" in desk.bar(received)
    assert digest_for(owner, date(2026, 11, 14), mine=False) == mail, "the morning's mail says the same"
    tick()
    assert received.events.filter(kind="overdue").count() == 1
    assert "Automatic reply" in desk.reads(received), "and it is kept"
    assert Message.objects.latest("id").direction == Direction.IN


def test_a_reply_to_a_closed_case_is_kept_and_flagged(
    owner: User, desk: Desk, received: Cancellation, today_is: TodayIs
) -> None:
    """17. We had given the request up. A week later the carrier refuses, or confirms: somebody has to look."""
    received.close(owner, outcome=Outcome.WITHDRAWN, reason="He keeps the card")
    today_is(date(2026, 11, 17))
    assert desk.logs(received, "confirms", direction="in", channel="email", note="Ends on the 30th").status_code == 303
    case = fresh(received)
    assert (case.outcome, case.stage) == (Outcome.WITHDRAWN, Stage.CLOSED), "it stays closed"
    assert (case.turn, case.action, case.late_reply_on) == (Turn.US, Action.REVIEW_LATE_REPLY, date(2026, 11, 17))
    assert desk.line_today(case), "it stands on Today"
    assert "Ends on the 30th" in desk.reads(case)
    for proposed in ("Reopen the request", "It changes nothing"):
        assert proposed in desk.bar(case)

    assert desk.changes(case, "reopen", reason="It ends all the same").status_code == 303
    again = fresh(case)
    assert (again.is_open, again.late_reply_on, again.outcome) == (True, None, "")
    assert kinds_of(again)[-3:] == ["closed", "contact_logged", "reopened"]
    assert again.messages.filter(outcome=ContactOutcome.CONFIRMS).count() == 1
