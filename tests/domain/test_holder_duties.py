"""What is asked of the holder, what they had better not do, and how far their case is."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from cancellations.domain.derivation import derive
from cancellations.domain.holder import HolderCase
from cancellations.domain.holder_ask import Asked, HolderAsk, usual_ask
from cancellations.domain.holder_duties import ASKS, TITLES, advice, duties, how_long_others_took, track, what_to_do
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import CaseFacts, Outcome, Turn
from tests.domain.case_facts import CONFIRMED, PREPARED, SENT, blocked, case_facts, facts, waiting

TODAY = date(2026, 11, 21)
LATER = date(2026, 11, 30)
sent: dict[str, Any] = {"submitted_on": date(2026, 11, 3)}
confirmed: dict[str, Any] = {**sent, "confirmed_on": date(2026, 11, 10), "confirmed_end_date": date(2026, 11, 15)}
unlink = Asked(StepKey.BACKUP, HolderAsk.UNLINK, until=LATER)
PASSPORT = Asked(StepKey.IDENTITY, HolderAsk.DOCUMENT, "The page with the photo", LATER)
KEEP_IT, MOVE = "Do not delete the eSIM", "move your accounts off this number"
WAIT = "until we have looked at it"
LATE: dict[str, Any] = {"late_reply_on": TODAY}


def of(known: CaseFacts, **more: Any) -> HolderCase:
    return HolderCase(**{"facts": known, "situation": derive(known), "kind": SimKind.ESIM, **more})


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (of(facts(PREPARED)), "Nothing right now."),
        (of(facts(PREPARED), asked=(PASSPORT,)), "We are waiting for you."),
        (of(facts("", identity=waiting(Turn.HOLDER, LATER))), "Ask whoever sent you this link what is needed."),
        (of(facts("", backup=blocked(Turn.HOLDER, LATER))), "Ask whoever sent you this link what is needed."),
        (of(facts("", identity=waiting(Turn.CARRIER, LATER))), "Nothing right now."),
        (of(facts("", outcome=Outcome.WITHDRAWN), asked=(PASSPORT,)), "Nothing any more."),
        (of(facts("", outcome=Outcome.TERMINATED, late_reply_on=TODAY)), "Nothing right now."),
    ],
)
def test_whether_there_is_something_to_do(case: HolderCase, expected: str) -> None:
    assert what_to_do(case).endswith(expected)


def test_a_duty_says_what_how_and_by_when() -> None:
    [duty] = duties(of(facts(""), asked=(PASSPORT,)), TODAY)
    assert (duty.step, duty.title, duty.words) == ("identity", "Send us a document", "The page with the photo")
    assert (duty.until.replace("\xa0", " "), duty.wants_files, duty.is_answered) == (
        "Please by 30 November.",
        True,
        False,
    )
    [duty] = duties(of(facts(""), asked=(unlink,)), TODAY)
    assert not duty.wants_files
    assert "Banks first" in duty.how


def test_what_was_answered_is_not_urged() -> None:
    answered = Asked(StepKey.BACKUP, HolderAsk.UNLINK, until=LATER, is_answered=True)
    case = of(facts(""), asked=(answered,))
    assert duties(case, TODAY)[0].until == ""
    assert what_to_do(case) == "Nothing right now."


def test_a_closed_case_asks_for_nothing() -> None:
    assert duties(of(facts("", outcome=Outcome.KEPT), asked=(unlink,)), TODAY) == []


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (of(facts("")), [MOVE, KEEP_IT]),
        (of(facts(""), asked=(unlink,)), [KEEP_IT]),  # it is asked for already
        (of(facts(PREPARED)), [KEEP_IT]),
        (of(facts(PREPARED), accounts_attached=True), [MOVE, KEEP_IT]),
        (of(facts(SENT, **sent)), [KEEP_IT]),
        (of(facts(CONFIRMED, **{**confirmed, "confirmed_end_date": LATER})), [KEEP_IT]),
        (of(facts(CONFIRMED, **confirmed)), []),
        (of(facts(CONFIRMED, **confirmed, outcome=Outcome.TERMINATED)), ["You can delete the eSIM"]),
        (of(facts(CONFIRMED, **confirmed, outcome=Outcome.TERMINATED), kind=SimKind.PHYSICAL), ["You can cut up"]),
        (of(facts("", outcome=Outcome.SUSPENDED), kind=SimKind.PHYSICAL), ["Keep the SIM card"]),
        (of(facts("", outcome=Outcome.LAPSED)), []),
        (of(facts(CONFIRMED, **confirmed, **LATE, outcome=Outcome.TERMINATED)), [WAIT]),
        (of(facts(CONFIRMED, **confirmed, **LATE, outcome=Outcome.TERMINATED), kind=SimKind.PHYSICAL), [WAIT]),
        (of(facts("", **LATE, outcome=Outcome.LAPSED)), [WAIT]),
        (of(facts("", **LATE, outcome=Outcome.WITHDRAWN)), [WAIT]),
    ],
)
def test_advice(case: HolderCase, expected: list[str]) -> None:
    said = list(advice(case, TODAY))
    assert len(said) == len(expected)
    assert all(words in sentence for words, sentence in zip(expected, said, strict=True))


def test_the_track() -> None:
    known = facts(SENT, **sent, acknowledged_on=date(2026, 11, 5))
    assert [(mark.day, mark.state) for mark in track(of(known), TODAY)] == [
        ("", "done"),
        ("3 Nov", "done"),
        ("5 Nov", "now"),
        ("", ""),
        ("", ""),
    ]


def test_the_track_of_what_was_given_up_before_it_was_sent() -> None:
    marks = track(of(facts("", outcome=Outcome.WITHDRAWN), closed_on=TODAY), TODAY)
    assert [mark.state for mark in marks] == ["done", "", "", "", "done"]


def test_how_long_others_waited_is_told_only_when_it_is_known_and_matters() -> None:
    assert how_long_others_took(of(facts(SENT, **sent))) == ""
    assert how_long_others_took(of(facts(""), usual_days=9)) == ""
    assert "after 9 days" in how_long_others_took(of(facts(SENT, **sent), usual_days=9))
    assert "after 1 day." in how_long_others_took(of(facts(SENT, **sent), usual_days=1))


def test_every_ask_has_its_words() -> None:
    assert set(ASKS) == set(TITLES) == set(HolderAsk)
    assert [usual_ask(key) for key in (StepKey.BACKUP, StepKey.IDENTITY, StepKey.BALANCE)] == [
        HolderAsk.UNLINK,
        HolderAsk.DOCUMENT,
        HolderAsk.SCREENSHOT,
    ]


@given(case_facts)
def test_any_facts_give_a_page(known: CaseFacts) -> None:
    case = of(known, asked=(PASSPORT, unlink))
    assert len(track(case, TODAY)) == 5
    assert what_to_do(case)
    assert len(list(advice(case, TODAY))) <= 2
