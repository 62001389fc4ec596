"""Nothing of a signed-in person stays in a cache, whoever wrote the page."""

import pytest
from django.http import HttpResponse
from django.test import Client

from cancellations.models import User
from tests.conftest import HTMX, ClientOf

pytestmark = pytest.mark.urls("tests.urls")

OURS = ["/", "/requests/", "/search/", "/sims/", "/carriers/", "/settings/", "/notes/", "/nowhere/", "/denied/"]
ALLAUTHS = [
    "/settings/password/",
    "/settings/email/",
    "/settings/sessions/",
    "/account/reauthenticate/",
    "/account/logout/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/confirm-email/",
    "/account/inactive/",
]


def assert_private(answer: HttpResponse) -> None:
    assert {"private", "no-store"} <= parts(answer["Cache-Control"])
    assert {"HX-Request", "HX-Request-Type", "Cookie"} <= parts(answer["Vary"])


def parts(header: str) -> set[str]:
    return {part.strip() for part in header.split(",")}


@pytest.mark.parametrize("path", OURS + ALLAUTHS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_no_cache_keeps_what_somebody_is_shown(
    client_of: ClientOf, owner: User, path: str, headers: dict[str, str]
) -> None:
    assert_private(client_of(owner).get(path, headers=headers))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/", *ALLAUTHS[5:]])
def test_nor_what_nobody_is_shown(db: None, client: Client, path: str) -> None:
    assert_private(client.get(path))  # type: ignore[arg-type]


def test_nor_where_somebody_is_led(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    assert_private(client.post("/settings/email/", {"action_add": "1", "email": "x"}))  # type: ignore[arg-type]
    assert_private(client.post("/account/logout/"))  # type: ignore[arg-type]
