"""A user's own settings: profile, password, e-mail, sessions."""

import pytest
from django.test import Client

from cancellations.models import User
from cancellations.views.settings import browser_of
from tests.conftest import ClientOf
from tests.hostile import Hostile, hostile_params
from tests.people import PASSWORD
from tests.post import delivered

CHOSEN = {"name": "Lin", "language": "ru", "theme": "dark", "time_zone": "Asia/Shanghai"}
PAGES = ["/settings/", "/settings/password/", "/settings/email/", "/settings/sessions/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ["owner", "colleague", "viewer"])
def test_everybody_has_them(client_of: ClientOf, request: pytest.FixtureRequest, role: str, path: str) -> None:
    assert client_of(request.getfixturevalue(role)).get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_asked_to_sign_in(db: None, client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/account/login/")


def test_the_profile_is_saved(client_of: ClientOf, viewer: User) -> None:
    response = client_of(viewer).post("/settings/", CHOSEN)
    assert (response.status_code, response["Location"]) == (303, "/settings/")
    user = User.objects.get()
    assert {name: getattr(user, name) for name in CHOSEN} == CHOSEN
    assert user.shortcuts is False  # an unticked box is not sent


def test_what_the_device_and_the_installation_decide_is_kept_empty(client_of: ClientOf, owner: User) -> None:
    owner.prefer(theme="dark", time_zone="Asia/Shanghai")
    client_of(owner).post("/settings/", {**CHOSEN, "theme": "auto", "time_zone": "auto"})
    user = User.objects.get()
    assert (user.theme, user.time_zone) == ("", "")


def test_saved_is_said(client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).post("/settings/", {**CHOSEN, "language": "en"}, follow=True)
    assert "Your settings are saved." in response.content.decode()


def test_shortcuts_off_reach_the_page(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    assert "data-shortcuts" not in client.get("/settings/").content.decode()
    owner.prefer(shortcuts=False)
    assert 'data-shortcuts="off"' in client.get("/settings/").content.decode()


@pytest.mark.parametrize(
    "change",
    [{"language": "de"}, {"theme": "pink"}, {"theme": ""}, {"time_zone": "Europe/Atlantis"}, {"name": ""}],
)
def test_what_does_not_exist_is_refused(client_of: ClientOf, owner: User, change: dict[str, str]) -> None:
    response = client_of(owner).post("/settings/", {**CHOSEN, **change})
    assert response.status_code == 422
    assert User.objects.get().theme == ""


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_any_name_is_answered_and_shown_escaped(client_of: ClientOf, owner: User, entry: Hostile) -> None:
    client = client_of(owner)
    response = client.post("/settings/", {**CHOSEN, "name": entry.value})
    assert response.status_code in {303, 422}
    if "<" in entry.value:
        assert entry.value not in client.get("/settings/").content.decode()


def test_others_are_untouched(client_of: ClientOf, owner: User, colleague: User) -> None:
    client_of(owner).post("/settings/", CHOSEN)
    assert User.objects.get(pk=colleague.pk).theme == ""


# --- password ------------------------------------------------------------------------------------


def test_a_new_password_ends_the_other_sessions(client_of: ClientOf, owner: User) -> None:
    here, elsewhere = client_of(owner), client_of(owner)
    new = {"oldpassword": PASSWORD, "password1": "an entirely new one", "password2": "an entirely new one"}
    here.post("/settings/password/", new)
    assert User.objects.get().check_password("an entirely new one")
    assert here.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302
    assert delivered()[0].to == [owner.email]


@pytest.mark.parametrize(
    "change", [{"oldpassword": "wrong"}, {"password1": "short"}, {"password2": "something else entirely"}]
)
def test_a_wrong_change_changes_nothing(client_of: ClientOf, owner: User, change: dict[str, str]) -> None:
    new = {"oldpassword": PASSWORD, "password1": "an entirely new one", "password2": "an entirely new one"}
    response = client_of(owner).post("/settings/password/", {**new, **change})
    assert 'aria-invalid="true"' in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


# --- sessions ------------------------------------------------------------------------------------


def test_the_other_sessions_can_be_ended(owner: User) -> None:
    here, elsewhere = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
    for client in (here, elsewhere):
        client.post("/account/login/", {"login": owner.email, "password": PASSWORD})
    text = here.get("/settings/sessions/").content.decode()
    assert "Safari, iPhone" in text
    here.post("/settings/sessions/")
    assert elsewhere.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36 MicroMessenger/8",
            "WeChat, Android",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_browsers_by_name(sent: str, shown: str) -> None:
    assert browser_of(sent) == shown
