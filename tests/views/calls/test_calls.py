"""The call session: one call, one outcome a request, written in one go."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cancellations.domain.contact import Channel, ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Carrier, Message, User
from cancellations.views import calls
from tests.calls import AT, links_of, sheet, waiting_at
from tests.cases import case_of, fresh, is_derived, sim_of
from tests.conftest import HTMX, ClientOf
from tests.counting import queries
from tests.pages import fields_of
from tests.plans import plan_of, reads_whole_table

pytestmark = pytest.mark.usefixtures("a_saturday")


def test_whom_to_ring(client: Client, waiting: list[Cancellation], carrier: Carrier) -> None:
    text = client.get(AT).content.decode()
    assert f"/calls/?carrier={carrier.slug}" in text


def test_whom_to_ring_is_counted_from_an_index(client: Client, waiting: list[Cancellation]) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(AT)
    [counted] = [query["sql"] for query in asked if "GROUP BY" in query["sql"]]
    plan = plan_of(counted)
    assert not reads_whole_table(plan), plan
    assert "case_carrier_due" in plan or connection.vendor == "postgresql", plan


def test_the_sheet_has_all_that_is_open_there(client: Client, owner: User, waiting: list[Cancellation]) -> None:
    case_of(owner, sim=sim_of(owner, nickname="Elsewhere"))
    text = client.get(AT, {"carrier": waiting[0].carrier.slug}).content.decode()
    assert all(f"Card {n}" in text for n in range(3))
    assert "Elsewhere" not in text


def test_one_outcome_each_is_written_in_one_go(client: Client, carrier: Carrier, waiting: list[Cancellation]) -> None:
    data = sheet(
        carrier,
        waiting,
        agent="Oksana",
        note="Ticket 7",
        o0="processing",
        p0="2026-12-01",
        o1="confirms",
        n1="By letter",
    )
    assert client.post(AT, data)["Location"] == f"/calls/?carrier={carrier.slug}"
    told = Message.objects.filter(agent="Oksana").order_by("cancellation_id")
    assert list(told.values_list("outcome", "note", "channel")) == [
        (ContactOutcome.PROCESSING, "Ticket 7", Channel.CALL),
        (ContactOutcome.CONFIRMS, "By letter\nTicket 7", Channel.CALL),
    ]
    first, second, third = map(fresh, waiting)
    assert str(first.promised_by) == "2026-12-01"
    assert second.reply_claimed_on
    assert second.confirmed_on is None  # what is said on the phone confirms nothing
    assert third.version == waiting[2].version
    assert all(map(is_derived, waiting))
    assert "recorded in 2 requests" in client.get("/calls/").content.decode()


def test_twice_is_once(client: Client, carrier: Carrier, waiting: list[Cancellation]) -> None:
    before = Message.objects.count()
    data = sheet(carrier, waiting, o0="processing")
    for _ in range(2):
        assert client.post(AT, data).status_code == 303
    assert Message.objects.count() == before + 1


@pytest.mark.parametrize(
    "wrong", [{}, {"n1": "Said, but no outcome"}, {"o0": "processing", "p1": "2026-12-01"}, {"o0": "never"}]
)
def test_what_is_missing_is_said_and_nothing_is_written(
    client: Client, carrier: Carrier, waiting: list[Cancellation], wrong: dict[str, str]
) -> None:
    before = Message.objects.count()
    answer = client.post(AT, sheet(carrier, waiting, agent="Oksana", **wrong), headers=HTMX)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="Oksana"' in text
    assert all(value in text for value in wrong.values() if value != "never")
    assert Message.objects.count() == before


def test_requests_of_another_carrier_are_not_written(
    client: Client, owner: User, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    other = case_of(owner, to=StepKey.CONFIRMATION)
    before = Message.objects.count()
    assert client.post(AT, sheet(carrier, [other], o0="processing")).status_code == 422
    assert Message.objects.count() == before


@pytest.fixture
def many(owner: User, carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> list[Cancellation]:
    """Two sheets and one request more; some are due on the same day."""
    monkeypatch.setattr(calls, "AT_ONCE", 3)
    cases = waiting_at(carrier, owner, 7)
    for number, case in enumerate(cases):
        Cancellation.objects.filter(pk=case.pk).update(due_on=date(2026, 12, 1 + number // 4))
    return cases


def sheets_of(client: Client, at: str) -> list[list[str]]:
    """The keys of the cases on each sheet, from this one on to the last."""
    answer = client.get(at)
    fields = fields_of(answer, AT)
    keys = fields.get("case", [])
    more = 'id="next-sheet"' in answer.content.decode()
    return [keys, *(sheets_of(client, client.post(AT, {**fields, "then": "next"})["Location"]) if more else [])]


def test_all_that_is_open_is_reached_sheet_by_sheet(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    at = f"{AT}?carrier={carrier.slug}"
    sheets = sheets_of(client, at)
    assert [len(sheet) for sheet in sheets] == [3, 3, 1]
    assert [key for sheet in sheets for key in sheet] == [str(case.pk) for case in many]
    assert queries(lambda: client.get(at)) <= 8


def test_a_later_sheet_is_written_and_come_back_to(client: Client, carrier: Carrier, many: list[Cancellation]) -> None:
    after = fields_of(client.get(AT, {"carrier": carrier.slug}), AT)["until"][0]
    second = fields_of(client.get(AT, {"carrier": carrier.slug, "after": after}), AT)
    assert second["after"] == [after]
    wrong = client.post(AT, sheet(carrier, many[3:6], after=after, n1="No outcome"))
    assert wrong.status_code == 422
    assert fields_of(wrong, AT)["until"] == second["until"]
    assert 'id="next-sheet"' in wrong.content.decode()  # the third
    answer = client.post(AT, sheet(carrier, many[3:6], after=after, o1="receipt"))
    assert parse_qs(answer["Location"].partition("?")[2])["after"] == [after]
    assert fresh(many[4]).acknowledged_on
    assert not fresh(many[0]).acknowledged_on


def test_behind_the_last_one_the_first_sheet_is_offered(
    client: Client, carrier: Carrier, many: list[Cancellation]
) -> None:
    answer = client.get(AT, {"carrier": carrier.slug, "after": f"20991231.{10**9}"})
    assert "Nothing more is open at this carrier." in answer.content.decode()
    assert f"{AT}?carrier={carrier.slug}" in links_of(answer)
    assert len(fields_of(client.get(AT, {"carrier": carrier.slug, "after": "no cursor"}), AT)["case"]) == 3


def test_a_call_has_all_outcomes_but_a_machines(client: Client, carrier: Carrier, waiting: list[Cancellation]) -> None:
    text = client.get(AT, {"carrier": carrier.slug}).content.decode()
    offered = {outcome for outcome in ContactOutcome if f'name="{waiting[0].pk}-outcome" value="{outcome}"' in text}
    assert offered == set(ContactOutcome) - {ContactOutcome.AUTO_REPLY}


def test_who_may(
    viewer: User, stranger: User, carrier: Carrier, waiting: list[Cancellation], client_of: ClientOf
) -> None:
    before = Message.objects.count()
    assert client_of(viewer).get(AT).status_code == 403
    assert client_of(viewer).post(AT, sheet(carrier, waiting, o0="processing")).status_code == 403
    assert client_of(stranger).post(AT, sheet(carrier, waiting, o0="processing")).status_code == 404
    assert client_of(stranger).get(AT, {"carrier": carrier.slug}).status_code == 404
    assert client_of(stranger).get(AT, {"carrier": "\0"}).status_code == 404
    assert client_of(stranger).delete(AT).status_code == 405
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    "started", ["0001-01-01T00:00:00+1400", "2026-11-19T09:00:00+0000", "2027-01-01T00:00:00+0000"]
)
def test_when_it_rang_cannot_be_made_up(
    client: Client, carrier: Carrier, waiting: list[Cancellation], started: str
) -> None:
    assert client.post(AT, sheet(carrier, waiting, o0="processing", started=started)).status_code == 303
    said = Message.objects.filter(cancellation=waiting[0]).latest("pk")
    assert abs((timezone.now() - said.at).total_seconds()) < 60
