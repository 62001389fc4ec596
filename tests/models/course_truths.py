"""What holds of every case at any time, whatever was done to it."""

from cancellations.domain.derivation import derive, sim_status
from cancellations.domain.money import read_money
from cancellations.domain.playbook import SimKind, StepKey, StepState
from cancellations.domain.situation import Outcome, SimStatus
from cancellations.models import Cancellation, Step, User
from cancellations.models.money_sums import Sum, money_sums
from tests.cases import TODAY


def the_situation_follows_from_the_facts(case: Cancellation, steps: list[Step]) -> None:
    facts = case.facts(steps)
    assert case.situation == derive(facts)
    assert case.is_open == (not case.outcome)
    assert case.sim.status == sim_status(facts)
    assert len({step.key for step in steps}) == len(steps) == (12 if case.sim.kind == SimKind.ESIM else 11)


def nothing_ends_without_proof(case: Cancellation, states: dict[str, str]) -> None:
    if case.outcome != Outcome.TERMINATED:
        return
    assert case.confirmed_on
    assert case.verified_on
    assert not case.charged_on
    assert states[StepKey.CONFIRMATION] == states[StepKey.VERIFICATION] == StepState.DONE
    assert {states[StepKey.REFUND], states[StepKey.BILL_CHECK]} <= {StepState.DONE, StepState.SKIPPED}
    assert case.sim.status == SimStatus.ENDED


def the_money_is_that_of_the_steps(case: Cancellation, steps: list[Step], owner: User) -> None:
    """Columns, sums and rows say the same; a settled refund owes nothing; a known charge is never forgotten."""
    money = read_money(steps)
    refund = next((step for step in steps if step.key == StepKey.REFUND), None)
    owed = {one.kind: (one.amount, one.currency) for one in money_sums(owner, TODAY) if one.kind is not Sum.BILLED}
    expected = {}
    if case.is_open and case.confirmed_on and money.outstanding:
        expected[Sum.REFUND] = (money.outstanding.value, money.outstanding.currency)
    if case.is_open and money.charged:
        expected[Sum.CHARGE] = (money.charged.value, money.charged.currency)
    assert owed == expected
    assert not (refund and refund.is_settled and Sum.REFUND in owed)
    assert case.charged_on == min((one.on for one in money.open_charges if one.on), default=None)
    assert bool(case.charged_first_on) == any(one.after_end for one in money.charges)
