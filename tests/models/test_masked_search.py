"""Nobody finds by a number what he may see only masked: a search would tell him the rest, digit by digit."""

from datetime import date
from typing import Any

import pytest

from cancellations.models import Cancellation, Sim, User
from tests.cases import case_of, fresh, sim_of

NUMBERS: dict[str, Any] = {
    "msisdn": "+79161234567",
    "iccid": "8970101234567890123",
    "eid": "89049032123451234512345678901235",
    "imsi": "250011234567890",
    "imei": "490154203237518",
}
HIDDEN = [
    *NUMBERS.values(),
    "+7 916 123-45-67",
    "9161234567",
    "8 916 123 45 67",
    "4567",
    "79161",
    "67890123",
    "01235 25001",
    "37518",
]
SHOWN = ["+7 916 *** ** 67", "7916", "916", "67", "0123", "1235", "7890", "7518"]
NAMED = ["spare", "ivanov", "n-77", "unlimited"]


@pytest.fixture
def case(owner: User) -> Cancellation:
    sim = sim_of(owner, nickname="Tokyo spare", holder="Ivanov", plan="Unlimited", **NUMBERS)
    case = case_of(owner, sim=sim)
    case.add_request_number(owner, number="N-77", given_on=date(2026, 11, 3))
    return fresh(case)


def found(term: str, by: User) -> tuple[bool, bool]:
    """Whether the card and its case are found."""
    sims, cases = Sim.objects.visible_to(by).search(term, by), Cancellation.objects.visible_to(by).search(term, by)
    return sims.exists(), cases.exists()


@pytest.mark.parametrize("term", HIDDEN)
def test_what_is_masked_finds_nothing(case: Cancellation, owner: User, viewer: User, term: str) -> None:
    assert found(term, viewer) == (False, False)


@pytest.mark.parametrize("term", [term for term in HIDDEN if term != "01235 25001"])
def test_who_sees_it_finds_by_it(case: Cancellation, owner: User, colleague: User, term: str) -> None:
    assert found(term, owner) == found(term, colleague) == (True, True)


@pytest.mark.parametrize("term", [*SHOWN, *NAMED])
def test_what_is_shown_finds(case: Cancellation, owner: User, viewer: User, term: str) -> None:
    is_the_cases_own = term == "n-77"
    assert found(term, viewer) == (not is_the_cases_own, True)
    if "*" not in term:
        assert found(term, owner) == (not is_the_cases_own, True)


def test_the_reference_finds(case: Cancellation, viewer: User) -> None:
    assert found(case.reference.lower(), viewer) == (False, True)


def test_a_changed_card_is_found_by_what_is_shown_now(case: Cancellation, owner: User, viewer: User) -> None:
    case.sim.edit(owner, version=case.sim.version, msisdn="+79031112233", nickname="Dacha")
    assert found("dacha", viewer) == found("7903", viewer) == (True, True)
    assert found("79031112233", viewer) == found("7916", viewer) == (False, False)
    assert found("79031112233", owner) == (True, True)
