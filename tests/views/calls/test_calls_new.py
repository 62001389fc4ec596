"""When a call that went on over several sheets is another one: it was left lying, or whoever rings says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cancellations.models import Cancellation, Carrier, Message, User
from cancellations.models.vault import seal
from cancellations.views import calls
from tests.calls import AT, sheet
from tests.conftest import ClientOf
from tests.pages import Fields, Response, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
NEW = "/calls/new/"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)  # of that Saturday
GOES_ON = "This call goes on"


def opened(client: Client, carrier: Carrier) -> Response:
    return client.get(AT, {"carrier": carrier.slug})


def turned(client: Client, carrier: Carrier, waiting: list[Cancellation], **typed: Any) -> str:
    """The first sheet is sent, to go on; gives where the next one is."""
    fields: Fields = fields_of(opened(client, carrier), AT)
    heard = {f"{waiting[0].pk}-outcome": "processing", "agent": "Oksana", "note": "Ticket 7", "then": "next"}
    answer = client.post(AT, {**fields, **heard, **typed})
    assert answer.status_code == 303, text_of(answer)
    return str(answer["Location"])


@pytest.mark.parametrize(("minutes", "goes_on"), [(0, True), (45, True), (46, False), (300, False)])
def test_a_call_that_was_left_lying_is_over(
    client: Client, carrier: Carrier, waiting: list[Cancellation], minutes: int, goes_on: bool
) -> None:
    turned(client, carrier, waiting)
    with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
        answer = opened(client, carrier)
        fields = fields_of(answer, AT)
        assert (GOES_ON in text_of(answer)) is goes_on
        assert fields["agent"] == ["Oksana" if goes_on else ""]
        assert (str(waiting[0].pk) in fields["case"]) is not goes_on
        client.post(AT, {**fields, f"{waiting[1].pk}-outcome": "receipt"})
        said = Message.objects.filter(outcome="receipt").latest("pk")
        assert (said.at, said.agent) == ((NOON, "Oksana") if goes_on else (NOON + timedelta(minutes=minutes), ""))


def test_each_sheet_keeps_it_alive_up_to_twelve_hours(
    client: Client, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    for minutes in range(0, 13 * 60, 40):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            goes_on = GOES_ON in text_of(opened(client, carrier))
            assert goes_on is (0 < minutes <= 12 * 60), minutes
            if minutes <= 12 * 60:
                turned(client, carrier, waiting, **{f"{waiting[0].pk}-outcome": ""})


def test_a_sheet_that_took_long_is_still_of_its_call(
    client: Client, carrier: Carrier, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty-five requests, and music in between: the sheet that lies open says which call it is."""
    monkeypatch.setattr(calls, "AT_ONCE", 2)
    at = turned(client, carrier, waiting)
    second = fields_of(client.get(at), AT)
    with time_machine.travel(NOON + timedelta(minutes=90), tick=False):
        client.post(AT, {**second, f"{waiting[2].pk}-outcome": "receipt", "then": "next"})
        said = Message.objects.latest("pk")
        assert (said.at, said.agent, said.note) == (NOON, "Oksana", "Ticket 7")
        assert fields_of(opened(client, carrier), AT)["case"] == [str(waiting[1].pk)]


def test_a_call_can_end_long_after_its_last_sheet(
    client: Client, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    beyond = f"20991231.{10**9}"
    turned(client, carrier, waiting)
    nothing_more = fields_of(client.get(AT, {"carrier": carrier.slug, "after": beyond}), AT)
    with time_machine.travel(NOON + timedelta(minutes=90), tick=False):
        assert client.post(AT, nothing_more).status_code == 303


def test_what_was_kept_before_it_was_known_when_is_no_call(
    client: Client, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    session = client.session
    session["calls"] = seal(
        f'{{"{carrier.pk}": {{"agent": "O", "note": "", "started": "2026-11-21T11:59:00+0000", "asked": []}}}}'
    )
    session.save()
    assert fields_of(opened(client, carrier), AT)["agent"] == [""]


def test_a_new_call_is_begun(client: Client, carrier: Carrier, waiting: list[Cancellation]) -> None:
    turned(client, carrier, waiting)
    page = opened(client, carrier)
    assert "Start a new call" in text_of(page)
    assert f'form="new-call" name="started" value="{fields_of(page, AT)["started"][0]}"' in page.content.decode()
    with time_machine.travel(NOON + timedelta(minutes=9), tick=False):
        answer = client.post(NEW, {**fields_of(page, NEW), "started": fields_of(page, AT)["started"]})
        assert (answer.status_code, answer["Location"]) == (303, f"{AT}?carrier={carrier.slug}")
        page = opened(client, carrier)
        fields = fields_of(page, AT)
    assert "The call has ended." in text_of(page)
    assert (fields["agent"], fields["note"]) == ([""], [""])
    assert fields["started"] == ["2026-11-21T12:09:00+0000"]
    assert set(fields["case"]) == {str(case.pk) for case in waiting}
    assert GOES_ON not in text_of(page)
    assert "Start a new call" not in text_of(page)


def test_begun_again_it_ends_no_other_call(client: Client, carrier: Carrier, waiting: list[Cancellation]) -> None:
    """The browser's Back sends it once more, when the new call is on its second sheet."""
    turned(client, carrier, waiting)
    data = {"carrier": carrier.slug, "started": "2026-11-21T12:00:00+0000"}
    with time_machine.travel(NOON + timedelta(minutes=9), tick=False):
        for _ in range(2):
            assert client.post(NEW, data).status_code == 303
        turned(client, carrier, waiting, agent="Pavel")
        assert client.post(NEW, data).status_code == 303
        assert fields_of(opened(client, carrier), AT)["agent"] == ["Pavel"]


def test_who_may_begin_one(client: Client, viewer: User, stranger: User, carrier: Carrier, client_of: ClientOf) -> None:
    data = {"carrier": carrier.slug, "started": ""}
    assert client.post(NEW, data).status_code == 303
    assert client.get(NEW, data).status_code == 405
    assert client.post(NEW).status_code == 404
    assert client.post(NEW, {"carrier": "\0"}).status_code == 404
    assert client_of(viewer).post(NEW, data).status_code == 403
    assert client_of(stranger).post(NEW, data).status_code == 404
    assert reverse("call_new") == NEW


@pytest.mark.parametrize("then", ["next", ""])
def test_what_is_written_and_what_is_kept_hold_both_or_neither(
    client: Client, carrier: Carrier, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    """The session cannot be saved at first. Sent again, the sheet is no repeat."""
    turned(client, carrier, waiting)
    before = Message.objects.count()
    data = sheet(carrier, waiting[:2], o1="receipt", agent="Pavel", note="Ticket 8", then=then)

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise UpdateError

    with monkeypatch.context() as while_it_fails:
        while_it_fails.setattr(SessionStore, "save", broken)
        assert client.post(AT, data).status_code == 400
    assert Message.objects.count() == before
    assert fields_of(opened(client, carrier), AT)["agent"] == ["Oksana"]
    assert client.post(AT, data).status_code == 303
    assert Message.objects.count() == before + 1
    assert fields_of(opened(client, carrier), AT)["agent"] == (["Pavel"] if then else [""])


def test_the_button_is_said_in_all_languages(
    client: Client, owner: User, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    turned(client, carrier, waiting)
    for language, said in (("ru", "Начать новый звонок"), ("zh-hans", "开始新通话")):
        User.objects.filter(pk=owner.pk).update(language=language)
        with translation.override(language):
            assert said in text_of(opened(client, carrier))
