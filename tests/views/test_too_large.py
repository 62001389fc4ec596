"""More text than one form may hold: a page that says so, and nothing that was typed is gone."""

import pytest
from django.test import Client

from cancellations.models import User
from tests.conftest import HTMX, ClientOf

TOO_MUCH = "x" * (1024 * 1024 + 1)


def test_it_is_said_in_the_readers_language(client_of: ClientOf, owner: User) -> None:
    answer = client_of(owner).post("/settings/", {"name": TOO_MUCH})
    text = answer.content.decode()
    assert answer.status_code == 413
    assert "too much text" in text
    assert text.count("<h1") == 1
    assert "no-store" in answer["Cache-Control"]


def test_the_users_own_language_decides(client_of: ClientOf, owner: User) -> None:
    owner.prefer(language="ru")
    answer = client_of(owner).post("/settings/", {"name": TOO_MUCH})
    assert '<html lang="ru"' in answer.content.decode()


def test_htmx_leaves_the_page_as_it_is(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    answer = client.post("/settings/", {"name": TOO_MUCH}, headers=HTMX)
    assert answer.status_code == 413
    assert b"<html" not in answer.content
    page = client.get("/requests/").content.decode()
    assert ",413," in page.split('"noSwap":')[1].split("]")[0]  # nothing is swapped in
    assert 'data-case="large"' in page  # and what to do is said below the form


def test_nobody_is_told_the_same(db: None, client: Client) -> None:
    assert client.post("/account/login/", {"login": TOO_MUCH}).status_code == 413


def test_too_many_fields_are_no_error_of_ours(client_of: ClientOf, owner: User) -> None:
    answer = client_of(owner).post("/settings/", {f"field{number}": "x" for number in range(501)})
    assert answer.status_code == 413


@pytest.mark.urls("tests.urls")
def test_what_is_odd_stays_a_bad_request(db: None) -> None:
    assert Client(raise_request_exception=False).get("/bad/").status_code == 400
