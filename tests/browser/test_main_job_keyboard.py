"""The whole main job in English by keyboard only: no mouse, and the focus is never lost."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.domain.words import CONTACT_OUTCOMES, OUTCOMES
from cancellations.forms.contact import ContactForm
from cancellations.forms.opening import OpeningForm
from cancellations.forms.steps.prepare import ACCOUNTS, ATTACHMENTS, BackupForm, BalanceForm, PolicyForm
from cancellations.forms.steps.settle import BillCheckForm
from cancellations.forms.steps.submit import ConfirmationForm, IdentityForm, SubmissionForm, VerificationForm
from cancellations.models import Cancellation, User
from tests.browser.conftest import Visit
from tests.browser.hands import Keyboard
from tests.browser.words import Speech, field
from tests.cases import carrier_of
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

en = Speech("en")

MOST_KEYS = 8  # to log a call, the note counted as one
MOST_MILLISECONDS = 500  # from sending it to seeing it

_TIME_IT = """
() => {
  const began = performance.now();
  window.took = new Promise((resolve) => {
    new MutationObserver((changes, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - began));
    }).observe(document.querySelector('#timeline'), { childList: true });
  });
}
"""


def test_from_signing_in_to_terminated(visit: Visit, owner: User) -> None:
    carrier_of(owner, country="RU")
    tab = visit()
    keys = Keyboard(tab)
    sign_in(keys, owner)
    open_a_request(keys)
    prepare(keys)
    log_a_call_in_ten_seconds(keys)
    submit_and_confirm(keys)
    settle_and_close(keys)
    assert len(keys.swaps) >= 10  # the page was never loaded anew on the way
    assert keys.lost == []


def sign_in(keys: Keyboard, user: User) -> None:
    tab = keys.tab
    tab.goto("/account/login/")
    keys.enter(tab.get_by_label(en("E-mail")), user.email or "")
    keys.enter(tab.get_by_label(en("Password")), PASSWORD)
    keys.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text(user.name)


def open_a_request(keys: Keyboard) -> None:
    tab = keys.tab
    keys.press("c")
    expect(tab.get_by_role("heading", level=1)).to_have_text(en("New cancellation request"))
    keys.go_to(field(tab, en.label(OpeningForm, "carrier")))
    keys.type("MTS")
    keys.enter(field(tab, en.label(OpeningForm, "identifier")), "+79161234567")
    keys.enter(field(tab, en.label(OpeningForm, "nickname")), "Moscow spare")
    keys.press("Control+Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Moscow spare")


def prepare(keys: Keyboard) -> None:
    policy = next_step(keys, StepKey.POLICY)
    keys.enter(field(policy, en.label(PolicyForm, "notice")), "None")
    is_done(keys, policy)
    is_done(keys, step_by_number(keys, 2, StepKey.DECISION))
    backup = step_by_number(keys, 3, StepKey.BACKUP)
    keys.pick(group(backup, en.label(BackupForm, "receives_sms")), en.choice(BackupForm, "receives_sms", "yes"))
    for account in ACCOUNTS.values():
        row = backup.get_by_role("radiogroup", name=en.word(account), exact=True)
        keys.pick(row, en.word(ATTACHMENTS["moved"]))
    is_done(keys, backup)
    balance = next_step(keys, StepKey.BALANCE)
    keys.enter(field(balance, en.label(BalanceForm, "amount")), "0")
    keys.enter(field(balance, en.label(BalanceForm, "currency")), "RUB")
    keys.pick(group(balance, en.label(BalanceForm, "plan")), en.choice(BalanceForm, "plan", "zero"))
    is_done(keys, balance)
    is_done(keys, next_step(keys, StepKey.DEVICES))


def log_a_call_in_ten_seconds(keys: Keyboard) -> None:
    """Three calls, of which the fastest counts: the machine may be busy with other things."""
    tab, took = keys.tab, []
    for number in range(3):
        before = keys.pressed
        keys.press("l", "2")
        chosen = en.word(CONTACT_OUTCOMES[ContactOutcome.PROCESSING].label)
        expect(tab.get_by_role("radio", name=chosen, exact=True)).to_be_checked()
        keys.go_to(field(tab, en.label(ContactForm, "note")))
        keys.type(f"Sato: working on it, call {number}")
        tab.evaluate(_TIME_IT)
        keys.press("Control+Enter")
        took.append(tab.evaluate("took"))
        assert keys.pressed - before <= MOST_KEYS
        expect(tab.locator("#timeline > li").first).to_contain_text(f"call {number}")
        expect(field(tab, en.label(ContactForm, "note"))).to_have_value("")
    assert min(took) <= MOST_MILLISECONDS
    expect(tab.locator("#step-contact")).to_have_class("step done")


def submit_and_confirm(keys: Keyboard) -> None:
    identity = next_step(keys, StepKey.IDENTITY)
    tick(keys, identity, en.choice(IdentityForm, "documents", "passport"))
    is_done(keys, identity)
    submission = step_by_number(keys, 8, StepKey.SUBMISSION)
    send(keys, submission)
    summary = submission.locator(".errsum")
    expect(summary).to_be_focused()
    keys.go_to(summary.get_by_role("link").first)
    keys.press("Enter")
    expect(field(submission, en.label(SubmissionForm, "request_number"))).to_be_focused()
    keys.type("MTS-0417")
    is_done(keys, submission)
    confirmation = step_by_number(keys, 9, StepKey.CONFIRMATION)
    answer = group(confirmation, en.label(ConfirmationForm, "result"))
    keys.pick(answer, en.choice(ConfirmationForm, "result", "confirmed"))
    enter_today(keys, field(confirmation, en.label(ConfirmationForm, "end_date")))
    is_done(keys, confirmation)


def settle_and_close(keys: Keyboard) -> None:
    tab = keys.tab
    verification = step_by_number(keys, 10, StepKey.VERIFICATION)
    tick(keys, verification, en.choice(VerificationForm, "checks", "called"))
    is_done(keys, verification)
    bill = step_by_number(keys, 12, StepKey.BILL_CHECK)
    enter_today(keys, field(bill, en.label(BillCheckForm, "checked_on")))
    keys.pick(group(bill, en.label(BillCheckForm, "result")), en.choice(BillCheckForm, "result", "clean"))
    keys.enter(field(bill, en.label(BillCheckForm, "wanted")), "1")
    is_done(keys, bill)
    keys.press("n")
    expect(tab.get_by_role("heading", level=1)).to_have_text(en("Close the request"))
    keys.pick(tab.locator("#main form"), en.word(OUTCOMES[Outcome.TERMINATED].label))
    keys.press("Control+Enter")
    expect(tab.locator(".case-head .badge")).to_have_text(en.word(OUTCOMES[Outcome.TERMINATED].label))
    assert Cancellation.objects.get().outcome == Outcome.TERMINATED


def next_step(keys: Keyboard, key: StepKey) -> Locator:
    """By N, which leads to what is to be done next."""
    keys.press("n")
    place = keys.tab.locator(f"#step-{key}")
    place.locator("form").wait_for()
    return place


def step_by_number(keys: Keyboard, number: int, key: StepKey) -> Locator:
    """By S and the number that stands before the step."""
    keys.press("s", *str(number))
    place = keys.tab.locator(f"#step-{key}")
    expect(place.locator("> details > summary")).to_be_focused()
    place.locator("form").wait_for()
    return place


def send(keys: Keyboard, place: Locator) -> None:
    """By Ctrl+Enter from wherever the focus is; into the form first, when it is not there yet."""
    if not place.locator("form").evaluate("form => form.contains(document.activeElement)"):
        keys.go_to(place.get_by_role("button", name=en("Save and complete this step")))
    keys.press("Control+Enter")


def is_done(keys: Keyboard, place: Locator) -> None:
    send(keys, place)
    expect(place).to_have_class("step done")


def tick(keys: Keyboard, place: Locator, name: str) -> None:
    keys.go_to(place.get_by_role("checkbox", name=name, exact=True))
    keys.press("Space")


def enter_today(keys: Keyboard, place: Locator) -> None:
    """Digit by digit into the parts of a date field, in the order of the browser's language."""
    keys.go_to(place)
    keys.type(f"{timezone.localdate():%m%d%Y}")


def group(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("group", name=name, exact=True)
