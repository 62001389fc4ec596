"""A promise, or a day to look again, of a year that is over: refused where it is typed, with all that was typed."""

import uuid
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Errand, Message, User
from tests.calls import AT, sheet
from tests.cases import case_of, fresh, url_of
from tests.conftest import ClientOf
from tests.letters.chasing import chase_url, promised_case, typed_as_sent
from tests.pages import fields_of

pytestmark = pytest.mark.usefixtures("a_saturday")
OVER, STILL = "2025-12-01", "2026-11-20"  # at the carrier's place it may be yesterday still
PROMISE = "The promise cannot be for a day before the contact."
PAST = "This day is over. Enter today or a later day."


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner, to=StepKey.CONFIRMATION)


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, {"form_key": str(uuid.uuid4()), **data})


@pytest.mark.parametrize(("name", "said"), [("promised_by", PROMISE), ("follow_up_on", PAST)])
def test_of_a_contact(client: Client, case: Cancellation, name: str, said: str) -> None:
    before = Message.objects.count()
    answer = post(client, f"{url_of(case)}log/", outcome="processing", note="Soon", **{name: OVER})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert OVER in text
    assert "Soon" in text
    assert Message.objects.count() == before
    assert post(client, f"{url_of(case)}log/", outcome="processing", **{name: STILL}).status_code == 303


def test_what_was_promised_long_ago_is_recorded_with_its_contact(client: Client, case: Cancellation) -> None:
    told = {"outcome": "processing", "at": "2026-11-10T09:00", "promised_by": "2026-11-12"}
    assert post(client, f"{url_of(case)}log/", **told).status_code == 303
    assert str(fresh(case).promised_by) == "2026-11-12"


def test_of_a_call(client: Client, case: Cancellation) -> None:
    before = Message.objects.count()
    answer = client.post(AT, sheet(case.carrier, [case], o0="processing", p0=OVER))
    assert answer.status_code == 422
    assert PROMISE in answer.content.decode()
    assert Message.objects.count() == before
    assert client.post(AT, sheet(case.carrier, [case], o0="processing", p0=STILL)).status_code == 303


def test_of_a_chaser(client: Client, owner: User) -> None:
    late = promised_case(owner)
    answer = client.post(chase_url(late), typed_as_sent(follow_up_on=OVER))
    assert (answer.status_code, PAST in answer.content.decode()) == (422, True)


def test_of_one_follow_up(client: Client, case: Cancellation) -> None:
    change = {"reason": "Agreed", "version": case.version}
    answer = post(client, f"{url_of(case)}follow-up/", on=OVER, **change)
    assert (answer.status_code, PAST in answer.content.decode()) == (422, True)
    assert post(client, f"{url_of(case)}follow-up/", on=STILL, **change).status_code == 303


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"do": "follow-up", "on": OVER, "reason": "Agreed"}, PAST),
        ({"do": "log", "outcome": "processing", "promised_by": OVER}, PROMISE),
    ],
    ids=["follow-up", "log"],
)
def test_of_many(client: Client, case: Cancellation, told: dict[str, str], said: str) -> None:
    answer = post(client, "/requests/bulk/", case=case.pk, **told)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Errand.objects.exists()


def test_a_day_that_was_waited_for_does_not_stand_in_the_way(
    client: Client, case: Cancellation, time_machine: Any
) -> None:
    """The step keeps the day to look again; when the answer comes later, nobody sees that field."""
    at = url_of(case, "steps", "confirmation")
    first = {**fields_of(client.get(at), at), "result": "none", "replied_on": "2026-11-21", "until": "2026-11-25"}
    assert client.post(at, {**first, "form_key": str(uuid.uuid4())}).status_code == 303
    time_machine.move_to("2026-11-30 12:00")
    typed = fields_of(client.get(at), at)
    assert typed["until"] == [""]
    none = client.post(at, {**typed, "result": "none", "until": "2026-11-25", "form_key": str(uuid.uuid4())})
    assert (none.status_code, PAST in none.content.decode()) == (422, True)
    answer = {**typed, "result": "confirmed", "replied_on": "2026-11-28", "end_date": "2026-12-01"}
    draft = client.post(at, {**answer, "until": "2026-11-25", "draft": "1", "form_key": str(uuid.uuid4())})
    assert draft.status_code == 303
    late = {**answer, "until": "2026-11-25", "version": fields_of(client.get(at), at)["version"]}
    assert client.post(at, {**late, "form_key": str(uuid.uuid4())}).status_code == 303
    assert str(fresh(case).confirmed_end_date) == "2026-12-01"


def test_of_a_suspension_alone(client: Client, case: Cancellation) -> None:
    at = url_of(case, "close")
    typed = {
        **fields_of(client.get(at), at),
        "reason": "Kept after all",
        "ended_on": "2026-11-20",
        "look_again_on": OVER,
    }
    refused = client.post(at, {**typed, "outcome": "suspended"})
    assert (refused.status_code, PAST in refused.content.decode()) == (422, True)
    assert client.post(at, {**typed, "outcome": "withdrawn", "form_key": str(uuid.uuid4())}).status_code == 303
