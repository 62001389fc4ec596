"""Links of e-mails that do not work (any more): nobody learns why, by status or by words."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cancellations.models import User
from tests.conftest import ClientOf
from tests.people import PASSWORD
from tests.post import delivered

NEW = "an entirely new one"


def path_in_mail(part: str) -> str:
    link = next(word for word in delivered()[-1].body.split() if part in word)
    return "/" + link.split("/", 3)[3]


@pytest.fixture
def reset(owner: User) -> str:
    """The address that an e-mail for a forgotten password names."""
    Client().post("/account/password/reset/", {"email": owner.email})
    return path_in_mail("/reset/key/")


@pytest.fixture
def confirm(client_of: ClientOf, owner: User) -> str:
    """The address that confirms a new e-mail."""
    owner.emailaddress_set.create(email="new@lastcall.example")  # type: ignore[attr-defined]
    client_of(owner).post("/settings/email/", {"email": "new@lastcall.example", "action_send": "1"})
    return path_in_mail("/confirm-email/")


def use_reset(path: str) -> None:
    client = Client()
    form = client.get(path, follow=True)
    assert form.status_code == 200
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})


def test_used_expired_and_unknown_resets_are_one(reset: str, owner: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        expired = Client().get(reset, follow=True)
    use_reset(reset)
    assert User.objects.get().check_password(NEW)
    used = Client().get(reset, follow=True)
    uid, _dash, secret = reset.strip("/").rsplit("/", 1)[-1].partition("-")
    unknown = Client().get(f"/account/password/reset/key/{uid}-{secret[:-1]}x/", follow=True)
    nobody = Client().get(f"/account/password/reset/key/zzz-{secret}/", follow=True)
    typed = Client().get("/account/password/reset/key/1-set-password/", follow=True)
    answers = [expired, used, unknown, nobody, typed]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({answer.content for answer in answers}) == 1
    assert "does not work any more" in used.content.decode()


def test_a_dead_reset_sets_nothing(reset: str, owner: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        answer = Client().post(reset, {"password1": NEW, "password2": NEW})
    assert answer.status_code == 404
    assert User.objects.get().check_password(PASSWORD)


def test_used_expired_and_unknown_confirmations_are_one(confirm: str, owner: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        expired = Client().get(confirm)
    Client().post(confirm)
    assert User.objects.get().email == "new@lastcall.example"
    used = Client().get(confirm)
    unknown = Client().get(confirm[:-2] + "x/")
    sent = Client().post(confirm)
    answers = [expired, used, unknown, sent]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1
    assert "does not work any more" in used.content.decode()


def test_an_e_mail_that_somebody_else_took_meanwhile_is_one_too(confirm: str, stranger: User) -> None:
    unknown = Client().get(confirm[:-2] + "x/")
    stranger.emailaddress_set.create(email="new@lastcall.example", verified=True)  # type: ignore[attr-defined]
    asked, sent = Client().get(confirm), Client().post(confirm)
    assert (asked.status_code, sent.status_code) == (404, 404)
    assert asked.content == sent.content == unknown.content


@pytest.mark.parametrize("headers", [{"X-Requested-With": "XMLHttpRequest"}, {"Accept": "application/json"}])
def test_scripts_are_told_no_more(reset: str, confirm: str, headers: dict[str, str]) -> None:
    for path in ("/account/password/reset/key/1-xyz/", "/account/confirm-email/abc:def/"):
        answer = Client().get(path, headers=headers)
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("text/html")


def test_the_page_does_not_repeat_the_key(db: None) -> None:
    for path in ("/account/password/reset/key/1-canary/", "/account/confirm-email/canary/", "/signin/canary/"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert b"canary" not in answer.content
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
