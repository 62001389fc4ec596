"""Keys of a request's page: R opens the refund, U the undo that the page offers, and neither where there is none."""

import re

import pytest
from playwright.sync_api import Page, expect

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, User
from tests.browser.conftest import Visit
from tests.cases import case_of, do, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


def press(tab: Page, code: str, key: str) -> None:
    """By its place, as on a keyboard of another language."""
    told = f"{{key: '{key}', code: '{code}', bubbles: true, cancelable: true}}"
    tab.evaluate(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {told}))")


def test_u_reopens_the_step_that_is_looked_at(visit: Visit, owner: User, case: Cancellation) -> None:
    for key in (StepKey.POLICY, StepKey.DECISION):
        do(case, key, owner)
    tab = visit(owner)
    tab.goto(f"/requests/{case.reference}/")
    tab.keyboard.press("u")
    assert tab.locator("[data-undo]").count() == 0
    for number in ("1", "2"):
        tab.keyboard.press("s")
        tab.keyboard.press(number)
        expect(tab.locator(f'[data-step="{number}"] [data-undo]')).to_be_visible(timeout=3000)
    press(tab, "KeyU", "г")
    form = tab.locator("#step-decision form")
    expect(form.get_by_role("textbox", name="Why?")).to_be_focused()
    assert tab.locator("#step-policy form").count() == 0
    tab.keyboard.type("Not yet")
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("#timeline > li").first).to_contain_text("Not yet")


def test_u_reopens_a_closed_request(visit: Visit, owner: User, case: Cancellation) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="Changed our mind")
    tab = visit(owner)
    tab.goto(f"/requests/{case.reference}/")
    tab.keyboard.press("u")
    expect(tab).to_have_url(re.compile(r"/reopen/$"))


def test_r_opens_the_refund(visit: Visit, owner: User, case: Cancellation) -> None:
    tab = visit(owner)
    tab.goto(f"/requests/{case.reference}/")
    tab.keyboard.press("r")
    assert tab.locator("#step-refund details").count() == 0  # locked: nothing can come back yet
    walk(case, owner, to=StepKey.CONFIRMATION)
    tab.goto(f"/requests/{case.reference}/")
    press(tab, "KeyR", "к")
    expect(tab.locator("#step-refund form").first).to_be_visible()
    expect(tab.locator("#step-refund :focus")).to_have_count(1)


def test_neither_where_there_is_none_or_keys_are_off(
    visit: Visit, owner: User, viewer: User, case: Cancellation
) -> None:
    tab = visit(viewer)
    tab.goto(f"/requests/{case.reference}/")
    tab.keyboard.press("u")
    expect(tab).to_have_url(re.compile(rf"/{case.reference}/$"))
    walk(case, owner, to=StepKey.CONFIRMATION)
    owner.prefer(shortcuts=False)
    tab = visit(owner)
    tab.goto(f"/requests/{case.reference}/")
    tab.keyboard.press("r")
    assert not tab.locator("#step-refund details").evaluate("details => details.open")


def test_the_help_lists_them(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/")
    tab.keyboard.press("?")
    for words in ("Open the refund", "Reopen the open step or the request", "Add evidence"):
        expect(tab.get_by_text(words, exact=True)).to_be_visible()


def test_keys_are_told_to_those_who_do_not_see_them(visit: Visit, owner: User, case: Cancellation) -> None:
    walk(case, owner, to=StepKey.CONFIRMATION)
    tab = visit(owner)
    tab.goto(f"/requests/{case.reference}/")
    keys = {"#next .primary-btn": "n", "#log": "l", "#add-evidence": "e", "#step-refund summary": "r"}
    for spot, key in keys.items():
        expect(tab.locator(spot).first).to_have_attribute("aria-keyshortcuts", key)


def test_no_key_is_shown_where_keys_are_off(visit: Visit, owner: User, case: Cancellation) -> None:
    off = "These are switched off in your settings"
    tab = visit(owner)
    tab.goto(f"/requests/{case.reference}/")
    expect(tab.locator("#next kbd").first).to_be_visible()
    tab.evaluate("document.querySelector('#help').showModal()")
    expect(tab.get_by_text(off)).to_be_hidden()
    owner.prefer(shortcuts=False)
    tab.reload()
    expect(tab.locator("#next")).to_be_visible()
    assert not any(one.is_visible() for one in tab.locator("main kbd, .side kbd").all())
    tab.evaluate("document.querySelector('#help').showModal()")
    expect(tab.get_by_text(off)).to_be_visible()
    expect(tab.locator("#help kbd").first).to_be_visible()
