"""What goes wrong while somebody works: doubled, overtaken, cut off, signed out, mistyped. Nothing typed is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, Route, expect

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.words import CONTACT_OUTCOMES
from cancellations.forms.contact import ContactForm
from cancellations.forms.steps.prepare import PolicyForm
from cancellations.forms.steps.submit import SubmissionForm
from cancellations.models import Cancellation, User
from tests.browser.conftest import Visit
from tests.browser.words import Speech, field
from tests.cases import case_of, kinds_of, sim_of, step_of
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
en = Speech("en")
NOTICE = en.label(PolicyForm, "notice")
SAVE = en("Save and complete this step")
PROCESSING = en.word(CONTACT_OUTCOMES[ContactOutcome.PROCESSING].label)


@pytest.fixture
def case(owner: User) -> Cancellation:
    """A case at its first step."""
    return case_of(owner, sim=sim_of(owner, nickname="Tokyo spare"))


def policy(tab: Page, case: Cancellation, notice: str) -> Locator:
    """The first step's form with something typed into it."""
    tab.goto(f"/requests/{case.reference}/")
    place = tab.locator("#step-policy")
    field(place, NOTICE).fill(notice)
    return place


def notice_kept(case: Cancellation) -> str:
    return str(step_of(case, StepKey.POLICY).data["notice"])


