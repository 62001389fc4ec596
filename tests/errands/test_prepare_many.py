"""Many requests prepared at once: each step by its own verb, touched ones are left and listed, and nothing is sent."""

from collections.abc import Callable
from typing import Any

import pytest

from cancellations.domain.bulk import BulkAction
from cancellations.domain.errands import ErrandState
from cancellations.domain.playbook import SimKind, StepKey, StepState
from cancellations.domain.sentences import sentence
from cancellations.domain.situation import Decision, Outcome
from cancellations.forms.steps.prepare import BackupForm
from cancellations.models import Cancellation, Carrier, Errand, User
from tests.cases import TODAY, carrier_of, case_of, fresh, is_derived, kinds_of, sim_of, step_of
from tests.errands.test_bulk import do, missed

pytestmark = pytest.mark.usefixtures("a_saturday")
Prepare = Callable[..., Errand]

DECISION = {"step_decision": "on", "why": "unused"}
BACKUP = {"step_backup": "on", "nothing_attached": "on", "said_by": "Zhou Kai"}
BALANCE = {"balance": "zero", "seen_on": "2026-11-20"}
IDENTITY = {"step_identity": "on", "documents": ["passport"], "shown_on": "2026-11-20"}


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return carrier_of(owner)


@pytest.fixture
def prepare(owner: User, carrier: Carrier) -> Prepare:
    def prepared(cases: list[Cancellation], *parts: dict[str, Any], **more: Any) -> Errand:
        data = {name: value for part in parts for name, value in part.items()}
        return do(owner, BulkAction.PREPARE, cases, **data, **more)

    return prepared


@pytest.fixture
def cases(owner: User, carrier: Carrier) -> list[Cancellation]:
    return [case_of(owner, sim=sim_of(owner, carrier=carrier, currency="RUB")) for _ in range(3)]


def states(case: Cancellation, *keys: StepKey) -> list[str]:
    return [step_of(case, key).state for key in keys]


def everything(carrier: Carrier) -> dict[str, Any]:
    policy = {"step_policy": "on", f"notice_{carrier.pk}": "30 days", "source": "Hotline"}
    return {**policy, **DECISION, **BACKUP, "step_balance": "on", **BALANCE, **IDENTITY}


def test_all_steps_before_the_submission(
    owner: User, carrier: Carrier, cases: list[Cancellation], prepare: Prepare
) -> None:
    errand = prepare(cases, everything(carrier))
    assert (errand.state, errand.done, missed(errand)) == (ErrandState.DONE, 3, [])
    for case in map(fresh, cases):
        assert kinds_of(case).count("step_completed") == 5
        assert (case.decision, case.submitted_on, is_derived(case)) == (Decision.TERMINATE, None, True)
        assert step_of(case, StepKey.POLICY).data["notice"] == "30 days"
        assert step_of(case, StepKey.BACKUP).data == {
            "receives_sms": "unknown",
            "accounts": {},
            "others": "",
            "said_by": "Zhou Kai",
            "said_for": 3,
        }
        assert step_of(case, StepKey.BALANCE).data["currency"] == "RUB"
        assert step_of(case, StepKey.REFUND).state == StepState.SKIPPED
    sent = {"channel": "email", "submitted_on": "2026-11-20", "request_number": "N-1"}
    assert missed(do(owner, BulkAction.SUBMIT, cases, **sent)) == []


def test_only_what_is_ticked(cases: list[Cancellation], prepare: Prepare) -> None:
    prepare(cases, DECISION)
    keys = (StepKey.POLICY, StepKey.DECISION, StepKey.BACKUP, StepKey.BALANCE, StepKey.IDENTITY)
    assert states(cases[0], *keys) == ["todo", "done", "todo", "todo", "todo"]


def test_what_somebody_has_begun_or_settled_is_left_and_listed(
    owner: User, cases: list[Cancellation], prepare: Prepare
) -> None:
    cases[0].complete_step(StepKey.DECISION, owner, choice="keep", why="other")
    cases[1].save_step(StepKey.BACKUP, owner, accounts={"banks": "attached"})
    errand = prepare(cases, DECISION, BACKUP)
    left = "Left as it is, because somebody has begun or settled it: %s."
    assert missed(errand) == [
        (cases[0].reference, left % "Decide: terminate or not"),
        (cases[1].reference, left % "Save data, unlink accounts"),
    ]
    assert fresh(cases[0]).decision is not Decision.TERMINATE
    assert states(cases[0], StepKey.BACKUP) == ["done"]
    assert states(cases[1], StepKey.DECISION, StepKey.BACKUP) == ["done", "todo"]


