"""Strangers can use up the tries of an account, and its owner still gets in: a device that was let in has its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from cancellations.models import SigninLink, User, Workspace
from tests.people import PASSWORD, someone

LOGIN = "/account/login/"
NEW = "an entirely new one"


def sign_in(client: Client, user: User, password: str = PASSWORD, address: str = "127.0.0.1") -> HttpResponse:
    answer = client.post(LOGIN, {"login": user.email, "password": password}, REMOTE_ADDR=address)
    assert isinstance(answer, HttpResponse)
    return answer


def strangers_fail(user: User, times: int = 12) -> None:
    for number in range(times):
        sign_in(Client(), user, f"guess {number}", f"10.0.0.{number}")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def device(owner: User) -> Client:
    """A browser that the owner has signed in with, and out again."""
    client = Client()
    sign_in(client, owner)
    client.post("/account/logout/")
    assert not is_in(client)
    return client


def test_the_owner_gets_in_although_strangers_fail(device: Client, owner: User) -> None:
    strangers_fail(owner)
    sign_in(device, owner, address="10.0.9.9")
    assert is_in(device)


def test_also_from_the_address_that_the_strangers_use(device: Client, owner: User) -> None:
    for number in range(40):
        sign_in(Client(), owner, f"guess {number}")
    sign_in(device, owner)
    assert is_in(device)


def test_a_device_that_nobody_signed_in_with_waits(owner: User) -> None:
    strangers_fail(owner)
    unknown = Client()
    assert "Too many" in sign_in(unknown, owner, address="10.0.9.9").content.decode()
    assert not is_in(unknown)


def test_a_known_device_has_ten_tries_too(device: Client, owner: User) -> None:
    for number in range(10):
        sign_in(device, owner, f"wrong {number}", f"10.0.0.{number}")
    assert "Too many" in sign_in(device, owner, address="10.0.9.9").content.decode()
    assert not is_in(device)
    sign_in(unknown := Client(), owner, address="10.0.9.9")  # and takes none from others
    assert is_in(unknown)


def test_a_one_time_link_makes_the_device_known(owner: User) -> None:
    client = Client()
    client.post(f"/signin/{SigninLink.objects.issue(owner)}/")
    client.post("/account/logout/")
    strangers_fail(owner)
    sign_in(client, owner, address="10.0.9.9")
    assert is_in(client)


def test_signing_in_again_in_the_dialog_makes_it_known(client: Client, owner: User) -> None:
    client.post("/account/again/", {"login": owner.email, "password": PASSWORD})
    assert f"device-{owner.pk}" in client.cookies


def test_the_cookie_is_for_the_server_alone_and_names_nobody(device: Client, owner: User) -> None:
    cookie = device.cookies[f"device-{owner.pk}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) is settings.SESSION_COOKIE_SECURE
    assert cookie["max-age"] >= 180 * 24 * 3600
    assert "@" not in cookie.value


def test_it_is_bound_to_its_account(device: Client, owner: User, stranger: User) -> None:
    device.cookies[f"device-{stranger.pk}"] = device.cookies[f"device-{owner.pk}"].value
    strangers_fail(stranger)
    sign_in(device, stranger, address="10.0.9.9")
    assert not is_in(device)


@pytest.mark.parametrize("forged", ["", "x", "abc:def:ghi", "\x7f" * 50, "a" * 4000])
def test_a_forged_cookie_is_worth_nothing(owner: User, forged: str) -> None:
    client = Client()
    strangers_fail(owner)
    client.cookies[f"device-{owner.pk}"] = forged
    sign_in(client, owner, address="10.0.9.9")
    assert not is_in(client)


def test_a_new_password_makes_every_other_device_unknown(device: Client, owner: User) -> None:
    here = Client()
    sign_in(here, owner)
    here.post("/settings/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    here.post("/account/logout/")
    strangers_fail(owner)
    sign_in(device, owner, NEW, address="10.0.9.9")
    assert not is_in(device)
    sign_in(here, owner, NEW, address="10.0.9.9")
    assert is_in(here)


def test_a_second_address_of_the_account_gives_no_new_tries(owner: User) -> None:
    owner.emailaddress_set.create(email="second@lastcall.example", verified=True)  # type: ignore[attr-defined]
    strangers_fail(owner)
    client = Client()
    client.post(LOGIN, {"login": "second@lastcall.example", "password": PASSWORD}, REMOTE_ADDR="10.0.9.9")
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_strangers_at_once_get_ten_and_the_owner_meanwhile_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = someone("owner@lastcall.example", Workspace.objects.create(name="A"))
    device = Client()
    sign_in(device, owner)
    device.post("/account/logout/")
    looked_at: list[str] = []
    right = User.check_password

    def look(user: User, raw: str) -> bool:
        looked_at.append(raw)
        return right(user, raw)

    monkeypatch.setattr(User, "check_password", look)

    def guess(number: int) -> None:
        try:
            if number == 20:
                sign_in(device, owner)
            else:
                sign_in(Client(), owner, f"guess {number}", f"10.1.0.{number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(guess, range(40)))
    assert is_in(device)
    assert 1 <= sum(raw.startswith("guess") for raw in looked_at) <= 10
