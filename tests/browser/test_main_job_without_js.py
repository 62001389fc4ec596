"""The main job in Russian without JavaScript: every form is plain HTML and every step a page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Outcome, Stage
from cancellations.domain.words import CONTACT_OUTCOMES, OUTCOMES, STAGES
from cancellations.forms.contact import ContactForm
from cancellations.forms.course import HoldUpForm, ReasonForm
from cancellations.forms.opening import OpeningForm
from cancellations.forms.steps.prepare import ACCOUNTS, ATTACHMENTS, BackupForm, BalanceForm, PolicyForm
from cancellations.forms.steps.settle import BillCheckForm
from cancellations.forms.steps.submit import ConfirmationForm, SubmissionForm, VerificationForm
from cancellations.models import Cancellation, User
from tests.browser.conftest import Visit
from tests.browser.words import Speech, field
from tests.cases import carrier_of
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ru = Speech("ru")


def test_from_signing_in_to_terminated(visit: Visit, owner: User) -> None:
    carrier_of(owner, country="RU")
    owner.prefer(language="ru")
    tab = visit(java_script_enabled=False, locale="ru-RU")
    sign_in(tab, owner)
    open_a_request(tab)
    prepare(tab)
    hold_up_and_go_on(tab)
    leave_out_and_take_up_again(tab)
    submit(tab)
    find_it_in_the_list(tab)
    settle(tab)
    close(tab)


def sign_in(tab: Page, user: User) -> None:
    tab.goto("/requests/new/")
    tab.get_by_label(ru("E-mail")).fill(user.email or "")
    tab.get_by_label(ru("Password")).fill(PASSWORD)
    press(tab, ru("Sign in"))
    expect(tab.get_by_role("heading", level=1)).to_have_text(ru("New cancellation request"))


def open_a_request(tab: Page) -> None:
    press(tab, ru("Open the request"))
    expect(tab.locator(".errsum")).to_be_visible()
    field(tab, ru.label(OpeningForm, "carrier")).select_option(label="MTS")
    field(tab, ru.label(OpeningForm, "identifier")).fill("8 (916) 123-45-67")
    field(tab, ru.label(OpeningForm, "nickname")).fill("Запасная Москва")
    press(tab, ru("Open the request"))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Запасная Москва")


def prepare(tab: Page) -> None:
    place = step(tab, StepKey.POLICY)
    save(place)
    expect(place.locator(".errsum")).to_be_visible()
    field(place, ru.label(PolicyForm, "notice")).fill("Нет")
    is_done(place)
    is_done(step(tab, StepKey.DECISION))


def hold_up_and_go_on(tab: Page) -> None:
    """What is blocked stays readable, and goes on."""
    change(tab, StepKey.BACKUP, ru("Blocked…"))
    field(tab, ru.label(HoldUpForm, "reason")).fill("Банк отвечает в понедельник")
    field(tab, ru.label(HoldUpForm, "until")).fill(str(timezone.localdate() + timedelta(days=2)))
    press(tab, ru("Save"))
    has_become(tab, StepKey.BACKUP, StepState.BLOCKED, "Банк отвечает в понедельник")
    change(tab, StepKey.BACKUP, ru("Go on"))
    press(tab, ru("Save"))
    place = step(tab, StepKey.BACKUP)
    place.get_by_role("radio", name=ru.choice(BackupForm, "receives_sms", "yes"), exact=True).check()
    for account in ACCOUNTS.values():
        row = place.get_by_role("radiogroup", name=ru.word(account), exact=True)
        row.get_by_role("radio", name=ru.word(ATTACHMENTS["not_applicable"]), exact=True).check()
    is_done(place)


def leave_out_and_take_up_again(tab: Page) -> None:
    leave_out(tab, StepKey.BALANCE, "Карта пуста")
    has_become(tab, StepKey.BALANCE, StepState.SKIPPED, "Карта пуста")
    change(tab, StepKey.BALANCE, ru("Reopen…"))
    field(tab, ru.label(ReasonForm, "reason")).fill("Нашлись деньги")
    press(tab, ru("Save"))
    place = step(tab, StepKey.BALANCE)
    field(place, ru.label(BalanceForm, "amount")).fill("12,50")
    field(place, ru.label(BalanceForm, "currency")).fill("rub")
    place.get_by_role("radio", name=ru.choice(BalanceForm, "plan", "zero"), exact=True).check()
    is_done(place)
    leave_out(tab, StepKey.DEVICES, "Телефон утерян")


def submit(tab: Page) -> None:
    tab.get_by_role("radio", name=ru.word(CONTACT_OUTCOMES[ContactOutcome.PROCESSING].label), exact=True).check()
    field(tab, ru.label(ContactForm, "note")).fill("Сказали прийти в салон")
    press(tab, ru("Log it"))
    expect(tab.locator("#timeline > li").first).to_contain_text("Сказали прийти в салон")
    expect(tab.locator("#step-contact")).to_have_class("step done")
    leave_out(tab, StepKey.IDENTITY, "Не спрашивают")
    place = step(tab, StepKey.SUBMISSION)
    place.get_by_label(ru.label(SubmissionForm, "no_number")).check()
    save(place)
    expect(place.locator(".errsum")).to_be_visible()  # no number: then what proves it?
    field(place, ru.label(SubmissionForm, "proof")).fill("Копия с печатью")
    is_done(place)


def find_it_in_the_list(tab: Page) -> None:
    case = tab.url
    tab.get_by_role("navigation", name=ru("Main")).get_by_role("link", name=ru("Requests")).click()
    tab.locator("#filter-stage").select_option(label=ru.word(STAGES[Stage.SUBMITTED].label))
    tab.get_by_role("searchbox", name=ru("Search")).fill("запасная МОСКВА")
    tab.locator("#search-submit").click()
    expect(tab.get_by_role("link", name="Запасная Москва", exact=True)).to_be_visible()
    expect(tab.locator(".applied .chip")).to_have_count(2)
    tab.locator("#filter-stage").select_option(label=ru.word(STAGES[Stage.CONFIRMED].label))
    tab.locator("#search-submit").click()
    expect(tab.get_by_role("heading", name=ru("No request matches these filters."))).to_be_visible()
    tab.locator("#results").get_by_role("link", name=ru("Clear the filters")).first.click()
    tab.get_by_role("link", name="Запасная Москва", exact=True).click()
    assert tab.url == case.split("#")[0]


def settle(tab: Page) -> None:
    today = str(timezone.localdate())
    place = step(tab, StepKey.CONFIRMATION)
    place.get_by_role("radio", name=ru.choice(ConfirmationForm, "result", "confirmed"), exact=True).check()
    field(place, ru.label(ConfirmationForm, "end_date")).fill(today)
    is_done(place)
    place = step(tab, StepKey.VERIFICATION)
    place.get_by_role("checkbox", name=ru.choice(VerificationForm, "checks", "portal"), exact=True).check()
    is_done(place)
    place = step(tab, StepKey.BILL_CHECK)
    field(place, ru.label(BillCheckForm, "checked_on")).fill(today)
    place.get_by_role("radio", name=ru.choice(BillCheckForm, "result", "clean"), exact=True).check()
    field(place, ru.label(BillCheckForm, "wanted")).fill("1")
    is_done(place)


def close(tab: Page) -> None:
    tab.locator("#next").get_by_role("link", name=ru("Close the request")).click()
    tab.get_by_role("radio", name=ru.word(OUTCOMES[Outcome.TERMINATED].label), exact=True).check()
    press(tab, ru("Save"))
    expect(tab.locator(".case-head .badge")).to_have_text(ru.word(OUTCOMES[Outcome.TERMINATED].label))
    case = Cancellation.objects.select_related("sim").get()
    assert (case.outcome, case.sim.status) == (Outcome.TERMINATED, "ended")


def press(tab: Page, name: str) -> None:
    tab.locator("#main").get_by_role("button", name=name).click()


def unfold(tab: Page, key: StepKey) -> Locator:
    """The step's page: the next step is open already, others are one link away."""
    place = tab.locator(f"#step-{key}")
    if not place.locator(".mores").is_visible():
        place.locator("> details > summary").click()
        if place.get_by_role("link", name=ru("Open this step")).is_visible():
            place.get_by_role("link", name=ru("Open this step")).click()
    expect(place.locator(".mores")).to_be_visible()
    return place


def step(tab: Page, key: StepKey) -> Locator:
    place = unfold(tab, key)
    expect(place.locator("form")).to_be_visible()
    return place


def save(place: Locator) -> None:
    place.get_by_role("button", name=ru("Save and complete this step")).click()


def is_done(place: Locator) -> None:
    save(place)
    expect(place).to_have_class("step done")


def change(tab: Page, key: StepKey, name: str) -> None:
    """What else can happen to a step: a small page of its own."""
    unfold(tab, key).get_by_role("link", name=name).click()


def leave_out(tab: Page, key: StepKey, reason: str) -> None:
    change(tab, key, ru("Skip…"))
    field(tab, ru.label(ReasonForm, "reason")).fill(reason)
    press(tab, ru("Save"))
    expect(tab.locator(f"#step-{key}")).to_have_class("step skip")


def has_become(tab: Page, key: StepKey, state: StepState, reason: str) -> None:
    css = {StepState.BLOCKED: "block", StepState.SKIPPED: "skip"}[state]
    expect(tab.locator(f"#step-{key}")).to_have_class(f"step {css}")
    expect(tab.locator(f"#step-{key} .hint")).to_contain_text(reason)
    expect(tab.locator("#timeline > li").first).to_contain_text(reason)
