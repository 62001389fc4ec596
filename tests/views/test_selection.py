"""How many can be ticked one by one: the most that may be, with all that is asked of them, and one more."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from cancellations.domain.bulk import MOST_PICKED
from cancellations.forms.selection import picked
from cancellations.models import Errand, User
from cancellations.views import many_letters
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.listed import build
from tests.pages import fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
TOO_MANY = "More than 400 ticked one by one are too many. Tick fewer, or select all that match a filter."

Ids = Iterable[int]


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def ticked(owner: User) -> Callable[[int], dict[str, list[int]]]:
    """So many cases, and their cards, as the boxes of the lists name them."""

    def made(count: int) -> dict[str, list[int]]:
        cases = build(owner, [{} for _ in range(count)])
        return {"case": [case.pk for case in cases], "sim": [case.sim_id for case in cases]}

    return made


def sent_again(client: Client, at: str, asked: dict[str, Any], **typed: Any) -> Any:
    """The form that comes for what is asked, filled in and sent as a browser would."""
    page = client.get(at, asked)
    assert page.status_code == 200, text_of(page)
    return client.post(at, {**fields_of(page, at), **typed})


ASKING = [
    ("/requests/bulk/", "case", "follow-up", {"on": "2026-12-01", "reason": "Agreed"}),
    ("/requests/bulk/", "case", "prepare", {"step_decision": "on", "why": "returned"}),
    ("/batches/new/", "sim", "", {"name": "Tour YX-204"}),
]


@pytest.mark.parametrize(("at", "name", "do", "typed"), ASKING)
def test_the_most_that_may_be_ticked(
    client: Client, ticked: Any, at: str, name: str, do: str, typed: dict[str, str]
) -> None:
    ids = ticked(MOST_PICKED)[name]
    answer = sent_again(client, at, {"do": do, name: ids}, **typed)
    assert answer.status_code == 303, text_of(answer)
    assert Errand.objects.get().total == MOST_PICKED


@pytest.mark.parametrize(("at", "name", "do", "typed"), ASKING)
def test_one_more_is_refused_in_words(
    client: Client, ticked: Any, at: str, name: str, do: str, typed: dict[str, str]
) -> None:
    asked = {"do": do, name: ticked(MOST_PICKED + 1)[name], "form_key": str(uuid.uuid4())}
    for answer in (client.get(at, asked), client.post(at, {**asked, **typed})):
        assert answer.status_code == 422
        assert TOO_MANY in text_of(answer)
    assert not Errand.objects.exists()


@pytest.mark.parametrize("at", ["/requests/bulk/confirm/", "/requests/bulk/letters/", "/requests/dossiers/"])
def test_so_are_they_on_pages_of_their_own(client: Client, ticked: Any, at: str) -> None:
    asked = {"do": "letters", "case": ticked(MOST_PICKED + 1)["case"]}
    for answer in (client.get(at, asked), client.post(at, asked)):
        assert answer.status_code == 422
        assert TOO_MANY in text_of(answer)


@pytest.mark.parametrize(
    ("at", "unreadable"),
    [
        ("/requests/bulk/", "batch=7"),
        ("/requests/bulk/", "batch=x"),
        ("/requests/bulk/", "tag=9&q=Card"),
        ("/requests/bulk/", "carrier=none-of-ours"),
        ("/requests/bulk/", "view=" + "x" * 300),
        ("/batches/new/", "carrier=none-of-ours"),
        ("/batches/new/", "q=" + "x" * 2000),
    ],
)
def test_a_filter_that_cannot_be_read_selects_nothing(client: Client, ticked: Any, at: str, unreadable: str) -> None:
    ticked(1)
    answer = client.get(f"{at}?do=assign&all=1&{unreadable}")
    assert answer.status_code == 422
    assert "Nothing is selected" in text_of(answer)
    assert client.get(f"{at}?do=assign&all=1&q=").status_code == 200


def test_letters_to_as_many_carriers_as_may_be_are_asked_for_in_one_form(client: Client, owner: User) -> None:
    carriers = [carrier_of(owner, country="RU") for _ in range(many_letters.MOST_CARRIERS)]
    asked = [
        {"carrier": carriers[number % len(carriers)], "action_step": "submission", "action": "submit"}
        for number in range(MOST_PICKED)
    ]
    ids = [case.pk for case in build(owner, asked)]
    answer = sent_again(client, "/requests/bulk/letters/", {"do": "letters", "case": ids})
    assert answer.status_code == 422, "what is missing is named"
    assert "There is a problem" in text_of(answer)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("case=3&case=1", {1, 3}),
        ("case=3,1,3", {1, 3}),
        ("case=2,x,-1,,1.5&case=4", {2, 4}),
        ("case=" + ",".join(map(str, range(1, 900))), set(range(1, MOST_PICKED + 2))),
        ("case=" + "1," * 900 + "2", {1, 2}),
        ("case=" + "9" * 30, set()),
    ],
)
def test_ids_come_one_by_one_or_together(query: str, ids: Ids) -> None:
    assert picked(QueryDict(query), "case") == ids
