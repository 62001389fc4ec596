"""Search in requests: what is typed in any case, width and spacing, and references."""

import re

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.models import User
from tests.cases import case_of
from tests.conftest import HTMX, ClientOf
from tests.listed import listed
from tests.requests_list import NUMBER, closed, found, shown

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.mark.parametrize(
    "typed", ["мама", "МАМА", "+7 916 123-45-67", "９１６１２３", "8970101234567", "ivanova", "IVANOVA", "东京"]
)
def test_search_folds_case_width_and_spaces(client: Client, owner: User, typed: str) -> None:
    case = listed(
        owner, sim__nickname="Мама 东京", sim__msisdn=NUMBER, sim__iccid="8970101234567890123", sim__holder="Ivanova"
    )
    listed(owner)
    assert found(client, q=typed) == [case.reference]


def test_search_finds_request_numbers_and_references(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    listed(owner)
    assert found(client, q="n-1") == [case.reference]
    assert found(client, q=case.reference.lower()) == [case.reference]


def test_search_looks_at_closed_cases_too(client: Client, owner: User) -> None:
    case = closed(owner, sim__nickname="Gone for good")
    assert found(client, q="gone") == [case.reference]
    assert found(client, q="gone", view="today") == []


def test_the_search_page_waits_for_words(client: Client, owner: User) -> None:
    case = listed(owner, sim__nickname="Moscow")
    page = client.get("/search/").content.decode()
    assert re.search(r'<input[^>]* name="q"[^>]* autofocus', page)
    assert shown(client.get("/search/", {"q": "mosc"}).content.decode()) == [case.reference]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reference_opens_its_case(client: Client, owner: User, headers: dict[str, str]) -> None:
    case = listed(owner)
    typed = case.reference.removeprefix("LC-").lower()
    response = client.get("/search/", {"q": f" lc {typed} "}, headers=headers)
    assert response.get("HX-Redirect", response.get("Location")) == f"/requests/{case.reference}/"


def test_a_strangers_reference_opens_nothing(client: Client, stranger: User) -> None:
    response = client.get("/search/", {"q": listed(stranger).reference})
    assert response.status_code == 200
    assert not shown(response.content.decode())
