"""One letter of the carrier about many cases: it confirms all that it names, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cancellations.domain.closing import Obstacle, ObstacleKind, looks_like_the_receipt
from cancellations.domain.errors import Locked, NotPossible
from cancellations.domain.evidence import EvidenceKind
from cancellations.domain.playbook import StepKey
from cancellations.domain.said import filled, several
from cancellations.models.case_bulk import BulkCases, steps_of
from cancellations.models.change import CLOSED
from cancellations.models.filing import Kept
from cancellations.models.people import User
from cancellations.models.step import Step
from cancellations.models.step_verbs import SETTLED_ALREADY

if TYPE_CHECKING:
    from cancellations.models.cancellation import Cancellation

Refusal = NotPossible | Locked
_AT_ONCE = 500  # cases that are read at once


@dataclass(frozen=True)
class Confirmation:
    """What the letter says of all the numbers on it. `says_so`: that it is no receipt was read in it."""

    replied_on: date
    end_date: date
    confirmation_number: str = ""
    says_so: bool = False


class NotConfirmed(NotPossible):
    """The letter cannot confirm these cases: reference -> what refuses it. Nothing has been changed."""

    def __init__(self, refusals: Mapping[str, Refusal]) -> None:
        super().__init__(_("Nothing was confirmed, because the letter does not fit all of these requests."))
        self.refusals = dict(refusals)


class LetterQuerySet(BulkCases):
    def confirm_by_letter(
        self, by: User, cases: Mapping[int, str], letter: Sequence[Kept], told: Confirmation
    ) -> list["Cancellation"]:
        """Complete the carrier's reply of each case, with the letter as proof in each. `cases`: id -> the confirmation
        number that stands behind it in the letter, or nothing.

        All or none: raises NotConfirmed with what refuses, by reference, and NotPossible when they are at several
        carriers, for a letter is written by one. Others' cases are not found.
        """
        refusals: dict[str, Refusal] = {}
        with transaction.atomic():
            rows = self.visible_to(by).select_related("sim", "carrier").select_for_update(of=("self",))
            found = list(rows.filter(pk__in=list(cases)).order_by("pk"))
            _must_be_of_one_carrier(found)
            for case in found:
                try:
                    with transaction.atomic():
                        _confirm(case, by, cases[case.pk], letter, told)
                except (NotPossible, Locked) as refused:
                    refusals[case.reference] = refused
            if refusals or not found or len(found) != len(cases):  # one that is gone was on the letter too
                raise NotConfirmed(refusals)
        return found

    def refused_by_letter(self, by: User, cases: Sequence[int], told: Confirmation) -> dict[str, Refusal]:
        """What would refuse the letter, by reference, as far as it can be told without changing the cases.

        For a letter that is confirmed in parts: no part of it is before all of it can be. Raises NotPossible when the
        cases are at several carriers, and NotConfirmed when one is gone.
        """
        found: list[Cancellation] = []
        refusals: dict[str, Refusal] = {}
        for start in range(0, len(cases), _AT_ONCE):
            ids = cases[start : start + _AT_ONCE]
            part = list(self.visible_to(by).select_related("sim", "carrier").filter(pk__in=ids).order_by("pk"))
            steps = steps_of(part)
            told_of = ((case, _refusal(case, steps[case.pk], told)) for case in part)
            refusals.update((case.reference, refused) for case, refused in told_of if refused)
            found += part
        _must_be_of_one_carrier(found)
        if len(found) != len(cases):
            raise NotConfirmed(refusals)
        return refusals


def _must_be_of_one_carrier(cases: Sequence["Cancellation"]) -> None:
    names = {case.carrier_id: case.carrier.name for case in cases}
    if len(names) > 1:
        said = _("One letter comes from one carrier, and these requests are at several: %(carriers)s.")
        raise NotPossible(filled(said, {"carriers": several(sorted(names.values()))}))


def _refusal(case: "Cancellation", steps: list[Step], told: Confirmation) -> Refusal | None:
    """What `_confirm` would raise."""
    try:
        _must_be_confirmed_by(case, told)
    except (NotPossible, Locked) as refused:
        return refused
    if case.outcome:
        return NotPossible(CLOSED)
    if any(step.step_key is StepKey.CONFIRMATION and step.is_settled for step in steps):
        return NotPossible(SETTLED_ALREADY)
    obstacles = case.obstacles(StepKey.CONFIRMATION, steps)
    return Locked(obstacles) if obstacles else None


def _confirm(case: "Cancellation", by: User, number: str, letter: Sequence[Kept], told: Confirmation) -> None:
    """`number`: what stands behind the case in the pasted list. It does not make a confirmation of a receipt."""
    _must_be_confirmed_by(case, told)
    case.complete_step(
        StepKey.CONFIRMATION,
        by,
        result="confirmed",
        replied_on=told.replied_on,
        end_date=told.end_date,
        confirmation_number=number or told.confirmation_number,
        says_so=told.says_so,
    )
    for file in letter:
        case.attach(by, file, kind=EvidenceKind.CONFIRMATION, step=StepKey.CONFIRMATION)


def _must_be_confirmed_by(case: "Cancellation", told: Confirmation) -> None:
    """Raises Locked when the letter looks like the receipt, and NotPossible for a day that cannot be."""
    if not told.says_so and looks_like_the_receipt(case.acknowledged_on, told.replied_on, told.confirmation_number):
        raise Locked([Obstacle(ObstacleKind.RECEIPT_ONLY)])
    if case.submitted_on and told.end_date < case.submitted_on:  # mostly a mistyped year, and rarely true of many
        raise NotPossible(_("The contract would have ended before the request was sent. Record that in the request."))
