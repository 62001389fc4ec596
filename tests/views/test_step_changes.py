"""Skip, block, wait, go on, reopen, check again: each on a page of its own or in place, by whoever may, once."""

import uuid
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Outcome, Turn
from cancellations.models import Cancellation, User
from tests.cases import END, case_of, do, fresh, kinds_of, step_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")

K = StepKey
HOLD = {"reason": "The holder is abroad", "who": "holder", "until": "2026-12-01"}
WHY = {"reason": "Nothing to do here"}

# what each asks for, the step it is tried on in `case`, and what the step is afterwards
CHANGES: dict[str, tuple[dict[str, str], StepKey, StepState]] = {
    "skip": (WHY, K.POLICY, StepState.SKIPPED),
    "block": (HOLD, K.POLICY, StepState.BLOCKED),
    "wait": (HOLD, K.POLICY, StepState.WAITING),
    "resume": ({}, K.IDENTITY, StepState.TODO),
    "reopen": (WHY, K.DECISION, StepState.TODO),
    "recheck": ({}, K.BALANCE, StepState.DONE),
}
names = pytest.mark.parametrize("name", CHANGES)
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


@pytest.fixture
def case(owner: User) -> Cancellation:
    """A case in which each change is possible."""
    case = case_of(owner)
    case.wait_step(K.IDENTITY, owner, waiting_on=Turn.HOLDER, until=END)
    do(case, K.DECISION, owner)
    do(case, K.BALANCE, owner)
    fresh(case).reopen_step(K.DECISION, owner, reason="x")
    return do(case, K.DECISION, owner)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def url_for(case: Cancellation, name: str) -> str:
    return url_of(case, "steps", CHANGES[name][1], name)


def typed_in(case: Cancellation, name: str, **changed: Any) -> dict[str, Any]:
    asked, key, _state = CHANGES[name]
    return {"version": step_of(case, key).version, "form_key": str(uuid.uuid4()), **asked, **changed}


# --- it works ----------------------------------------------------------------------------------------------


@names
@both
def test_the_form(client: Client, case: Cancellation, name: str, headers: dict[str, str]) -> None:
    response = client.get(url_for(case, name), headers=headers)
    assert response.status_code == 200
    assert (b"<html" in response.content) == (not headers)
    fields = fields_of(response, url_for(case, name))
    assert {"version", "form_key", *CHANGES[name][0]} <= set(fields)


@names
def test_as_plain_html(client: Client, case: Cancellation, name: str) -> None:
    _asked, key, state = CHANGES[name]
    response = client.post(url_for(case, name), typed_in(case, name))
    assert (response.status_code, response["Location"]) == (303, f"{url_of(case)}#step-{key}")
    assert step_of(case, key).state == state


@names
def test_by_htmx(client: Client, case: Cancellation, name: str) -> None:
    _asked, key, state = CHANGES[name]
    response = client.post(url_for(case, name), typed_in(case, name), headers=HTMX)
    page = response.content.decode()
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (200, "#steps", "outerHTML")
    assert 'id="steps"' in page
    assert 'id="head"' in page
    assert f'id="e-{case.events.latest("id").pk}"' in page
    assert step_of(case, key).state == state


def test_what_was_typed_is_kept_with_the_step(client: Client, case: Cancellation) -> None:
    client.post(url_for(case, "block"), typed_in(case, "block"))
    step = step_of(case, K.POLICY)
    assert (step.reason, step.waiting_on, str(step.until)) == ("The holder is abroad", "holder", "2026-12-01")


# --- it is refused in words --------------------------------------------------------------------------------

BROKEN = [
    ("skip", {"reason": ""}),
    ("skip", {"reason": "\u200b\u2060"}),
    ("block", {"until": ""}),
    ("block", {"until": "next week"}),
    ("wait", {"reason": "", "until": "31.02.2026"}),
    ("wait", {"who": "nobody"}),
    ("reopen", {"reason": " "}),
    ("resume", {"version": ""}),
    ("recheck", {"version": "x"}),
]


@both
@pytest.mark.parametrize(("name", "broken"), BROKEN)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, case: Cancellation, name: str, broken: dict[str, str], headers: dict[str, str]
) -> None:
    typed, before = typed_in(case, name, **broken), kinds_of(case)
    response = client.post(url_for(case, name), typed, headers=headers)
    assert response.status_code == 422
    assert 'class="errsum" role="alert"' in response.content.decode()
    odd = {"who"} if typed.get("who") == "nobody" else set()  # no option says that
    assert_kept(response, url_for(case, name), {key: text for key, text in typed.items() if key not in odd})
    assert kinds_of(case) == before


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        (K.SUBMISSION, "skip", "This step cannot be skipped. Withdraw the request instead."),
        (K.CONFIRMATION, "skip", "This step cannot be skipped."),
        (K.DECISION, "skip", "This step is settled. Reopen it first."),
        (K.DECISION, "block", "This step is settled. Reopen it first."),
        (K.POLICY, "resume", "This step neither waits nor is blocked."),
        (K.POLICY, "reopen", "This step is open already."),
        (K.POLICY, "recheck", "This step needs no second check."),
    ],
)
def test_what_is_not_possible_is_said(client: Client, case: Cancellation, key: StepKey, name: str, said: str) -> None:
    url = url_of(case, "steps", key, name)
    typed = typed_in(case, name, version=step_of(case, key).version)
    response = client.post(url, typed)
    assert response.status_code == 422
    assert said in text_of(response)
    assert_kept(response, url, typed)


@names
def test_not_in_a_closed_case(client: Client, case: Cancellation, owner: User, name: str) -> None:
    typed = typed_in(case, name)
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    response = client.post(url_for(case, name), typed)
    assert response.status_code == 422
    assert "This request is closed. Reopen it first." in text_of(response)


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
