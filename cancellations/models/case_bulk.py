"""Cases as they are opened, one or very many; and many that are told what changed of their cards."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cancellations.domain.playbook import PLAYBOOK, SimKind, steps_for
from cancellations.domain.reference import new_reference
from cancellations.domain.roles import Right
from cancellations.domain.situation import Outcome, SimStatus
from cancellations.models.base import SearchedQuerySet
from cancellations.models.batch import Batch
from cancellations.models.event import Event
from cancellations.models.message import RequestNumber
from cancellations.models.people import User
from cancellations.models.sim import Sim
from cancellations.models.step import Step
from cancellations.models.writing import insert_many, place_of, prepared, reserve_keys

if TYPE_CHECKING:
    from cancellations.models.cancellation import Cancellation

_POSITIONS = {rule.key: position for position, rule in enumerate(PLAYBOOK, start=1)}
_AT_ONCE = 500
_FOLLOWS = ("search_text", "search_text_masked", "order_title", "order_fee")  # the card's texts and fee

New = tuple["Cancellation", list[Step]]


@dataclass(frozen=True)
class Wish:
    """A case that is to be opened for the card with the key `sim`."""

    sim: int
    requested_end_date: date | None = None
    reason: str = ""
    assignee: User | None = None


class BulkCases(SearchedQuerySet["Cancellation"]):
    def start_many(self, by: User, wishes: Sequence[Wish], *, batch: Batch | None = None) -> dict[int, "Cancellation"]:
        """As `start` for each, in one transaction. Gives the cases by the keys of their cards.

        Cards that have an open case, or whose contract has ended, are left out: so it may be asked for twice.
        """
        by.must(Right.WORK)
        with transaction.atomic():
            cards = self._free_cards(by, [wish.sim for wish in wishes])
            wanted = {wish.sim: wish for wish in wishes if wish.sim in cards}
            suspended = [pk for pk in wanted if cards[pk].status == SimStatus.SUSPENDED]
            kept: dict[int, Any] = {}
            new = [
                self.unwritten(
                    cards[pk],
                    by,
                    reference=reference,
                    requested_end_date=wish.requested_end_date,
                    reason=wish.reason,
                    assignee=wish.assignee,
                    batch=batch,
                    kept=kept,
                )
                for (pk, wish), reference in zip(wanted.items(), self.free_references(len(wanted)), strict=True)
            ]
            self._write(by, new)
            if suspended:
                self.decide_anew(by, [case for case, _steps in new if case.sim_id in set(suspended)])
        return {case.sim_id: case for case, _steps in new}

    def decide_anew(self, by: User, new: Sequence["Cancellation"]) -> None:
        """The new cases of suspended cards are what the suspension called for: nobody is reminded of it any more.

        Part of the transaction that opens them.
        """
        opened = {case.sim_id: case.reference for case in new}
        is_waiting = Q(suspended_until__isnull=False) | Q(follow_up_on__isnull=False)
        waiting = self.model._default_manager.filter(is_waiting, outcome=Outcome.SUSPENDED)
        pks = list(opened)
        for start in range(0, len(pks), _AT_ONCE):
            for old in waiting.filter(sim__in=pks[start : start + _AT_ONCE]).select_related("sim"):
                old.leave_suspension_to(opened[old.sim_id], by)

    def unwritten(
        self,
        sim: Sim,
        by: User,
        *,
        reference: str,
        requested_end_date: date | None,
        reason: str = "",
        assignee: User | None = None,
        opened_on: date | None = None,
        batch: Batch | None = None,
        kept: dict[int, Any] | None = None,
    ) -> New:
        """A new case with its steps and its situation, its card with its status: as they are to be written.

        `kept`: what is the same for all cards of a carrier, when many are opened together.
        """
        kept = {} if kept is None else kept
        case = self.model(
            workspace_id=sim.workspace_id,
            reference=reference,
            sim=sim,
            carrier=sim.carrier,
            opened_on=opened_on or timezone.localdate(),
            opened_by=by,
            assignee=assignee or by,
            batch=batch,
            reason=reason,
            requested_end_date=requested_end_date,
        )
        if sim.carrier_id not in kept:
            case.rules = sim.carrier.rules_to_copy()
            case.take_own_days()
            kept[sim.carrier_id] = (case.rules, case.own_days)
        case.rules, case.own_days = kept[sim.carrier_id]
        keys = steps_for(SimKind(sim.kind), sim.carrier.not_applicable_steps)
        steps = [Step(workspace_id=sim.workspace_id, key=key, position=_POSITIONS[key]) for key in keys]
        case.settle_situation(steps)
        sim.status = case.card_status(steps)
        case.settle_search([])
        case.settle_order()
        return case, steps

    def follow_sims(self, pks: Sequence[int]) -> None:
        """As Cancellation.follow_sim for every case of these cards. Part of the transaction that changed them."""
        for start in range(0, len(pks), _AT_ONCE):
            cases = list(self.filter(sim__in=pks[start : start + _AT_ONCE]).select_for_update().select_related("sim"))
            if not cases:
                continue
            numbers, steps = _numbers_of(cases), steps_of(cases)
            changed = set(_FOLLOWS)
            for case in cases:
                case.settle_search(numbers[case.pk])
                case.settle_order()
                changed |= case.settle_situation(steps[case.pk])
            self.bulk_update(cases, sorted(changed))

    def free_references(self, count: int) -> list[str]:
        """References that no case has."""
        free: set[str] = set()
        while len(free) < count:
            more = {new_reference() for _ in range(count - len(free))}
            free |= more - set(self.model._base_manager.filter(reference__in=more).values_list("reference", flat=True))
        return list(free)

    def _free_cards(self, by: User, pks: Sequence[int]) -> dict[int, Sim]:
        """The cards that a case can be opened for, locked."""
        running = set(self.visible_to(by).filter(sim__in=pks, is_open=True).values_list("sim_id", flat=True))
        cards = Sim.objects.visible_to(by).filter(pk__in=set(pks) - running).exclude(status=SimStatus.ENDED)
        locked = cards.select_for_update(of=("self",)).select_related("carrier", "workspace").order_by("pk")
        return {sim.pk: sim for sim in locked}

    def _write(self, by: User, new: Sequence[New]) -> None:
        for case, _steps in new:
            case.version += 1  # it has been opened: as a change counts it
        keys = reserve_keys(self.model, len(new))
        insert_many(self.model, ([key, *prepared(case)] for key, (case, _) in zip(keys, new, strict=True)), keyed=True)
        for key, (case, _steps) in zip(keys, new, strict=True):
            case.pk = key
        insert_many(Step, _step_rows(new))
        insert_many(Event, (prepared(_opened(case, by)) for case, _steps in new))
        by_status = defaultdict(list)
        for case, _steps in new:
            by_status[case.sim.status].append(case.sim_id)
        for status, pks in by_status.items():
            Sim.objects.filter(pk__in=pks).update(status=status)


def _step_rows(new: Sequence[New]) -> Iterator[list[Any]]:
    """Steps with the same key differ in their case only."""
    place = place_of(Step, "cancellation")
    kept: dict[str, list[Any]] = {}
    for case, steps in new:
        for step in steps:
            if step.key not in kept:
                kept[step.key] = prepared(step)
            columns = kept[step.key].copy()
            columns[place] = case.pk
            yield columns


def _opened(case: "Cancellation", by: User) -> Event:
    payload = {"reason": case.reason, "end": case.requested_end_date}
    return Event(workspace_id=case.workspace_id, cancellation_id=case.pk, kind="opened", by=by, payload=payload)


def _numbers_of(cases: Sequence["Cancellation"]) -> dict[int, list[str]]:
    numbers = defaultdict(list)
    for pk, number in RequestNumber.objects.filter(cancellation__in=cases).values_list("cancellation_id", "number"):
        numbers[pk].append(number)
    return numbers


def steps_of(cases: Sequence["Cancellation"]) -> dict[int, list[Step]]:
    """Those of the current round of each case, in their order. One query."""
    steps = defaultdict(list)
    for step in Step.objects.filter(cancellation__in=cases, is_current=True).order_by("position"):
        steps[step.cancellation_id].append(step)
    return steps
