"""A step is done on the case's page: as plain HTML and by htmx, or refused in words."""

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey, StepState
from cancellations.models import Cancellation, User
from tests.cases import TYPED, at_step, case_of, kinds_of, step_of, typed_for, url_of
from tests.conftest import HTMX
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey


# --- it works ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", K)
def test_as_plain_html(client: Client, owner: User, key: StepKey) -> None:
    case = at_step(owner, key)
    response = client.post(url_of(case, "steps", key), typed_for(case, key))
    assert (response.status_code, response["Location"]) == (303, f"{url_of(case)}#step-{key}"), text_of(response)
    assert step_of(case, key).state == StepState.DONE


@pytest.mark.parametrize("key", K)
def test_by_htmx(client: Client, owner: User, key: StepKey) -> None:
    case = at_step(owner, key)
    response = client.post(url_of(case, "steps", key), typed_for(case, key), headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert 'id="steps"' in page
    assert 'id="head"' in page
    assert 'id="days"' in page
    assert f'id="e-{case.events.latest("id").pk}"' in page, "the timeline gets what has just happened"
    assert step_of(case, key).state == StepState.DONE


def test_what_was_typed_is_stored(client: Client, owner: User) -> None:
    case = at_step(owner, K.BALANCE)
    client.post(url_of(case, "steps", "balance"), typed_for(case, K.BALANCE, amount=" １２０，50 "))
    data = step_of(case, K.BALANCE).data
    assert (data["amount"], data["currency"], data["seen_on"], data["how"]) == ("120.50", "RUB", "2026-11-02", "App")


def test_the_fragment_shows_what_a_reload_would_show(client: Client, owner: User) -> None:
    case = at_step(owner, K.REFUND)
    typed = typed_for(case, K.REFUND, received="20")
    swapped = client.post(url_of(case, "steps", "refund"), typed, headers=HTMX).content.decode()
    reloaded = client.get(url_of(case)).content.decode()
    cut = [
        page[page.index('id="steps"') : page.index("</section>", page.index('id="steps"'))]
        for page in (swapped, reloaded)
    ]
    for text in ("15 Dec", "2 of", "settled"):
        assert (text in cut[0]) == (text in cut[1])


@pytest.mark.parametrize("key", [key for key in K if TYPED[key]])
def test_a_draft_asks_for_nothing(client: Client, owner: User, key: StepKey) -> None:
    case = at_step(owner, key)
    empty = {"version": step_of(case, key).version, "draft": "1"}
    response = client.post(url_of(case, "steps", key), empty)
    assert response.status_code == 303
    assert step_of(case, key).state == StepState.TODO
    assert kinds_of(case)[-1] == "step_saved"


@pytest.mark.parametrize("key", [key for key in K if TYPED[key]])
def test_a_draft_comes_back_as_typed(client: Client, owner: User, key: StepKey) -> None:
    case = at_step(owner, key)
    url = url_of(case, "steps", key)
    assert client.post(url, typed_for(case, key, draft="1")).status_code == 303
    typed = {**TYPED[key], **{name: "RUB" for name in TYPED[key] if name == "currency"}}
    for name in ("amount", "expected", "received"):
        if typed.get(name):
            typed[name] = f"{typed[name].split(',')[0]}" if key is not K.BALANCE else "120.00"
    assert_kept(client.get(url), url, typed)


def test_the_form_of_a_step_can_be_asked_for(client: Client, case: Cancellation, url: str) -> None:
    whole = client.get(url)
    assert whole.content.startswith(b"<!doctype html>")
    part = client.get(url, headers=HTMX).content.decode()
    assert 'id="step-policy"' in part
    assert 'id="step-decision"' not in part
    for response in (whole, client.get(url, headers=HTMX)):
        assert fields_of(response, url)["version"] == ["1"]


def test_each_form_has_a_key_of_its_own(client: Client, url: str) -> None:
    keys = {fields_of(client.get(url), url)["form_key"][0] for _time in range(2)}
    assert len(keys) == 2


# --- it is refused in words --------------------------------------------------------------------------------

BROKEN: dict[StepKey, dict[str, object]] = {
    K.POLICY: {"notice": "", "last_billable_day": "soon"},
    K.DECISION: {"choice": ""},
    K.BACKUP: {"receives_sms": "", "others": "An account\nanother"},
    K.BALANCE: {"amount": "a lot", "currency": "roubles"},
    K.DEVICES: {"device_0": ""},
    K.IDENTITY: {"documents": [], "shown_on": "yesterday"},
    K.SUBMISSION: {"submitted_on": "2026-11-22", "request_number": ""},
    K.CONFIRMATION: {"result": "confirmed", "end_date": ""},
    K.VERIFICATION: {"checks": ["profile"], "checked_on": "2026-11-14"},
    K.REFUND: {"expected": "-5", "received": "1e309", "received_on": ""},
    K.BILL_CHECK: {"result": "charged", "wanted": "²"},
}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("key", BROKEN)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, owner: User, key: StepKey, headers: dict[str, str]
) -> None:
    case = at_step(owner, key)
    before, events = step_of(case, key).data, kinds_of(case)
    typed = typed_for(case, key, **BROKEN[key])
    url = url_of(case, "steps", key)
    response = client.post(url, typed, headers=headers)
    assert response.status_code == 422
    assert 'class="errsum" role="alert"' in response.content.decode()
    wrong = {"checks"} if key is K.VERIFICATION else set()  # no such choice for a physical card
    assert_kept(response, url, {name: value for name, value in typed.items() if name not in wrong})
    assert (step_of(case, key).data, kinds_of(case)) == (before, events)
    assert fields_of(response, url)["form_key"] == [typed["form_key"]], "the key was not spent"


