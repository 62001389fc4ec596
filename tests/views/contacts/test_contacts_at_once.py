"""Contacts: never a conflict, each counts once, and who may log one."""

import pytest
from django.test import Client

from cancellations.models import Cancellation, User
from tests.cases import url_of
from tests.conftest import HTMX, ClientOf
from tests.contacts import FULL, both, logged, typed
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")


# --- never a conflict, and each counts once ----------------------------------------------------------------


def test_entries_never_conflict(
    client_of: ClientOf, case: Cancellation, owner: User, colleague: User, url: str
) -> None:
    clients = [client_of(owner), client_of(colleague)]
    statuses = [clients[number % 2].post(url, typed(outcome="other")).status_code for number in range(6)]
    assert statuses == [303] * 6
    assert logged(case) == 6


@both
def test_a_repeat_leads_to_the_same_place(
    client: Client, case: Cancellation, url: str, headers: dict[str, str]
) -> None:
    sent = typed(**FULL)
    client.post(url, sent, headers=headers)
    again = client.post(url, sent, headers=headers)
    assert (again.get("Location") or again.get("HX-Redirect")) == f"{url_of(case)}#timeline"
    assert logged(case) == 1


@both
def test_the_same_key_with_other_content_is_no_repeat(
    client: Client, case: Cancellation, url: str, headers: dict[str, str]
) -> None:
    sent = typed(**FULL)
    client.post(url, sent)
    other = {**sent, "note": "Something else"}
    response = client.post(url, other, headers=headers)
    assert response.status_code == 409
    assert "This form was sent before, with other content" in text_of(response)
    assert_kept(response, url, other)
    assert logged(case) == 1
    fixed = {**other, "form_key": fields_of(response, url)["form_key"][0]}
    assert client.post(url, fixed).status_code == 303
    assert logged(case) == 2


# --- who may -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_verbs(client: Client, url: str, method: str) -> None:
    assert getattr(client, method)(url).status_code == 405


@both
def test_a_viewer_may_not(
    client_of: ClientOf, viewer: User, case: Cancellation, url: str, headers: dict[str, str]
) -> None:
    client = client_of(viewer)
    assert client.post(url, typed(**FULL), headers=headers).status_code == 403
    assert client.get(url, headers=headers).status_code == 403
    assert logged(case) == 0


@both
def test_a_stranger_learns_nothing(
    client_of: ClientOf, stranger: User, case: Cancellation, url: str, headers: dict[str, str]
) -> None:
    client, missing, sent = client_of(stranger), "/requests/LC-000000/log/", typed(**FULL)
    for foreign, none in (
        (client.get(url, headers=headers), client.get(missing, headers=headers)),
        (client.post(url, sent, headers=headers), client.post(missing, sent, headers=headers)),
    ):
        assert (foreign.status_code, foreign.content) == (404, none.content)
    assert logged(case) == 0


def test_whoever_was_removed_may_nothing(client_of: ClientOf, ex_member: User, url: str) -> None:
    assert client_of(ex_member).post(url, typed(**FULL)).status_code == 403


def test_nobody_is_asked_to_sign_in(case: Cancellation, url: str) -> None:
    plain, htmx = Client().post(url, typed(**FULL)), Client().post(url, typed(**FULL), headers=HTMX)
    assert (plain.status_code, htmx.status_code) == (401, 401)
    assert logged(case) == 0
