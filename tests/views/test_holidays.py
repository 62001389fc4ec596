"""The list of the workspace's own days: add, refuse, remove; what follows for open requests is told by their pages."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cancellations.models import Cancellation, Holiday, User
from tests.cases import fresh, url_of
from tests.conftest import ClientOf
from tests.models.test_holidays import add, waiting_case

pytestmark = pytest.mark.usefixtures("a_saturday")
URL = "/settings/holidays/"


def typed(**changed: Any) -> dict[str, Any]:
    day = {"country": "RU", "day": "2026-11-13", "name": "Bridge day", "what": "free", "form_key": str(uuid4())}
    return {**day, **changed}


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return waiting_case(owner)


def test_a_day_is_added_and_the_request_says_so(client: Client, case: Cancellation) -> None:
    answer = client.post(URL, typed())
    assert (answer.status_code, answer["Location"]) == (303, URL)
    assert "Bridge day" in client.get(URL).content.decode()
    page = client.get(url_of(case)).content.decode()
    assert "Deadline moved" in page
    assert "Wed 18 Nov → Thu 19 Nov" in page
    assert "Added to the list of days off: Bridge day, Fri 13 Nov" in page


def test_sent_twice_it_is_there_once(client: Client) -> None:
    form = typed()
    assert [client.post(URL, form).status_code for _ in range(2)] == [303, 303]
    assert Holiday.objects.count() == 1


def test_a_day_that_is_worked(client: Client, case: Cancellation) -> None:
    client.post(URL, typed(day="2026-11-04", what="worked"))
    assert Holiday.objects.get().is_working
    assert str(fresh(case).due) == "2026-11-17"


@pytest.mark.parametrize(
    "wrong", [{"country": "ZZ"}, {"country": ""}, {"day": "soon"}, {"day": ""}, {"name": " "}, {"what": "both"}]
)
def test_what_cannot_be_read_is_asked_again(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post(URL, typed(**{"name": "Kept text", **wrong}))
    assert answer.status_code == 422
    assert ("Kept text" in answer.content.decode()) is ("name" not in wrong)
    assert not Holiday.objects.exists()


def test_a_day_that_is_there_already_is_refused(client: Client, owner: User) -> None:
    add(owner)
    answer = client.post(URL, typed(name="Again"))
    assert answer.status_code == 422
    assert "Again" in answer.content.decode()


def test_removed(client: Client, owner: User, case: Cancellation) -> None:
    row = add(owner)
    assert client.post(f"{URL}{row.pk}/remove/").status_code == 303
    assert not Holiday.objects.exists()
    assert str(fresh(case).due) == "2026-11-18"
    assert client.post(f"{URL}{row.pk}/remove/").status_code == 404


def test_viewers_look_and_do_not_change(client_of: ClientOf, viewer: User, owner: User) -> None:
    row = add(owner)
    client = client_of(viewer)
    page = client.get(URL).content.decode()
    assert "Bridge day" in page
    assert 'id="holiday-form"' not in page
    assert client.post(URL, typed(day="2026-11-16")).status_code == 403
    assert client.post(f"{URL}{row.pk}/remove/").status_code == 403
    assert Holiday.objects.get() == row


def test_strangers_see_and_remove_none_of_it(client_of: ClientOf, stranger: User, owner: User) -> None:
    row = add(owner)
    client = client_of(stranger)
    assert "Bridge day" not in client.get(URL).content.decode()
    assert client.post(f"{URL}{row.pk}/remove/").status_code == 404
    assert Holiday.objects.exists()


def test_wrong_verbs(client: Client) -> None:
    assert client.put(URL).status_code == 405
    assert client.get(f"{URL}1/remove/").status_code == 405
