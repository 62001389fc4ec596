"""Ticked one by one, and gone or another's when the form is sent: said, and nothing is done without having said it."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from cancellations.domain.bulk import MOST_PICKED
from cancellations.forms.selection import Selection
from cancellations.models import Cancellation, Errand, Sim, User
from cancellations.models.erasing import erase
from tests.cases import TODAY, case_of
from tests.conftest import HTMX, ClientOf
from tests.listed import build
from tests.pages import fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
GONE = {
    "case": "1 request that was ticked is not there any more.",
    "sim": "1 SIM card that was ticked is not there any",
}
CHANGED = "What was asked for does not fit any more"
ASKING = [
    ("/requests/bulk/", "case", "follow-up", {"on": "2026-12-01", "reason": "Agreed"}),
    ("/requests/bulk/letters/", "case", "letters", {"dated": "2026-11-20"}),
    ("/requests/bulk/confirm/", "case", "", {"lines": "+79161234567"}),
    ("/requests/dossiers/", "case", "", {}),
    ("/batches/new/", "sim", "", {"name": "Tour YX-204"}),
]


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def ticked(owner: User) -> dict[str, list[int]]:
    cases = build(owner, [{}, {}])
    return {"case": [case.pk for case in cases], "sim": [case.sim_id for case in cases]}


def gone(name: str, pk: int) -> None:
    erase(Cancellation.objects.filter(**{"pk" if name == "case" else "sim_id": pk}))
    if name == "sim":
        erase(Sim.objects.filter(pk=pk))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("at", "name", "do", "typed"), ASKING)
def test_one_that_is_gone_when_the_form_is_sent(
    client: Client, ticked: Any, at: str, name: str, do: str, typed: dict[str, str], headers: dict[str, str]
) -> None:
    form = fields_of(client.get(at, {"do": do, name: ticked[name]}), at)
    gone(name, ticked[name][0])
    answer = client.post(at, {**form, **typed}, headers=headers)
    assert answer.status_code == 422
    assert CHANGED in text_of(answer)
    assert GONE[name] in text_of(answer)
    assert not Errand.objects.exists()
    again = fields_of(answer, at)
    assert again[name] == [str(ticked[name][1])]  # who sends it again means those that are left
    assert {key: again[key] for key in typed} == {key: [value] for key, value in typed.items()}


@pytest.mark.parametrize(("at", "name", "do", "typed"), ASKING)
def test_sent_again_it_is_done_to_the_others(
    client: Client, ticked: Any, at: str, name: str, do: str, typed: dict[str, str]
) -> None:
    if name == "case" and at != "/requests/bulk/":
        pytest.skip("its own tests send it")
    form = fields_of(client.get(at, {"do": do, name: ticked[name]}), at)
    gone(name, ticked[name][0])
    again = fields_of(client.post(at, {**form, **typed}), at)
    assert client.post(at, again).status_code == 303
    assert Errand.objects.get().total == 1


@pytest.mark.parametrize(("at", "name", "do", "typed"), ASKING)
def test_one_of_another_workspace_is_as_one_that_is_gone(
    client: Client, stranger: User, ticked: Any, at: str, name: str, do: str, typed: dict[str, str]
) -> None:
    theirs = case_of(stranger)
    asked = {"do": do, name: [*ticked[name], theirs.pk if name == "case" else theirs.sim_id]}
    page = client.get(at, asked)
    assert page.status_code == 200
    assert GONE[name] in text_of(page)
    assert theirs.reference not in text_of(page)
    assert client.post(at, {**fields_of(client.get(at, asked), at), **asked, **typed}).status_code == 422
    assert not Errand.objects.exists()


def test_nothing_is_said_while_all_are_there(client: Client, ticked: Any) -> None:
    for at, name, do, _typed in ASKING:
        assert "ticked is not there" not in text_of(client.get(at, {"do": do, name: ticked[name]}))


def test_more_than_may_be_ticked_are_too_many_though_some_are_gone(owner: User, ticked: Any) -> None:
    ids = [*ticked["case"], *range(10**9, 10**9 + MOST_PICKED)]
    query = QueryDict("&".join(f"case={one}" for one in ids))
    assert "too many" in Selection(query, owner, TODAY).refusal()
