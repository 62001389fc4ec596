"""How a case ends, and what an end is worth: suspended, confirmed, billed all the same, undone."""

from datetime import date
from decimal import Decimal

from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.models import Cancellation, Event, Message, RequestNumber, Step, User
from tests.cases import case_of, do, fresh, is_derived, step_of, url_of, walk
from tests.pages import fields_of
from tests.situations.conftest import TodayIs, as_usual
from tests.situations.desk import Desk, tick

K = StepKey


def test_suspended_with_a_reminder_before_it_expires(
    owner: User, desk: Desk, opened: Cancellation, today_is: TodayIs
) -> None:
    """5. "Suspend" closes as suspended, never as terminated; before it is over the case is on Today again."""
    do(opened, K.POLICY, owner)
    assert desk.does(opened, "decision", choice="suspend").status_code == 303
    assert desk.changes(opened, "close", outcome="terminated").status_code == 422
    ending = {"ended_on": "2026-11-05", "suspended_until": "2027-02-03", "reason": "Back in spring"}
    assert desk.changes(opened, "close", outcome="suspended", **ending).status_code == 303
    case = fresh(opened)
    assert (case.outcome, case.sim.status) == (Outcome.SUSPENDED, "suspended")
    line = desk.line_today(case)
    assert "20 Jan 2027" in line, "two weeks before it is over"
    assert "Suspended until 3 Feb 2027" in line, "nothing ends soon yet"
    assert "Suspended until Wed, 3 Feb 2027. The contract goes on then" in desk.bar(case)

    today_is(date(2027, 1, 19))
    assert tick() == 0
    today_is(date(2027, 1, 20))
    assert tick() == 1
    assert case.events.get(kind="suspension_ends").payload["day"] == "2027-02-03"
    assert "today" in desk.line_today(case).lower()
    assert "The suspension ends on Wed 3 Feb: the contract goes on and may cost money" in desk.reads(case)


def test_a_confirmation_schedules_the_end_the_refund_and_the_bills(owner: User, desk: Desk, sent: Cancellation) -> None:
    """18. "It ends on the 30th": from this one reply follow the day to check, the money and the next bill."""
    sent.sim.billing_day = 5
    sent.sim.save()
    reply = {"replied_on": "2026-11-03", "end_date": "2026-11-30", "confirmation_number": "K-88"}
    assert desk.does(sent, "confirmation", **reply).status_code == 303
    case = fresh(sent)
    assert (case.stage, case.confirmed_end_date) == (Stage.CONFIRMED, date(2026, 11, 30))
    assert (case.turn, case.action, case.due) == (Turn.US, Action.REFUND, date(2026, 11, 3)), "say how much is to come"
    assert (case.refund_outstanding, case.refund_due_on) == (Decimal("120.00"), date(2026, 12, 30))
    page = desk.reads(case)
    assert "Contract ends on Mon 30 Nov" in page
    assert "Refund expected by Wed 30 Dec" in page
    assert "Look at the bill on Sat 5 Dec" in page

    do(case, K.REFUND, owner, received=None, received_on=None, expected_by=date(2026, 12, 30))
    assert fresh(case).action == Action.VERIFICATION
    assert fresh(case).due == date(2026, 11, 30), "and then it is checked on the day of the end"


