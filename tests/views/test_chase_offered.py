"""When a letter to a silent carrier is offered, and why not."""

from datetime import date

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Turn
from cancellations.models import Cancellation, Message, User
from tests.cases import case_of, do, url_of
from tests.conftest import HTMX, ClientOf
from tests.letters.chasing import action_bar, chase_url, promised_case, typed_as_sent
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return promised_case(owner)


# --- when it is offered --------------------------------------------------------------------------------------


def test_an_overdue_case_offers_exactly_three(client: Client, case: Cancellation) -> None:
    bar = action_bar(client, case)
    assert bar.count("<a ") == 3
    assert 'href="#log" data-key="KeyN"' in bar
    assert f'href="{chase_url(case)}" data-key="KeyF"' in bar
    assert f'href="{url_of(case, "follow-up")}"' in bar
    for words in ("Ring and log", "Write the chaser", "Change the date"):
        assert words in bar


@pytest.mark.parametrize("chosen", [None, date(2026, 11, 20)])
def test_no_chaser_before_the_promised_date(
    client: Client, case: Cancellation, owner: User, chosen: date | None
) -> None:
    """Situation 10 of the issue; nor when we look at the case earlier than that."""
    case.log_contact(owner, outcome=ContactOutcome.PROCESSING, promised_by=date(2026, 12, 1), follow_up_on=chosen)
    assert chase_url(case) not in action_bar(client, case)
    said = "The carrier promised an answer by 1\xa0December. No letter is proposed before that day."
    assert (said in action_bar(client, case)) == (chosen is not None)
    for rung in ([], ["claim"]):
        response = client.get(chase_url(case, *rung))
        assert response.status_code == 200
        assert said in text_of(response)
        assert "<textarea" not in response.content.decode()


@pytest.mark.parametrize("chosen", [None, date(2026, 11, 20), date(2026, 11, 25)])
def test_what_is_not_late_is_not_chased(client: Client, owner: User, chosen: date | None) -> None:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    case.log_contact(owner, outcome=ContactOutcome.RECEIPT, follow_up_on=chosen)
    bar = action_bar(client, case)
    assert chase_url(case) not in bar
    assert "3\xa0December" in bar or "3 Dec" in bar, "until when it has is said whenever we look"
    assert "The carrier is not late: its time runs until 3\xa0December." in text_of(client.get(chase_url(case)))


@pytest.mark.parametrize("chosen", [date(2026, 11, 20), date(2026, 11, 25)])
def test_another_day_of_ours_does_not_excuse_a_late_carrier(
    client: Client, case: Cancellation, owner: User, chosen: date
) -> None:
    """Its day was the 19th, whether the day on which we look again is still to come or not."""
    case.change_follow_up(owner, on=chosen, reason="Holiday")
    bar = action_bar(client, case)
    assert "They promised an answer by Thu 19\xa0Nov" in bar or "19 Nov" in bar
    for words in ("Ring and log", "Write the chaser", "Change the date"):
        assert words in bar


def test_a_letter_sent_lately_is_given_time(client: Client, case: Cancellation) -> None:
    """The day to look again was chosen earlier than that: writing again is possible, but not proposed."""
    client.post(chase_url(case, "chaser"), typed_as_sent(at="2026-11-19T12:00", follow_up_on="2026-11-20"))
    bar = action_bar(client, case)
    assert "Write to the carrier again" in bar
    assert "Next: Letter to the supervisor, from 25\xa0November." in bar
    assert "The last letter is given time until 24\xa0November." in text_of(client.get(chase_url(case)))


def test_what_was_not_sent_cannot_be_chased(client: Client, owner: User) -> None:
    case = case_of(owner)
    assert "The request has not been sent yet" in text_of(client.get(chase_url(case)))
    response = client.post(chase_url(case, "chaser"), typed_as_sent(note="Sent it"))
    assert response.status_code == 422
    assert "The request has not been sent yet" in text_of(response)
    assert not Message.objects.exists()


def test_a_refund_that_is_late_has_a_letter_of_its_own(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.REFUND)
    case = do(case, StepKey.BILL_CHECK, owner)
    case = do(case, StepKey.REFUND, owner, received=None, received_on=None, expected_by=date(2026, 11, 19))
    assert (case.action, case.turn) == (Action.AWAIT_REFUND, Turn.CARRIER)
    bar = action_bar(client, case)
    assert f'href="{url_of(case, "letters", "refund")}" data-key="KeyF"' in bar
    assert chase_url(case) not in bar
