"""Which letter is proposed next to a carrier that does not answer, and from when."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.deadlines import WorkCalendar
from cancellations.domain.ladder import Hold, Sent, Silence, patience_ends, proposal, rungs_in
from cancellations.domain.ladder_words import progress, rung_label, why_not
from cancellations.domain.letters import LADDER, LetterKind
from cancellations.domain.situation import Action, Situation, Stage, Turn
from tests.domain.case_facts import day

SENT_ON, DUE, TODAY = date(2026, 11, 3), date(2026, 11, 19), date(2026, 11, 20)
CHASER, SUPERVISOR, CLAIM, REGULATOR = LADDER
RUSSIA = WorkCalendar("RU")


def silence(
    *sent: Sent,
    due: date | None = DUE,
    stage: Stage = Stage.PROCESSING,
    turn: Turn = Turn.CARRIER,
    country: str = "RU",
    **facts: Any,
) -> Silence:
    situation = Situation(stage, turn, Action.AWAIT_CONFIRMATION, due)
    known = {"today": TODAY, "answer_by": due, "country": country, "calendar": RUSSIA, "submitted_on": SENT_ON, **facts}
    return Silence(situation, sent=sent, **known)


@pytest.mark.parametrize(
    ("sent", "country", "expected"),
    [
        ((), "RU", CHASER),
        ((CHASER,), "RU", SUPERVISOR),
        ((CHASER, SUPERVISOR), "RU", CLAIM),
        ((SUPERVISOR, CHASER), "RU", CLAIM),
        ((CLAIM,), "RU", REGULATOR),
        ((CLAIM,), "DE", CLAIM),
        ((CHASER, SUPERVISOR, CLAIM, REGULATOR), "RU", REGULATOR),
    ],
)
def test_the_next_is_one_above_the_highest(sent: tuple[LetterKind, ...], country: str, expected: LetterKind) -> None:
    """A person may have gone higher at once; at the top the same letter comes again."""
    letters = [Sent(rung, day(4) + timedelta(days=place)) for place, rung in enumerate(sent)]
    assert proposal(silence(*letters, country=country)).rung is expected


def test_no_regulator_without_a_source() -> None:
    assert rungs_in("RU") == LADDER
    assert rungs_in("DE") == (CHASER, SUPERVISOR, CLAIM)


@pytest.mark.parametrize(
    ("rung", "on", "last_day"),
    [
        (CHASER, day(18), day(23)),  # Wednesday: Thursday, Friday, Monday
        (SUPERVISOR, day(18), day(25)),
        (CLAIM, day(18), date(2026, 12, 18)),
        (REGULATOR, day(18), date(2026, 12, 18)),
        (CHASER, day(2), day(6)),  # the fourth is free in Russia: Tuesday, Thursday, Friday
    ],
)
def test_each_letter_is_given_its_days(rung: LetterKind, on: date, last_day: date) -> None:
    assert patience_ends(rung, on, RUSSIA) == last_day


def test_a_late_carrier_is_chased_at_once() -> None:
    proposed = proposal(silence())
    assert (proposed.rung, proposed.hold, proposed.from_day) == (CHASER, None, TODAY)
    assert proposed.is_offered


@pytest.mark.parametrize("promise", [TODAY, date(2026, 12, 1)])
def test_no_chaser_before_the_promised_date(promise: date) -> None:
    """Situation 10 of the issue; even if we chose to look again earlier and that day is over."""
    proposed = proposal(silence(promised_by=promise))
    assert (proposed.hold, proposed.until, proposed.is_offered) == (Hold.PROMISED, promise, False)
    assert proposed.from_day == promise + timedelta(days=1)


def test_a_broken_promise_holds_nothing_back() -> None:
    assert proposal(silence(promised_by=DUE)).hold is None


def test_looking_again_does_not_keep_a_late_carrier_from_being_chased() -> None:
    situation = Situation(Stage.PROCESSING, Turn.US, Action.FOLLOW_UP, day(25))
    known: dict[str, Any] = {"today": TODAY, "country": "RU", "calendar": RUSSIA, "submitted_on": SENT_ON}
    assert proposal(Silence(situation, answer_by=DUE, **known)).hold is None
    waited = proposal(Silence(situation, answer_by=day(24), **known))
    assert (waited.hold, waited.until) == (Hold.NOT_DUE, day(24)), "its own day counts, and none that we chose"


def test_no_chaser_before_the_due_day() -> None:
    proposed = proposal(silence(due=TODAY))
    assert (proposed.hold, proposed.until, proposed.is_offered) == (Hold.NOT_DUE, TODAY, False)


def test_the_last_letter_is_given_time_but_people_may_go_higher() -> None:
    proposed = proposal(silence(Sent(CHASER, day(18))))
    assert (proposed.rung, proposed.hold, proposed.until) == (SUPERVISOR, Hold.SENT_LATELY, day(23))
    assert proposed.is_offered


def test_the_latest_of_all_days_is_the_one_to_wait_for() -> None:
    proposed = proposal(silence(Sent(SUPERVISOR, day(18)), due=day(21), promised_by=day(20)))
    assert (proposed.hold, proposed.until, proposed.from_day) == (Hold.PROMISED, day(20), day(26))


def test_letters_about_what_was_sent_before_do_not_count() -> None:
    assert proposal(silence(Sent(CLAIM, SENT_ON - timedelta(days=1)))).rung is CHASER


@pytest.mark.parametrize(
    ("changed", "hold"),
    [
        ({"stage": Stage.PREPARING}, Hold.NOT_SENT),
        ({"submitted_on": None}, Hold.NOT_SENT),
        ({"stage": Stage.CONFIRMED}, Hold.ANSWERED),
        ({"stage": Stage.CLOSED, "turn": Turn.NOBODY, "due": None}, Hold.ANSWERED),
        ({"turn": Turn.US}, Hold.OURS),
        ({"turn": Turn.HOLDER}, Hold.OURS),
    ],
)
def test_what_no_waiting_changes(changed: dict[str, Any], hold: Hold) -> None:
    proposed = proposal(silence(**changed))
    assert (proposed.hold, proposed.from_day, proposed.is_offered) == (hold, None, False)
    assert why_not(proposed, TODAY)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
LETTERS = st.lists(st.builds(Sent, st.sampled_from(LADDER), DAYS), max_size=6)


@given(LETTERS, DAYS, st.none() | DAYS, DAYS, st.sampled_from(["RU", "DE", ""]))
def test_it_is_total_and_what_it_waits_for_comes(
    sent: list[Sent], due: date, promise: date | None, today: date, country: str
) -> None:
    seen = silence(*sent, due=due, promised_by=promise, country=country, today=today)
    proposed = proposal(seen)
    assert proposed.rung in rungs_in(country)
    assert proposed.from_day
    later = proposal(silence(*sent, due=due, promised_by=promise, country=country, today=proposed.from_day))
    assert later.hold is None, "on the day that was named nothing is in the way"
    assert later.rung is proposed.rung
    if proposed.is_offered:
        assert due < today
        assert promise is None or promise < today


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (Sent(CHASER, TODAY), "Chaser: sent today. Next: Letter to the supervisor, from 26\xa0November."),
        (Sent(CHASER, day(19)), "Chaser: sent 1 day ago. Next: Letter to the supervisor, from 25\xa0November."),
        (Sent(CHASER, day(10)), "Chaser: sent 10 days ago. Next: Letter to the supervisor."),
        (Sent(REGULATOR, day(10)), "Complaint to the regulator: sent 10 days ago."),
    ],
)
def test_how_far_it_has_gone(sent: Sent, said: str) -> None:
    assert progress(sent, proposal(silence(sent)), TODAY) == said


def test_why_nothing_is_proposed_and_until_when() -> None:
    said = why_not(proposal(silence(promised_by=date(2026, 12, 1))), TODAY)
    assert said == "The carrier promised an answer by 1\xa0December. No letter is proposed before that day."
    assert why_not(proposal(silence()), TODAY) == ""


def test_a_contact_that_was_no_letter_has_no_label() -> None:
    assert [rung_label(payload) for payload in ({}, {"rung": ""}, {"rung": "refund"}, {"rung": "x"})] == [""] * 4
    assert rung_label({"rung": "claim"}) == "Formal claim"
