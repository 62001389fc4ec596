"""The language switch of pages before sign-in, and of the menu."""

import pytest
from django.test import Client

from cancellations.models import User
from tests.conftest import ClientOf
from tests.hostile import Hostile, hostile_params


def test_the_choice_is_remembered(db: None, client: Client) -> None:
    response = client.post("/language/", {"language": "zh-hans", "next": "/account/login/?next=/x"})
    assert (response.status_code, response["Location"]) == (303, "/account/login/?next=/x")
    assert '<html lang="zh-Hans"' in client.get("/account/login/").content.decode()


def test_it_is_kept_with_the_account(client_of: ClientOf, owner: User) -> None:
    client_of(owner).post("/language/", {"language": "ru"})
    assert User.objects.get().language == "ru"


@pytest.mark.parametrize("code", ["", "xx", "de", "zh", "ru\x00", "ru" * 500, "../ru"])
def test_other_languages_are_ignored(client_of: ClientOf, owner: User, code: str) -> None:
    client = client_of(owner)
    assert client.post("/language/", {"language": code}).status_code == 303
    assert "language" not in client.cookies
    assert User.objects.get().language == ""


@pytest.mark.parametrize("entry", hostile_params("next"))
def test_never_leads_to_another_host(db: None, client: Client, entry: Hostile) -> None:
    location = client.post("/language/", {"language": "ru", "next": entry.value})["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))


def test_only_post(db: None, client: Client) -> None:
    assert client.get("/language/?language=ru").status_code == 405
    assert "language" not in client.cookies
