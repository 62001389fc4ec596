"""Another e-mail to sign in with: asked for with the password, counted when its link is opened."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cancellations.models import User
from tests.conftest import ClientOf
from tests.pages import fields_of
from tests.people import PASSWORD
from tests.post import delivered

EMAIL = "/settings/email/"
CONFIRM = "/account/reauthenticate/"
NEW = "new@lastcall.example"
ADD = {"email": NEW, "action_add": "1"}


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def addresses() -> set[str]:
    return {one.email for user in User.objects.all() for one in user.emailaddress_set.all()}  # type: ignore[attr-defined]


def confirm(client: Client, password: str = PASSWORD) -> HttpResponse:
    answer = client.post(CONFIRM, {"password": password, "next": EMAIL})
    assert isinstance(answer, HttpResponse)
    return answer


def test_the_password_is_asked_for_first(client: Client, owner: User) -> None:
    answer = client.post(EMAIL, ADD, follow=True)
    assert answer.redirect_chain == [(f"{CONFIRM}?next=%2Fsettings%2Femail%2F", 302)]
    assert "Confirm that it is you" in answer.content.decode()
    assert addresses() == {owner.email}
    assert delivered() == []


def test_and_then_the_change_goes_on_by_itself(client: Client, owner: User) -> None:
    asked = client.post(EMAIL, ADD, follow=True)
    form = {name: values[0] for name, values in fields_of(asked, CONFIRM).items()}
    answer = client.post(CONFIRM, {**form, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, EMAIL)
    assert addresses() == {owner.email, NEW}
    assert delivered()[0].to == [NEW]


def test_a_wrong_password_changes_nothing(client: Client, owner: User) -> None:
    client.post(EMAIL, ADD)
    assert 'aria-invalid="true"' in confirm(client, "wrong").content.decode()
    assert addresses() == {owner.email}
    confirm(client)  # what was asked for is still known
    assert NEW in addresses()


def test_it_is_asked_again_after_some_minutes(client: Client, owner: User) -> None:
    client.post(EMAIL, ADD)
    confirm(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.post(EMAIL, {"email": "third@lastcall.example", "action_add": "1"})
    assert "third@lastcall.example" not in addresses()


def test_a_mistyped_address_is_said_before_the_password_is_asked_for(client: Client) -> None:
    answer = client.post(EMAIL, {"email": "nobody", "action_add": "1"})
    assert 'aria-invalid="true"' in answer.content.decode()


def test_guesses_are_counted(client: Client, owner: User) -> None:
    client.post(EMAIL, ADD)
    for number in range(10):
        confirm(client, f"guess {number}")
    confirm(client)
    assert addresses() == {owner.email}


def test_it_counts_when_its_link_is_opened(client: Client, owner: User) -> None:
    client.post(EMAIL, ADD)
    confirm(client)
    assert User.objects.get().email == owner.email
    link = next(word for word in delivered()[0].body.split() if "/confirm-email/" in word)
    path = "/" + link.split("/", 3)[3]
    assert NEW in client.get(path).content.decode()
    assert User.objects.get().email == owner.email  # opening it asks, only the button changes it
    client.post(path)
    assert User.objects.get().email == NEW


def test_the_old_e_mail_can_be_kept(client: Client) -> None:
    client.post(EMAIL, ADD)
    confirm(client)
    assert NEW in client.get(EMAIL).content.decode()
    client.post(EMAIL, {"email": NEW, "action_remove": "1"})
    assert NEW not in client.get(EMAIL).content.decode().split("toast")[0]


def test_somebody_elses_e_mail_is_not_given_away(client: Client, stranger: User) -> None:
    client.post(EMAIL, {"email": stranger.email, "action_add": "1"})
    confirm(client)
    assert User.objects.filter(email=stranger.email).count() == 1


def test_nobody_is_asked_to_sign_in(db: None) -> None:
    assert Client().post(EMAIL, ADD)["Location"].startswith("/account/login/")
    assert Client().get(CONFIRM)["Location"].startswith("/account/login/")
