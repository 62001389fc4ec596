"""manage.py signin-link"""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cancellations.models import SigninLink, User, Workspace
from tests.conftest import ClientOf


def link(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("signin_link", *words)
    address = capsys.readouterr().out.strip()
    assert address.startswith("http://localhost:8000/signin/")
    return address.removeprefix("http://localhost:8000")


def user_behind(path: str) -> str | None:
    client = Client()
    client.post(path)
    return client.session.get("_auth_user_id")


def test_for_somebody(owner: User, viewer: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert user_behind(link("Viewer@Lastcall.example", capsys=capsys)) == str(viewer.pk)


def test_for_the_owner(owner: User, viewer: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert user_behind(link(capsys=capsys)) == str(owner.pk)


def test_for_the_first_user(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert user_behind(link("me@lastcall.example", capsys=capsys)) is not None
    assert Workspace.objects.count() == 1


def test_again_for_a_newcomer_who_lost_the_first_link(newcomer: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert user_behind(link(capsys=capsys)) == str(newcomer.pk)


def test_nobody_by_that_name(owner: User) -> None:
    with pytest.raises(CommandError, match=r"Nobody signs in with x@y\.example.*manage\.py signin-link"):
        call_command("signin_link", "x@y.example")
    assert not SigninLink.objects.exists()


def test_switched_off(owner: User) -> None:
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="switched off"):
        call_command("signin_link", "owner@lastcall.example")


def test_an_unused_link_does_not_touch_the_session(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    call_command("signin_link", "owner@lastcall.example")
    assert client.get("/settings/").status_code == 200
