"""What a first visit to Today costs, from the real server with its compressed files: bytes, requests, hosts."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import DESK, PHONE
from tests.management.running import ROOT, environment, free_port, manage
from tests.people import PASSWORD

pytestmark = pytest.mark.browser

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 6
CASES = 90  # enough that every group of Today is full


@dataclass(frozen=True)
class Server:
    """`cookies` of somebody who is signed in, with a workspace full of examples."""

    url: str
    cookies: list[Any]


@pytest.fixture(scope="module")
def server(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data, port = tmp_path_factory.mktemp("data"), free_port()
    assert manage(data, "setup").returncode == 0
    command = [sys.executable, "manage.py", "serve"]
    env = environment(data, PORT=str(port))
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        link = printed_link(process)
        cookies = come_in(chromium, link)
        assert manage(data, "demo", "--size", str(CASES)).returncode == 0
        yield Server(link.split("/signin/")[0], cookies)
    finally:
        process.terminate()
        process.wait()


def printed_link(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+/signin/\S+", line):
            return found[0]
    raise AssertionError("the server ended without a word")


def come_in(chromium: Browser, link: str) -> list[Any]:
    with chromium.new_context() as context:
        tab = context.new_page()
        tab.goto(link)
        tab.click("#sign-in")
        tab.fill("#id_name", "Lin Jing")
        tab.fill("#id_email", "lin@yuanxing.example")
        tab.fill("#id_password", PASSWORD)
        tab.click("#begin")
        expect(tab.locator(".pick")).to_have_count(3)
        return list(context.cookies())


@dataclass
class Wire:
    """Everything that came in for one tab: the address and the bytes with headers, as they were sent."""

    sizes: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def listen(self, context: BrowserContext) -> "Wire":
        tab = context.new_page()
        wire = context.new_cdp_session(tab)
        wire.on("Network.requestWillBeSent", lambda it: self.addresses.update({it["requestId"]: it["request"]["url"]}))
        wire.on("Network.loadingFinished", lambda it: self.sizes.update({it["requestId"]: it["encodedDataLength"]}))
        wire.send("Network.enable")
        tab.goto("/", wait_until="networkidle")
        expect(tab.locator(".group .rowx").nth(20)).to_be_visible()
        return self

    @property
    def parts(self) -> dict[str, int]:
        return {address: int(self.sizes.get(key, 0)) for key, address in self.addresses.items()}


@pytest.mark.parametrize(("locale", "device"), [("zh-CN", PHONE), ("ru-RU", DESK)])
def test_the_first_visit_to_today(chromium: Browser, server: Server, locale: str, device: dict[str, Any]) -> None:
    with chromium.new_context(base_url=server.url, locale=locale, **device) as context:
        context.add_cookies(server.cookies)
        parts = Wire().listen(context).parts
    assert all(address.startswith(f"{server.url}/") for address in parts), parts
    assert 3 < len(parts) <= MOST_REQUESTS, parts
    assert 10_000 < sum(parts.values()) <= MOST_BYTES, parts


def test_files_are_sent_compressed_and_kept_for_ever(chromium: Browser, server: Server) -> None:
    with chromium.new_context(base_url=server.url) as context:
        tab = context.new_page()
        answers = []
        tab.on("response", lambda answer: answers.append(answer))
        tab.goto("/account/login/", wait_until="networkidle")
        files = [one for one in answers if Path(one.url).suffix in {".css", ".js"}]
        assert {one.header_value("content-encoding") for one in files} <= {"br", "gzip"}
        assert all("immutable" in (one.header_value("cache-control") or "") for one in files)
        assert len(files) == 3
