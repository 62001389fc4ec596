"""The follow-up ladder: which letter is proposed next to a carrier that does not answer, and from when.

Chaser, then to its supervisor, then a formal claim, then the country's regulator where a source names one. A letter is
proposed once the carrier's day, and every day it promised, have passed; people may go higher earlier.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from cancellations.domain.deadlines import WorkCalendar, add_days, add_working_days
from cancellations.domain.letters import LADDER, LetterKind, regulator_of
from cancellations.domain.situation import Action, Situation, Stage, Turn


@dataclass(frozen=True)
class Patience:
    """How long one letter is given before the next is proposed; `working`: in the carrier's working days."""

    days: int
    working: bool = False


# Reminders of our own, not law. Only the claim's thirty days are modelled on a law: the time that Russia's law on
# communications gives carriers to answer one; its regulator takes as long.
PATIENCE = {
    LetterKind.CHASER: Patience(3, working=True),
    LetterKind.SUPERVISOR: Patience(5, working=True),
    LetterKind.CLAIM: Patience(30),
    LetterKind.REGULATOR: Patience(30),
}


class Hold(StrEnum):
    """Why no letter is proposed."""

    NOT_SENT = "not_sent"  # there is nothing that could be chased
    ANSWERED = "answered"  # the carrier has confirmed, or the case is closed
    OURS = "ours"  # the next move is not the carrier's
    PROMISED = "promised"  # the day that the carrier named is still to come
    NOT_DUE = "not_due"
    SENT_LATELY = "sent_lately"  # the last letter is to be given its time


@dataclass(frozen=True)
class Sent:
    rung: LetterKind
    on: date


@dataclass(frozen=True)
class Silence:
    """What the next letter depends on.

    `answer_by`: when the carrier must answer, whenever we look again. `country`: the carrier's. `promised_by`: with the
    days added on which the carrier waited for us. `sent`: the letters of this round; the ones before the request was
    sent again are about something else and do not count.
    """

    situation: Situation
    today: date
    answer_by: date | None = None
    country: str = ""
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    submitted_on: date | None = None
    promised_by: date | None = None
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """`rung` is the next letter whether or not it is time for it. `until`: the last day of what holds it back.

    `from_day`: the first day on which nothing will hold it back, as far as days can tell.
    """

    rung: LetterKind
    hold: Hold | None = None
    until: date | None = None
    from_day: date | None = None

    @property
    def is_offered(self) -> bool:
        """Whether letters are to be had: the carrier is late. The next one may still be better sent later."""
        return self.hold in {None, Hold.SENT_LATELY}


def rungs_in(country: str) -> tuple[LetterKind, ...]:
    """The letters that there are against a carrier of this country, lowest first."""
    return tuple(rung for rung in LADDER if rung is not LetterKind.REGULATOR or regulator_of(country))


def proposal(silence: Silence) -> Proposal:
    """The next letter: one higher than the highest sent; at the top the same again."""
    rungs, sent = rungs_in(silence.country), _counting(silence)
    highest = max((rungs.index(one.rung) for one in sent if one.rung in rungs), default=-1)
    rung = rungs[min(highest + 1, len(rungs) - 1)]
    refusal = _refusal(silence)
    if refusal:
        return Proposal(rung, refusal)
    days = [(hold, day) for hold, day in _days(silence, sent) if day and day >= silence.today]
    if not days:
        return Proposal(rung, from_day=silence.today)
    hold, until = days[0]
    return Proposal(rung, hold, until, max(day for _hold, day in days) + timedelta(days=1))


def patience_ends(rung: LetterKind, on: date, calendar: WorkCalendar) -> date:
    """The last day on which an answer to a letter sent on `on` is waited for: the day to look again."""
    patience = PATIENCE[rung]
    return add_working_days(on, patience.days, calendar) if patience.working else add_days(on, patience.days)


def _counting(silence: Silence) -> list[Sent]:
    since = silence.submitted_on or date.max
    return [one for one in silence.sent if one.rung in PATIENCE and one.on >= since]


def _refusal(silence: Silence) -> Hold | None:
    """What no day to come will change by itself."""
    situation = silence.situation
    if situation.stage is Stage.PREPARING or silence.submitted_on is None:
        return Hold.NOT_SENT
    if situation.stage in {Stage.CONFIRMED, Stage.CLOSED}:
        return Hold.ANSWERED
    looks_again = situation.action is Action.FOLLOW_UP
    return None if situation.turn is Turn.CARRIER or looks_again else Hold.OURS


def _days(silence: Silence, sent: list[Sent]) -> list[tuple[Hold, date | None]]:
    """What has to pass first, the weightiest reason first."""
    due = silence.answer_by
    late = due is not None and due < silence.today
    last = max(sent, key=lambda one: (one.on, LADDER.index(one.rung)), default=None)
    return [
        (Hold.PROMISED, silence.promised_by),
        (Hold.NOT_DUE, None if late else due),
        (Hold.SENT_LATELY, patience_ends(last.rung, last.on, silence.calendar) if last else None),
    ]
