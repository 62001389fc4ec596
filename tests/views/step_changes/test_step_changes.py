"""Skip, block, wait, go on, reopen, check again: each on a page of its own or in place."""

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, User
from tests.cases import kinds_of, step_of, url_of
from tests.conftest import HTMX
from tests.pages import assert_kept, fields_of, text_of
from tests.step_changes import CHANGES, both, names, typed_in, url_for

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey


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
