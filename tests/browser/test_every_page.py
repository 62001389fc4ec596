"""Every page can be used by everybody: no violation of WCAG 2.2 AA, nothing too wide, no complaint of the browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from cancellations.models import User
from tests.browser.axe import overflow, violations
from tests.browser.conftest import Visit
from tests.browser.places import Place, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# the tree and the colours of a page are those of every language: the shortest texts and the longest are looked into
AUDITED = ("zh-hans", "ru")
PHONE = ViewportSize(width=390, height=844)
NARROW = ViewportSize(width=320, height=568)
DESK = ViewportSize(width=1280, height=860)
TALL = ViewportSize(width=1280, height=1300)
# what is folded away is looked at too; the menu would cover the page, and of the steps one is open at a time
_UNFOLD = "for (const one of document.querySelectorAll('details:not([name], .menu)')) one.open = true"
_ON_ITS_WAY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
_HEIGHT = "document.documentElement.scrollHeight"
TALLEST = 12_000  # pixels


@pytest.fixture
def world(owner: User, stranger: User, newcomer: User) -> World:
    return World(owner, stranger, newcomer)


class Look:
    """Somebody who goes from page to page with one language, one theme and one window, and notes what is wrong."""

    def __init__(
        self, visit: Visit, language: str, size: ViewportSize, theme: str = "light", *, audits: bool = True
    ) -> None:
        self.visit, self.language, self.size, self.audits = visit, language, size, audits
        self.options: dict[str, Any] = {"viewport": size, "color_scheme": theme, "reduced_motion": "reduce"}
        self.wrong: list[str] = []

    def at(self, user: User | None, places: list[Place]) -> None:
        if user is not None:
            user.prefer(language=self.language)
        tab = self.visit(user, **self.options, locale=self.language)
        tab.on("console", lambda said: self._hear(said.type, said.text, tab.url))
        for place in places:
            self._open(tab, place)
            self.note(tab, f"{place.address} {place.send}")
        tab.context.close()

    def note(self, tab: Page, place: str) -> None:
        tab.evaluate(_UNFOLD)
        expect(tab.locator(_ON_ITS_WAY)).to_have_count(0)
        # all of it at once: what the bars at the edges of a window cover differs with every scroll
        tab.set_viewport_size({**self.size, "height": min(int(tab.evaluate(_HEIGHT)), TALLEST)})
        if self.audits:
            self.wrong += [f"{self.language} {place}: {one}" for one in violations(tab)]
        self._measure(tab, place)
        tab.set_viewport_size(NARROW)
        self._measure(tab, f"{place} at 320")
        tab.set_viewport_size(self.size)

    def _measure(self, tab: Page, place: str) -> None:
        if (pixels := overflow(tab)) > 0:
            self.wrong.append(f"{self.language} {place}: {pixels} px too wide")

    def _open(self, tab: Page, place: Place) -> None:
        tab.goto(place.address)
        if place.send:
            tab.click(place.send)
            expect(tab.locator(".errsum, .err").first).to_be_visible()

    def _hear(self, kind: str, text: str, address: str) -> None:
        """404 and 422 are answers that are meant; browsers write them to the console as failures."""
        if kind in {"error", "warning"} and not text.startswith("Failed to load resource"):
            self.wrong.append(f"console: {text} at {address}")


@pytest.mark.parametrize("language", [*AUDITED, "en"])
def test_every_page_on_a_phone(visit: Visit, world: World, language: str) -> None:
    look = Look(visit, language, PHONE, audits=language in AUDITED)
    for user, places in world.all_places():
        look.at(user, places)
    assert not look.wrong, "\n".join(look.wrong)


@pytest.mark.parametrize(
    ("language", "theme", "size"), [("en", "dark", DESK), ("ru", "light", DESK), ("zh-hans", "dark", NARROW)]
)
def test_one_of_each_layout_elsewhere(
    visit: Visit, world: World, language: str, theme: str, size: ViewportSize
) -> None:
    look = Look(visit, language, size, theme)
    look.at(None, [Place("/account/login/")])
    look.at(world.newcomer, [Place("/welcome/", send="#begin")])
    look.at(world.beginner, [Place("/")])
    look.at(world.owner, list(world.main_places()))
    assert not look.wrong, "\n".join(look.wrong)


@pytest.fixture
def opened(visit: Visit, world: World) -> Page:
    """Today in the dark, for what lies over a page."""
    tab = visit(world.owner, viewport=DESK, color_scheme="dark", reduced_motion="reduce")
    tab.goto("/")
    return tab


class TestOverThePage:
    def test_menu_and_help(self, opened: Page) -> None:
        opened.set_viewport_size(TALL)  # so that the menu, which shuts by a click beside it, covers no link half
        opened.click("details.menu > summary")
        assert violations(opened) == []
        opened.click("[data-opens=help]")
        expect(opened.locator("dialog#help")).to_be_visible()
        assert violations(opened) == []

    def test_toast_and_notices(self, opened: Page) -> None:
        opened.goto("/settings/")
        opened.click("#save-settings")
        expect(opened.locator(".toast")).to_be_visible()
        assert violations(opened) == []
        opened.goto("/requests/")
        opened.context.set_offline(True)
        opened.fill("#filter-q", "4417")
        expect(opened.locator("[data-not-saved]")).to_be_visible()
        assert violations(opened) == []
