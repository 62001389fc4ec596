"""How it went with many cases at once: from counts of them, never from the cases one by one.

What each figure counts is the same as in figures.py, which has one carrier's cases before it.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from enum import IntFlag, StrEnum
from typing import Generic, NamedTuple, TypeVar

from cancellations.domain.figures import Figure, percentile_of, share_of

Key = TypeVar("Key", bound=Hashable)


class Truth(IntFlag):
    """What can be true of a case, each for itself."""

    SENT = 1
    DECIDED = 2  # confirmed, refused at least once, or given up
    REFUSED = 4
    LOOKED = 8  # somebody looked at its bills after the end
    BILLED = 16
    DATED = 32  # confirmed, and the carrier had said by when
    KEPT = 64  # confirmed on that day or earlier


class Span(StrEnum):
    """From where to where days are counted; `PROMISED` to the day that the carrier named."""

    RECEIPT = "receipt"
    CONFIRMATION = "confirmation"
    REFUND = "refund"
    PROMISED = "promised"


class Count(NamedTuple, Generic[Key]):
    """`n` cases of `key`: with these truths when `span` is None, else with this many days."""

    key: Key
    span: Span | None
    value: int
    n: int


@dataclass(frozen=True)
class Spread:
    """Days: half of the cases took `median` at most, nine of ten took `most` at most."""

    median: Figure
    most: Figure


@dataclass(frozen=True)
class Score:
    """`waiting`: sent, and no answer yet. `promised`: days from sending to the day that the carrier named (median).

    `kept`: confirmed by the day that the carrier had named, of the confirmed ones for which it had named one.
    """

    opened: int
    sent: int
    waiting: int
    receipt: Spread
    confirmation: Spread
    refund: Spread
    refused: Figure
    billed: Figure
    promised: Figure
    kept: Figure


@dataclass
class _Tally:
    truths: Counter[int] = field(default_factory=Counter)
    days: dict[Span, Counter[int]] = field(default_factory=lambda: {span: Counter() for span in Span})

    def take(self, one: Count[Key]) -> None:
        if one.span is None:
            self.truths[one.value] += one.n
        else:
            self.days[one.span][max(one.value, 0)] += one.n  # a span that runs backwards counts as no days

    def score(self) -> Score:
        return Score(
            opened=self.truths.total(),
            sent=self._n(Truth.SENT),
            waiting=self._n(Truth.SENT) - self._n(Truth.SENT | Truth.DECIDED),
            receipt=self._spread(Span.RECEIPT),
            confirmation=self._spread(Span.CONFIRMATION),
            refund=self._spread(Span.REFUND),
            refused=share_of(self._n(Truth.DECIDED | Truth.REFUSED), self._n(Truth.DECIDED)),
            billed=share_of(self._n(Truth.LOOKED | Truth.BILLED), self._n(Truth.LOOKED)),
            promised=percentile_of(self.days[Span.PROMISED], 50),
            kept=share_of(self._n(Truth.DATED | Truth.KEPT), self._n(Truth.DATED)),
        )

    def _n(self, truths: Truth) -> int:
        return sum(n for value, n in self.truths.items() if value & truths == truths)

    def _spread(self, span: Span) -> Spread:
        return Spread(percentile_of(self.days[span], 50), percentile_of(self.days[span], 90))


def scores_of(counts: Iterable[Count[Key]]) -> tuple[dict[Key, Score], Score]:
    """The score of each key, most cases first, and of all together."""
    tallies: dict[Key, _Tally] = {}
    everything = _Tally()
    for one in counts:
        tallies.setdefault(one.key, _Tally()).take(one)
        everything.take(one)
    ordered = sorted(tallies.items(), key=lambda pair: -pair[1].truths.total())
    return {key: tally.score() for key, tally in ordered}, everything.score()
