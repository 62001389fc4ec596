"""Changes of a step: two people at once, a form that arrives twice, and who may send one."""

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey, StepState
from cancellations.models import Cancellation, User
from tests.cases import END, kinds_of, step_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, fields_of, text_of
from tests.step_changes import CHANGES, both, names, typed_in, url_for

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey


# --- somebody was faster -----------------------------------------------------------------------------------


@names
@both
def test_a_conflict_shows_what_is_now_and_can_be_saved_on_top(
    client: Client, case: Cancellation, colleague: User, name: str, headers: dict[str, str]
) -> None:
    key = CHANGES[name][1]
    typed = typed_in(case, name, version=step_of(case, key).version - 1 or 99)
    case.add_request_number(colleague, number="N-77", given_on=END)
    before = kinds_of(case)
    response = client.post(url_for(case, name), typed, headers=headers)
    assert response.status_code == 409
    page = text_of(response)
    assert "Somebody else changed this in the meantime" in page
    assert "Preparing" in page
    assert "N-77" in page
    assert "Colleague" in page
    assert_kept(response, url_for(case, name), typed)
    assert kinds_of(case) == before
    again = {**typed, "version": fields_of(response, url_for(case, name))["version"][0]}
    assert client.post(url_for(case, name), again).status_code == 303


# --- a form counts once ------------------------------------------------------------------------------------


@names
@both
def test_a_repeat_leads_to_the_same_place(
    client: Client, case: Cancellation, name: str, headers: dict[str, str]
) -> None:
    typed = typed_in(case, name)
    client.post(url_for(case, name), typed, headers=headers)
    done = kinds_of(case)
    again = client.post(url_for(case, name), typed, headers=headers)
    place = f"{url_of(case)}#step-{CHANGES[name][1]}"
    assert (again.get("Location") or again.get("HX-Redirect")) == place
    assert kinds_of(case) == done


@pytest.mark.parametrize("name", ["skip", "block", "wait", "reopen"])
def test_the_same_key_with_other_content_is_no_repeat(client: Client, case: Cancellation, name: str) -> None:
    typed = typed_in(case, name)
    client.post(url_for(case, name), typed)
    done = kinds_of(case)
    other = {**typed, "reason": "Something else"}
    response = client.post(url_for(case, name), other)
    assert response.status_code == 409
    assert_kept(response, url_for(case, name), other)
    assert fields_of(response, url_for(case, name))["form_key"] != [typed["form_key"]]
    assert kinds_of(case) == done


# --- who may -----------------------------------------------------------------------------------------------


@names
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_verbs(client: Client, case: Cancellation, name: str, method: str) -> None:
    assert getattr(client, method)(url_for(case, name)).status_code == 405


@names
@both
def test_a_viewer_may_not(
    client_of: ClientOf, viewer: User, case: Cancellation, name: str, headers: dict[str, str]
) -> None:
    client, before = client_of(viewer), kinds_of(case)
    assert client.post(url_for(case, name), typed_in(case, name), headers=headers).status_code == 403
    assert client.get(url_for(case, name), headers=headers).status_code == 403
    assert kinds_of(case) == before


@names
@both
def test_a_stranger_learns_nothing(
    client_of: ClientOf, stranger: User, case: Cancellation, name: str, headers: dict[str, str]
) -> None:
    client, before = client_of(stranger), kinds_of(case)
    missing = url_for(case, name).replace(case.reference, "LC-000000")
    typed = typed_in(case, name)
    for foreign, none in (
        (client.get(url_for(case, name), headers=headers), client.get(missing, headers=headers)),
        (client.post(url_for(case, name), typed, headers=headers), client.post(missing, typed, headers=headers)),
    ):
        assert (foreign.status_code, foreign.content) == (404, none.content)
    assert kinds_of(case) == before


def test_whoever_was_removed_may_nothing(client_of: ClientOf, ex_member: User, case: Cancellation) -> None:
    client = client_of(ex_member)
    assert client.get(url_for(case, "skip")).status_code == 403
    assert client.post(url_for(case, "skip"), typed_in(case, "skip")).status_code == 403


def test_nobody_is_asked_to_sign_in(case: Cancellation) -> None:
    plain = Client().post(url_for(case, "skip"), typed_in(case, "skip"))
    htmx = Client().post(url_for(case, "skip"), typed_in(case, "skip"), headers=HTMX)
    assert (plain.status_code, htmx.status_code) == (401, 401)
    assert step_of(case, K.POLICY).state == StepState.TODO


@pytest.mark.parametrize(
    "rest", ["policy/explode", "policy/SKIP", "devices/skip", "other/skip", "9223372036854775808/skip"]
)
def test_changes_that_there_are_not(client: Client, case: Cancellation, rest: str) -> None:
    url = url_of(case, "steps", rest)
    assert client.get(url).status_code == 404
    assert client.post(url, typed_in(case, "skip")).status_code == 404
