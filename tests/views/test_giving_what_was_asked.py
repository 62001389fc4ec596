"""The composer asks whether a contact gave the carrier what it wanted, as long as it wants something."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome, Direction
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from tests.cases import case_of, fresh, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, fields_of, parsed, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
ASKED = "With this we have given the carrier what it asked for"


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def wanted(owner: User) -> Cancellation:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    at = datetime(2026, 11, 19, 12, tzinfo=UTC)
    case.log_contact(owner, outcome=ContactOutcome.WANTS, direction=Direction.IN, at=at)
    return fresh(case)


def typed(**answers: Any) -> dict[str, Any]:
    return {"form_key": str(uuid.uuid4()), "channel": "email", "direction": "out", "note": "Passport sent", **answers}


def test_it_is_asked_while_something_is_wanted(client: Client, owner: User, wanted: Cancellation) -> None:
    assert ASKED in text_of(client.get(url_of(wanted)))
    assert ASKED in text_of(client.get(url_of(wanted, "log")))
    assert ASKED not in text_of(client.get(url_of(case_of(owner))))


@both
def test_our_answer_hands_the_turn_back(client: Client, wanted: Cancellation, headers: dict[str, str]) -> None:
    response = client.post(url_of(wanted, "log"), typed(outcome="other", gave="on"), headers=headers)
    assert response.status_code in {200, 303}
    assert (fresh(wanted).wants_since, fresh(wanted).turn) == (None, "carrier")
    if headers:
        assert ASKED not in text_of(response)


@both
def test_a_contact_that_does_not_say_so_changes_nothing(
    client: Client, wanted: Cancellation, headers: dict[str, str]
) -> None:
    client.post(url_of(wanted, "log"), typed(outcome="receipt"), headers=headers)
    assert fresh(wanted).wants_since == wanted.wants_since


@both
def test_what_came_in_gives_nothing(client: Client, wanted: Cancellation, headers: dict[str, str]) -> None:
    answers = typed(outcome="receipt", direction="in", gave="on")
    response = client.post(url_of(wanted, "log"), answers, headers=headers)
    assert response.status_code == 422
    assert "Look at the direction" in text_of(response)
    assert "gave" in fields_of(response, url_of(wanted, "log")), "still ticked"
    assert_kept(response, url_of(wanted, "log"), {name: answers[name] for name in ("outcome", "direction", "note")})
    assert fresh(wanted).wants_since == wanted.wants_since


def test_a_tick_that_comes_too_late_is_no_error(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    assert client.post(url_of(case, "log"), typed(outcome="other", gave="on")).status_code == 303
    page = client.get(url_of(case))
    assert "gave" not in fields_of(page, url_of(case, "log"))
    assert url_of(case, "log") in parsed(page).forms
