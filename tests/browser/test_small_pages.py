"""The small pages of a request, and searching, in a real browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.words import CONTACT_OUTCOMES
from cancellations.forms.course import ReasonForm
from cancellations.models import Cancellation, User
from tests.browser.conftest import Visit
from tests.browser.words import Speech, field
from tests.cases import case_of, sim_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
en = Speech("en")
PROCESSING = en.word(CONTACT_OUTCOMES[ContactOutcome.PROCESSING].label)


@pytest.fixture
def case(owner: User) -> Cancellation:
    """A case at its first step."""
    return case_of(owner, sim=sim_of(owner, nickname="Tokyo spare"))


class TestSmallPages:
    """Forms that are swapped into the case have a page of their own too, for whoever opens them in a new tab."""

    def test_a_step_is_held_up_in_its_place(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        tab.goto(f"/requests/{case.reference}/")
        place = tab.locator("#step-policy")
        place.get_by_role("link", name=en("Skip…")).click()
        expect(field(place, en.label(ReasonForm, "reason"))).to_be_focused()
        tab.keyboard.press("Control+Enter")
        expect(place.locator(".errsum")).to_be_focused()
        field(place, en.label(ReasonForm, "reason")).fill("We know it by heart")
        tab.keyboard.press("Control+Enter")
        expect(place).to_have_class("step skip")
        assert tab.evaluate("document.activeElement !== document.body")

    def test_a_step_is_held_up_on_its_own_page(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        tab.goto(f"/requests/{case.reference}/steps/policy/skip/")
        tab.click("#do-skip-policy")
        expect(tab.locator(".errsum")).to_be_focused()
        field(tab, en.label(ReasonForm, "reason")).fill("We know it by heart")
        tab.click("#do-skip-policy")
        tab.wait_for_url(f"**/requests/{case.reference}/#step-policy")
        expect(tab.locator("#step-policy")).to_have_class("step skip")

    def test_a_contact_is_logged_on_its_own_page(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        tab.goto(f"/requests/{case.reference}/log/")
        tab.get_by_role("radio", name=PROCESSING, exact=True).check()
        tab.click("#log-save")
        tab.wait_for_url(f"**/requests/{case.reference}/#timeline")
        expect(tab.locator("#timeline > li").first).to_contain_text(PROCESSING)


class TestSearching:
    def test_back_after_filters_shows_whole_pages(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        tab.goto("/requests/")
        for stage in ("submitted", "preparing"):
            tab.locator("#filter-stage").select_option(stage)
            tab.wait_for_url(f"**stage={stage}**")
        expect(tab.get_by_role("link", name="Tokyo spare")).to_be_visible()
        tab.locator("#results").get_by_role("link", name="Tokyo spare").click()
        tab.wait_for_url(f"**/requests/{case.reference}/")
        for address, stage in (("**stage=preparing**", "preparing"), ("**stage=submitted**", "submitted")):
            tab.go_back()
            tab.wait_for_url(address)
            expect(tab.locator("#filter-stage")).to_have_value(stage)
            is_whole(tab)
        expect(tab.get_by_role("link", name="Tokyo spare")).to_be_hidden()
        tab.go_forward()
        expect(tab.get_by_role("link", name="Tokyo spare")).to_be_visible()
        is_whole(tab)

    def test_one_query_for_a_word_that_is_being_composed(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner, locale="zh-CN")
        tab.goto("/requests/")
        asked: list[Request] = []
        tab.on("request", lambda request: asked.append(request))
        tab.get_by_role("searchbox").focus()
        wire = tab.context.new_cdp_session(tab)
        for text in ("z", "zh", "zhu", "zhu x", "zhu xiao"):
            wire.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
            tab.wait_for_timeout(300)  # longer than the pause after which a search is sent
        wire.send("Input.insertText", {"text": "注销"})
        tab.wait_for_url("**q=*")
        tab.wait_for_timeout(600)
        assert [sought(one) for one in asked if "/static/" not in one.url] == ["注销"]


def is_whole(tab: Page) -> None:
    """A page with its frame, not the fragment that htmx was given at this address."""
    expect(tab.get_by_role("navigation", name=en("Main"))).to_be_visible()
    expect(tab.locator("#filters")).to_be_visible()


def sought(request: Request) -> str:
    return parse_qs(urlsplit(request.url).query).get("q", [""])[0]
