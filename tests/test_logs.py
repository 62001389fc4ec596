"""The log holds no key that opens anything: not in an address, not in an error, not in its traceback."""

import io
import logging
import logging.config
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern

from cancellations.views.private_words import WORDS
from config import urls
from config.logs import WithoutKeys

TOKEN = "kT9_canary-token-that-opens-a-door"
PATHS = [
    f"/signin/{TOKEN}/",
    f"/account/password/reset/key/1f-{TOKEN}/",
    f"/account/confirm-email/{TOKEN}/",
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is written to the log, by the handlers and formatters of the settings."""
    logging.config.dictConfig(settings.LOGGING)
    written = io.StringIO()
    handlers = [one for one in logging.getLogger().handlers if isinstance(one.formatter, WithoutKeys)]
    assert handlers
    for handler in handlers:
        handler.setStream(written)  # type: ignore[attr-defined]
    yield written
    logging.config.dictConfig(settings.LOGGING)


def broken(*args: Any, **kwargs: Any) -> NoReturn:
    raise ValueError(f"cannot read {args[0].path}")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_view_that_fails_tells_no_key(
    db: None, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, path: str, method: str
) -> None:
    monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", lambda self, request: broken(request))
    assert getattr(Client(raise_request_exception=False), method)(path).status_code == 500
    said = log.getvalue()
    assert "Internal Server Error" in said  # it is logged
    assert "Traceback" in said
    assert TOKEN not in said
    assert path.split(TOKEN)[0].split("1f-")[0] in said  # and one can tell where


@pytest.mark.parametrize("path", PATHS)
def test_nor_does_a_refusal(db: None, log: io.StringIO, path: str) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.get(path)
    client.post(path)
    client.delete(path)
    client.post(path, b"x" * 2_000_000, content_type="application/x-www-form-urlencoded")
    client.get(path, headers={"Host": "evil.example"})
    assert TOKEN not in log.getvalue()


def test_a_quoted_address_is_cleaned_and_the_rest_of_the_line_is_kept() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "at '/signin/%s/' and then %s", (TOKEN, "more"), None)
    assert WithoutKeys("{message}", style="{").format(record) == "at '/signin/[…]/' and then more"


@pytest.mark.parametrize(
    "address",
    [
        "/requests/?stage=all&{}=SECRET&page=2",
        "/search/?{}=a%26SECRET",
        "/settings/list/?next=%2Frequests%2F%3F{}%3DSECRET",
    ],
)
def test_what_is_searched_for_is_left_out(address: str) -> None:
    for name in WORDS:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "%s", (address.format(name),), None)
        written = WithoutKeys("{message}", style="{").format(record)
        assert "SECRET" not in written
        assert "page=2" in written or "page" not in address


def test_every_address_with_a_key_is_known() -> None:
    patterns = [str(one.pattern) for one in urls.urlpatterns if isinstance(one, URLPattern)]
    with_keys = [one for one in patterns if re.search(r"<(str:)?(token|secret|uidb36)>|account/.*<key>", one)]
    assert len(with_keys) >= 3
    for pattern in with_keys:
        path = "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", TOKEN, pattern).strip("^$")
        record = logging.LogRecord("x", logging.ERROR, "", 0, "%s", (path,), None)
        assert TOKEN not in WithoutKeys("{message}", style="{").format(record), pattern


def test_no_other_handler_writes_what_django_says() -> None:
    for name in ("django", "django.request", "django.server", "django.security"):
        for handler in logging.getLogger(name).handlers:
            assert isinstance(handler.formatter, WithoutKeys), name