def test_a_form_that_was_put_right_counts(client: Client, case: Cancellation, url: str) -> None:
    typed = typed_for(case, K.POLICY, notice="")
    assert client.post(url, typed).status_code == 422
    assert client.post(url, {**typed, "notice": "30 days"}).status_code == 303


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 5000, "2147483648"])
def test_without_its_version_no_form_counts(client: Client, case: Cancellation, url: str, version: str) -> None:
    for draft in ({}, {"draft": "1"}):
        assert client.post(url, typed_for(case, K.POLICY, version=version, **draft)).status_code == 422
    assert kinds_of(case) == ["opened"]


def test_a_lock_is_said_and_the_text_stays(client: Client, owner: User) -> None:
    case = at_step(owner, K.DEVICES)
    case.reopen_step(K.BACKUP, owner, reason="x")
    typed = typed_for(case, K.DEVICES)
    response = client.post(url_of(case, "steps", "devices"), typed)
    assert response.status_code == 422
    assert "First: Save data, unlink accounts" in text_of(response)
    assert_kept(response, url_of(case, "steps", "devices"), typed)


def test_the_point_of_no_return_asks_for_a_reason(client: Client, case: Cancellation) -> None:
    url = url_of(case, "steps", "submission")
    assert "override_reason" in fields_of(client.get(url), url)
    typed = typed_for(case, K.SUBMISSION)
    response = client.post(url, typed)
    assert response.status_code == 422
    assert "First: Decide: terminate or not" in text_of(response)
    assert_kept(response, url, typed)
    assert client.post(url, {**typed, "override_reason": "The shop closes today"}).status_code == 303
    assert "gate_overridden" in kinds_of(case)


def test_nothing_asks_for_a_reason_when_nothing_stands_before_it(client: Client, owner: User) -> None:
    case = at_step(owner, K.SUBMISSION)
    assert "override_reason" not in fields_of(client.get(url_of(case)), url_of(case, "steps", "submission"))


def test_no_contact_no_contact_step(client: Client, owner: User) -> None:
    case = case_of(owner, to=K.CONTACT)
    response = client.post(url_of(case, "steps", "contact"), typed_for(case, K.CONTACT))
    assert response.status_code == 422
    assert "Log a contact with the carrier first." in text_of(response)


def test_a_closed_case_says_so_and_keeps_the_text(client: Client, owner: User, case: Cancellation, url: str) -> None:
    typed = typed_for(case, K.POLICY)
    case.close(owner, outcome="withdrawn", reason="x")  # type: ignore[arg-type] # as stored
    response = client.post(url, typed)
    assert response.status_code == 422
    assert "This request is closed. Reopen it first." in text_of(response)
    assert_kept(response, url, typed)


def test_the_request_number_is_no_confirmation_number(client: Client, owner: User) -> None:
    case = at_step(owner, K.CONFIRMATION)
    url = url_of(case, "steps", "confirmation")
    typed = typed_for(case, K.CONFIRMATION, confirmation_number="N-1")
    response = client.post(url, typed)
    assert response.status_code == 422
    assert "This is the request number, not the confirmation number." in text_of(response)
    assert_kept(response, url, typed)
    assert client.post(url, {**typed, "confirmation_number": "N-11"}).status_code == 303
