"""The pages on which the end of a suspension is corrected: another day, or that the carrier named none."""

import uuid
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.models import Cancellation, User
from tests.cases import fresh, kinds_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, text_of
from tests.suspensions import LOOK, SINCE, UNTIL, suspended_until

pytestmark = pytest.mark.usefixtures("a_saturday")

CHANGES: dict[str, dict[str, str]] = {
    "no-end": {"look_again_on": "2027-03-01", "reason": "The shop says so"},
    "suspended-until": {"until": "2027-08-02", "reason": "A letter"},
}
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
changes = pytest.mark.parametrize("name", CHANGES)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return suspended_until(owner)


def sent(case: Cancellation, name: str, **typed: str) -> dict[str, Any]:
    return {"version": fresh(case).version, "form_key": str(uuid.uuid4()), **CHANGES[name], **typed}


def read(client: Client, url: str) -> str:
    return " ".join(text_of(client.get(url)).split())


def test_both_ways_are_offered_beside_reopening(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case)).content.decode()
    for name in ("reopen", *CHANGES):
        assert f'href="{url_of(case, name)}"' in page


def test_a_late_reply_may_be_word_of_the_end(client: Client, case: Cancellation, owner: User) -> None:
    case.log_contact(owner, outcome=ContactOutcome.PROCESSING)
    page = client.get(url_of(case)).content.decode()
    for name in ("reopen", "late-reply", *CHANGES):
        assert f'href="{url_of(case, name)}"' in page
    client.post(url_of(case, "suspended-until"), sent(case, "suspended-until"))
    assert fresh(case).late_reply_on, "what was said is looked at all the same"


def test_a_viewer_is_offered_none(client_of: ClientOf, case: Cancellation, viewer: User) -> None:
    page = client_of(viewer).get(url_of(case)).content.decode()
    assert not [name for name in CHANGES if url_of(case, name) in page]


def test_the_recorded_day_stands_in_the_form(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case, "suspended-until")).content.decode()
    assert f'value="{UNTIL.isoformat()}"' in page


@both
def test_the_carrier_named_no_end(client: Client, case: Cancellation, headers: dict[str, str]) -> None:
    assert client.post(url_of(case, "no-end"), sent(case, "no-end"), headers=headers).status_code in {204, 303}
    assert (fresh(case).suspended_until, fresh(case).follow_up_on) == (None, LOOK)
    head, history = read(client, url_of(case)).split("Contacts and history")
    assert "Suspended from Mon 9 Nov, no end known" in head
    assert "The carrier named no end. Look on Mon, 1 Mar 2027 whether it goes on" in head
    assert "3 May" not in head
    assert "The carrier named no end of the suspension" in history


@both
def test_another_end(client: Client, case: Cancellation, headers: dict[str, str]) -> None:
    answers = sent(case, "suspended-until")
    assert client.post(url_of(case, "suspended-until"), answers, headers=headers).status_code in {204, 303}
    head, history = read(client, url_of(case)).split("Contacts and history")
    assert "Suspended from Mon 9 Nov until Mon, 2 Aug 2027" in head
    assert "End of the suspension corrected" in history


def test_the_dossier_says_who_took_the_day_back(client: Client, case: Cancellation) -> None:
    client.post(url_of(case, "no-end"), sent(case, "no-end"))
    shown = read(client, url_of(case, "dossier"))
    assert "Suspended from Mon 9 Nov, no end known" in shown
    assert "Suspended until" not in shown
    assert "The shop says so" in shown


@both
@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("no-end", {"look_again_on": ""}, "Enter a day like 2026-11-30 or 30.11.2026."),
        ("no-end", {"look_again_on": "in spring"}, "Enter a day like 2026-11-30 or 30.11.2026."),
        ("no-end", {"reason": ""}, "Who said so, and where can it be seen?"),
        ("suspended-until", {"until": SINCE.isoformat()}, "The suspension cannot be over before it begins."),
        ("suspended-until", {"until": UNTIL.isoformat()}, "This day is recorded as its end already."),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    client: Client, case: Cancellation, name: str, typed: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    answers, before = sent(case, name, **typed), kinds_of(case)
    response = client.post(url_of(case, name), answers, headers=headers)
    assert response.status_code == 422
    assert said in text_of(response)
    assert_kept(response, url_of(case, name), answers)
    assert kinds_of(case) == before


@changes
def test_a_viewer_and_a_stranger_change_nothing(
    client_of: ClientOf, case: Cancellation, viewer: User, stranger: User, name: str
) -> None:
    before, url = kinds_of(case), url_of(case, name)
    assert client_of(viewer).post(url, sent(case, name)).status_code == 403
    assert client_of(stranger).post(url, sent(case, name)).status_code == 404
    assert client_of(stranger).get(url).status_code == 404
    assert kinds_of(case) == before
