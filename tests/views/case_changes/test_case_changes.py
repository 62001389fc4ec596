"""What is done to a case as a whole: another day, a number, another hand, the end, and beginning again."""

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.models import User
from tests.case_changes import DONE, VERSIONED, Ready, both, names, typed_in
from tests.cases import case_of, fresh, kinds_of, url_of, walk
from tests.conftest import HTMX
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")


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
    ("charge-not-disputed", {"reason": ""}),
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
        ("charge-not-disputed", "There is no charge found after closing to look at."),
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