class TestOnce:
    def test_a_double_click_is_one_event(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        place = policy(tab, case, "ten days")
        place.get_by_role("button", name=SAVE).dblclick()
        expect(place).to_have_class("step done")
        assert kinds_of(case) == ["opened", "step_completed"]

    def test_a_double_click_without_scripts_logs_one_contact(
        self, visit: Visit, owner: User, case: Cancellation
    ) -> None:
        """Nothing but the form's key stands against it there."""
        tab = visit(owner, java_script_enabled=False)
        tab.goto(f"/requests/{case.reference}/")
        composer = tab.locator("#log")
        composer.get_by_role("radio", name=PROCESSING, exact=True).check()
        composer.get_by_role("button", name=en("Log it")).dblclick()
        expect(tab).to_have_url(re.compile("#timeline$"))  # the second click cuts the first answer off
        assert kinds_of(case).count("contact_logged") == 1


class TestOvertaken:
    def test_the_second_sees_both_and_wins_by_saving_again(
        self, visit: Visit, owner: User, colleague: User, case: Cancellation
    ) -> None:
        first, second = visit(owner), visit(colleague)
        theirs, ours = policy(first, case, "ten days"), policy(second, case, "two weeks")
        theirs.get_by_role("button", name=SAVE).click()
        expect(theirs).to_have_class("step done")
        with second.expect_response(lambda answer: answer.status == 409):
            ours.get_by_role("button", name=SAVE).click()
        card = ours.locator(".conflict")
        expect(card).to_be_focused()
        expect(card).to_contain_text("ten days")
        expect(card).to_contain_text("Owner")
        expect(field(ours, NOTICE)).to_have_value("two weeks")
        assert notice_kept(case) == "ten days"
        ours.get_by_role("button", name=SAVE).click()
        expect(card).to_be_hidden()
        expect(ours).to_have_class("step done")
        assert notice_kept(case) == "two weeks"

    def test_what_both_logged_is_kept(self, visit: Visit, owner: User, colleague: User, case: Cancellation) -> None:
        tabs = {"one": visit(owner), "two": visit(colleague)}
        for tab in tabs.values():
            tab.goto(f"/requests/{case.reference}/")
        for note, tab in tabs.items():
            tab.get_by_role("radio", name=PROCESSING, exact=True).check()
            field(tab, en.label(ContactForm, "note")).fill(note)
            tab.get_by_role("button", name=en("Log it")).click()
            expect(tab.locator("#timeline > li").first).to_contain_text(note)
        assert kinds_of(case).count("contact_logged") == 2


class TestCutOff:
    def test_offline_says_so_and_a_retry_saves_once(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        place = policy(tab, case, "ten days")
        tab.context.set_offline(True)
        place.get_by_role("button", name=SAVE).click()
        said = en("Not saved: there is no connection. What you typed is still here.")
        expect(place.get_by_role("alert")).to_contain_text(said)
        expect(tab.locator("#offline")).to_be_visible()
        expect(field(place, NOTICE)).to_have_value("ten days")
        tab.context.set_offline(False)
        place.get_by_role("button", name=en("Try again")).click()
        expect(place).to_have_class("step done")
        assert kinds_of(case) == ["opened", "step_completed"]

    def test_an_answer_that_is_lost_on_the_way_is_not_saved_twice(
        self, visit: Visit, owner: User, case: Cancellation
    ) -> None:
        tab = visit(owner)
        place = policy(tab, case, "ten days")
        with answers_lost(tab, f"**/requests/{case.reference}/steps/policy/"):
            place.get_by_role("button", name=SAVE).click()
            expect(place.get_by_role("alert")).to_be_visible()
        place.get_by_role("button", name=en("Try again")).click()
        expect(place).to_have_class("step done")
        assert kinds_of(case) == ["opened", "step_completed"]


@contextmanager
def answers_lost(tab: Page, address: str) -> Iterator[None]:
    """The server gets what is sent, and the browser never hears of it."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    tab.route(address, lose)
    yield
    tab.unroute(address, lose)


class TestSignedOut:
    def test_signing_in_again_in_the_dialog_keeps_what_was_typed(
        self, visit: Visit, owner: User, case: Cancellation
    ) -> None:
        tab = visit(owner)
        place = policy(tab, case, "ten days")
        Session.objects.all().delete()
        place.get_by_role("button", name=SAVE).click()
        dialog = tab.locator("dialog#dialog")
        expect(dialog).to_be_visible()
        expect(field(place, NOTICE)).to_have_value("ten days")
        dialog.get_by_label(en("E-mail")).fill(owner.email or "")
        dialog.get_by_label(en("Password")).fill(PASSWORD)
        dialog.get_by_label(en("Password")).press("Enter")
        expect(dialog).to_be_hidden()
        expect(place.get_by_role("button", name=en("Try again"))).to_be_focused()
        expect(field(place, NOTICE)).to_have_value("ten days")
        tab.keyboard.press("Enter")
        expect(place).to_have_class("step done")
        assert notice_kept(case) == "ten days"


class TestMistakes:
    def test_the_summary_has_the_focus_and_leads_to_the_field(
        self, visit: Visit, owner: User, case: Cancellation
    ) -> None:
        tab = visit(owner)
        place = policy(tab, case, "")
        field(place, en.label(PolicyForm, "fee")).fill("none")
        place.get_by_role("button", name=SAVE).click()
        summary = place.locator(".errsum")
        expect(summary).to_be_focused()
        assert tab.title().startswith(en("Error:"))
        summary.get_by_role("link").click()
        expect(field(place, NOTICE)).to_be_focused()
        expect(field(place, NOTICE)).to_have_attribute("aria-invalid", "true")
        expect(field(place, en.label(PolicyForm, "fee"))).to_have_value("none")

    def test_links_lead_to_radio_buttons_too(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        tab.goto(f"/requests/{case.reference}/")
        composer = tab.locator("#log")
        composer.get_by_role("button", name=en("Log it")).click()
        expect(composer.locator(".errsum")).to_be_focused()
        composer.locator(".errsum").get_by_role("link").click()
        expect(composer.get_by_role("radio").first).to_be_focused()

    def test_the_gate_asks_for_a_reason(self, visit: Visit, owner: User, case: Cancellation) -> None:
        tab = visit(owner)
        tab.goto(f"/requests/{case.reference}/")
        place = tab.locator("#step-submission")
        place.get_by_role("link", name=en("Submit all the same, with a reason")).click()
        field(place, en.label(SubmissionForm, "request_number")).fill("N-1")
        place.get_by_role("button", name=SAVE).click()
        expect(place.locator(".errsum")).to_be_focused()
        field(place, en.label(SubmissionForm, "override_reason")).fill("The shop closes for good today")
        place.get_by_role("button", name=SAVE).click()
        expect(place).to_have_class("step done")
        assert "gate_overridden" in kinds_of(case)
