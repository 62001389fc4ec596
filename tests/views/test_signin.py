"""Signing in with e-mail and password, signing out, and everything that is refused."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from cancellations.models import OutgoingMail, User, Workspace
from tests.conftest import ClientOf
from tests.hostile import Hostile, hostile_params
from tests.people import PASSWORD, someone
from tests.post import delivered

LOGIN = "/account/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_the_page(db: None, client: Client) -> None:
    text = client.get(LOGIN).content.decode()
    assert 'autocomplete="email"' in text
    assert 'autocomplete="current-password"' in text
    assert "placeholder" not in text
    assert "signup" not in text


def test_right_password(client: Client, owner: User) -> None:
    response = sign_in(client, "Owner@Lastcall.example ")
    assert (response.status_code, response["Location"]) == (302, "/")  # type: ignore[attr-defined, index]
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_wrong_password_and_unknown_e_mail_look_the_same(client: Client, owner: User) -> None:
    wrong = sign_in(client, "owner@lastcall.example", "a wrong password")
    unknown = sign_in(client, "nobody@lastcall.example", "a wrong password")
    assert _words(wrong, "owner@lastcall.example") == _words(unknown, "nobody@lastcall.example")
    assert "_auth_user_id" not in client.session


def test_a_switched_off_account_is_not_let_in(client: Client, owner: User) -> None:
    User.objects.update(is_active=False)
    sign_in(client, "owner@lastcall.example")
    assert "_auth_user_id" not in client.session


def test_errors_are_tied_to_their_fields(db: None, client: Client) -> None:
    text = sign_in(client, "not an address", "").content.decode()  # type: ignore[attr-defined]
    assert 'role="alert" tabindex="-1" autofocus' in text
    assert 'href="#id_login"' in text
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_login_error"' in text
    assert 'value="not an address"' in text  # what was typed is kept


def test_leads_on_to_where_one_wanted_to_go(client: Client, owner: User) -> None:
    response = sign_in(client, owner.email or "", next="/settings/?x=1")
    assert response["Location"] == "/settings/?x=1"  # type: ignore[index]


@pytest.mark.parametrize("entry", hostile_params("next"))
def test_never_leads_to_another_host(client: Client, owner: User, entry: Hostile) -> None:
    response = sign_in(client, owner.email or "", next=entry.value)
    assert response.status_code == 302  # type: ignore[attr-defined]
    location = response["Location"]  # type: ignore[index]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize("entry", hostile_params("next"))
def test_nor_when_signed_in_already(client_of: ClientOf, owner: User, entry: Hostile) -> None:
    location = client_of(owner).get(LOGIN, {"next": entry.value})["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_any_text_in_the_fields_is_answered(client: Client, owner: User, entry: Hostile) -> None:
    response = sign_in(client, entry.value, entry.value)
    assert response.status_code in {200, 302, 400, 429}  # type: ignore[attr-defined]
    assert "_auth_user_id" not in client.session


def test_the_eleventh_try_an_hour_is_not_looked_at(client: Client, owner: User) -> None:
    for number in range(10):
        client.post(LOGIN, {"login": owner.email, "password": f"wrong {number}"}, REMOTE_ADDR=f"10.0.0.{number}")
    response = client.post(LOGIN, {"login": owner.email, "password": PASSWORD}, REMOTE_ADDR="10.0.1.1")
    assert "_auth_user_id" not in client.session
    assert "Too many" in response.content.decode()


def test_neither_another_host_name_nor_a_forged_address_gives_new_tries(client: Client, owner: User) -> None:
    for number in range(10):
        client.post(
            LOGIN,
            {"login": owner.email, "password": f"wrong {number}"},
            headers={"X-Forwarded-For": f"10.0.0.{number}", "Host": ["localhost", "testserver"][number % 2]},
        )
    client.post(LOGIN, {"login": owner.email, "password": PASSWORD}, headers={"Host": "127.0.0.1"})
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
def test_not_more_than_ten_are_looked_at_however_many_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = someone("owner@lastcall.example", Workspace.objects.create(name="A"))
    looked_at: list[str] = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: looked_at.append(raw))

    def guess(number: int) -> None:
        try:
            data = {"login": owner.email, "password": f"guess {number}"}
            Client().post(LOGIN, data, REMOTE_ADDR=f"10.1.0.{number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(guess, range(40)))
    assert 1 <= len(looked_at) <= 10


def test_registration_is_closed(db: None, client: Client) -> None:
    data = {"email": "new@lastcall.example", "password1": PASSWORD, "password2": PASSWORD}
    assert "Registration is closed" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", data)
    assert not User.objects.exists()


def test_only_what_is_needed_of_allauth_has_an_address(db: None, client: Client) -> None:
    for path in (
        "/account/",
        "/account/login/code/",
        "/account/phone/change/",
        "/accounts/login/",
        "/admin/",
    ):
        assert client.get(path).status_code == 404


# --- signing out ---------------------------------------------------------------------------------


def test_get_asks_before_signing_out(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    assert "Sign out?" in client.get("/account/logout/").content.decode()
    assert "_auth_user_id" in client.session


def test_post_signs_out_and_empties_the_cache(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    response = client.post("/account/logout/")
    assert response.status_code == 302
    assert response["Clear-Site-Data"] == '"cache"'
    assert "_auth_user_id" not in client.session
    assert client.get("/settings/").status_code == 302


@pytest.mark.parametrize("entry", hostile_params("next"))
def test_signing_out_never_leads_to_another_host(client_of: ClientOf, owner: User, entry: Hostile) -> None:
    location = client_of(owner).post("/account/logout/", {"next": entry.value})["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))


# --- a forgotten password ------------------------------------------------------------------------


def test_a_link_by_mail_sets_a_new_password(client: Client, owner: User) -> None:
    client.post("/account/password/reset/", {"email": owner.email})
    assert delivered()[0].to == [owner.email]
    link = next(word for word in delivered()[0].body.split() if "/reset/key/" in word)
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True)
    new = {"password1": "an entirely new one", "password2": "an entirely new one"}
    client.post(form.redirect_chain[-1][0], new)
    assert User.objects.get().check_password("an entirely new one")
    again = Client().get(path, follow=True).content.decode()
    assert "does not work any more" in again


def test_unknown_e_mails_get_the_same_answer(client: Client, owner: User) -> None:
    known = client.post("/account/password/reset/", {"email": owner.email})
    unknown = client.post("/account/password/reset/", {"email": "nobody@lastcall.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_the_link_names_our_own_address(client: Client, owner: User) -> None:
    headers = {"Host": "localhost", "X-Forwarded-Host": "evil.example"}
    client.post("/account/password/reset/", {"email": owner.email}, headers=headers)
    assert "http://localhost:8000/account/password/reset/key/" in delivered()[0].body
    assert "evil" not in delivered()[0].body


def test_mails_are_plain_text(client: Client, owner: User) -> None:
    client.post("/account/password/reset/", {"email": owner.email})
    message = delivered()[0].message()
    assert message.get_content_type() == "text/plain"
    assert "\n" not in delivered()[0].subject


def test_a_mail_server_that_refuses_breaks_no_page(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object, messages: object) -> int:
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        response = client.post("/account/password/reset/", {"email": owner.email}, follow=True)
        assert response.status_code == 200
        assert delivered() == []
    OutgoingMail.objects.update(next_try_at=timezone.now())
    assert delivered()[0].to == [owner.email]


def test_a_job_queue_that_cannot_be_written_breaks_no_page(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("cancellations.jobs.queue.enqueue", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/account/password/reset/", {"email": owner.email})
    assert response.status_code == 302
    assert delivered()[0].to == [owner.email]


def _words(response: object, email: str) -> str:
    text = response.content.decode().replace(email, "")  # type: ignore[attr-defined]
    return "".join(part.split(">", 1)[1] for part in text.split('name="csrfmiddlewaretoken"'))
