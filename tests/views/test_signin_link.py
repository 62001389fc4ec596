"""One-time links: GET shows a button, POST signs in once, and nobody learns why a link does not work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from cancellations.domain.roles import Role
from cancellations.models import Carrier, Membership, SigninLink, User, Workspace
from tests.conftest import ClientOf
from tests.people import someone


def path_of(token: str) -> str:
    return f"/signin/{token}/"


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_get_shows_a_button_and_spends_nothing(client: Client, owner: User) -> None:
    token = SigninLink.objects.issue(owner)
    for _ in range(3):
        assert client.get(path_of(token)).status_code == 200
        assert client.head(path_of(token)).status_code == 200
    assert signed_in_as(client) is None
    assert SigninLink.objects.is_open(token)


def test_post_signs_in(client: Client, owner: User) -> None:
    response = client.post(path_of(SigninLink.objects.issue(owner)))
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in_as(client) == str(owner.pk)


def test_the_first_link_founds_the_workspace(client: Client, db: None) -> None:
    client.post(path_of(SigninLink.objects.issue()))
    member = Membership.objects.get()
    assert (member.role, str(member.user_id)) == (Role.OWNER, signed_in_as(client))
    assert member.user.email is None
    assert Carrier.objects.filter(workspace=member.workspace).count() == 13


def test_a_second_first_link_founds_nothing(client: Client, db: None) -> None:
    first, second = SigninLink.objects.issue(), SigninLink.objects.issue()
    client.post(path_of(first))
    assert Client().post(path_of(second)).status_code == 404
    assert Workspace.objects.count() == User.objects.count() == 1


def test_it_works_once(client: Client, owner: User) -> None:
    token = SigninLink.objects.issue(owner)
    client.post(path_of(token))
    other = Client()
    assert other.post(path_of(token)).status_code == 404
    assert other.get(path_of(token)).status_code == 404
    assert signed_in_as(other) is None


def test_it_expires(client: Client, owner: User) -> None:
    token = SigninLink.objects.issue(owner)
    SigninLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(path_of(token)).status_code == 404
    assert signed_in_as(client) is None


def test_unknown_used_and_expired_are_the_same_page(client: Client, owner: User) -> None:
    used, expired = SigninLink.objects.issue(owner), SigninLink.objects.issue(owner)
    Client().post(path_of(used))
    SigninLink.objects.filter(used_at=None).update(expires_at=timezone.now())
    pages = [client.get(path_of(token)) for token in (used, expired, "x" * len(used))]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_a_switched_off_user_is_not_let_in(client: Client, owner: User) -> None:
    token = SigninLink.objects.issue(owner)
    User.objects.update(is_active=False)
    assert client.post(path_of(token)).status_code == 404
    assert signed_in_as(client) is None


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_wrong_verb(client: Client, owner: User, method: str) -> None:
    token = SigninLink.objects.issue(owner)
    assert getattr(client, method)(path_of(token)).status_code == 405
    assert SigninLink.objects.is_open(token)


def test_a_planted_session_key_is_not_kept(client: Client, owner: User) -> None:
    client.get("/account/login/")
    client.session["planted"] = True
    client.cookies["sessionid"] = "planted0123456789abcdefghijklmnop"
    client.post(path_of(SigninLink.objects.issue(owner)))
    assert client.cookies["sessionid"].value != "planted0123456789abcdefghijklmnop"


def test_somebody_elses_session_ends(client_of: ClientOf, owner: User, stranger: User) -> None:
    client = client_of(stranger)
    before = client.session.session_key
    client.post(path_of(SigninLink.objects.issue(owner)))
    assert signed_in_as(client) == str(owner.pk)
    assert client.session.session_key != before


def test_a_form_from_elsewhere_is_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = SigninLink.objects.issue(owner)
    assert client.post(path_of(token)).status_code == 403
    assert SigninLink.objects.is_open(token)


def test_the_token_does_not_leak(client: Client, owner: User) -> None:
    token = SigninLink.objects.issue(owner)
    response = client.get(path_of(token))
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert not SigninLink.objects.filter(token_hash__contains=token).exists()  # hashed at rest
    assert len(token) >= 43  # 256 bit


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_session() -> None:
    owner = someone("owner@lastcall.example", Workspace.objects.create(name="A"))
    token = SigninLink.objects.issue(owner)

    def press() -> int:
        try:
            return Client().post(path_of(token)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        codes = sorted(future.result() for future in [pool.submit(press) for _ in range(20)])
    assert codes == [302] + [404] * 19


@pytest.mark.django_db(transaction=True)
def test_twenty_first_links_at_once_found_one_workspace() -> None:
    tokens = [SigninLink.objects.issue() for _ in range(20)]

    def press(token: str) -> int:
        try:
            return Client().post(path_of(token)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        codes = sorted(pool.map(press, tokens))
    assert codes == [302] + [404] * 19
    assert Workspace.objects.count() == 1


def test_a_clock_that_was_a_year_ahead_leaves_no_open_link(client: Client, owner: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=365)):
        token = SigninLink.objects.issue(owner)
        assert SigninLink.objects.is_open(token)
    assert (client.get(path_of(token)).status_code, client.post(path_of(token)).status_code) == (404, 404)
    assert signed_in_as(client) is None
