"""What is typed in one step stays while another one is saved, waited for, or talked about."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.words import CONTACT_OUTCOMES
from cancellations.forms.steps.prepare import PolicyForm
from cancellations.models import Cancellation, User
from tests.browser.conftest import Visit
from tests.browser.words import Speech, field
from tests.cases import case_of, sim_of, step_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

en = Speech("en")
NOTICE = en.label(PolicyForm, "notice")
SAVE = en("Save and complete this step")
K = StepKey


@pytest.fixture
def case(owner: User) -> Cancellation:
    """A case at its first step, which is open on its page."""
    return case_of(owner, sim=sim_of(owner, nickname="Tokyo spare"))


def opened(tab: Page, key: StepKey) -> Locator:
    """A step that was shut, with its form."""
    place = tab.locator(f"#step-{key}")
    place.locator("summary").first.click()
    expect(place.locator("form").first).to_be_visible()
    return place


def typed(tab: Page, case: Cancellation) -> Locator:
    """The policy step with something typed into it."""
    tab.goto(f"/requests/{case.reference}/")
    place = tab.locator("#step-policy")
    field(place, NOTICE).fill("ten days")
    return place


def test_another_step_is_saved(visit: Visit, owner: User, case: Cancellation) -> None:
    tab = visit(owner)
    policy = typed(tab, case)
    decision = opened(tab, K.DECISION)
    decision.get_by_role("combobox").select_option("returned")
    decision.get_by_role("button", name=SAVE).click()
    expect(decision).to_have_class("step done")
    policy.locator("summary").first.click()
    expect(field(policy, NOTICE)).to_have_value("ten days")
    policy.get_by_role("button", name=SAVE).click()
    expect(policy).to_have_class("step done")
    assert step_of(case, K.POLICY).data["notice"] == "ten days"


def test_another_step_is_refused_and_keeps_its_own_words(visit: Visit, owner: User, case: Cancellation) -> None:
    tab = visit(owner)
    policy = typed(tab, case)
    balance = opened(tab, K.BALANCE)
    balance.locator("#balance_amount").fill("much")
    balance.get_by_role("button", name=SAVE).click()
    expect(balance.locator(".errsum")).to_be_visible()
    decision = opened(tab, K.DECISION)
    decision.get_by_role("combobox").select_option("returned")
    decision.get_by_role("button", name=SAVE).click()
    expect(decision).to_have_class("step done")
    expect(tab.locator("#balance_amount")).to_have_value("much")
    expect(field(policy, NOTICE)).to_have_value("ten days")


def test_a_contact_is_logged_and_the_open_step_stays_open(visit: Visit, owner: User, case: Cancellation) -> None:
    tab = visit(owner)
    policy = typed(tab, case)
    composer = tab.locator("#log")
    processing = en.word(CONTACT_OUTCOMES[ContactOutcome.PROCESSING].label)
    composer.get_by_role("radio", name=processing, exact=True).check()
    composer.get_by_role("button", name=en("Log it")).click()
    expect(tab.locator("#step-contact")).to_have_class("step done")
    expect(field(policy, NOTICE)).to_be_visible()
    expect(field(policy, NOTICE)).to_have_value("ten days")
    assert step_of(case, K.POLICY).state == StepState.TODO


def test_what_nobody_touched_is_as_new(visit: Visit, owner: User, case: Cancellation) -> None:
    tab = visit(owner)
    tab.goto(f"/requests/{case.reference}/")
    decision = opened(tab, K.DECISION)
    decision.get_by_role("combobox").select_option("returned")
    decision.get_by_role("button", name=SAVE).click()
    expect(decision).to_have_class("step done")
    expect(tab.locator("#step-policy form")).to_have_count(1)
    expect(tab.locator("#step-backup form")).to_have_count(0)
