"""The iCalendar feed: what it holds, what it does not tell, and who can open it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Event, Membership, Reminders, User
from cancellations.models.case import NEVER
from tests.listed import build, days, listed

pytestmark = pytest.mark.usefixtures("a_saturday")
OURS: dict[str, Any] = {"stage": Stage.PREPARING, "turn": Turn.US, "action": Action.BALANCE, "due_on": days(4)}
LATE = {"stage": Stage.SUBMITTED, "turn": Turn.CARRIER, "action": Action.AWAIT_RECEIPT, "due_on": days(-3)}


def address(user: User, **choices: bool) -> str:
    reminders = Reminders.objects.of(user)
    reminders.prefer(**choices)
    return f"/calendar/{reminders.renew_calendar()}/lastcall.ics"


def events(response: Any) -> list[Any]:
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_my_due_days_are_all_day_events(client: Client, owner: User) -> None:
    case = listed(owner, **OURS, version=3, sim__nickname="Dad's card")
    at = Event.objects.create(workspace_id=case.workspace_id, cancellation=case, kind="opened").at
    response = client.get(address(owner))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = events(response)
    assert event.decoded("dtstart") == days(4)
    assert type(event.decoded("dtstart")) is date
    assert event.decoded("dtend") == days(5)
    assert str(event["summary"]) == f"{case.reference}: Check the balance"
    assert str(event["uid"]) == f"{case.reference}@lastcall"
    assert str(event["url"]) == f"http://localhost:8000/requests/{case.reference}/"
    assert (event["sequence"], event.decoded("dtstamp")) == (3, at.replace(microsecond=0))


def test_nothing_personal_is_in_it(client: Client, owner: User) -> None:
    listed(owner, **OURS, sim__nickname="Dad's card", sim__holder="Anna K", sim__msisdn="+79161234567")
    text = client.get(address(owner)).content.decode()
    for private in ("Dad", "Anna", "1234567", str(owner.email)):
        assert private not in text


def test_the_nickname_comes_when_it_was_asked_for(client: Client, owner: User) -> None:
    case = listed(owner, **OURS, sim__nickname="Dad's card;\\n,x")
    [event] = events(client.get(address(owner, calendar_nicknames=True)))
    assert str(event["summary"]) == f"{case.reference} · Dad's card;\\n,x: Check the balance"


def test_an_overdue_carrier_is_to_be_rung(client: Client, owner: User) -> None:
    listed(owner, **LATE)
    assert "Ring the carrier" in str(events(client.get(address(owner)))[0]["summary"])


def test_only_open_cases_of_mine_that_have_a_day(client: Client, owner: User, colleague: User, stranger: User) -> None:
    mine = listed(owner, **OURS)
    build(owner, [{**OURS, "assignee": colleague}, {**OURS, "due_on": NEVER}, {**OURS, "stage": Stage.CLOSED}])
    listed(stranger, **OURS, assignee=owner)
    assert [str(event["uid"]) for event in events(client.get(address(owner)))] == [f"{mine.reference}@lastcall"]


def test_it_speaks_the_users_language(client: Client, owner: User) -> None:
    listed(owner, **OURS)
    owner.prefer(language="ru")
    summary = str(events(client.get(address(owner)))[0]["summary"])
    assert "Check the balance" not in summary


def test_what_did_not_change_is_not_sent_again(client: Client, owner: User) -> None:
    case = listed(owner, **OURS)
    Event.objects.create(workspace_id=case.workspace_id, cancellation=case, kind="opened")
    feed = address(owner)
    first = client.get(feed)
    again = client.get(feed, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    listed(owner, **OURS)
    assert client.get(feed, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_caches_and_search_engines_keep_away(client: Client, owner: User) -> None:
    response = client.get(address(owner))
    assert response["Cache-Control"].startswith("private")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert "sessionid" not in response.cookies


def test_unknown_revoked_and_left_look_the_same(client: Client, owner: User, colleague: User, viewer: User) -> None:
    revoked, left, disabled = address(owner), address(colleague), address(viewer)
    Reminders.objects.of(owner).revoke_calendar()
    Membership.objects.filter(user=colleague).delete()
    User.objects.filter(pk=viewer.pk).update(is_active=False)
    unknown = f"/calendar/{'A' * 43}/lastcall.ics"
    answers = [client.get(one) for one in (unknown, revoked, left, disabled)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("token", ["%00", "None", "%F0%9F%98%80", "a" * 5000, "%20"])
def test_any_token_is_answered(client: Client, owner: User, token: str) -> None:
    Reminders.objects.of(owner)  # without an address
    assert client.get(f"/calendar/{token}/lastcall.ics").status_code == 404


def test_opening_it_changes_nothing_and_costs_few_queries(client: Client, owner: User) -> None:
    feed = address(owner)
    for cases in (1, 60):
        build(owner, [OURS] * cases)
        with CaptureQueriesContext(connection) as asked:
            assert len(events(client.get(feed))) >= cases
        assert len(asked) == 2
        assert all(query["sql"].startswith("SELECT") for query in asked)
    assert client.post(feed).status_code == 405
