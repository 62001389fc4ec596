"""A call that goes on over several sheets: who was spoken with, what was said and when it rang are typed once."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from cancellations.models import Cancellation, Carrier, Message, User
from cancellations.views import calls
from tests.calls import AT, sheet, waiting_at
from tests.cases import carrier_of, fresh
from tests.conftest import HTMX
from tests.counting import queries
from tests.pages import Fields, Response, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
TOLD = {"agent": "Oksana Petrova", "note": "Ticket 7\nRing after five"}
LATER = datetime(2026, 11, 21, 12, 40, tzinfo=UTC)


@pytest.fixture
def many(owner: User, carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> list[Cancellation]:
    """A sheet and one request more, all due on one day."""
    monkeypatch.setattr(calls, "AT_ONCE", 2)
    cases = waiting_at(carrier, owner, 3)
    Cancellation.objects.update(due_on=date(2026, 12, 1))
    return cases


def first(client: Client, carrier: Carrier) -> Fields:
    return fields_of(client.get(AT, {"carrier": carrier.slug}), AT)


def turned(client: Client, fields: Fields, cases: list[Cancellation], **typed: str) -> str:
    """The sheet is sent with the outcome "processing" for these, to go on; gives where the next one is."""
    heard = {f"{case.pk}-outcome": ["processing"] for case in cases}
    told = {name: [value] for name, value in typed.items()}
    answer = client.post(AT, {**fields, **heard, **told, "then": "next"})
    assert answer.status_code == 303, text_of(answer)
    return str(answer["Location"])


def typed_in(answer: Response) -> dict[str, str]:
    fields = fields_of(answer, AT)
    return {name: fields[name][0].replace("\r\n", "\n") for name in TOLD}


def test_the_next_sheet_has_what_was_typed_once(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 12, 3, tzinfo=UTC), tick=False):
        fields = first(client, carrier)
    with time_machine.travel(LATER, tick=False):
        at = turned(client, fields, many[:1], **TOLD)
        assert dict(parse_qsl(at.partition("?")[2])).keys() == {"carrier", "after"}  # addresses stand in logs
        second = client.get(at)
        assert typed_in(second) == TOLD
        assert fields_of(second, AT)["started"] == fields["started"]
        assert fields_of(second, AT)["case"] == [str(many[2].pk)]
        answer = client.post(AT, {**fields_of(second, AT), f"{many[2].pk}-outcome": "receipt"})
        assert answer.status_code == 303
    ours = Message.objects.filter(agent=TOLD["agent"], note=TOLD["note"])
    assert {message.cancellation_id for message in ours} == {many[0].pk, many[2].pk}
    assert {message.at for message in ours} == {datetime(2026, 11, 21, 12, 3, tzinfo=UTC)}


def test_a_sheet_where_nothing_was_asked_is_turned_too(
    client: Client, carrier: Carrier, many: list[Cancellation]
) -> None:
    before = Message.objects.count()
    at = turned(client, first(client, carrier), [], **TOLD)
    assert typed_in(client.get(at)) == TOLD
    assert Message.objects.count() == before


def test_the_next_sheet_begins_behind_the_last_row_whatever_was_heard(
    client: Client, carrier: Carrier, many: list[Cancellation]
) -> None:
    """What is promised moves the day that a request is due, and so its place."""
    at = turned(client, first(client, carrier), many[:2], **{f"{many[1].pk}-promised_by": "2026-12-20"})
    assert fresh(many[1]).due_on > date(2026, 12, 1)
    assert fields_of(client.get(at), AT)["case"][0] == str(many[2].pk)


def test_who_was_asked_in_this_call_does_not_come_round_again(
    client: Client, carrier: Carrier, many: list[Cancellation]
) -> None:
    at = turned(client, first(client, carrier), many[:2], **TOLD)
    turned(client, fields_of(client.get(at), AT), many[2:])
    answer = client.get(AT, {"carrier": carrier.slug})
    assert "Nothing more is to be asked in this call." in text_of(answer)
    assert queries(lambda: client.get(AT, {"carrier": carrier.slug})) <= 8
    assert client.post(AT, fields_of(answer, AT)).status_code == 303
    assert len(first(client, carrier)["case"]) == 2  # the next call has them all


def test_it_is_forgotten_when_the_call_ends(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    at = turned(client, first(client, carrier), many[:1], **TOLD)
    data = {**fields_of(client.get(at), AT), f"{many[2].pk}-outcome": "receipt"}
    assert client.post(AT, data).status_code == 303
    assert typed_in(client.get(at)) == {"agent": "", "note": ""}


def test_it_can_end_with_a_sheet_where_nothing_was_asked(
    client: Client, carrier: Carrier, many: list[Cancellation]
) -> None:
    at = turned(client, first(client, carrier), many[:1], **TOLD)
    before = Message.objects.count()
    new = client.post(AT, {**fields_of(client.get(at), AT), "note": "Something new"}, headers=HTMX)
    assert new.status_code == 422  # it would be written nowhere
    assert "Something new" in new.content.decode()
    assert client.post(AT, fields_of(client.get(at), AT)).status_code == 303
    assert "The call has ended." in text_of(client.get(at))
    assert typed_in(client.get(at))["agent"] == ""
    assert Message.objects.count() == before


def test_it_can_end_where_nothing_more_is_open(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    turned(client, first(client, carrier), many[:1], **TOLD)
    beyond = client.get(AT, {"carrier": carrier.slug, "after": f"20991231.{10**9}"})
    assert "End the call" in text_of(beyond)
    assert client.post(AT, fields_of(beyond, AT)).status_code == 303
    assert typed_in(client.get(AT, {"carrier": carrier.slug}))["agent"] == ""


def test_without_a_call_nothing_asked_is_no_end(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    assert client.post(AT, first(client, carrier)).status_code == 422


def test_twice_is_once_and_leads_on(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    before = Message.objects.count()
    fields = first(client, carrier)
    assert turned(client, fields, many[:1], **TOLD) == turned(client, fields, many[:1], **TOLD)
    assert Message.objects.count() == before + 1


def test_a_sheet_that_is_refused_keeps_its_end(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    fields = first(client, carrier)
    answer = client.post(AT, {**fields, f"{many[0].pk}-line_note": "No outcome", "then": "next"})
    assert answer.status_code == 422
    assert fields_of(answer, AT)["until"] == fields["until"]
    assert client.post(AT, sheet(carrier, many, o0="receipt", then="next", until="none"))["Location"].endswith(
        f"?carrier={carrier.slug}"
    )


def test_it_is_kept_from_others(client: Client, owner: User, carrier: Carrier, many: list[Cancellation]) -> None:
    """From another carrier's sheet, from another browser, and from whoever reads the database."""
    turned(client, first(client, carrier), many[:1], **TOLD)
    other = carrier_of(owner)
    waiting_at(other, owner, 1)
    assert fields_of(client.get(AT, {"carrier": other.slug}), AT)["agent"] == [""]
    elsewhere = Client()
    elsewhere.force_login(owner)
    assert fields_of(elsewhere.get(AT, {"carrier": carrier.slug}), AT)["agent"] == [""]
    kept = [str(one.get_decoded()) for one in Session.objects.all()]
    assert any("calls" in text for text in kept)
    assert not any("Oksana" in text or "Ticket" in text for text in kept)


def test_two_calls_at_once_are_two(client: Client, owner: User, carrier: Carrier, many: list[Cancellation]) -> None:
    other = carrier_of(owner)
    cases = waiting_at(other, owner, 3)
    turned(client, first(client, carrier), many[:1], **TOLD)
    turned(client, first(client, other), cases[:1], agent="Pavel", note="")
    assert first(client, carrier)["agent"] == [TOLD["agent"]]
    assert first(client, other)["agent"] == ["Pavel"]


def test_a_call_of_yesterday_is_over(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    turned(client, first(client, carrier), many[:1], **TOLD)
    with time_machine.travel(datetime(2026, 11, 22, 1, tzinfo=UTC), tick=False):
        assert first(client, carrier)["agent"] == [""]


def test_what_no_key_opens_is_no_call(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    session = client.session
    session["calls"] = "sealed by another key"
    session.save()
    assert first(client, carrier)["agent"] == [""]
