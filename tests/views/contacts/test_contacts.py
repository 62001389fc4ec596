"""Logging a contact: one outcome is enough, and what is wrong is said."""

from datetime import date

import pytest
from django.test import Client

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Outcome, Turn
from cancellations.models import Cancellation, Message, RequestNumber, User
from tests.cases import case_of, fresh, step_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.contacts import FULL, both, logged, typed
from tests.pages import assert_kept, fields_of

pytestmark = pytest.mark.usefixtures("a_saturday")


def last() -> Message:
    return Message.objects.latest("id")


# --- it works ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ContactOutcome)
def test_one_digit_is_enough(client: Client, case: Cancellation, url: str, outcome: ContactOutcome) -> None:
    response = client.post(url, typed(outcome=outcome.value))
    assert (response.status_code, response["Location"]) == (303, f"{url_of(case)}#timeline")
    way = Direction.IN if outcome is ContactOutcome.AUTO_REPLY else Direction.OUT
    assert (last().outcome, last().channel, last().direction) == (outcome, Channel.CALL, way)
    assert last().at.date() == date(2026, 11, 21)


def test_everything_that_can_be_said(client: Client, case: Cancellation, url: str) -> None:
    assert client.post(url, typed(**FULL)).status_code == 303
    message = last()
    assert (message.note, message.agent, message.channel) == ("She said:\nnext week", "Oksana", "chat")
    assert (message.promised_by, message.follow_up_on) == (date(2026, 12, 1), date(2026, 11, 28))
    assert message.at.isoformat() == "2026-11-20T15:42:00+00:00"
    assert RequestNumber.objects.filter(number="N-7", given_by="Oksana").exists()


@both
def test_the_form(client: Client, url: str, headers: dict[str, str]) -> None:
    response = client.get(url, headers=headers)
    fields = fields_of(response, url)
    assert (fields["channel"], fields["direction"], fields["follow_up"]) == (["call"], ["out"], ["auto"])
    assert "outcome" not in fields, "nothing is said for anybody"
    assert fields["form_key"] != fields_of(client.get(url, headers=headers), url)["form_key"]


def test_htmx_gets_all_that_an_entry_changes(client: Client, case: Cancellation, url: str) -> None:
    response = client.post(url, typed(**FULL), headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    for part in ('id="log"', 'id="steps"', 'id="head"', 'id="days"', 'id="numbers"', "N-7"):
        assert part in page, part
    assert f'id="e-{case.events.latest("id").pk}"' in page
    fields = fields_of(response, url)
    assert "outcome" not in fields, "an empty composer for the next entry"
    assert fields["note"] == [""]


def test_it_does_the_contact_step(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.CONTACT)
    client.post(url_of(case, "log"), typed(outcome="other"))
    assert step_of(case, StepKey.CONTACT).state == StepState.DONE


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"outcome": "processing"}, None),
        ({"outcome": "other"}, date(2026, 11, 25)),
        ({"outcome": "ring_back", "follow_up": "auto"}, date(2026, 11, 23)),
        ({"outcome": "processing", "follow_up": "1"}, date(2026, 11, 22)),
        ({"outcome": "processing", "follow_up": "7"}, date(2026, 11, 28)),
        ({"outcome": "processing", "follow_up": "none"}, None),
        ({"outcome": "processing", "promised_by": "2026-12-01"}, None),
        ({"outcome": "processing", "promised_by": "2026-12-01", "follow_up": "1"}, date(2026, 11, 22)),
        ({"outcome": "processing", "follow_up": "7", "follow_up_on": "2026-12-02"}, date(2026, 12, 2)),
        ({"outcome": "confirms"}, None),
    ],
)
def test_when_to_look_again(client: Client, url: str, answers: dict[str, str], expected: date | None) -> None:
    assert client.post(url, typed(**answers)).status_code == 303
    assert last().follow_up_on == expected


@both
def test_no_day_of_ours_beyond_the_carriers(client: Client, url: str, headers: dict[str, str]) -> None:
    """It would hide that the carrier lets its day pass, without a word of why."""
    sent = typed(outcome="processing", follow_up_on="2026-12-24", note="She said so")
    response = client.post(url, sent, headers=headers)
    assert response.status_code == 422
    page = response.content.decode()
    assert "The carrier has until Thu 3\xa0Dec to answer." in page or "The carrier has until" in page
    assert "Look again on that day or earlier." in page
    assert_kept(response, url, {"note": "She said so", "follow_up_on": "2026-12-24"})
    assert not Message.objects.exclude(outcome="processing", note="").exists()


def test_a_claimed_confirmation_is_to_be_recorded(client: Client, case: Cancellation, url: str) -> None:
    client.post(url, typed(outcome="confirms"))
    case = fresh(case)
    assert (case.turn, case.action, case.confirmed_on) == (Turn.US, Action.RECORD_REPLY, None)


@both
def test_a_closed_case_is_not_deaf(
    client: Client, case: Cancellation, owner: User, url: str, headers: dict[str, str]
) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    assert client.post(url, typed(outcome="refuses"), headers=headers).status_code in {200, 303}
    assert fresh(case).action == Action.REVIEW_LATE_REPLY


def test_the_readers_time_zone_counts(client_of: ClientOf, owner: User, url: str) -> None:
    owner.prefer(time_zone="Asia/Shanghai")
    client_of(owner).post(url, typed(outcome="other", at="2026-11-21T19:30"))
    assert last().at.isoformat() == "2026-11-21T11:30:00+00:00"


# --- it is refused in words --------------------------------------------------------------------------------

BROKEN = [
    {"outcome": ""},
    {"outcome": "terminated"},
    {"channel": "pigeon"},
    {"follow_up_on": "someday"},
    {"promised_by": "2026-02-30"},
    {"at": "2026-11-22T12:00"},
    {"at": "yesterday"},
    {"at": "9999-12-31T23:59"},
    {"at": "0001-01-01T00:00+23:59"},
    {"agent": "LPA:1$rsp.example$ABCD-EFGH"},
    {"note": "x" * 20_001},
]


@both
@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, case: Cancellation, url: str, broken: dict[str, str], headers: dict[str, str]
) -> None:
    sent = typed(**{**FULL, **broken})
    response = client.post(url, sent, headers=headers)
    assert response.status_code == 422
    assert 'class="errsum" role="alert"' in response.content.decode()
    odd = {name for name in ("outcome", "channel") if name in broken}  # no button says that
    assert_kept(response, url, {name: value for name, value in sent.items() if name not in odd})
    assert logged(case) == 0
