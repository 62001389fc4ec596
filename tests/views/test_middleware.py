"""What every answer carries: security headers, the language, the user's own preferences."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cancellations.models import User
from tests.conftest import ClientOf

pytestmark = pytest.mark.urls("tests.urls")

PAGES = {
    "/account/login/": 200,
    "/notes/": 302,
    "/bad/": 400,
    "/denied/": 403,
    "/nowhere/": 404,
    "/broken/": 500,
    "/locked/": 503,
    "/healthz": 200,
}


@pytest.fixture
def careless(db: None) -> Client:
    """A client that shows the error page instead of raising the error."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_every_answer_has_the_security_headers(careless: Client, path: str, status: int) -> None:
    response = careless.get(path)
    assert response.status_code == status
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] in {"same-origin", "strict-origin"}
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert not [name for name in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", [path for path, status in PAGES.items() if path != "/healthz"])
def test_no_page_has_inline_script_or_style(careless: Client, path: str) -> None:
    text = careless.get(path).content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert " on" + "click=" not in text
    assert all(part.startswith((" defer src=", ' type="module" src=')) for part in text.split("<script")[1:])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.5", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("ru-RU,ru", "ru"),
        ("de-DE,ru;q=0.5", "ru"),
        ("fr", "en"),
        ("", "en"),
        ("x" * 5000, "en"),
        ("ru\x00;q=zz,,;", "en"),
    ],
)
def test_the_browser_decides_the_language(db: None, client: Client, wanted: str, found: str) -> None:
    response = client.get("/account/login/", headers={"Accept-Language": wanted})
    assert f'<html lang="{found}"' in response.content.decode()
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in response["Vary"].split(",")}


def test_the_cookie_beats_the_browser(db: None, client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    response = client.get("/account/login/", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="ru"' in response.content.decode()
    assert response["Content-Language"] == "ru"


def test_the_users_own_choice_beats_both(client_of: ClientOf, owner: User) -> None:
    owner.prefer(language="zh-hans", theme="dark")
    client = client_of(owner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    text = client.get("/settings/").content.decode()
    assert '<html lang="zh-Hans" data-theme="dark">' in text


def test_the_users_time_zone_holds_for_the_request_only(client_of: ClientOf, owner: User) -> None:
    owner.prefer(time_zone="Asia/Shanghai")
    client_of(owner).get("/settings/")
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"
    Client().get("/healthz")
    assert timezone.get_current_timezone() == timezone.get_default_timezone()


def test_an_unknown_time_zone_does_no_harm(client_of: ClientOf, owner: User) -> None:
    owner.prefer(time_zone="Europe/Atlantis")
    assert client_of(owner).get("/settings/").status_code == 200


def test_user_and_workspace_are_read_in_one_query(
    client_of: ClientOf, owner: User, django_assert_num_queries: object
) -> None:
    client = client_of(owner)
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/notes/")  # the session, and the user with role and workspace


@pytest.mark.parametrize(
    ("query", "policy"),
    [
        ("q=79161234567", "strict-origin"),
        ("all=1&q=79161234567", "strict-origin"),
        ("next=/requests/%3Fview%3Dopen%26q%3D79161234567", "strict-origin"),
        ("next=%2Frequests%2F%3Fq%3D79161234567", "strict-origin"),
        ("view=open", "same-origin"),
        ("iq=1", "same-origin"),
    ],
)
def test_an_address_with_words_of_a_search_is_told_to_nobody(careless: Client, query: str, policy: str) -> None:
    assert careless.get(f"/account/login/?{query}")["Referrer-Policy"] == policy
