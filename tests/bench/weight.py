"""What a browser with an empty cache transfers for the first visit to Today."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@dataclass(frozen=True)
class Visit:
    """`transferred`: bytes with headers, as they went over the wire. `parts`: address and bytes."""

    requests: int
    transferred: int
    parts: list[tuple[str, int]]


def first_visit(port: int, session: str) -> Visit | None:
    """None without a Chromium."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        return None
    address = f"http://127.0.0.1:{port}"
    with _chromium(path) as browser:
        context = browser.new_context(base_url=address, locale="zh-CN", viewport={"width": 1280, "height": 860})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        tab = context.new_page()
        addresses: dict[str, str] = {}
        sizes: dict[str, int] = {}
        wire = context.new_cdp_session(tab)
        wire.on("Network.responseReceived", lambda told: addresses.update({told["requestId"]: told["response"]["url"]}))
        wire.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: _size(told)}))
        wire.send("Network.enable")
        tab.goto("/", wait_until="networkidle")
    parts = [(addresses[key].removeprefix(address), size) for key, size in sizes.items() if key in addresses]
    return Visit(len(parts), sum(size for _address, size in parts), parts)


@contextmanager
def _chromium(path: str) -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's own does not start for root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *sandbox])
        yield browser
        browser.close()


def _size(told: Any) -> int:
    return int(told["encodedDataLength"])
