"""How many requests are open, by their stage and by how long ago they were opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cancellations.domain.situation import Stage

OPEN_STAGES = (Stage.PREPARING, Stage.SUBMITTED, Stage.PROCESSING, Stage.CONFIRMED)
AGES: tuple[int | None, ...] = (7, 30, 60, 90, None)  # each up to so many days; the last without an end


@dataclass(frozen=True)
class Backlog:
    """`rows`: for each stage as many numbers as there are AGES."""

    rows: dict[Stage, tuple[int, ...]]

    @property
    def total(self) -> int:
        return sum(map(sum, self.rows.values()))

    @property
    def by_age(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*self.rows.values(), strict=True)))


def backlog_of(counts: Iterable[tuple[str, date, int]], today: date) -> Backlog:
    """`counts`: of each stage and day of opening, how many are open."""
    rows = {stage: [0] * len(AGES) for stage in OPEN_STAGES}
    for stage, opened_on, n in counts:
        if stage in rows:
            rows[Stage(stage)][age_place((today - opened_on).days)] += n
    return Backlog({stage: tuple(row) for stage, row in rows.items()})


def age_place(days: int) -> int:
    """Which of AGES this is."""
    return next(place for place, most in enumerate(AGES) if most is None or days <= most)


def age_days(today: date) -> list[tuple[date | None, date | None]]:
    """The first and the last day of opening of each of AGES; None where there is no end."""
    days: list[tuple[date | None, date | None]] = []
    last = None
    for most in AGES:
        first = None if most is None else today - timedelta(days=most)
        days.append((first, last))
        last = first - timedelta(days=1) if first else None
    return days
