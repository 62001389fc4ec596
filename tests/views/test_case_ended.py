"""Closing with a day: what is asked, what is refused in words, and where the day is shown."""

import uuid
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Decision, Outcome
from cancellations.models import Cancellation, User
from tests.cases import case_of, do, fresh, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")

DECIDED = {
    Outcome.LAPSED: Decision.LAPSE,
    Outcome.TRANSFERRED: Decision.TRANSFER,
    Outcome.SUSPENDED: Decision.SUSPEND,
}
SAID = {
    Outcome.LAPSED: "Ran out on Mon 9 Nov",
    Outcome.TRANSFERRED: "Transferred on Mon 9 Nov",
    Outcome.SUSPENDED: "Suspended from Mon 9 Nov until Fri 25 Dec",
}
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def decided(owner: User, outcome: Outcome) -> Cancellation:
    return do(case_of(owner), StepKey.DECISION, owner, choice=DECIDED[outcome])


def typed(case: Cancellation, outcome: Outcome, **changed: Any) -> dict[str, Any]:
    own = {"version": fresh(case).version, "form_key": str(uuid.uuid4())}
    days = {"ended_on": "2026-11-09", "suspended_until": "2026-12-25", "ported": "yes"}
    return {**own, "outcome": outcome, "reason": "Seen in the account", **days, **changed}


@pytest.mark.parametrize("outcome", DECIDED)
@both
def test_the_day_is_shown(client: Client, owner: User, outcome: Outcome, headers: dict[str, str]) -> None:
    case = decided(owner, outcome)
    assert client.post(url_of(case, "close"), typed(case, outcome), headers=headers).status_code in {204, 303}
    shown = text_of(client.get(url_of(case)))
    head, timeline = shown.split("Contacts and history")
    assert SAID[outcome] in head
    assert SAID[outcome] in timeline


@pytest.mark.parametrize(
    ("outcome", "changed", "said"),
    [
        (Outcome.LAPSED, {"ended_on": ""}, "Enter the day"),
        (Outcome.TRANSFERRED, {"ended_on": "2026-11-22"}, "This day is still to come"),
        (Outcome.SUSPENDED, {"suspended_until": ""}, "Enter until when it is suspended"),
        (Outcome.SUSPENDED, {"suspended_until": "2026-11-09"}, "The suspension cannot be over before it begins"),
        (Outcome.TRANSFERRED, {"ported": "no"}, "A number is transferred only when it works"),
        (Outcome.TRANSFERRED, {"ported": ""}, "Say whether it works with the new carrier or holder"),
        (Outcome.SUSPENDED, {"ended_on": "1999-01-01"}, "This day is too long ago"),
    ],
)
@both
def test_it_is_refused_in_words(
    client: Client, owner: User, outcome: Outcome, changed: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    case = decided(owner, outcome)
    answers = typed(case, outcome, **changed)
    response = client.post(url_of(case, "close"), answers, headers=headers)
    assert response.status_code == 422
    assert said in text_of(response)
    assert_kept(response, url_of(case, "close"), answers)
    assert fresh(case).is_open


def test_each_day_is_asked_with_its_outcome(client: Client, owner: User) -> None:
    page = client.get(url_of(case_of(owner), "close")).content.decode()
    for letters in ("a", "a b", "a c"):
        assert page.count(f'data-then="{letters}"') == 1
    assert page.index('data-if="a"') < page.index('name="ended_on"') < page.index('data-if="b"')


def test_a_viewer_and_a_stranger_close_nothing(client_of: ClientOf, owner: User, viewer: User, stranger: User) -> None:
    case = decided(owner, Outcome.LAPSED)
    answers = typed(case, Outcome.LAPSED)
    assert client_of(viewer).post(url_of(case, "close"), answers).status_code == 403
    assert client_of(stranger).post(url_of(case, "close"), answers).status_code == 404
    assert fresh(case).is_open
