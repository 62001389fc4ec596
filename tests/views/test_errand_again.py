"""The page of an errand that was stopped: its rest, the way on, and all that could not be done as a file."""

import csv
import io
import uuid

import pytest
from django.urls import reverse

from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.models import Errand, User
from cancellations.views.errands import MISSES_SHOWN
from tests.conftest import HTMX, ClientOf


@pytest.fixture
def stopped(colleague: User) -> Errand:
    made = Errand.objects.ask(colleague, ErrandKind.BULK, what={}, title="MTS", total=1111)
    with made.part():
        made.done = 100
    made.stop(colleague)
    return made


def test_it_says_what_is_done_and_goes_on_once(stopped: Errand, colleague: User, client_of: ClientOf) -> None:
    client, at = client_of(colleague), reverse("errand_go_on", args=[stopped.pk])
    text = client.get(reverse("errand", args=[stopped.pk])).content.decode()
    assert "Looked at: 100. Not yet: 1,011." in text
    assert f'action="{at}"' in text
    key = str(uuid.uuid4())
    for _ in range(2):
        assert client.post(at, {"form_key": key}).status_code == 303
    stopped.refresh_from_db()
    assert (stopped.is_ended, stopped.done) == (False, 100)
    assert at not in client.get(reverse("errand", args=[stopped.pk])).content.decode()


def test_what_is_at_work_already_is_said(stopped: Errand, colleague: User, client_of: ClientOf) -> None:
    stopped.go_on(colleague)
    answer = client_of(colleague).post(reverse("errand_go_on", args=[stopped.pk]), {"form_key": "k"}, headers=HTMX)
    assert answer.status_code == 422
    assert "There is no rest to go on with" in answer.content.decode()


def test_who_may(
    stopped: Errand, owner: User, viewer: User, stranger: User, colleague: User, client_of: ClientOf
) -> None:
    at = reverse("errand_go_on", args=[stopped.pk])
    assert at not in client_of(viewer).get(reverse("errand", args=[stopped.pk])).content.decode()
    assert client_of(viewer).post(at).status_code == 403
    assert client_of(stranger).post(at).status_code == 404
    assert client_of(owner).get(at).status_code == 405
    stopped.refresh_from_db()
    assert stopped.state is ErrandState.STOPPED
    assert client_of(owner).post(at).status_code == 303


def test_a_file_is_made_once_more(owner: User, client_of: ClientOf) -> None:
    made = Errand.objects.ask(owner, ErrandKind.DOSSIERS, what={}, title="", total=9)
    made.stop(owner)
    text = client_of(owner).get(reverse("errand", args=[made.pk])).content.decode()
    assert "Make it once more" in text
    assert "Not yet" not in text


def test_all_that_could_not_be_done_is_a_file(
    stopped: Errand, colleague: User, viewer: User, stranger: User, client_of: ClientOf
) -> None:
    at = reverse("errand_missed", args=[stopped.pk])
    assert client_of(colleague).get(at).status_code == 404
    stopped.go_on(colleague)
    with stopped.part():
        for number in range(MISSES_SHOWN + 5):
            stopped.miss(f"LC-{number}", "=1+1", address=f"/requests/LC-{number}/")
    assert at in client_of(viewer).get(reverse("errand", args=[stopped.pk])).content.decode()
    answer = client_of(viewer).get(at)
    assert answer["Content-Type"].startswith("text/csv")
    assert ".csv" in answer["Content-Disposition"]
    heading, *rows = csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")))
    assert len(rows) == MISSES_SHOWN + 5
    assert rows[-1] == ["LC-204", "'=1+1", "http://testserver/requests/LC-204/"]  # no formula
    assert heading[1] == "Reason"
    assert client_of(stranger).get(at).status_code == 404
    assert client_of(viewer).post(at).status_code == 405
