"""Opening a case, and finding it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.deadlines import CarrierRules, Unit
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.reference import parse_reference
from cancellations.domain.situation import Action, Outcome, SimStatus, Stage, Turn
from cancellations.models import Cancellation, Sim, Step, User
from cancellations.models.cancellation import AlreadyOpen
from cancellations.models.case import NEVER
from tests.cases import (
    END,
    TODAY,
    carrier_of,
    case_of,
    do,
    fresh,
    is_derived,
    kinds_of,
    refused,
    sim_of,
    steps_of,
    walk,
)


def test_a_new_case(owner: User) -> None:
    case = case_of(owner, requested_end_date=END, reason="Back home")
    assert parse_reference(case.reference) == case.reference
    assert (case.stage, case.turn, case.action) == (Stage.PREPARING, Turn.US, Action.POLICY)
    assert (case.due, case.is_open, case.round, case.assignee) == (END, True, 1, owner)
    assert case.sim.status == SimStatus.CANCELLING
    assert is_derived(case)
    assert kinds_of(case) == ["opened"]
    assert case.events.get().payload == {"reason": "Back home", "end": "2026-11-15"}


def test_without_a_day_it_is_due_never_and_sorts_last(owner: User) -> None:
    case = case_of(owner)
    assert (case.due, case.due_on) == (None, NEVER)


@pytest.mark.parametrize(("kind", "count"), [(SimKind.PHYSICAL, 11), (SimKind.ESIM, 12)])
def test_the_steps_follow_the_kind_of_card(owner: User, kind: SimKind, count: int) -> None:
    case = case_of(owner, sim=sim_of(owner, kind=kind))
    steps = steps_of(case)
    assert len(steps) == count
    assert [step.position for step in steps] == sorted(step.position for step in steps)
    assert (StepKey.DEVICES in {step.key for step in steps}) == (kind is SimKind.ESIM)


def test_the_carrier_leaves_steps_out(owner: User) -> None:
    carrier = carrier_of(owner, not_applicable_steps=["identity", "refund", "submission"])
    keys = {step.key for step in steps_of(case_of(owner, sim=sim_of(owner, carrier=carrier)))}
    assert not keys & {"identity", "refund"}
    assert "submission" in keys, "the point of no return stays"


def test_the_carriers_rules_are_copied_and_stay(owner: User) -> None:
    carrier = carrier_of(owner, receipt_days=5, processing_days=10, processing_unit="working")
    case = case_of(owner, sim=sim_of(owner, carrier=carrier), to=StepKey.CONFIRMATION)
    due = case.due
    carrier.edit(owner, version=1, receipt_days=60, processing_days=90, not_applicable_steps=["refund"])
    case = do(case, StepKey.CONFIRMATION, owner, result="none", until=None)
    assert case.due == due == date(2026, 11, 8)
    assert case.facts([]).rules == CarrierRules(receipt_days=5, processing_days=10, unit=Unit.WORKING)
    assert StepKey.REFUND in {step.key for step in steps_of(case)}


def test_a_card_never_has_two_open_cases(owner: User) -> None:
    sim = sim_of(owner)
    first = case_of(owner, sim=sim)
    with refused(AlreadyOpen) as caught:
        case_of(owner, sim=sim)
    assert caught.value.case == first
    first.close(owner, outcome=Outcome.WITHDRAWN, reason="Another way")
    assert case_of(owner, sim=sim) != first


def test_the_database_would_refuse_it_too(owner: User) -> None:
    case = case_of(owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cancellation.objects.create(
            workspace_id=case.workspace_id,
            reference="LC-000000",
            sim=case.sim,
            carrier=case.carrier,
            opened_on=TODAY,
            opened_by=owner,
        )


def test_a_viewer_opens_nothing(owner: User, viewer: User) -> None:
    sim = sim_of(owner)
    with refused(PermissionDenied):
        Cancellation.objects.start(sim, viewer, requested_end_date=None)
    assert not Cancellation.objects.exists()
    assert not Step.objects.exists()


def test_a_case_belongs_to_its_workspace(owner: User, viewer: User, stranger: User, ex_member: User) -> None:
    case = case_of(owner)
    seen = [Cancellation.objects.visible_to(user).count() for user in (owner, viewer, stranger, ex_member)]
    assert seen == [1, 1, 0, 0]
    assert {step.workspace_id for step in steps_of(case)} == {owner.workspace_id}
    with pytest.raises(Cancellation.DoesNotExist):
        Cancellation.objects.visible_to(stranger).get(reference=case.reference)


# --- lists -------------------------------------------------------------------------------------------------


def test_the_worklists_read_the_day(owner: User) -> None:
    ours = case_of(owner, requested_end_date=TODAY)
    later = case_of(owner, requested_end_date=date(2026, 12, 24))
    late = case_of(owner, to=StepKey.CONFIRMATION)
    held = fresh(case_of(owner, to=StepKey.CONFIRMATION))
    held.log_contact(owner, outcome=ContactOutcome.OTHER, promised_by=date(2026, 12, 1))
    confirmed = walk(case_of(owner, to=StepKey.CONFIRMATION), owner, to=StepKey.VERIFICATION)
    do(confirmed, StepKey.VERIFICATION, owner)
    do(confirmed, StepKey.REFUND, owner)
    cases = Cancellation.objects.visible_to(owner)
    assert list(cases.needing_us(TODAY)) == [ours]
    assert list(cases.overdue(TODAY)) == [late]
    assert list(cases.waiting(TODAY)) == [held]
    assert list(cases.coming_up(TODAY)) == [later]
    assert list(cases.recently_confirmed(TODAY)) == [confirmed]
    assert cases.open_cases().count() == 5
    assert list(cases.overdue(late.due or TODAY)) == [], "the day itself is not late yet"


@pytest.mark.parametrize(
    "term",
    [
        "москва",
        "МОСКВА",
        "+7 916 123-45-67",
        "9161234567",
        "8970101234567890123",
        "ｎ－１７",
        "n-17",
        "иванов",
        "１２３４５",
    ],
)
def test_search_finds_by_all_that_people_type(owner: User, term: str) -> None:
    sim = sim_of(
        owner,
        nickname="Москва",
        holder="Иванов Ю.",
        msisdn="+79161234567",
        iccid="8970101234567890123",
    )
    case = case_of(owner, sim=sim)
    case.add_request_number(owner, number="N-17", given_on=TODAY)
    case_of(owner, sim=sim_of(owner, nickname="Paris"))
    assert list(Cancellation.objects.visible_to(owner).search(term, owner)) == [case]


@pytest.mark.parametrize("term", ["%", "_", "\\", "' OR 1=1 --", "x" * 100_000])
def test_search_takes_signs_literally(owner: User, term: str) -> None:
    case_of(owner)
    assert not Cancellation.objects.visible_to(owner).search(term, owner).exists()


def test_search_by_reference(owner: User) -> None:
    case = case_of(owner)
    case_of(owner)
    assert list(Cancellation.objects.visible_to(owner).search(case.reference.lower(), owner)) == [case]


def test_a_changed_card_is_found_and_due_anew(owner: User) -> None:
    case = case_of(owner, to=StepKey.BILL_CHECK)
    assert case.due == date(2026, 12, 15)
    sim = Sim.objects.get(pk=case.sim_id)
    sim.edit(owner, version=1, nickname="Datscha", billing_day=5)
    case = fresh(case)
    assert case.due == date(2026, 12, 5)
    assert list(Cancellation.objects.visible_to(owner).search("datscha", owner)) == [case]
    assert is_derived(case)
