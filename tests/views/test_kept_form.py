"""A form that is sent without scripts after the session ended: sign in, look at it, send it on. Nothing is lost."""

from collections.abc import Mapping

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cancellations.models import User
from tests.conftest import ClientOf
from tests.hostile import Hostile, hostile_params
from tests.pages import fields_of, text_of
from tests.people import PASSWORD

LOGIN = "/account/login/"
TYPED = {"name": "Лин <b>", "language": "en", "theme": "dark", "time_zone": "auto"}


@pytest.fixture
def client(db: None) -> Client:
    """Nobody, with a page of theirs still open."""
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    return client


def send(client: Client, path: str, typed: Mapping[str, object]) -> HttpResponse:
    token = client.cookies["csrftoken"].value
    answer = client.post(path, {**typed, "csrfmiddlewaretoken": token})
    assert isinstance(answer, HttpResponse)
    return answer


def sign_in(client: Client, page: HttpResponse, user: User, password: str = PASSWORD) -> HttpResponse:
    """Fill the sign-in form in the page, and send it with everything hidden in it."""
    form = {name: values[0] for name, values in fields_of(page, LOGIN).items()}
    answer = client.post(LOGIN, {**form, "login": user.email, "password": password})
    assert isinstance(answer, HttpResponse)
    return answer


def test_what_was_typed_is_saved_after_signing_in(client: Client, owner: User) -> None:
    asked = send(client, "/settings/", TYPED)
    assert asked.status_code == 401
    assert "You were signed out meanwhile" in text_of(asked)
    kept = sign_in(client, asked, owner)
    assert kept.status_code == 200
    assert "not saved yet" in text_of(kept)
    assert User.objects.get().name == owner.name  # nothing is saved by signing in
    form = fields_of(kept, "/settings/")
    assert {name: form[name] for name in TYPED} == {name: [value] for name, value in TYPED.items()}
    assert client.post("/settings/", form).status_code == 303
    assert User.objects.get().name == TYPED["name"]


def test_a_wrong_password_loses_nothing(client: Client, owner: User) -> None:
    asked = send(client, "/settings/", TYPED)
    again = sign_in(client, asked, owner, "wrong")
    assert "_auth_user_id" not in client.session
    kept = sign_in(client, again, owner)
    assert fields_of(kept, "/settings/")["name"] == [TYPED["name"]]


def test_the_page_may_be_loaded_again(client: Client, owner: User) -> None:
    asked = send(client, "/settings/", TYPED)
    sign_in(client, asked, owner)
    client.get("/settings/")
    form = {name: values[0] for name, values in fields_of(asked, LOGIN).items()}
    token = client.cookies["csrftoken"].value
    again = client.post(LOGIN, {**form, "csrfmiddlewaretoken": token, "login": owner.email, "password": PASSWORD})
    assert fields_of(again, "/settings/")["theme"] == ["dark"]


def test_several_values_of_a_field_and_the_query_are_kept(client: Client, owner: User) -> None:
    kept = sign_in(client, send(client, "/sims/new/?next=1", {"tag": ["a", "b"], "nickname": "x"}), owner)
    assert fields_of(kept, "/sims/new/?next=1")["tag"] == ["a", "b"]


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_any_text_comes_back_as_it_was(db: None, owner: User, entry: Hostile) -> None:
    client = Client()
    answer = client.post("/settings/", {"name": entry.value})
    kept = sign_in(client, answer, owner)  # type: ignore[arg-type]
    found = fields_of(kept, "/settings/")["name"][0]
    assert found.encode(errors="replace").split() == entry.value.encode(errors="replace").split()


def test_passwords_and_the_old_token_are_not_repeated(client: Client, owner: User) -> None:
    asked = send(client, "/welcome/", {"name": "Lin", "email": "l@x.example", "password": "canary-of-a-password"})
    kept = sign_in(client, asked, owner)
    secret = fields_of(asked, LOGIN)["kept"][0]
    assert b"canary" not in asked.content + kept.content
    assert "canary" not in str(signing.loads(secret, salt="kept form"))
    assert len(fields_of(kept, "/welcome/")["csrfmiddlewaretoken"]) == 1


def test_a_file_has_to_be_chosen_again(owner: User) -> None:
    client = Client()
    answer = client.post("/sims/new/", {"nickname": "x", "scan": SimpleUploadedFile("a.pdf", b"%PDF")})
    assert "Files are not kept" in text_of(sign_in(client, answer, owner))  # type: ignore[arg-type]
    answer = Client().post("/sims/new/", {"nickname": "x"})
    assert "Files are not kept" not in text_of(answer)


@pytest.mark.parametrize(
    "forged",
    ["x", "a:b:c", pytest.param(signing.dumps({"to": "https://evil.example"}, salt="else"), id="other salt"), "\0"],
)
def test_nobody_else_makes_such_a_form(db: None, owner: User, forged: str) -> None:
    answer = Client().post(LOGIN, {"login": owner.email, "password": PASSWORD, "kept": forged})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    "shape",
    [
        [],
        "x",
        None,
        {},
        {"to": "/", "fields": None, "files": False, "by": 1},
        {"to": "/", "fields": [["a"]], "files": False, "by": 1},
        {"to": "/", "fields": ["abc"], "files": False, "by": 1},
        {"to": "/", "fields": [["a", "b"]], "files": False},
        {"to": "/", "fields": [["a", "b"]], "files": False, "by": []},
    ],
    ids=str,
)
def test_another_shape_of_it_is_no_kept_form(db: None, owner: User, shape: object) -> None:
    """As another release may have signed it."""
    sealed = signing.dumps(shape, salt="kept form")
    answer = Client().post(LOGIN, {"login": owner.email, "password": PASSWORD, "kept": sealed})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_it_is_given_to_whoever_typed_it_and_to_nobody_else(owner: User, colleague: User, stranger: User) -> None:
    client = Client()
    client.post(LOGIN, {"login": owner.email, "password": PASSWORD})
    client.cookies.pop("sessionid")  # it ran out
    asked = send(client, "/settings/", TYPED)
    for other in (colleague, stranger):
        theirs = Client()
        theirs.cookies = client.cookies.__class__(client.cookies.output(header="", sep=";"))
        answer = sign_in(theirs, asked, other)
        assert (answer.status_code, answer["Location"]) == (302, "/")
        again = theirs.post(LOGIN, fields_of(asked, LOGIN))  # signed in already
        assert (again.status_code, b"\xd0\x9b\xd0\xb8\xd0\xbd" in again.content) == (302, False)
    assert fields_of(sign_in(client, asked, owner), "/settings/")["name"] == [TYPED["name"]]


def test_a_form_from_elsewhere_is_refused_at_once(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    sent = {**TYPED, "csrfmiddlewaretoken": token}
    assert client.post("/settings/", sent, headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_button_without_any_text_leads_to_sign_in(client: Client) -> None:
    answer = send(client, "/examples/load/", {"form_key": "k", "version": "1"})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, LOGIN)


def test_whoever_was_removed_is_told_so_after_it(client: Client, ex_member: User) -> None:
    kept = sign_in(client, send(client, "/settings/", TYPED), ex_member)
    assert client.post("/settings/", fields_of(kept, "/settings/")).status_code == 403


def test_a_signed_in_form_is_not_held_up(client_of: ClientOf, owner: User) -> None:
    assert client_of(owner).post("/settings/", TYPED).status_code == 303
