"""A charge that was found after closing and could not reopen the case waits for somebody, apart from what was said."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Outcome, Turn
from cancellations.models import Cancellation, User
from tests.cases import case_of, fresh, is_derived, kinds_of, refused

pytestmark = pytest.mark.usefixtures("a_saturday")

FOUND: dict[str, Any] = {"amount": Decimal(300), "currency": "RUB", "charged_on": date(2026, 11, 20)}


@pytest.fixture
def case(owner: User) -> Cancellation:
    """Given up without a confirmation, and charged all the same."""
    case = case_of(owner, to=StepKey.CONFIRMATION)
    case.close(owner, outcome=Outcome.ABANDONED, reason="x")
    fresh(case).record_late_charge(owner, **FOUND)
    return fresh(case)


def test_it_is_told_as_what_it_is(case: Cancellation) -> None:
    assert (case.action, case.due, case.late_reply_on) == (Action.REVIEW_LATE_CHARGE, FOUND["charged_on"], None)
    assert case.events.get(kind="late_charge").payload["no_end"]
    assert is_derived(case)


def test_looked_at_and_not_disputed(case: Cancellation, owner: User) -> None:
    case.dismiss_late_charge(owner, reason="Our own order", version=case.version)
    case = fresh(case)
    assert (case.turn, case.late_charge_on, case.outcome) == (Turn.NOBODY, None, Outcome.ABANDONED)
    assert (case.charged_on, kinds_of(case)[-1]) == (FOUND["charged_on"], "late_charge_dismissed"), "it stays recorded"
    with refused(NotPossible):
        case.dismiss_late_charge(owner, reason="x")


def test_not_over_what_another_has_saved(case: Cancellation, owner: User) -> None:
    with refused(Stale):
        case.dismiss_late_charge(owner, reason="x", version=case.version - 1)
    assert fresh(case).late_charge_on


def test_what_the_carrier_said_is_looked_at_by_itself(case: Cancellation, owner: User) -> None:
    case.log_contact(owner, outcome=ContactOutcome.REFUSES)
    assert fresh(case).action == Action.REVIEW_LATE_CHARGE
    fresh(case).dismiss_late_charge(owner, reason="x")
    assert fresh(case).action == Action.REVIEW_LATE_REPLY
    fresh(case).dismiss_late_reply(owner, reason="x")
    assert fresh(case).turn == Turn.NOBODY


def test_reopening_answers_it(case: Cancellation, owner: User) -> None:
    case.reopen(owner, reason="It is disputed")
    assert (fresh(case).late_charge_on, fresh(case).charge_outstanding) == (None, Decimal(300))


def test_the_cases_of_an_older_version_get_it(case: Cancellation, owner: User) -> None:
    spoken = case_of(owner)
    spoken.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(spoken).log_contact(owner, outcome=ContactOutcome.REFUSES)
    days: dict[str, Any] = {"late_reply_on": case.charged_on, "late_charge_on": None}
    Cancellation.objects.filter(pk=case.pk).update(action=Action.REVIEW_LATE_REPLY, **days)
    migration = import_module("cancellations.migrations.0005_late_charge")
    editor = SimpleNamespace(connection=connection)
    migration.tell_apart(apps, editor)
    assert is_derived(fresh(case))
    assert fresh(case).action == Action.REVIEW_LATE_CHARGE
    assert fresh(spoken).action == Action.REVIEW_LATE_REPLY
    migration.tell_together(apps, editor)
    assert (fresh(case).action, fresh(case).late_reply_on) == (Action.REVIEW_LATE_REPLY, FOUND["charged_on"])
