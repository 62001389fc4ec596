"""The first run: language, name, e-mail, password."""

import pytest
from django.test import Client

from cancellations.models import User
from tests.conftest import ClientOf
from tests.hostile import Hostile, hostile_params
from tests.people import PASSWORD

ANSWERS = {"name": "林婧", "email": "Lin@Yuanxing.example", "password": PASSWORD}


def test_the_answers_make_an_account(client_of: ClientOf, newcomer: User) -> None:
    client = client_of(newcomer)
    response = client.post("/welcome/", ANSWERS, headers={"Accept-Language": "zh-CN"})
    assert (response.status_code, response["Location"]) == (303, "/")
    user = User.objects.get()
    assert (user.name, user.email, user.language) == ("林婧", "lin@yuanxing.example", "zh-hans")
    address = user.emailaddress_set.get()  # type: ignore[attr-defined]
    assert (address.email, address.verified, address.primary) == ("lin@yuanxing.example", True, True)


def test_the_session_goes_on_and_the_next_one_needs_the_password(client_of: ClientOf, newcomer: User) -> None:
    client = client_of(newcomer)
    client.post("/welcome/", ANSWERS)
    assert client.get("/settings/").status_code == 200
    assert "This device" in client.get("/settings/sessions/").content.decode()
    other = Client()
    other.post("/account/login/", {"login": "lin@yuanxing.example", "password": PASSWORD})
    assert other.get("/settings/").status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "  "}, "Enter your name."),
        ({"email": "nobody"}, "Enter an e-mail like"),
        ({"email": ""}, "Enter your e-mail."),
        ({"password": "short"}, "too short"),
        ({"password": "lin@yuanxing.example"}, "too similar"),
        ({"password": "x" * 129}, "at most 128"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client_of: ClientOf, newcomer: User, change: dict[str, str], words: str
) -> None:
    response = client_of(newcomer).post("/welcome/", {**ANSWERS, **change})
    text = response.content.decode()
    assert response.status_code == 422
    assert words in text
    assert "<title>Error: " in text
    if "name" not in change:
        assert 'value="林婧"' in text
    assert PASSWORD not in text
    assert User.objects.get().email is None


def test_an_e_mail_that_somebody_has_is_refused(client_of: ClientOf, newcomer: User, stranger: User) -> None:
    response = client_of(newcomer).post("/welcome/", {**ANSWERS, "email": (stranger.email or "").upper()})
    assert response.status_code == 422


def test_another_language_at_once_with_what_was_typed(client_of: ClientOf, newcomer: User) -> None:
    client = client_of(newcomer)
    response = client.post("/welcome/", {"switch": "ru", "name": "Лин", "email": "лин@", "password": PASSWORD})
    text = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="ru"' in text
    assert 'value="Лин"' in text
    assert 'value="лин@"' in text
    assert f'value="{PASSWORD}"' in text  # typed a moment ago, and no cache keeps the page
    assert "no-store" in response["Cache-Control"]
    assert "errsum" not in text
    assert '<html lang="ru"' in client.get("/welcome/").content.decode()


def test_an_unknown_language_is_ignored(client_of: ClientOf, newcomer: User) -> None:
    response = client_of(newcomer).post("/welcome/", {"switch": "xx"})
    assert '<html lang="en"' in response.content.decode()


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_any_text_is_answered(client_of: ClientOf, newcomer: User, entry: Hostile) -> None:
    answers = {"name": entry.value, "email": entry.value, "password": entry.value}
    response = client_of(newcomer).post("/welcome/", answers)
    assert response.status_code in {303, 422}


def test_it_is_over_once_answered(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    assert client.get("/welcome/").status_code == 303
    client.post("/welcome/", ANSWERS)
    assert User.objects.get().email == owner.email


def test_nobody_is_asked_to_sign_in(db: None, client: Client) -> None:
    assert client.get("/welcome/").status_code == 302


def test_wrong_verb(client_of: ClientOf, newcomer: User) -> None:
    assert client_of(newcomer).delete("/welcome/").status_code == 405
