"""Who may read and send the letters to a silent carrier, and what the pages cost; and an automatic reply."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.contact import ContactOutcome, Direction
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Message, RequestNumber, User
from tests.cases import fresh, url_of
from tests.conftest import ClientOf
from tests.letters.typed import silent_case
from tests.pages import assert_kept, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return silent_case(owner)


@pytest.mark.parametrize("rung", [[], ["chaser"]])
def test_a_viewer_reads_it_masked_and_sends_nothing(
    client_of: ClientOf, viewer: User, case: Cancellation, rung: list[str]
) -> None:
    client = client_of(viewer)
    response = client.get(url_of(case, "chase", *rung))
    assert response.status_code == 200
    page = response.content.decode()
    assert "Номер обращения у вас: N-1" in page
    assert "mailto:" not in page
    assert "I have sent it" not in page
    assert "123-45-67" not in page
    assert "9161234567" not in page
    assert client.post(url_of(case, "chase", *rung), {"channel": "email"}).status_code == 403
    assert not Message.objects.exclude(rung="").exists()


def test_a_stranger_finds_nothing(client_of: ClientOf, stranger: User, case: Cancellation) -> None:
    client = client_of(stranger)
    for url in (url_of(case, "chase"), url_of(case, "chase", "chaser")):
        assert client.get(url).status_code == 404
        assert client.post(url, {"channel": "email"}).status_code == 404


def test_nobody_signs_in_first(client_of: ClientOf, case: Cancellation) -> None:
    assert client_of(None).get(url_of(case, "chase")).status_code == 302


def test_what_the_pages_cost(client: Client, case: Cancellation, owner: User) -> None:
    """The ladder costs the case's page nothing; the letter's page reads the contacts, steps and numbers."""
    client.get(url_of(case))
    with CaptureQueriesContext(connection) as before:
        client.get(url_of(case))
    for _time in range(3):
        fresh(case).log_contact(owner, outcome=ContactOutcome.OTHER)
    case.refresh_from_db()
    client.post(url_of(case, "chase", "chaser"), {"channel": "email", "form_key": str(uuid.uuid4())})
    with CaptureQueriesContext(connection) as after:
        client.get(url_of(case))
    assert len(after) == len(before) <= 8
    with CaptureQueriesContext(connection) as letter:
        client.get(url_of(case, "chase", "chaser"))
    assert len(letter) <= 8, "user, session, case, what was sent, contacts, steps, numbers and the carrier's address"


def test_what_the_letter_costs(client: Client, case: Cancellation) -> None:
    client.get(url_of(case, "chase"))
    with CaptureQueriesContext(connection) as queries:
        client.get(url_of(case, "chase"))
    assert len(queries) == 8, "session, user, case, letters sent; numbers, steps, contacts; the carrier's address"


# --- what is logged ------------------------------------------------------------------------------------------


def test_a_logged_call_keeps_agent_time_promise_and_number(client: Client, case: Cancellation) -> None:
    """Situation 13 of the issue."""
    sent = {
        "outcome": "processing",
        "channel": "call",
        "agent": "Оксана",
        "at": "2026-11-20T15:42",
        "promised_by": "2026-12-01",
        "request_number": "MTS-4471",
        "note": "Ждать письма",
        "form_key": str(uuid.uuid4()),
    }
    assert client.post(url_of(case, "log"), sent).status_code == 303
    message, after = Message.objects.latest("id"), fresh(case)
    assert (message.agent, message.promised_by, message.note) == ("Оксана", date(2026, 12, 1), "Ждать письма")
    assert message.at.isoformat() == "2026-11-20T15:42:00+00:00"
    assert (after.promised_by, after.due, after.request_number) == (date(2026, 12, 1), date(2026, 12, 1), "MTS-4471")
    assert RequestNumber.objects.get(number="MTS-4471").given_by == "Оксана"
    page = text_of(client.get(url_of(case)))
    for said in ("Оксана", "MTS-4471", "20 Nov 15:42", "Promised by"):
        assert said in page


def test_an_automatic_reply_changes_neither_turn_nor_reminders(client: Client, case: Cancellation, owner: User) -> None:
    """Situation 15 of the issue: it is kept, and that is all."""
    case.change_follow_up(owner, on=date(2026, 11, 20), reason="x")
    before = fresh(case)
    sent = {"outcome": "auto_reply", "channel": "email", "follow_up": "auto", "form_key": str(uuid.uuid4())}
    assert client.post(url_of(case, "log"), sent).status_code == 303
    after, message = fresh(case), Message.objects.latest("id")
    assert (message.outcome, message.direction) == (ContactOutcome.AUTO_REPLY, Direction.IN)
    for name in ("turn", "due_on", "follow_up_on", "promised_by", "acknowledged_on", "stage", "action", "rung"):
        assert getattr(after, name) == getattr(before, name), name
    assert "Automatic reply" in text_of(client.get(url_of(case)))


def test_an_automatic_reply_to_a_closed_case_is_no_late_reply(owner: User, case: Cancellation) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).log_contact(owner, outcome=ContactOutcome.AUTO_REPLY, direction=Direction.IN)
    assert fresh(case).late_reply_on is None


@pytest.mark.parametrize("typed", [{"promised_by": "2026-12-01"}, {"follow_up_on": "2026-12-01"}])
def test_days_typed_with_an_automatic_reply_are_not_lost_silently(
    client: Client, case: Cancellation, typed: dict[str, str]
) -> None:
    sent = {"outcome": "auto_reply", "channel": "email", "note": "Ваше обращение принято", **typed}
    response = client.post(url_of(case, "log"), sent)
    assert response.status_code == 422
    assert "An automatic reply moves no dates." in text_of(response)
    assert_kept(response, url_of(case, "log"), sent)
