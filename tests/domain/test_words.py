"""Everything coded has its words, its shape and its colour, and the system check notices when one lacks."""

from collections.abc import Mapping
from enum import StrEnum
from pkgutil import iter_modules
from typing import Any

import pytest
from django.utils.module_loading import import_string

from cancellations import domain
from cancellations.checks import words_are_complete
from cancellations.domain import words
from cancellations.domain.bulk import BULK_ACTIONS, BulkAction
from cancellations.domain.errands import ERRAND_KINDS, ERRAND_STATES, ErrandKind, ErrandState
from cancellations.domain.export_words import EXPORTED, FILE_FORMS, Exported, FileForm
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Outcome, Stage
from cancellations.domain.words import VOCABULARY, Look, choices

# whose words stand beside them, in a table that names each
IN_TABLES: list[tuple[type[StrEnum], Mapping[Any, object]]] = [
    (BulkAction, BULK_ACTIONS),
    (ErrandKind, ERRAND_KINDS),
    (ErrandState, ERRAND_STATES),
    (Exported, EXPORTED),
    (FileForm, FILE_FORMS),
]
# shown with words of their own, or never shown at all
ELSEWHERE = {
    "Role", "Right", "Worklist", "CarrierKind", "FactKind", "PhoneType", "ProcessingUnit", "Tier", "Confidence",
    "AlarmKind", "Kind", "Rule", "Origin", "Unit", "Hold", "Paid", "Found",
    "HolderAsk", "Element", "Attachment", "Debt", "Document", "RefundWay", "LetterKind", "Layout", "MailKind",
    "MailState", "Density", "MissKind", "Look", *(kind.__name__ for kind, _table in IN_TABLES),
}  # fmt: skip


def test_the_vocabulary_is_complete() -> None:
    assert words_are_complete() == []


def test_no_enumeration_of_the_rules_is_forgotten() -> None:
    coded = set()
    for module in iter_modules(domain.__path__, "cancellations.domain."):
        loaded = __import__(module.name, fromlist=["_"])
        coded |= {one for one in vars(loaded).values() if isinstance(one, type) and issubclass(one, StrEnum)}
    named = {one for one in coded if one.__module__.startswith("cancellations.domain")}
    without = {one.__name__ for one in named - set(VOCABULARY)}
    assert {name for name in without if name not in ELSEWHERE} == set()


@pytest.mark.parametrize(("kind", "table"), IN_TABLES)
def test_the_tables_beside_them_name_each(kind: type[StrEnum], table: Mapping[Any, object]) -> None:
    assert set(table) == set(kind)


@pytest.mark.parametrize("name", ["OUTCOME_HELP", "STEP_HELP"])
def test_help_is_there_for_each(name: str) -> None:
    help_texts = import_string(f"cancellations.domain.words.{name}")
    assert set(help_texts) == set(Outcome if name == "OUTCOME_HELP" else StepKey)
    assert all(str(text) for text in help_texts.values())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (None, "Stage.CLOSED has no words."),
        (Look("", "lock", "is-grey"), "Stage.CLOSED has no words."),
        (Look("Closed", "padlock", "is-grey"), "Stage.CLOSED has no icon padlock in static/icons.svg."),
        (
            Look("Closed", "lock", "is-black"),
            "Stage.CLOSED has no colour is-black in static/css/app/tokens.css.",
        ),
    ],
)
def test_what_lacks_is_named(wrong: Look | None, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(words.STAGES, Stage.CLOSED, wrong)
    [message] = words_are_complete()
    assert (message.msg, message.id) == (said, "lastcall.E006")


def test_each_step_has_an_action_of_its_own() -> None:
    assert {key.value for key in StepKey} <= {action.value for action in Action}


def test_choices_are_in_the_vocabularys_order() -> None:
    assert choices(words.STAGES)[0] == ("preparing", words.STAGES[Stage.PREPARING].label)
    assert choices(words.PHASES)[-1] == ("settle", words.PHASES[list(words.PHASES)[-1]])


def test_a_status_is_never_a_bare_cancelled() -> None:
    for shown in [*words.OUTCOMES.values(), *words.STAGES.values(), *words.SIM_STATUSES.values()]:
        assert str(shown.label).casefold() not in {"cancelled", "canceled"}
