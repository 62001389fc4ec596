"""The requests list at a keyboard: rows selected and worked off, a saved view by its digit, an order by its heading."""

import re

import pytest
from playwright.sync_api import Page, expect

from cancellations.models import Cancellation, SavedView, User
from tests.browser.axe import overflow, violations
from tests.browser.conftest import PHONE, Visit
from tests.cases import case_of, fresh, sim_of
from tests.listed import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cases(owner: User) -> list[Cancellation]:
    cases = [case_of(owner, sim=sim_of(owner, nickname=f"Card {letter}")) for letter in "abcd"]
    cases[0].tag(owner, ["VIP"])
    return cases


def names(tab: Page) -> list[str]:
    return tab.locator("a[data-row]").all_inner_texts()


def focused(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.innerText"))


def ticked(tab: Page) -> int:
    return tab.locator("input[name=case]:checked").count()


def test_rows_are_selected_by_keys(visit: Visit, owner: User, cases: list[Cancellation]) -> None:
    tab = visit(owner)
    tab.goto("/requests/?sort=sim")
    expect(tab.locator("#bulk")).to_be_hidden()
    for key in ("j", "x", "ArrowDown", "j", "Shift+X"):
        tab.keyboard.press(key)
    assert (focused(tab), ticked(tab)) == ("Card c", 3)
    expect(tab.locator("#bulk")).to_be_visible()
    expect(tab.locator("#live")).to_have_text("Selected: 3")
    assert violations(tab) == []
    tab.keyboard.press("k")
    tab.keyboard.press("x")
    assert (focused(tab), ticked(tab)) == ("Card b", 2)
    tab.get_by_label("Select all on this page").check()
    assert ticked(tab) == 4
    tab.locator("#bulk [value=tag]").click()
    expect(tab).to_have_url(re.compile("do=tag"))
    assert all(f"case={case.pk}&" in tab.url for case in cases)


def test_all_pages_of_the_list_are_selected_together(visit: Visit, owner: User) -> None:
    build(owner, [{} for _ in range(26)])
    tab = visit(owner)
    tab.goto("/requests/?size=25")
    tab.get_by_label("Select all on this page").check()
    tab.get_by_label("All that match this filter, on every page").check()
    expect(tab.locator("#live")).to_have_text("Selected: all")
    expect(tab.locator("#bulk .of")).to_have_text("Selected: all")
    tab.locator("input[name=case]").first.uncheck()
    expect(tab.locator("#bulk .of")).to_have_text("Selected: 24")


def test_a_click_with_shift_selects_a_range(visit: Visit, owner: User, cases: list[Cancellation]) -> None:
    tab = visit(owner)
    tab.goto("/requests/")
    boxes = tab.locator("input[name=case]")
    boxes.nth(3).click()
    boxes.nth(1).click(modifiers=["Shift"])
    assert ticked(tab) == 3


def test_one_key_for_a_row_and_the_next_has_the_focus(
    visit: Visit, owner: User, colleague: User, cases: list[Cancellation]
) -> None:
    fresh(cases[0]).assign(owner, to=colleague)
    tab = visit(owner)
    tab.goto("/requests/?sort=sim")
    tab.keyboard.press("j")
    with tab.expect_response("**/mine/"):
        tab.keyboard.press("a")
    expect(tab.locator("#live")).to_have_text("Assigned to you")
    assert focused(tab) == "Card b"
    assert fresh(cases[0]).assignee == owner
    tab.keyboard.press("d")
    expect(tab).to_have_url(re.compile(f"case={cases[1].pk}&.*do=follow-up"))
    tab.go_back()
    expect(tab.get_by_role("link", name="Card c")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(f"/requests/{cases[2].reference}/$"))


def test_keys_do_nothing_when_they_are_switched_off(visit: Visit, owner: User, cases: list[Cancellation]) -> None:
    owner.prefer(shortcuts=False)
    tab = visit(owner)
    tab.goto("/requests/")
    tab.locator("a[data-row]").first.focus()
    for key in ("x", "j", "Shift+X", "d", "ArrowDown"):
        tab.keyboard.press(key)
    assert ticked(tab) == 0
    assert focused(tab) == names(tab)[0]


def test_keys_are_known_by_their_place(visit: Visit, owner: User, cases: list[Cancellation]) -> None:
    tab = visit(owner)
    tab.goto("/requests/")
    tab.locator("a[data-row]").first.focus()
    tab.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ч', code: 'KeyX', bubbles: true}))"
    )
    assert ticked(tab) == 1


