"""Changes of a case: two people at once, a form that arrives twice, and who may send one."""

import pytest
from django.test import Client

from cancellations.models import User
from tests.case_changes import DONE, FORMS, LATER, VERSIONED, Ready, both, names, typed_in
from tests.cases import fresh, kinds_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")


# --- somebody was faster -----------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("name", VERSIONED)
def test_a_conflict_shows_what_is_now_and_can_be_saved_on_top(
    client: Client, ready: Ready, colleague: User, name: str, headers: dict[str, str]
) -> None:
    case = ready(name)
    typed, url = typed_in(case, name), url_of(case, name)
    case.add_request_number(colleague, number="N-77", given_on=LATER)
    before = kinds_of(case)
    response = client.post(url, typed, headers=headers)
    page = text_of(response)
    assert response.status_code == 409
    for shown in ("Somebody else changed this in the meantime", "Request number N-77", "Colleague"):
        assert shown in page
    assert_kept(response, url, typed)
    assert kinds_of(case) == before
    again = {**typed, "version": fields_of(response, url)["version"][0]}
    assert client.post(url, again).status_code == 303
    assert DONE[name](fresh(case))


def test_twenty_stale_forms_have_one_winner(client: Client, ready: Ready) -> None:
    case = ready("target")
    forms = [typed_in(case, "target", on=f"2026-12-{day:02}") for day in range(1, 21)]
    statuses = [client.post(url_of(case, "target"), typed).status_code for typed in forms]
    assert statuses == [303] + [409] * 19
    assert fresh(case).requested_end_date == LATER


# --- a form counts once ------------------------------------------------------------------------------------


@names
@both
def test_a_repeat_leads_to_the_same_place(client: Client, ready: Ready, name: str, headers: dict[str, str]) -> None:
    case = ready(name)
    typed = typed_in(case, name)
    client.post(url_of(case, name), typed, headers=headers)
    done = kinds_of(case)
    again = client.post(url_of(case, name), typed, headers=headers)
    assert (again.get("Location") or again.get("HX-Redirect")) == url_of(case)
    assert kinds_of(case) == done


@pytest.mark.parametrize("name", [name for name in FORMS if name != "assignee"])
def test_the_same_key_with_other_content_is_no_repeat(client: Client, ready: Ready, name: str) -> None:
    case = ready(name)
    typed, url = typed_in(case, name), url_of(case, name)
    client.post(url, typed)
    done = kinds_of(case)
    field = next(iter(FORMS[name].keys() & {"reason", "number", "on"}))
    other = {**typed, field: "2026-12-24"}
    response = client.post(url, other)
    assert response.status_code == 409
    assert_kept(response, url, other)
    assert fields_of(response, url)["form_key"] != [typed["form_key"]]
    assert kinds_of(case) == done


# --- who may -----------------------------------------------------------------------------------------------


@names
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_verbs(client: Client, ready: Ready, name: str, method: str) -> None:
    assert getattr(client, method)(url_of(ready(name), name)).status_code == 405


@names
@both
def test_a_viewer_may_not(client_of: ClientOf, viewer: User, ready: Ready, name: str, headers: dict[str, str]) -> None:
    case = ready(name)
    client, before = client_of(viewer), kinds_of(case)
    assert client.post(url_of(case, name), typed_in(case, name), headers=headers).status_code == 403
    assert client.get(url_of(case, name), headers=headers).status_code == 403
    assert kinds_of(case) == before


@names
@both
def test_a_stranger_learns_nothing(
    client_of: ClientOf, stranger: User, ready: Ready, name: str, headers: dict[str, str]
) -> None:
    case = ready(name)
    client, before, typed = client_of(stranger), kinds_of(case), typed_in(case, name)
    own, missing = url_of(case, name), f"/requests/LC-000000/{name}/"
    for foreign, none in (
        (client.get(own, headers=headers), client.get(missing, headers=headers)),
        (client.post(own, typed, headers=headers), client.post(missing, typed, headers=headers)),
    ):
        assert (foreign.status_code, foreign.content) == (404, none.content)
    assert kinds_of(case) == before


def test_nobody_from_elsewhere_gets_a_case(client: Client, ready: Ready, stranger: User, ex_member: User) -> None:
    case = ready("assignee")
    for to in (stranger.pk, ex_member.pk, 2**63, -1, 0, "x", "\0", "²", "9" * 5000):
        response = client.post(url_of(case, "assignee"), typed_in(case, "assignee", to=str(to)))
        assert response.status_code == 422, to
    assert fresh(case).assignee == case.assignee


def test_whoever_was_removed_may_nothing(client_of: ClientOf, ex_member: User, ready: Ready) -> None:
    case = ready("close")
    client = client_of(ex_member)
    assert client.get(url_of(case, "close")).status_code == 403
    assert client.post(url_of(case, "close"), typed_in(case, "close")).status_code == 403


def test_nobody_is_asked_to_sign_in(ready: Ready) -> None:
    case = ready("close")
    plain = Client().post(url_of(case, "close"), typed_in(case, "close"))
    htmx = Client().post(url_of(case, "close"), typed_in(case, "close"), headers=HTMX)
    assert (plain.status_code, htmx.status_code) == (401, 401)
    assert fresh(case).is_open


@pytest.mark.parametrize("name", ["explode", "CLOSE", "9223372036854775808", "-1", "%00", "steps"])
def test_changes_that_there_are_not(client: Client, ready: Ready, name: str) -> None:
    url = url_of(ready("close"), name)
    assert client.get(url).status_code == 404
    assert client.post(url, {}).status_code == 404
