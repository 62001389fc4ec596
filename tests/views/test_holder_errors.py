"""When something goes wrong on the holder's page: plain, in the page's language, and without a way to the team's."""

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from cancellations.domain.evidence import MOST_BODY
from cancellations.models import HolderLink, User
from tests.cases import case_of


@pytest.fixture
def path(owner: User) -> str:
    return f"/s/{case_of(owner).make_holder_link(owner, language='en')}/"


def is_plain(response: Any) -> bool:
    """A page of the holder's, and of nobody else."""
    content, headers = response.content.decode(), response.headers
    own = "css/holder.css" in content and "css/app.css" not in content and "<script" not in content
    quiet = headers["Referrer-Policy"] == "no-referrer" and "default-src 'none'" in headers["Content-Security-Policy"]
    return own and quiet and 'href="/"' not in content and content.count("<h1") == 1


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(link: HolderLink) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(HolderLink, "seen", locked)


@pytest.mark.usefixtures("busy")
def test_a_busy_database(client: Client, path: str) -> None:
    response = client.get(f"{path}?lang=ru")
    assert (response.status_code, int(response["Retry-After"]) > 0) == (503, True)
    assert is_plain(response)
    assert "база данных" in response.content.decode()
    assert 'href="?lang=ru"' in response.content.decode(), "the way back to the page"


def test_too_large_a_body_is_refused_unread(client: Client, path: str) -> None:
    response = client.post(f"{path}?lang=en", CONTENT_LENGTH=str(MOST_BODY + 1))
    assert response.status_code == 413
    assert is_plain(response)
    assert "This is too much at once" in response.content.decode()


def test_too_much_text_in_a_form(client: Client, path: str) -> None:
    text = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    response = client.post(f"{path}?lang=en", {"step": text})
    assert response.status_code == 413
    assert is_plain(response)


def test_it_goes_by_the_browser_and_by_no_cookie(client: Client, path: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    told = {"CONTENT_LENGTH": str(MOST_BODY + 1), "HTTP_ACCEPT_LANGUAGE": "ru"}
    response = client.post(path, **told)  # type: ignore[arg-type] # what a server adds
    assert '<html lang="ru"' in response.content.decode()
    assert response["Content-Language"] == "ru"


def test_other_pages_keep_their_own(client: Client, owner: User) -> None:
    client.force_login(owner)
    response = client.post("/settings/", CONTENT_LENGTH=str(MOST_BODY + 1))
    assert response.status_code == 413
    assert "css/holder.css" not in response.content.decode()
