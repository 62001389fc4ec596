"""Which letters the facts of a case call for."""

from cancellations.domain.letters.facts import LetterFacts
from cancellations.domain.letters.kinds import LetterKind
from cancellations.domain.letters.regulators import regulator_of

_ABOUT_SILENCE = frozenset({LetterKind.CHASER, LetterKind.SUPERVISOR, LetterKind.CLAIM})


def exists(kind: LetterKind, facts: LetterFacts) -> bool:
    """Whether there is such a letter at all: without a regulator that a source names, there is no complaint to it."""
    return kind is not LetterKind.REGULATOR or regulator_of(facts.country) is not None


def is_called_for(kind: LetterKind, facts: LetterFacts) -> bool:
    """Whether the letter makes sense as the case stands."""
    if kind in _ABOUT_SILENCE:
        return facts.submitted_on is not None and facts.confirmed_end is None and _has_passed(facts)
    if kind is LetterKind.APPLICATION:
        return facts.confirmed_end is None
    if kind is LetterKind.REFUND:
        return facts.submitted_on is not None and facts.outstanding is not None and facts.outstanding.amount > 0
    if kind is LetterKind.DISPUTE:
        return facts.confirmed_end is not None and facts.charge is not None
    if kind is LetterKind.REGULATOR:
        return facts.submitted_on is not None and exists(kind, facts) and (_has_passed(facts) or bool(facts.charge))
    return facts.confirmed_end is not None


def _has_passed(facts: LetterFacts) -> bool:
    """Whether the day of the answer is over: the promised one, else the expected one. No day: nothing to wait for."""
    day = facts.promised_by or facts.due_on or facts.reminder_on
    return day is None or day < facts.today
