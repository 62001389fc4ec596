"""Rows written with SQL that is written once are the rows that Django would have written."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from cancellations.models import Cancellation, Event, User
from cancellations.models.writing import insert, insert_many, prepared, write
from tests.cases import case_of


def stored(row: Event) -> dict[str, Any]:
    return {**model_to_dict(Event.objects.get(pk=row.pk)), "id": None}


def note(case: Cancellation, by: User | None, **payload: Any) -> Event:
    return Event(workspace_id=case.workspace_id, cancellation_id=case.pk, kind="noted", by=by, payload=payload)


@pytest.mark.parametrize("payload", [{}, {"days": [1, None], "text": "卡 %s '; --"}])
def test_an_added_row_is_as_django_adds_it(owner: User, payload: dict[str, Any]) -> None:
    case = case_of(owner)
    for by in (owner, None):
        ours, theirs = note(case, by, **payload), note(case, by, **payload)
        theirs.at = ours.at
        with CaptureQueriesContext(connection) as asked:
            insert(ours)
        Event.objects.bulk_create([theirs])
        assert len(asked) == 1
        assert theirs.pk == ours.pk + 1
        assert not ours._state.adding
        assert stored(ours) == stored(theirs)


def test_very_many_rows_are_all_added_in_their_order(owner: User) -> None:
    case = case_of(owner)
    before = Event.objects.count()
    insert_many(Event, (prepared(note(case, owner, number=number)) for number in range(2_100)))
    added = [event.payload.get("number") for event in Event.objects.order_by("pk")[before:]]
    assert added == list(range(2_100))


def test_the_same_event_is_never_added_twice(owner: User) -> None:
    event = note(case_of(owner), owner)
    event.save()
    with pytest.raises(TypeError):
        event.save()


def test_a_row_that_is_gone_is_not_taken_for_written(owner: User) -> None:
    case = case_of(owner)
    write(case, ["reason"])
    case.pk = -1
    with pytest.raises(DatabaseError):
        write(case, ["reason"])
