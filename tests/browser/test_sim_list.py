"""The list of SIM cards at a keyboard: rows selected and worked off, a view by its digit, an order by its heading."""

import re

import pytest
from playwright.sync_api import Page, expect

from cancellations.models import SavedView, Sim, User
from tests.browser.axe import overflow, violations
from tests.browser.conftest import PHONE, Visit
from tests.cases import carrier_of, sim_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cards(owner: User) -> list[Sim]:
    carrier = carrier_of(owner)
    return [sim_of(owner, carrier=carrier, nickname=f"Card {letter}", plan="L") for letter in "abcd"]


def names(tab: Page) -> list[str]:
    return tab.locator("a[data-row]").all_inner_texts()


def focused(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.innerText"))


def ticked(tab: Page) -> int:
    return tab.locator("input[name=sim]:checked").count()


def test_rows_are_selected_and_cancelled_by_keys(visit: Visit, owner: User, cards: list[Sim]) -> None:
    tab = visit(owner)
    tab.goto("/sims/?sort=sim")
    expect(tab.locator("#bulk")).to_be_hidden()
    for key in ("j", "x", "ArrowDown", "j", "Shift+X"):
        tab.keyboard.press(key)
    assert (focused(tab), ticked(tab)) == ("Card c", 3)
    expect(tab.locator("#live")).to_have_text("Selected: 3")
    assert violations(tab) == []
    for key in ("l", "a", "d", "f"):  # keys of the list of requests
        tab.keyboard.press(key)
    expect(tab).to_have_url(re.compile(r"/sims/\?sort=sim$"))
    tab.keyboard.press("n")
    expect(tab).to_have_url(re.compile("/batches/new/"))
    assert all(f"sim={card.pk}" in tab.url for card in cards[:3])
    tab.go_back()
    expect(tab.get_by_role("link", name="Card d", exact=True)).to_be_focused()
    tab.keyboard.press("k")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(f"/sims/{cards[2].pk}/$"))


def test_a_heading_sorts_and_a_view_opens_by_its_digit(visit: Visit, owner: User, cards: list[Sim]) -> None:
    SavedView.objects.add(owner, name="Late", query="view=overdue", is_shared=True)
    SavedView.objects.add(owner, name="Backwards", query="sort=-sim", listing="sims")
    tab = visit(owner)
    tab.goto("/")
    tab.keyboard.press("g")
    tab.keyboard.press("2")
    expect(tab.get_by_role("columnheader", name="SIM card")).to_have_attribute("aria-sort", "descending")
    assert names(tab) == ["Card d", "Card c", "Card b", "Card a"]
    tab.get_by_role("link", name="SIM card", exact=True).click()
    expect(tab.get_by_role("columnheader", name="SIM card")).to_have_attribute("aria-sort", "ascending")
    expect(tab.get_by_role("button", name="Update the view")).to_be_visible()
    tab.locator("#filter-status").select_option("ended")
    expect(tab.get_by_text("No card matches these filters.")).to_be_visible()
    expect(tab).to_have_url(re.compile("status=ended"))
    assert violations(tab) == []
    tab.keyboard.press("g")
    tab.keyboard.press("1")
    expect(tab).to_have_url(re.compile(r"/requests/\?saved="))


@pytest.mark.parametrize(
    "address", ["/sims/", "/sims/?columns=plan,recorded,fee&density=compact", "/settings/list/sims/"]
)
def test_on_a_phone_too(visit: Visit, owner: User, cards: list[Sim], address: str) -> None:
    tab = visit(owner, **PHONE)
    tab.goto(address)
    if address == "/sims/":
        tab.locator("input[name=sim]").first.tap()
        expect(tab.locator("#bulk")).to_be_visible()
    assert violations(tab) == []
    assert overflow(tab) == 0


def test_without_scripts_it_is_all_there(visit: Visit, owner: User, cards: list[Sim]) -> None:
    tab = visit(owner, java_script_enabled=False)
    tab.goto("/sims/")
    tab.locator("#filter-sort").select_option("-sim")
    tab.get_by_role("button", name="Search").click()
    assert names(tab) == ["Card d", "Card c", "Card b", "Card a"]
    tab.get_by_text("Save as a view").click()
    tab.get_by_label("Name of the view").fill("Backwards")
    tab.get_by_role("button", name="Save", exact=True).click()
    expect(tab).to_have_url(re.compile(r"/sims/\?saved=\d+&sort=-sim$"))
    tab.locator("input[name=sim]").first.check()
    tab.get_by_role("button", name="Cancel these SIM cards").click()
    expect(tab).to_have_url(re.compile(rf"/batches/new/\?.*sim={cards[3].pk}"))
