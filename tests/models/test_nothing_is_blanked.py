"""Nothing recorded is ever blanked by undoing: it can be read in the step and in the history afterwards."""

from datetime import date
from typing import Any

import pytest

from cancellations.domain.playbook import RULES, SimKind, StepKey
from cancellations.domain.situation import Outcome
from cancellations.forms.steps import STEP_FORMS
from cancellations.models import Cancellation, Event, User
from tests.cases import ANSWERS, TODAY, case_of, do, fresh, sim_of, step_of, walk

K = StepKey
RECORDED = [key for key in StepKey if key is not K.CONTACT]  # a contact is a message, and messages are never changed


@pytest.fixture
def done(owner: User) -> Cancellation:
    """Every step of an eSIM's case is done."""
    case = case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM))
    return walk(case, owner, to=None)


def read(case: Cancellation, key: StepKey) -> list[tuple[str, str]]:
    """What the page of the case shows of the step."""
    return list(STEP_FORMS[key].recorded(step_of(case, key), case, TODAY))


def told(case: Cancellation) -> list[tuple[str, dict[str, Any]]]:
    return list(Event.objects.filter(cancellation=case).order_by("id").values_list("kind", "payload"))


@pytest.mark.parametrize("key", RECORDED)
def test_a_reopened_step_keeps_what_was_typed(done: Cancellation, owner: User, key: StepKey) -> None:
    before, data, history = read(done, key), step_of(done, key).data, told(done)
    assert data
    done.reopen_step(key, owner, reason="Once more")
    case = fresh(done)
    assert (read(case, key), step_of(case, key).data) == (before, data)
    assert told(case)[: len(history)] == history


@pytest.mark.parametrize("key", RECORDED)
def test_what_is_recorded_anew_leaves_the_old_answer_in_the_history(
    done: Cancellation, owner: User, key: StepKey
) -> None:
    history = told(done)
    answers = {name: value for name, value in ANSWERS[key].items() if name not in {"received", "request_number"}}
    done.complete_step(key, owner, version=step_of(done, key).version, **answers)
    assert told(done)[: len(history)] == history
    recorded = [payload for kind, payload in told(done) if payload.get("step") == key and kind == "step_completed"]
    assert len(recorded) == 2


def test_parts_and_looks_stay_when_their_step_is_done_again(done: Cancellation, owner: User) -> None:
    for key, rows in ((K.REFUND, "receipts"), (K.BILL_CHECK, "checks")):
        first = step_of(done, key).data[rows]
        fresh(done).reopen_step(key, owner, reason="x")
        more = {"received": 5} if key is K.REFUND else {}
        assert step_of(do(done, key, owner, **more), key).data[rows][: len(first)] == first


@pytest.mark.parametrize("key", [key for key in StepKey if RULES[key].skippable])
def test_why_it_was_left_out_stays_in_the_history(owner: User, key: StepKey) -> None:
    case = case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM))
    case.save_step(key, owner, note="Half done")
    case.skip_step(key, owner, reason="Not asked for")
    case.reopen_step(key, owner, reason="Asked for after all")
    assert step_of(case, key).data["note"] == "Half done"
    assert [payload["reason"] for kind, payload in told(case) if kind in {"step_skipped", "step_reopened"}] == [
        "Not asked for",
        "Asked for after all",
    ]


def test_a_new_round_keeps_the_old_one(owner: User) -> None:
    case = case_of(owner, to=K.CONFIRMATION)
    sent = read(case, K.SUBMISSION)
    case = do(case, K.CONFIRMATION, owner, result="refused", reason="Not the holder")
    old = case.steps.get(key=K.SUBMISSION, is_current=False)
    assert list(STEP_FORMS[K.SUBMISSION].recorded(old, case, TODAY)) == sent


def test_a_reopened_case_remembers_how_it_was_closed(owner: User) -> None:
    case = do(case_of(owner), K.DECISION, owner, choice="suspend")
    days: dict[str, Any] = {"ended_on": date(2026, 11, 20), "suspended_until": date(2027, 2, 1)}
    case.close(owner, outcome=Outcome.SUSPENDED, reason="Back in spring", **days)
    case.reopen(owner, reason="End it after all")
    payload = dict(told(case))["closed"]
    assert (payload["outcome"], payload["reason"]) == ("suspended", "Back in spring")
    assert (payload["ended_on"], payload["until"]) == ("2026-11-20", "2027-02-01")
