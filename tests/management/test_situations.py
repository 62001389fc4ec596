"""manage.py situations --check: every case recomputed, every difference told."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Sim, User
from tests.cases import case_of, do, walk


def check() -> str:
    out = io.StringIO()
    try:
        call_command("situations", "--check", stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


@pytest.fixture
def cases(owner: User) -> list[Cancellation]:
    """One at each step, one refused, one closed."""
    made = [case_of(owner, to=key) for key in StepKey if key is not StepKey.DEVICES]
    refused = case_of(owner, to=StepKey.CONFIRMATION)
    made.append(do(refused, StepKey.CONFIRMATION, owner, result="refused", reason="x"))
    closed = walk(case_of(owner), owner, to=None)
    closed.close(owner, outcome=Outcome.TERMINATED)
    return [*made, closed]


def test_what_the_verbs_store_is_what_follows_from_the_facts(cases: list[Cancellation]) -> None:
    assert check() == f"{len(cases)} cases, 0 differ\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stage", "closed"),
        ("turn", "nobody"),
        ("action", "close"),
        ("action_step", "refund"),
        ("due_on", date(2030, 1, 1)),
        ("is_open", False),
    ],
)
def test_a_row_that_was_tampered_with_is_found(cases: list[Cancellation], column: str, value: Any) -> None:
    odd = cases[2]
    stored = Cancellation.objects.values_list(column, flat=True).get(pk=odd.pk)
    Cancellation.objects.filter(pk=odd.pk).update(**{column: value})
    said = check()
    assert f"{odd.reference} {column}: stored {value}, derived {stored}" in said
    assert f"1 of {len(cases)} situations differ" in said
    assert Cancellation.objects.values_list(column, flat=True).get(pk=odd.pk) == value, "it only looks"


def test_a_fact_that_was_changed_behind_the_verbs_back_is_found(cases: list[Cancellation]) -> None:
    Cancellation.objects.filter(pk=cases[0].pk).update(submitted_on=date(2026, 11, 1))
    assert f"{cases[0].reference} stage: stored preparing, derived submitted" in check()


def test_a_card_that_says_something_else_is_found(cases: list[Cancellation]) -> None:
    Sim.objects.filter(pk=cases[0].sim_id).update(status="active")
    assert f"{cases[0].reference} SIM: stored active, derived cancelling" in check()


def test_nothing_to_check(db: None) -> None:
    assert check() == "0 cases, 0 differ\n"


def test_it_must_be_said_that_it_checks(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("situations")
