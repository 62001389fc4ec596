"""Request numbers that carriers give, and who may record what was heard."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cancellations.domain.contact import ContactOutcome as Heard
from cancellations.models import Cancellation, Message, RequestNumber, User
from tests.cases import SENT_ON, case_of, fresh, is_derived, kinds_of, refused

LATER = date(2026, 12, 1)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


# --- request numbers ---------------------------------------------------------------------------------------


def test_several_numbers_the_last_one_is_quoted(case: Cancellation, owner: User) -> None:
    case.add_request_number(owner, number="N-1", given_on=SENT_ON, given_by="Oksana")
    fresh(case).add_request_number(owner, number="N-2", given_on=LATER)
    assert list(RequestNumber.objects.values_list("number", "given_by")) == [("N-1", "Oksana"), ("N-2", "")]
    assert fresh(case).request_number == "N-2"
    assert kinds_of(case) == ["opened", "request_number_added", "request_number_added"]
    numbers = RequestNumber.objects.values_list("number", flat=True)
    settled = fresh(case)
    settled.settle_search(numbers)
    assert settled.search_text == fresh(case).search_text
    assert settled.search_text_masked == fresh(case).search_text_masked
    for term in ("N-1", "N-2"):
        assert list(Cancellation.objects.visible_to(owner).search(term, owner)) == [case]


# --- who ---------------------------------------------------------------------------------------------------

EVERY: dict[str, Callable[[Cancellation, User], object]] = {
    "log_contact": lambda case, by: case.log_contact(by, outcome=Heard.OTHER),
    "add_request_number": lambda case, by: case.add_request_number(by, number="N", given_on=LATER),
    "change_follow_up": lambda case, by: case.change_follow_up(by, on=LATER, reason="x"),
    "change_target": lambda case, by: case.change_target(by, on=LATER),
}


@pytest.mark.parametrize("name", EVERY)
def test_a_viewer_may_not(case: Cancellation, viewer: User, name: str) -> None:
    with refused(PermissionDenied):
        EVERY[name](case, viewer)
    assert kinds_of(case) == ["opened"]
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", EVERY)
def test_one_event_and_one_version_each(case: Cancellation, owner: User, name: str) -> None:
    EVERY[name](case, owner)
    assert len(kinds_of(case)) == 2
    assert fresh(case).version == 3
    assert is_derived(case)
