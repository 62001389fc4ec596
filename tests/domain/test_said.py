"""Sentences kept by their parts: as JSON and back, each language says what gettext would have said in it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils.translation import gettext, gettext_lazy, ngettext, override, pgettext, pgettext_lazy

from cancellations.domain import formats
from cancellations.domain.closing import Obstacle, ObstacleKind
from cancellations.domain.ladder import Hold, Proposal
from cancellations.domain.ladder_words import hold_said, why_not
from cancellations.domain.letters import LetterKind
from cancellations.domain.obstacle_words import obstacle_said, obstacle_sentence
from cancellations.domain.playbook import StepKey
from cancellations.domain.said import (
    Said,
    filled,
    full_day,
    in_a_row,
    kept,
    labelled,
    number,
    said,
    said_day,
    said_of,
    several,
    told,
)
from cancellations.domain.words import STEPS

TODAY, DAY = date(2026, 11, 21), date(2026, 12, 3)
ROW = "Row %(row)s of this file is about the same card."
TAGS = "A request has at most %(n)s tags."
CLOSED = "This request is closed. Reopen it first."
OBSTACLE = Obstacle(ObstacleKind.STEP_OPEN, StepKey.BACKUP)

CASES: list[tuple[Callable[[], Any], Callable[[], str]]] = [
    (lambda: said(CLOSED), lambda: gettext(CLOSED)),
    (lambda: gettext_lazy(CLOSED), lambda: gettext(CLOSED)),
    (lambda: said(ROW) % {"row": 12}, lambda: gettext(ROW) % {"row": 12}),
    (lambda: filled(gettext_lazy(TAGS), {"n": 3}), lambda: gettext(TAGS) % {"n": 3}),
    (
        lambda: pgettext_lazy("between two things of a list", ", "),
        lambda: pgettext("between two things of a list", ", "),
    ),
    (
        lambda: said_of("%(n)s request", "%(n)s requests", 1200) % {"n": number(1200)},
        lambda: ngettext("%(n)s request", "%(n)s requests", 1200) % {"n": formats.number(1200)},
    ),
    (lambda: several(STEPS.values()), lambda: formats.several(STEPS.values())),
    (lambda: in_a_row([said(CLOSED), "MTS"]), lambda: formats.in_a_row([gettext(CLOSED), "MTS"])),
    (
        lambda: labelled(gettext_lazy("Carrier"), said(CLOSED)),
        lambda: formats.labelled(gettext("Carrier"), gettext(CLOSED)),
    ),
    (lambda: said_day(DAY, TODAY), lambda: formats.said_day(DAY, TODAY)),
    (lambda: full_day(DAY, TODAY), lambda: formats.full_day(DAY, TODAY)),
    (lambda: obstacle_said(OBSTACLE), lambda: obstacle_sentence(OBSTACLE)),
    (
        lambda: hold_said(Proposal(LetterKind.CHASER, Hold.NOT_DUE, DAY), TODAY),
        lambda: why_not(Proposal(LetterKind.CHASER, Hold.NOT_DUE, DAY), TODAY),
    ),
]


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
@pytest.mark.parametrize("case", CASES)
def test_what_one_language_kept_another_one_says(case: tuple[Any, Any], language: str) -> None:
    say, plain = case
    with override("zh-hans" if language == "ru" else "ru"):
        form = json.loads(json.dumps(kept(say())))
    with override(language):
        assert told(form) == plain() == str(say())


@pytest.mark.parametrize("text", ["", "MTS", CLOSED, "100 %", "%(row)s", '{"say": "Carrier"}'])
def test_what_older_versions_kept_and_what_people_wrote_stands_as_it_is(text: str) -> None:
    with override("ru"):
        assert (kept(text), told(text)) == (text, text)


def test_values_that_look_like_sentences_are_told_as_they_are() -> None:
    with override("ru"):
        assert "Carrier %(n)s" in str(said("%(label)s: %(value)s") % {"label": "x", "value": "Carrier %(n)s"})


def test_what_was_filled_in_already_is_text() -> None:
    with override("ru"):
        in_russian = gettext_lazy(TAGS) % {"n": 3}
    with override("zh-hans"):
        assert told(kept(in_russian)) == in_russian


def test_other_lazy_texts_are_never_taken_for_a_message() -> None:
    from_elsewhere = gettext_lazy("Carrier").upper  # a method's answer is plain text
    with override("ru"):
        assert kept(from_elsewhere()) == gettext("Carrier").upper()
    assert isinstance(said("Carrier") % {}, Said)
