"""What is done to a case as a whole: another day, a number, another hand, the end, and beginning again."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome, Turn
from cancellations.models import Cancellation, RequestNumber, User
from tests.cases import case_of, fresh, kinds_of, url_of, walk
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")

LATER = date(2026, 12, 1)
WHY = {"reason": "Heard it on the phone"}
FORMS: dict[str, dict[str, str]] = {
    "follow-up": {"on": "2026-12-01", **WHY},
    "target": {"on": "2026-12-01"},
    "numbers": {"number": "N-7", "given_on": "2026-11-20", "given_by": "Oksana"},
    "assignee": {"to": ""},
    "close": {"outcome": "withdrawn", **WHY},
    "reopen": WHY,
    "late-reply": WHY,
}
VERSIONED = ["follow-up", "target", "close", "reopen", "late-reply"]
names = pytest.mark.parametrize("name", FORMS)
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
Ready = Callable[[str], Cancellation]


@pytest.fixture
def ready(owner: User) -> Ready:
    """Makes a case in which the change of that name is possible."""

    def make(name: str) -> Cancellation:
        case = case_of(owner)
        if name in {"reopen", "late-reply"}:
            case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
            fresh(case).log_contact(owner, outcome=ContactOutcome.REFUND_NOTICE)
        return fresh(case)

    return make


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def typed_in(case: Cancellation, name: str, **changed: Any) -> dict[str, Any]:
    return {"version": fresh(case).version, "form_key": str(uuid.uuid4()), **FORMS[name], **changed}


# --- it works ----------------------------------------------------------------------------------------------

DONE: dict[str, Callable[[Cancellation], bool]] = {
    "follow-up": lambda case: case.due == LATER,
    "target": lambda case: case.requested_end_date == LATER,
    "numbers": lambda case: RequestNumber.objects.filter(cancellation=case, number="N-7", given_by="Oksana").exists(),
    "assignee": lambda case: case.assignee is None,
    "close": lambda case: (case.outcome, case.outcome_reason) == ("withdrawn", WHY["reason"]),
    "reopen": lambda case: case.is_open,
    "late-reply": lambda case: case.turn == Turn.NOBODY,
}


@names
@both
def test_the_form(client: Client, ready: Ready, name: str, headers: dict[str, str]) -> None:
    case = ready(name)
    url = url_of(case, name)
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    assert (b"<html" in response.content) == (not headers)
    fields = fields_of(response, url)
    assert "form_key" in fields
    assert ("version" in fields) == (name in VERSIONED)


@names
def test_as_plain_html(client: Client, ready: Ready, name: str) -> None:
    case = ready(name)
    response = client.post(url_of(case, name), typed_in(case, name))
    assert (response.status_code, response["Location"]) == (303, url_of(case)), text_of(response)
    assert DONE[name](fresh(case))


@names
def test_by_htmx(client: Client, ready: Ready, name: str) -> None:
    case = ready(name)
    response = client.post(url_of(case, name), typed_in(case, name), headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (204, url_of(case))
    assert DONE[name](fresh(case))


def test_somebody_else_takes_over(client: Client, ready: Ready, colleague: User, viewer: User, stranger: User) -> None:
    case = ready("assignee")
    page = client.get(url_of(case, "assignee"))
    assert "Colleague" in text_of(page)
    assert "Stranger" not in text_of(page)
    assert fields_of(page, url_of(case, "assignee"))["to"] == [str(case.assignee_id)]
    client.post(url_of(case, "assignee"), typed_in(case, "assignee", to=str(colleague.pk)))
    assert fresh(case).assignee == colleague


def test_the_outcome_can_be_proposed_by_the_address(client: Client, ready: Ready) -> None:
    case = ready("close")
    url = url_of(case, "close")
    assert fields_of(client.get(f"{url}?outcome=kept"), url)["outcome"] == ["kept"]
    assert "outcome" not in fields_of(client.get(f"{url}?outcome=%00"), url)


def test_terminated(client: Client, owner: User) -> None:
    case = walk(case_of(owner), owner, to=None)
    typed = typed_in(case, "close", outcome="terminated", reason="")
    assert client.post(url_of(case, "close"), typed).status_code == 303
    assert fresh(case).outcome == "terminated"


# --- it is refused in words --------------------------------------------------------------------------------

BROKEN = [
    ("follow-up", {"on": "", "reason": "Because"}),
    ("follow-up", {"reason": ""}),
    ("follow-up", {"on": "2100-01-01"}),
    ("target", {"on": "soon"}),
    ("numbers", {"number": ""}),
    ("numbers", {"given_on": "2026-13-01"}),
    ("close", {"outcome": ""}),
    ("close", {"outcome": "abandoned", "reason": ""}),
    ("close", {"outcome": "terminated"}),
    ("close", {"outcome": "suspended"}),
    ("reopen", {"reason": "\u3164"}),
    ("late-reply", {"reason": ""}),
    *((name, {"version": odd}) for name in VERSIONED for odd in ("", "x", "9" * 5000)),
]


@both
@pytest.mark.parametrize(("name", "broken"), BROKEN)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, ready: Ready, name: str, broken: dict[str, str], headers: dict[str, str]
) -> None:
    case = ready(name)
    typed, before = typed_in(case, name, **broken), kinds_of(case)
    response = client.post(url_of(case, name), typed, headers=headers)
    assert response.status_code == 422
    assert 'class="errsum" role="alert"' in response.content.decode()
    assert_kept(response, url_of(case, name), typed)
    assert kinds_of(case) == before


def test_terminated_says_all_that_is_missing(client: Client, ready: Ready) -> None:
    case = ready("close")
    response = client.post(url_of(case, "close"), typed_in(case, "close", outcome="terminated"))
    page = text_of(response)
    for said in (
        "Carrier's reply: The carrier has not confirmed the termination",
        "Check that service really ended: Nobody has checked yet that service really ended",
        "First: Balance refunded",
        "First: Later bills are clean",
    ):
        assert said in page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("reopen", "This request is open."),
        ("late-reply", "There is no late reply to look at."),
    ],
)
def test_what_an_open_case_refuses(client: Client, ready: Ready, name: str, said: str) -> None:
    case = ready("close")
    response = client.post(url_of(case, name), typed_in(case, name))
    assert response.status_code == 422
    assert said in text_of(response)


@pytest.mark.parametrize("name", ["follow-up", "target", "close"])
def test_what_a_closed_case_refuses(client: Client, ready: Ready, name: str) -> None:
    case = ready("reopen")
    response = client.post(url_of(case, name), typed_in(case, name))
    assert response.status_code == 422
    assert "closed" in text_of(response)


def test_what_was_sent_keeps_its_end_date(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    response = client.post(url_of(case, "target"), typed_in(case, "target"))
    assert response.status_code == 422
    assert "It has been sent already" in text_of(response)


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
