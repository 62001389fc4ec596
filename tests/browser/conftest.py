"""One Chromium for all browser tests; each test gets its own context from it."""

import os
import shutil
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from cancellations.models import User

# Playwright keeps an event loop in this thread; Django would refuse every query beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# milliseconds that anything may take: long enough for a machine that is busy with something else
SLOW = 30_000
expect.set_options(timeout=SLOW / 2)

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The installed Chromium, without a window. Contexts are made from it and closed by the test."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("Chromium is missing: install the package 'chromium', then run the browser tests again.")
    # Chromium's own sandbox does not start for root.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        # in this language the parts of a date field stand as month, day, year
        env: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "en_US"}
        browser = playwright.chromium.launch(executable_path=path, args=QUIET + sandbox, env=env)
        yield browser
        browser.close()


class Visit(Protocol):
    def __call__(self, user: User | None = None, **options: Any) -> Page: ...


PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens a tab on the site, signed in as `user`; `options` are those of a Playwright context.

    At the end of the test no tab may have met an error of a script, of the policy or of the server, and none
    may have asked another host for anything.
    """
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if "Content Security" in said.text:
            broken.append(said.text)

    def ask(asked: Request) -> None:
        if not asked.url.startswith((live_server.url, "data:", "about:")):
            broken.append(f"foreign: {asked.url}")

    def come(came: Response) -> None:
        if came.status >= 500:
            broken.append(f"{came.status} {came.url}")

    def open_tab(user: User | None = None, **options: Any) -> Page:
        context = chromium.new_context(base_url=live_server.url, **{**DESK, "locale": "en-GB", **options})
        context.set_default_timeout(SLOW)
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session_of(user, live_server.url)])
        tab = context.new_page()
        tab.on("pageerror", lambda error: broken.append(f"script: {error}"))
        tab.on("console", hear)
        tab.on("request", ask)
        tab.on("response", come)
        return tab

    yield open_tab
    for context in contexts:
        context.close()
    assert broken == []


def _session_of(user: User, url: str) -> Any:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
