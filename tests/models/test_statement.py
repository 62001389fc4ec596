"""Queries whose SQL is written once give what the query itself gives, to whom it gives it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cancellations.models import Cancellation, Event, Step, User
from cancellations.models.session import SessionStore
from cancellations.models.statement import RowsOf, Statement
from tests.cases import case_of

CASES = RowsOf(
    lambda user, reference: Cancellation.objects.visible_to(user).whole().filter(reference=reference), by_text=True
)
STEPS = RowsOf(lambda user, case_id: Step.objects.visible_to(user).filter(cancellation_id=case_id))
EVENTS = RowsOf(
    lambda user, case_id: (
        Event.objects.visible_to(user).filter(cancellation_id=case_id).select_related("by").order_by("id")
    )
)
REFERENCES = Statement(lambda user: Cancellation.objects.visible_to(user).values_list("reference"))


def test_rows_are_whole_with_what_belongs_to_them(owner: User) -> None:
    case = case_of(owner)
    Cancellation.objects.filter(pk=case.pk).update(assignee=None)
    wanted = Cancellation.objects.whole().get(pk=case.pk)
    for _again in range(2):
        with CaptureQueriesContext(connection) as asked:
            [found] = CASES.rows(owner, case.reference)
            assert (found, found.sim, found.carrier, found.assignee) == (case, case.sim, case.carrier, None)
        assert len(asked) == 1
        assert {**vars(found), "_state": 0} == {**vars(wanted), "_state": 0}
        assert not found._state.adding


def test_each_key_gives_its_own_rows(owner: User) -> None:
    first, second = case_of(owner), case_of(owner)
    for case in (first, second, first):
        assert STEPS.rows(owner, case.pk) == list(Step.objects.filter(cancellation=case))
    assert STEPS.rows(owner, -1) == []
    assert STEPS.first(owner, -1) is None


def test_each_row_stands_beside_its_own_person_made_once(owner: User, colleague: User) -> None:
    """Events by two people and by the clock, in turns."""
    case = case_of(owner)
    for by in (owner, None, colleague, owner, None):
        Event.objects.create(workspace=case.workspace, cancellation=case, kind="note", by=by)
    events = EVENTS.rows(owner, case.pk)
    assert [event.by for event in events] == [owner, owner, None, colleague, owner, None]
    assert events[1].by is events[4].by


def test_nobody_sees_another_workspace(owner: User, stranger: User, ex_member: User) -> None:
    case = case_of(owner)
    for other in (stranger, ex_member):
        assert CASES.rows(other, case.reference) == []
        assert STEPS.rows(other, case.pk) == []
        assert REFERENCES.rows(other) == []
    assert REFERENCES.rows(owner) == [(case.reference,)]


@pytest.mark.parametrize("term", ["'; --", "%s", "%(user)s", "\\", "卡"])
def test_a_key_is_never_read_as_sql(owner: User, term: str) -> None:
    case_of(owner)
    assert CASES.rows(owner, term) == []


def test_a_session_ends_on_its_day(owner: User, client: Client) -> None:
    client.force_login(owner)
    key = client.cookies["sessionid"].value
    assert SessionStore(key).load()["_auth_user_id"] == str(owner.pk)
    SessionStore(key).model.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    over = SessionStore(key)
    assert over.load() == {}
    assert over.session_key is None
    assert client.get("/settings/").status_code == 302
