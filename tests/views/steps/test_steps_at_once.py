"""Forms of steps: two people at once, a form that arrives twice, and who may send one."""

from typing import Any

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey, StepState
from cancellations.models import Cancellation, Event, FormKey, Step, User
from tests.cases import ANSWERS, TYPED, at_step, case_of, do, fresh, kinds_of, step_of, typed_for, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey
NOTICE: dict[str, Any] = {"notice": "From the form of somebody else"}


# --- somebody was faster -----------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_both_versions_and_mine_can_be_saved_on_top(
    client: Client, case: Cancellation, colleague: User, url: str, headers: dict[str, str]
) -> None:
    typed = typed_for(case, K.POLICY)
    case.save_step(K.POLICY, colleague, **NOTICE)
    response = client.post(url, typed, headers=headers)
    assert response.status_code == 409
    assert 'id="conflict-policy"' in response.content.decode()
    assert NOTICE["notice"] in text_of(response), "theirs"
    assert_kept(response, url, typed)
    assert step_of(case, K.POLICY).data == NOTICE
    again = {**typed, "version": fields_of(response, url)["version"][0]}
    assert client.post(url, again).status_code == 303
    assert step_of(case, K.POLICY).data["notice"] == "30 days"


@pytest.mark.parametrize("key", [key for key in K if TYPED[key]])
def test_also_when_they_have_settled_it(client: Client, owner: User, colleague: User, key: StepKey) -> None:
    case = at_step(owner, key)
    typed, url = typed_for(case, key), url_of(case, "steps", key)
    do(case, key, colleague)
    response = client.post(url, typed)
    assert response.status_code == 409
    assert "Colleague" in text_of(response)
    assert_kept(response, url, typed)
    assert f'id="draft-{key}"' not in response.content.decode()
    again = client.post(url, {**typed, "version": fields_of(response, url)["version"][0]})
    assert again.status_code == 303
    assert step_of(case, key).settled_by == owner
    assert kinds_of(case)[-2:] == ["step_reopened", "step_completed"]


def test_also_when_they_have_begun_the_next_round(client: Client, owner: User, colleague: User) -> None:
    case = at_step(owner, K.CONFIRMATION)
    typed, url = typed_for(case, K.CONFIRMATION), url_of(case, "steps", "confirmation")
    do(case, K.CONFIRMATION, colleague, result="refused", reason="Not the holder")
    response = client.post(url, typed)
    assert response.status_code == 409
    assert_kept(response, url, typed)
    assert fresh(case).confirmed_on is None


def test_twenty_stale_forms_have_one_winner(client: Client, case: Cancellation, url: str) -> None:
    forms = [typed_for(case, K.POLICY, notice=f"{number} days") for number in range(20)]
    statuses = [client.post(url, typed).status_code for typed in forms]
    assert statuses == [303] + [409] * 19
    assert step_of(case, K.POLICY).data["notice"] == "0 days"


# --- a form counts once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_repeat_leads_to_the_same_place(
    client: Client, case: Cancellation, url: str, headers: dict[str, str]
) -> None:
    typed = typed_for(case, K.POLICY)
    client.post(url, typed, headers=headers)
    again = client.post(url, typed, headers=headers)
    place = f"{url_of(case)}#step-policy"
    assert (again.get("Location") or again.get("HX-Redirect")) == place
    assert kinds_of(case) == ["opened", "step_completed"]
    assert FormKey.objects.count() == 1


def test_the_same_key_with_other_content_is_no_repeat(client: Client, case: Cancellation, url: str) -> None:
    typed = typed_for(case, K.POLICY)
    client.post(url, typed)
    other = {**typed, "notice": "60 days", "version": "2"}
    response = client.post(url, other)
    assert response.status_code == 409
    assert "This form was sent before, with other content" in text_of(response)
    assert_kept(response, url, other)
    assert step_of(case, K.POLICY).data["notice"] == "30 days"
    fields = fields_of(response, url)
    assert fields["form_key"] != [typed["form_key"]]
    fixed = {**other, "form_key": fields["form_key"][0], "version": fields["version"][0]}
    assert client.post(url, fixed).status_code == 303
    assert step_of(case, K.POLICY).data["notice"] == "60 days"


def test_a_key_belongs_to_one_person(client_of: ClientOf, case: Cancellation, owner: User, colleague: User) -> None:
    first = typed_for(case, K.POLICY, form_key="the same")
    second = typed_for(case, K.BALANCE, form_key="the same")
    assert client_of(owner).post(url_of(case, "steps", "policy"), first).status_code == 303
    assert client_of(colleague).post(url_of(case, "steps", "balance"), second).status_code == 303


@pytest.mark.parametrize("key", ["\0", "x\0y", "'; DROP TABLE", "k" * 5000, "键"])
def test_odd_keys_do_no_harm(client: Client, case: Cancellation, url: str, key: str) -> None:
    assert client.post(url, typed_for(case, K.POLICY, form_key=key)).status_code in {303, 422}


# --- who may -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_verbs(client: Client, url: str, method: str) -> None:
    assert getattr(client, method)(url).status_code == 405


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_viewer_reads_only(
    client_of: ClientOf, viewer: User, case: Cancellation, url: str, headers: dict[str, str]
) -> None:
    client = client_of(viewer)
    assert client.post(url, typed_for(case, K.POLICY), headers=headers).status_code == 403
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    assert b"save-policy" not in response.content
    assert kinds_of(case) == ["opened"]
    assert not FormKey.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_learns_nothing(
    client_of: ClientOf, stranger: User, case: Cancellation, url: str, method: str, headers: dict[str, str]
) -> None:
    act = getattr(client_of(stranger), method)
    typed = typed_for(case, K.POLICY) if method == "post" else {}
    foreign, missing = (act(one, typed, headers=headers) for one in (url, "/requests/LC-000000/steps/policy/"))
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert missing.status_code == 404
    assert Event.objects.filter(cancellation=case).count() == 1


def test_whoever_was_removed_may_nothing(client_of: ClientOf, ex_member: User, case: Cancellation, url: str) -> None:
    client = client_of(ex_member)
    assert client.post(url, typed_for(case, K.POLICY)).status_code == 403
    assert client.get(url).status_code == 403


def test_nobody_is_asked_to_sign_in(db: None, case: Cancellation, url: str) -> None:
    typed = typed_for(case, K.POLICY)
    plain, htmx = Client().post(url, typed), Client().post(url, typed, headers=HTMX)
    assert plain.status_code == 401
    assert 'name="kept"' in plain.content.decode()  # and what was typed goes along
    assert (htmx.status_code, htmx["HX-Retarget"]) == (401, "#dialog")
    assert kinds_of(case) == ["opened"]


@pytest.mark.parametrize("key", ["devices", "other", "POLICY", "policy\0", "1", "9" * 40])
def test_steps_that_the_case_has_not(client: Client, case: Cancellation, key: str) -> None:
    url = url_of(case, "steps", key.replace("\0", "%00"))
    assert client.get(url).status_code == 404
    assert client.post(url, ANSWERS[K.POLICY]).status_code == 404


def test_a_step_of_another_case_stays_what_it_is(client: Client, owner: User, case: Cancellation, url: str) -> None:
    other = case_of(owner)
    client.post(url, typed_for(case, K.POLICY))
    assert Step.objects.get(cancellation=other, key=K.POLICY).state == StepState.TODO