def test_a_saved_view_opens_by_its_digit(visit: Visit, owner: User, cases: list[Cancellation]) -> None:
    SavedView.objects.add(owner, name="Backwards", query="sort=-sim")
    tab = visit(owner)
    tab.goto("/")
    tab.keyboard.press("g")
    tab.keyboard.press("1")
    expect(tab.get_by_role("columnheader", name="SIM card")).to_have_attribute("aria-sort", "descending")
    assert names(tab) == ["Card d", "Card c", "Card b", "Card a"]
    tab.get_by_role("link", name="SIM card", exact=True).click()
    expect(tab.get_by_role("columnheader", name="SIM card")).to_have_attribute("aria-sort", "ascending")
    expect(tab.get_by_role("button", name="Update the view")).to_be_visible()
    assert violations(tab) == []


def test_where_the_sidebar_is_too_narrow_for_views(visit: Visit, owner: User, cases: list[Cancellation]) -> None:
    view = SavedView.objects.add(owner, name="Backwards", query="sort=-sim")
    tab = visit(owner, viewport={"width": 800, "height": 1000})
    tab.goto("/")
    tab.keyboard.press("g")
    tab.keyboard.press("1")
    expect(tab).to_have_url(re.compile(f"saved={view.pk}"))
    expect(tab.locator(".side .views")).to_be_hidden()
    tab.locator("#results").get_by_role("link", name="Saved views").click()
    tab.get_by_role("link", name="Backwards").click()
    expect(tab).to_have_url(re.compile(f"saved={view.pk}"))
    tab.set_viewport_size({"width": 1280, "height": 860})
    expect(tab.locator("#results").get_by_role("link", name="Saved views")).to_be_hidden()


@pytest.mark.parametrize("address", ["/requests/", "/settings/list/", "/settings/views/", "/settings/tags/"])
def test_on_a_phone_too(visit: Visit, owner: User, cases: list[Cancellation], address: str) -> None:
    SavedView.objects.add(owner, name="Backwards", query="sort=-sim", is_shared=True)
    tab = visit(owner, **PHONE)
    tab.goto(address)
    if address == "/requests/":
        tab.locator("input[name=case]").first.tap()
        expect(tab.locator("#bulk")).to_be_visible()
    assert violations(tab) == []
    assert overflow(tab) == 0


def test_without_scripts_the_bar_is_there(visit: Visit, owner: User, cases: list[Cancellation]) -> None:
    tab = visit(owner, java_script_enabled=False)
    tab.goto("/requests/")
    tab.locator("input[name=case]").first.check()
    tab.get_by_role("button", name="Assign").click()
    expect(tab).to_have_url(re.compile("case=.*do=assign"))


def test_one_request_after_the_other_of_the_list_it_was_opened_from(
    visit: Visit, owner: User, cases: list[Cancellation]
) -> None:
    tab = visit(owner)
    tab.goto("/requests/?sort=-sim")
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    for place, key in ((3, "j"), (2, "j"), (1, "k")):
        expect(tab).to_have_url(re.compile(cases[place].reference))
        tab.wait_for_load_state()
        tab.keyboard.press(key)
    expect(tab).to_have_url(re.compile(cases[2].reference))
    tab.wait_for_load_state()
