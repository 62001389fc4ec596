"""Before anything is sent: what is known of the carrier, what is in the way, and which day counts."""

from datetime import date

from cancellations.domain.badge import is_overdue
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Cancellation, CarrierFact, User
from tests.cases import case_of, do, fresh, sim_of, step_of, walk
from tests.situations.conftest import TodayIs
from tests.situations.desk import Desk, plain, tick

K = StepKey


def test_policy_facts_are_copied_in_when_the_case_opens(owner: User, desk: Desk, sent: Cancellation) -> None:
    """1. The carrier takes thirty days from now on; a case that was opened with ten keeps ten."""
    carrier = sent.carrier
    carrier.edit(owner, version=carrier.version, processing_days=30, not_applicable_steps=["identity", "refund"])
    sent.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    assert fresh(sent).due == date(2026, 11, 13), "ten days after the third"
    assert "10 calendar days" in desk.reads(sent, "deadlines")
    assert step_of(sent, K.REFUND).state == StepState.TODO, "and it keeps its steps"

    later = case_of(owner, to=K.CONFIRMATION, sim=sim_of(owner, carrier=carrier))
    later.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    assert fresh(later).due == date(2026, 12, 3)
    assert "30 calendar days" in desk.reads(later, "deadlines")


def test_old_facts_ask_to_be_checked_again_when_they_are_used(
    owner: User, desk: Desk, opened: Cancellation, today_is: TodayIs
) -> None:
    """2. The notice period was read 180 days ago, then 181: the policy step, where it is used, says so."""
    fact = CarrierFact.objects.create(
        workspace=opened.workspace,
        carrier=opened.carrier,
        kind="notice_period",
        texts={"en": "No notice"},
        tier="A",
        as_of="2026-05-07",
    )
    assert "No notice" in desk.reads(opened, "steps", "policy")
    assert "to be checked again" not in desk.reads(opened, "steps", "policy")
    today_is(date(2026, 11, 4))
    assert "to be checked again" in desk.reads(opened, "steps", "policy")
    assert "1 fact that requests to this carrier count on is older than 180 days." in desk.reads(opened, "deadlines")

    assert desk.sends(f"/facts/{fact.pk}/check/", version=fact.version).status_code == 303
    assert "to be checked again" not in desk.reads(opened, "steps", "policy")

    today_is(date(2027, 5, 2))  # the case itself is half a year old: what was copied into it is, too
    tick()
    assert opened.events.filter(kind="recheck_due").count() == 1


def test_submitting_with_open_steps_names_them(owner: User, desk: Desk, opened: Cancellation) -> None:
    """3. Crossing the point of no return all the same wants a reason, and the reason stays in the history."""
    walk(opened, owner, to=K.BACKUP)
    refused = desk.does(opened, "submission")
    assert refused.status_code == 422
    for name in ("Save data, unlink accounts", "Check the balance", "Identity check"):
        assert f"First: {name}" in plain(refused)
    assert fresh(opened).submitted_on is None

    assert desk.does(opened, "submission", override_reason="The contract renews tonight").status_code == 303
    event = opened.events.get(kind="gate_overridden")
    assert event.payload["reason"] == "The contract renews tonight"
    assert event.payload["obstacles"] == ["step_open:backup", "step_open:balance", "step_open:identity"]
    assert fresh(opened).stage == Stage.SUBMITTED
    assert "Point of no return crossed with open steps" in desk.reads(opened)


def test_accounts_on_the_number_warn_of_loss_for_good(owner: User, desk: Desk, opened: Cancellation) -> None:
    """4. Codes of the bank still come to this number: whoever sends the request loses them for good."""
    walk(opened, owner, to=K.BACKUP)
    do(opened, K.BACKUP, owner, accounts={"banks": "moved", "two_factor": "attached"})
    walk(opened, owner, to=K.SUBMISSION)
    assert "Accounts still hang on this number: what is not moved may be lost for good" in desk.reads(
        opened, "steps", "submission"
    )
    assert "for good" in desk.reads(opened, "steps", "submission")
    refused = desk.does(opened, "submission")
    assert refused.status_code == 422
    assert "Accounts still hang on this number: what is not moved may be lost for good" in plain(refused)

    do(
        opened,
        K.BACKUP,
        owner,
        accounts={"banks": "moved", "two_factor": "moved"},
        version=step_of(opened, K.BACKUP).version,
    )
    assert "Accounts still hang on this number" not in desk.reads(opened, "steps", "submission")
    assert desk.does(opened, "submission").status_code == 303


def test_in_preparation_it_is_never_overdue(desk: Desk, opened: Cancellation, today_is: TodayIs) -> None:
    """6. The end date that we wanted has passed and nothing was sent: that is ours to do, and nobody is late."""
    today_is(date(2026, 12, 7))
    case = fresh(opened)
    assert (case.stage, case.turn, case.due) == (Stage.PREPARING, Turn.US, date(2026, 11, 30))
    assert not is_overdue(case.turn, case.due, date(2026, 12, 7))
    assert "Check the cancellation policy" in desk.line_today(case)
    assert "Ring the carrier" not in desk.line_today(case)
    tick()
    assert not case.events.filter(kind="overdue").exists()
    assert case.events.filter(kind="reminder_due").count() == 1


def test_typed_on_monday_sent_on_thursday(owner: User, desk: Desk, opened: Cancellation, today_is: TodayIs) -> None:
    """7. Thursday counts: the day on which it was sent, not that of the case, of the draft or of the entry."""
    walk(opened, owner, to=K.SUBMISSION)
    today_is(date(2026, 11, 9))
    assert desk.does(opened, "submission", draft="1", submitted_on="", promised_by="").status_code == 303
    assert fresh(opened).stage == Stage.PREPARING
    today_is(date(2026, 11, 13))
    assert desk.does(opened, "submission", submitted_on="2026-11-12", promised_by="").status_code == 303
    case = fresh(opened)
    assert (case.submitted_on, case.action) == (date(2026, 11, 12), Action.AWAIT_RECEIPT)
    assert case.due == date(2026, 11, 15), "three days for a receipt"
    assert "Thu 12 Nov" in desk.reads(opened, "deadlines")
