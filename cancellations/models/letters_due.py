"""Which letter each of many cases is to get now; and those that get none, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cancellations.domain.bulk import BulkAction
from cancellations.domain.ladder_words import hold_said
from cancellations.domain.letters import LetterFacts, LetterKind
from cancellations.domain.said import Said
from cancellations.domain.said import said as _
from cancellations.models.cancellation import Cancellation
from cancellations.models.carrier import Carrier
from cancellations.models.case_ladder import proposed_for
from cancellations.models.letter_facts import facts_of_many


@dataclass(frozen=True)
class Due:
    """A letter that a case is to get. `facts`: what the case knows for it."""

    case: Cancellation
    kind: LetterKind
    facts: LetterFacts

    @property
    def carrier(self) -> Carrier:
        return self.case.carrier


@dataclass(frozen=True)
class LettersDue:
    """`none`: id of a case -> why it gets no letter."""

    due: list[Due]
    none: dict[int, Said]


def letters_due(action: BulkAction, cases: Sequence[Cancellation], today: date) -> LettersDue:
    """The application of each case, or the letter that the ladder proposes for it. Three queries for all of them."""
    kinds: dict[int, LetterKind] = {}
    none: dict[int, Said] = {}
    for case in cases:
        found = _application(case) if action is BulkAction.LETTERS else _rung(case, today)
        if isinstance(found, LetterKind):
            kinds[case.pk] = found
        else:
            none[case.pk] = found
    written = [case for case in cases if case.pk in kinds]
    facts = facts_of_many(written)
    return LettersDue([Due(case, kinds[case.pk], facts[case.pk]) for case in written], none)


def _application(case: Cancellation) -> LetterKind | Said:
    if case.is_open and case.confirmed_end_date is None:
        return LetterKind.APPLICATION
    return _("The carrier has confirmed, or the request is closed: there is nothing to apply for.")


def _rung(case: Cancellation, today: date) -> LetterKind | Said:
    proposed = proposed_for(case, today)
    return hold_said(proposed, today) or proposed.rung