def test_a_charge_after_the_end_reopens_the_case_with_a_dispute_ready(
    owner: User, desk: Desk, today_is: TodayIs
) -> None:
    """19. Closed as terminated in November; in January money is taken: the case is open, and the letter is written."""
    today_is(date(2026, 11, 21))
    case = walk(case_of(owner, **as_usual(owner)), owner, to=None)
    case.close(owner, outcome=Outcome.TERMINATED)
    today_is(date(2027, 1, 8))
    charge = {"amount": "450", "currency": "RUB", "charged_on": "2027-01-05", "what": "Monthly fee"}
    assert desk.changes(case, "late-charge", **charge).status_code == 303
    again = fresh(case)
    assert (again.is_open, again.outcome, again.stage, again.turn) == (True, "", Stage.CONFIRMED, Turn.US)
    assert (again.action, again.charge_outstanding) == (Action.DISPUTE_CHARGE, Decimal("450.00"))
    assert "Write the dispute letter" in desk.bar(again)
    assert desk.line_today(again)
    assert desk.changes(again, "close", outcome="terminated").status_code == 422, "not until it is settled"

    url = url_of(again, "letters", "dispute")
    ready = fields_of(desk.open(url), url)
    assert (ready["charge"], ready["charge_currency"], ready["charged_on"]) == (["450"], ["RUB"], ["2027-01-05"])
    assert ready["language"] == ["ru"]


def test_after_a_settled_charge_the_next_bill_is_looked_at(owner: User, desk: Desk, today_is: TodayIs) -> None:
    """19. Paid back in January: the bills of the year before say nothing more, the next one does."""
    today_is(date(2026, 11, 21))
    case = walk(case_of(owner, **as_usual(owner)), owner, to=None)
    case.close(owner, outcome=Outcome.TERMINATED)
    case.sim.billing_day = 5
    case.sim.save()
    today_is(date(2027, 1, 8))
    charge = {"amount": "450", "currency": "RUB", "charged_on": "2026-12-20", "what": "Monthly fee"}
    assert desk.changes(case, "late-charge", **charge).status_code == 303
    today_is(date(2027, 1, 18))
    paid_back = {"checked_on": "2027-01-18", "result": "returned", "amount": "450", "currency": "RUB", "wanted": "2"}
    assert desk.does(case, "bill_check", **paid_back).status_code == 303
    assert (fresh(case).action, fresh(case).due) == (Action.BILL_CHECK, date(2027, 2, 5))

    today_is(date(2027, 2, 6))
    assert desk.does(case, "bill_check", checked_on="2027-02-06", result="clean", wanted="2").status_code == 303
    assert fresh(case).due == date(2027, 3, 5), "the second clean bill since then"


def test_nothing_recorded_is_blanked_by_undoing(owner: User, desk: Desk, today_is: TodayIs) -> None:
    """20. The closed case is reopened, and every step of it, with a reason each: all that was ever said is there."""
    today_is(date(2026, 11, 21))
    case = walk(case_of(owner, **as_usual(owner)), owner, to=None)
    case.close(owner, outcome=Outcome.TERMINATED)
    recorded, said = _recorded(case), _said(case)

    assert desk.changes(case, "reopen", reason="The wrong card").status_code == 303
    for step in Step.objects.of_case(case):
        if step.state == StepState.DONE:
            address = (case, "steps", step.key, "reopen")
            again = desk.changes(*address, version=step_of(case, step.step_key).version, reason="A mistake")
            assert again.status_code == 303, step.key
    assert {step.state for step in Step.objects.of_case(case)} == {StepState.TODO}
    assert _recorded(case) == recorded
    assert _said(case)[: len(said)] == said, "events, contacts and numbers are only added"
    assert is_derived(case)
    page = desk.reads(case)
    for known in ("The wrong card", "A mistake", "N-1", "Closed: Terminated"):
        assert known in page
    kept = desk.open(url_of(case, "steps", "policy")).content.decode()
    assert 'value="None"' in kept, "a reopened form has what was typed in it"


def _recorded(case: Cancellation) -> dict[str, object]:
    return {step.key: step.data for step in Step.objects.of_case(case)}


def _said(case: Cancellation) -> list[object]:
    """Everything that was written down about the case, in its order."""
    events = Event.objects.filter(cancellation=case).order_by("id").values_list("kind", "payload")
    contacts = Message.objects.filter(cancellation=case).order_by("id").values_list("outcome", "note")
    numbers = RequestNumber.objects.filter(cancellation=case).order_by("id").values_list("kind", "number")
    return [*contacts, *numbers, *events]
