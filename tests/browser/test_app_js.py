"""app.js and htmx together in a real browser, against a site that keeps their contract and nothing else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.app_js_site import Site, running

pytestmark = pytest.mark.browser


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


@pytest.fixture
def tab(chromium: Browser, site: Site) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.set_default_timeout(5000)
    broken: list[str] = []
    refused: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None)
    page.goto(site.url)
    yield page
    context.close()
    assert (broken, refused) == ([], [])


def press(tab: Page, key: str, code: str, **more: bool) -> None:
    """A key by its place on the keyboard: `key` is what the layout makes of it."""
    tab.evaluate(
        """([key, code, more]) => document.activeElement.dispatchEvent(
             new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true, ...more}))""",
        [key, code, more],
    )


def compose(session: CDPSession, text: str) -> None:
    """What an input method does before the word is chosen."""
    at = len(text)
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": at, "selectionEnd": at})


def open_balance(tab: Page) -> None:
    tab.locator("#step-balance summary").click()
    tab.fill("#amount", "500")


def test_icons_come_from_the_sprite(tab: Page) -> None:
    tab.wait_for_function("() => document.querySelector('#icon use').getBBox().width > 10")


class TestSaving:
    def test_double_click_is_one_post(self, tab: Page, site: Site) -> None:
        site.delay = 0.2
        open_balance(tab)
        tab.dblclick("#save")
        expect(tab.locator("#step-balance")).to_contain_text("done")
        assert len(site.saved()) == 1

    def test_focus_and_live_region_survive(self, tab: Page) -> None:
        live = tab.query_selector("#live")
        open_balance(tab)
        tab.press("#amount", "Control+Enter")
        expect(tab.locator("#live")).to_have_text("Saved")
        assert live is not None
        assert live.evaluate("node => node.isConnected && node.role === 'status'")
        assert tab.evaluate("document.activeElement.id") == "step-balance"

    def test_mistakes_are_focused_and_lead_to_the_field(self, tab: Page, site: Site) -> None:
        site.next_status = 422
        open_balance(tab)
        tab.click("#save")
        expect(tab.locator(".errsum")).to_be_focused()
        tab.click(".errsum a")
        expect(tab.locator("#amount")).to_be_focused()
        expect(tab.locator("#amount")).to_have_value("500")

    def test_the_title_tells_of_mistakes_until_they_are_mended(self, tab: Page, site: Site) -> None:
        site.next_status = 422
        open_balance(tab)
        tab.click("#save")
        expect(tab).to_have_title("Error: Case")
        tab.click("#save")
        expect(tab).to_have_title("Case")

    def test_conflict_keeps_what_was_typed(self, tab: Page, site: Site) -> None:
        site.next_status = 409
        open_balance(tab)
        tab.click("#save")
        expect(tab.locator("#card")).to_be_focused()
        expect(tab.locator("#amount")).to_have_value("500")


class TestNotSaved:
    def test_offline_then_retry_saves_once(self, tab: Page, site: Site) -> None:
        open_balance(tab)
        tab.context.set_offline(True)
        tab.click("#save")
        expect(tab.locator("#balance .notice [data-case]")).to_have_text("offline")
        expect(tab.locator("#offline")).to_be_visible()
        expect(tab.locator("#amount")).to_have_value("500")
        tab.context.set_offline(False)
        tab.click("[data-retry]")
        expect(tab.locator("#step-balance")).to_contain_text("done")
        assert [fields["amount"] for fields in site.saved()] == ["500"]

    @pytest.mark.parametrize(("status", "reason"), [(500, "failed"), (403, "refused"), (429, "refused")])
    def test_refusals_keep_the_form(self, tab: Page, site: Site, status: int, reason: str) -> None:
        site.next_status = status
        open_balance(tab)
        tab.click("#save")
        expect(tab.locator("#balance .notice [data-case]")).to_have_text(reason)
        expect(tab.locator("#amount")).to_have_value("500")

    def test_a_failed_search_says_so(self, tab: Page, site: Site) -> None:
        site.next_status = 500
        tab.fill("#q", "4417")
        expect(tab.locator("#filter .notice [data-case]")).to_have_text("unread")
        tab.click("#filter [data-retry]")
        expect(tab.locator("#found")).to_contain_text("/search")

    def test_a_step_that_could_not_be_loaded_is_asked_for_again(self, tab: Page, site: Site) -> None:
        site.next_status = 503
        tab.click("#bills")
        tab.click("#step-bills [data-retry]")
        expect(tab.locator("#step-bills")).to_contain_text("bills")
        expect(tab.locator("#step-bills details")).to_have_attribute("open", "")

    def test_session_over_signs_in_without_losing_text(self, tab: Page, site: Site) -> None:
        site.next_status = 401
        open_balance(tab)
        tab.click("#save")
        expect(tab.locator("#password")).to_be_focused()
        tab.keyboard.type("secret")
        tab.keyboard.press("Enter")
        expect(tab.locator("#dialog")).to_be_hidden()
        expect(tab.locator("[data-retry]")).to_be_focused()
        expect(tab.locator("#amount")).to_have_value("500")
        tab.keyboard.press("Enter")
        expect(tab.locator("#step-balance")).to_contain_text("done")
        assert site.saved()[-1] == {"csrfmiddlewaretoken": "new", "amount": "500"}


class TestInputMethod:
    def test_one_search_a_word(self, tab: Page, site: Site) -> None:
        tab.focus("#q")
        session = tab.context.new_cdp_session(tab)
        for text in ("z", "zh", "zhu", "zhu x", "zhu xiao"):
            compose(session, text)
            tab.wait_for_timeout(80)
        session.send("Input.insertText", {"text": "注销"})
        expect(tab.locator("#found")).to_contain_text("/search")
        tab.wait_for_timeout(150)
        assert site.saved("/search") == [{"q": "注销"}]

    def test_enter_in_a_composition_does_not_submit(self, tab: Page, site: Site) -> None:
        open_balance(tab)
        session = tab.context.new_cdp_session(tab)
        compose(session, "wu")
        tab.keyboard.press("Enter")
        tab.wait_for_timeout(100)
        assert site.saved() == []


class TestKeyboard:
    def test_keys_go_by_place_not_by_letter(self, tab: Page) -> None:
        press(tab, "д", "KeyL")
        expect(tab.locator("[data-digits] input").first).to_be_focused()
        press(tab, "2", "Digit2")
        expect(tab.locator("[data-digits] input").nth(1)).to_be_checked()
        press(tab, "с", "KeyC")
        assert tab.url.endswith("#new")

    def test_inert_in_fields_with_modifiers_and_when_repeated(self, tab: Page) -> None:
        press(tab, "c", "KeyC", ctrlKey=True)
        press(tab, "c", "KeyC", repeat=True)
        tab.focus("#note")
        press(tab, "c", "KeyC")
        assert "#new" not in tab.url

    def test_switched_off(self, tab: Page, site: Site) -> None:
        site.shortcuts = "off"
        tab.reload()
        press(tab, "c", "KeyC")
        assert "#new" not in tab.url

    def test_sequences_steps_rows_and_help(self, tab: Page) -> None:
        press(tab, "п", "KeyG")
        press(tab, "е", "KeyT")
        assert tab.url.endswith("#today")
        for key, code in (("s", "KeyS"), ("1", "Digit1"), ("2", "Digit2")):
            press(tab, key, code)
        expect(tab.locator("#step-bills summary")).to_be_focused()
        expect(tab.locator("#step-bills")).to_contain_text("bills")
        expect(tab.locator("#step-bills summary")).to_be_focused()
        press(tab, "j", "KeyJ")
        press(tab, "j", "KeyJ")
        expect(tab.locator("[data-row]").nth(1)).to_be_focused()
        press(tab, "/", "Slash")
        expect(tab.locator("#q")).to_be_focused()
        tab.focus("#main")
        press(tab, "?", "Slash", shiftKey=True)
        expect(tab.locator("#help")).to_be_visible()
        tab.keyboard.press("Escape")
        expect(tab.locator("#help")).to_be_hidden()


class TestDrafts:
    def test_kept_until_saved(self, tab: Page) -> None:
        tab.fill("#note", "Sato: answer by e-mail")
        tab.wait_for_function("() => localStorage.length === 1")
        tab.reload()
        expect(tab.locator("#note")).to_have_value("Sato: answer by e-mail")
        tab.click("#log-it")
        expect(tab.locator("#timeline")).to_contain_text("/note")
        assert tab.evaluate("localStorage.length") == 0

    def test_forgotten_after_a_day_and_spoilt_ones_do_no_harm(self, tab: Page) -> None:
        for kept in ('{"text": "old", "at": 0}', "{"):
            tab.evaluate("kept => localStorage.setItem('draft:1:LC-1:note', kept)", kept)
            tab.reload()
            expect(tab.locator("#note")).to_have_value("")


class TestPlaces:
    def test_a_link_to_a_step_opens_it(self, tab: Page, site: Site) -> None:
        tab.goto(f"{site.url}#step-bills")
        expect(tab.locator("#step-bills")).to_contain_text("bills")
        expect(tab.locator("#step-bills details")).to_have_attribute("open", "")

    def test_calling_leads_to_the_log(self, tab: Page) -> None:
        # no telephone here: the link is not followed
        tab.evaluate("() => { document.querySelector('[data-call]').onclick = event => event.preventDefault() }")
        tab.click("[data-call]")
        expect(tab.locator("[data-digits] input").first).to_be_focused()
        tab.focus("#copy")
        tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(tab.locator("[data-digits] input").first).to_be_focused()

    def test_copying_is_announced(self, tab: Page, site: Site) -> None:
        tab.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
        tab.click("#copy")
        expect(tab.locator("#live")).to_have_text("Copied")
        assert tab.evaluate("navigator.clipboard.readText()") == "LC-1"