def test_one_answer_for_many_is_shown_as_one(cases: list[Cancellation], prepare: Prepare) -> None:
    """In the timeline, and in the step: nobody went through the list of accounts for each of them."""
    prepare(cases, BACKUP)
    step, event = step_of(cases[0], StepKey.BACKUP), cases[0].events.order_by("id").last()
    assert event
    said = sentence(event.kind, event.payload, TODAY)
    assert said.text == "“Nothing hangs on these numbers”, said for 3 requests at once by Zhou Kai"
    assert list(BackupForm.recorded(step, cases[0], TODAY)) == [
        ("Nothing hangs on the number any more", "Said for 3 requests at once"),
        ("Does the SIM still receive SMS?", "Not tried"),
        ("Who says so?", "Zhou Kai"),
    ]


@pytest.mark.parametrize("is_same_card", [True, False])
def test_a_number_on_which_accounts_hang_by_another_request_is_left_out(
    owner: User, carrier: Carrier, prepare: Prepare, is_same_card: bool
) -> None:
    sim = sim_of(owner, carrier=carrier, msisdn="+79161234567")
    earlier = case_of(owner, sim=sim)
    earlier.complete_step(StepKey.BACKUP, owner, accounts={"banks": "attached"})
    earlier.close(owner, outcome=Outcome.WITHDRAWN, reason="Kept")
    now = sim if is_same_card else sim_of(owner, carrier=carrier, msisdn="+79161234567")
    case, other = case_of(owner, sim=now), case_of(owner, sim=sim_of(owner, carrier=carrier))
    errand = prepare([case, other], DECISION, BACKUP)
    left_out = "Not recorded: Save data, unlink accounts."
    said = f"{left_out} By request {earlier.reference}, accounts hang on this number still."
    assert missed(errand) == [(case.reference, said)]
    assert states(case, StepKey.DECISION, StepKey.BACKUP) == ["done", "todo"]
    assert states(other, StepKey.DECISION, StepKey.BACKUP) == ["done", "done"]


def test_what_refuses_keeps_nothing_of_it(owner: User, carrier: Carrier, prepare: Prepare) -> None:
    """The bindings of an eSIM wait for its accounts; a closed request takes nothing."""
    esim = case_of(owner, sim=sim_of(owner, carrier=carrier, kind=SimKind.ESIM))
    closed = case_of(owner, sim=sim_of(owner, carrier=carrier))
    closed.close(owner, outcome=Outcome.WITHDRAWN, reason="Kept")
    errand = prepare([esim, closed], DECISION, {"step_devices": "on", "unbinding": "none"})
    assert [label for label, _ in missed(errand)] == [esim.reference, closed.reference]
    assert states(esim, StepKey.DECISION, StepKey.DEVICES) == ["todo", "todo"]
    prepare([esim], DECISION, BACKUP, {"step_devices": "on", "unbinding": "none"})
    assert list(step_of(esim, StepKey.DEVICES).data["devices"].values()) == ["none"]


@pytest.mark.parametrize(("balance", "refund"), [("unwanted", StepState.SKIPPED), ("unknown", StepState.TODO)])
def test_a_balance_that_is_not_looked_at(
    cases: list[Cancellation], prepare: Prepare, balance: str, refund: StepState
) -> None:
    said = {"step_balance": "on", "balance": balance, "left_out_because": "Prepaid, less than a dollar"}
    assert missed(prepare(cases[:1], said)) == []
    step = step_of(cases[0], StepKey.BALANCE)
    assert (step.state, step.reason) == (StepState.SKIPPED, "Prepaid, less than a dollar")
    assert states(cases[0], StepKey.REFUND) == [refund]


def test_each_carrier_has_its_own_notice(
    owner: User, carrier: Carrier, cases: list[Cancellation], prepare: Prepare
) -> None:
    other = carrier_of(owner)
    case = case_of(owner, sim=sim_of(owner, carrier=other))
    prepare([cases[0], case], {"step_policy": "on", f"notice_{carrier.pk}": "None", f"notice_{other.pk}": "A month"})
    assert [step_of(one, StepKey.POLICY).data["notice"] for one in (cases[0], case)] == ["None", "A month"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"step_backup": "on", "said_by": "Zhou Kai"},
        {"step_backup": "on", "nothing_attached": "on"},
        {"step_balance": "on"},
        {"step_balance": "on", "balance": "unwanted"},
        {"step_identity": "on", "shown_on": "2026-11-20"},
        {"step_policy": "on"},
    ],
)
def test_what_is_ticked_must_be_answered(cases: list[Cancellation], prepare: Prepare, typed: dict[str, Any]) -> None:
    errand = prepare(cases, typed)
    assert errand.state is ErrandState.FAILED
    assert kinds_of(cases[0]) == ["opened"]
