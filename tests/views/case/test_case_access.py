"""The page of a case: who sees it, and what it costs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Event, Sim, Step, User
from tests.cases import at_step, case_of, typed_for, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import fields_of, parsed, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey
NUMBER, HIDDEN = "+7 916 123-45-67", "*** ** 67"


# --- who sees it -------------------------------------------------------------------------------------------


def test_whoever_works_can_show_the_number(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case)).content.decode()
    assert NUMBER in page
    assert HIDDEN in page


def test_a_viewer_sees_no_number_and_no_form(client_of: ClientOf, viewer: User, case: Cancellation) -> None:
    response = client_of(viewer).get(url_of(case))
    page = response.content.decode()
    assert HIDDEN in page
    assert "916 123" not in page
    assert "79161234567" not in page
    assert not [action for action in parsed(response).forms if action.startswith("/requests/LC-")]
    for link in ("close/", "assignee/", "numbers/", "follow-up/", "target/", "policy/skip/"):
        assert link not in page, link


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_stranger_learns_nothing(
    client_of: ClientOf, stranger: User, case: Cancellation, headers: dict[str, str]
) -> None:
    client = client_of(stranger)
    foreign, missing = (client.get(url, headers=headers) for url in (url_of(case), "/requests/LC-000000/"))
    assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_whoever_was_removed_sees_nothing(client_of: ClientOf, ex_member: User, case: Cancellation) -> None:
    response = client_of(ex_member).get(url_of(case))
    assert response.status_code == 403
    assert case.reference not in text_of(response)


def test_nobody_is_asked_to_sign_in(db: None, case: Cancellation) -> None:
    plain, htmx = Client().get(url_of(case)), Client().get(url_of(case), headers=HTMX)
    assert (plain.status_code, plain["Location"]) == (302, f"/account/login/?next={url_of(case).replace('/', '%2F')}")
    assert (htmx.status_code, htmx["HX-Retarget"]) == (401, "#dialog")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_verbs(client: Client, case: Cancellation, method: str) -> None:
    assert getattr(client, method)(url_of(case)).status_code == 405


def test_head(client: Client, case: Cancellation) -> None:
    assert client.head(url_of(case)).status_code == 200


ODD = [
    "9223372036854775808", "-1", "0", "LC-", "lc-000000", "%00", "LC-%00", "a%0Ab", "%F0%9F%98%80", "%ED%A0%80",
    "x" * 5000, "..%2f..%2fetc", "' OR 1=1 --", "%", "LC-000000%20", "None",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("rest", ["", "log/", "close/", "steps/policy/", "steps/policy/skip/"])
def test_odd_references_are_not_there(client: Client, case: Cancellation, odd: str, rest: str) -> None:
    url = f"/requests/{odd}/{rest}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"version": "1"}).status_code in {404, 405}


# --- what it costs -----------------------------------------------------------------------------------------


def many_more(case: Cancellation, *people: User) -> None:
    """A thousand other cases, and sixty events of this one."""
    columns = {field.attname: getattr(case, field.attname) for field in Cancellation._meta.concrete_fields}
    sim = {field.attname: getattr(case.sim, field.attname) for field in Sim._meta.concrete_fields}
    sims = Sim.objects.bulk_create([Sim(**{**sim, "id": None, "iccid": ""}) for _number in range(1000)])
    cases = Cancellation.objects.bulk_create(
        Cancellation(**{**columns, "id": None, "sim_id": sims[number].pk, "reference": f"X-{number}"})
        for number in range(1000)
    )
    Step.objects.bulk_create(
        Step(workspace_id=one.workspace_id, cancellation=one, key=key, position=place)
        for one in cases
        for place, key in enumerate(K)
    )
    Event.objects.bulk_create(
        Event(workspace_id=case.workspace_id, cancellation=case, kind="step_saved", by=by, payload={"step": "policy"})
        for _number in range(60)
        for by in people
    )


def counted(act: Callable[[], Any]) -> int:
    """How many queries it takes; BEGIN and its like are not among them."""
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = [one["sql"] for one in queries.captured_queries]
    return len([sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


@pytest.mark.parametrize("to", [K.POLICY, K.CONFIRMATION, K.BILL_CHECK])
def test_the_page_takes_eight_queries_at_most(client: Client, owner: User, colleague: User, to: StepKey) -> None:
    case = at_step(owner, to)
    case.add_request_number(colleague, number="N-2", given_on=date(2026, 11, 7))
    client.get(url_of(case))
    before = counted(lambda: client.get(url_of(case)))
    many_more(case, owner, colleague)
    assert counted(lambda: client.get(url_of(case))) == before <= 8


def test_a_step_takes_ten_queries_at_most(client: Client, owner: User) -> None:
    def post(key: StepKey) -> int:
        case = at_step(owner, key)
        typed = typed_for(case, key)
        client.get(url_of(case))
        return counted(lambda: client.post(url_of(case, "steps", key), typed, headers=HTMX))

    before = {key: post(key) for key in K}
    many_more(case_of(owner), owner)
    assert {key: post(key) for key in K} == before
    assert max(before.values()) <= 10, before


def test_the_form_of_one_step_is_cheap(client: Client, owner: User) -> None:
    case = at_step(owner, K.POLICY)
    url = url_of(case, "steps", "balance")
    assert counted(lambda: client.get(url, headers=HTMX)) <= 6
    assert fields_of(client.get(url, headers=HTMX), url)["version"] == ["1"]
