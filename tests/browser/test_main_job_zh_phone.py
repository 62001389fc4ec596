"""The whole main job in Simplified Chinese on a phone: from the printed link to a contract that has ended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Page, expect

from cancellations.domain import formats
from cancellations.domain.closing import ObstacleKind
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Decision, Outcome, Stage
from cancellations.domain.words import (
    ACTIONS,
    CONTACT_OUTCOMES,
    DECISIONS,
    OBSTACLES,
    OUTCOMES,
    STAGES,
    STEPS,
)
from cancellations.forms.account import WelcomeForm
from cancellations.forms.contact import ContactForm
from cancellations.forms.opening import OpeningForm
from cancellations.forms.steps.prepare import (
    ACCOUNTS,
    ATTACHMENTS,
    UNBINDINGS,
    BackupForm,
    BalanceForm,
    PolicyForm,
)
from cancellations.forms.steps.settle import BillCheckForm, RefundForm
from cancellations.forms.steps.submit import ConfirmationForm, IdentityForm, SubmissionForm, VerificationForm
from cancellations.models import Cancellation, Carrier, SigninLink, User
from tests.browser.conftest import PHONE, Visit
from tests.browser.words import Speech, field
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

zh = Speech("zh-hans")


class Thumb:
    """Somebody who taps and types, and knows things by their Chinese names."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.today = timezone.localdate()

    def press(self, name: str) -> None:
        self.tab.get_by_role("button", name=name).tap()

    def follow(self, name: str) -> None:
        self.tab.get_by_role("link", name=name).first.tap()

    def step(self, key: StepKey) -> "Step":
        return Step(self, key)

    def sees_stage(self, stage: Stage) -> None:
        expect(self.tab.locator(".stages [aria-current=step]")).to_contain_text(zh.word(STAGES[stage].label))

    def sees_next(self, action: Action) -> None:
        expect(self.tab.locator("#next h2")).to_have_text(zh.word(ACTIONS[action].label))

    def log(self, outcome: ContactOutcome, note: str) -> None:
        """From the bar at the bottom: the answer, a note, done."""
        self.tab.locator(".actionbar").get_by_role("link", name=zh("Log a contact")).tap()
        self.tab.get_by_role("radio", name=zh.word(CONTACT_OUTCOMES[outcome].label), exact=True).tap()
        field(self.tab, zh.label(ContactForm, "note")).fill(note)
        self.press(zh("Log it"))
        expect(self.tab.locator("#timeline > li").first).to_contain_text(note)


class Step:
    """One step's form: the next one to do is open already."""

    def __init__(self, thumb: Thumb, key: StepKey) -> None:
        self.thumb, self.key = thumb, key
        self.place = thumb.tab.locator(f"#step-{key}")
        expect(self.place.locator("> details > summary")).to_contain_text(zh.word(STEPS[key]))
        if not self.place.locator("> details[open] form").is_visible():
            self.place.locator("> details > summary").tap()

    def fill(self, name: str, text: str) -> "Step":
        field(self.place, name).fill(text)
        return self

    def choose(self, name: str) -> "Step":
        self.place.get_by_role("radio", name=name, exact=True).tap()
        return self

    def tick(self, name: str) -> "Step":
        self.place.get_by_role("checkbox", name=name, exact=True).tap()
        return self

    def save(self) -> "Step":
        self.place.get_by_role("button", name=zh("Save and complete this step")).tap()
        return self

    def is_done(self) -> None:
        self.save()
        expect(self.place).to_have_class("step done")


def test_from_the_printed_link_to_terminated(visit: Visit) -> None:
    tab = visit(**PHONE, locale="zh-CN")
    thumb = Thumb(tab)
    come_in(thumb)
    open_the_request(thumb)
    prepare(thumb)
    submit(thumb)
    a_receipt_is_no_confirmation(thumb)
    confirm_and_verify(thumb)
    settle(thumb)
    close(thumb)


def come_in(thumb: Thumb) -> None:
    tab = thumb.tab
    tab.goto(f"/signin/{SigninLink.objects.issue()}/")
    thumb.press(zh("Sign in"))
    tab.get_by_role("button", name="简体中文").tap()
    expect(tab.locator("html")).to_have_attribute("lang", "zh-Hans")
    field(tab, zh.label(WelcomeForm, "name")).fill("林婧")
    field(tab, zh.label(WelcomeForm, "email")).fill("lin@yuanxing.example")
    field(tab, zh.label(WelcomeForm, "password")).fill(PASSWORD)
    thumb.press(zh("Begin"))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("林婧")
    thumb.follow(zh("Start"))


def open_the_request(thumb: Thumb) -> None:
    tab = thumb.tab
    expect(tab.get_by_role("heading", level=1)).to_have_text(zh("New cancellation request"))
    carrier = field(tab, zh.label(OpeningForm, "carrier"))
    carrier.select_option(label=Carrier.objects.get(shipped_id="ru-mts").names["zh-hans"])
    tab.get_by_role("radio", name="eSIM").tap()
    field(tab, zh.label(OpeningForm, "identifier")).fill("+7 916 123-45-67")
    field(tab, zh.label(OpeningForm, "nickname")).fill("莫斯科备用号")
    tab.locator("summary", has_text=zh("What it costs (can wait)")).tap()
    field(tab, zh.label(OpeningForm, "monthly_fee")).fill("450")
    field(tab, zh.label(OpeningForm, "currency")).fill("rub")
    field(tab, zh.label(OpeningForm, "requested_end_date")).fill(str(thumb.today + timedelta(days=9)))
    thumb.press(zh("Open the request"))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("莫斯科备用号")
    expect(tab.locator("#steps .step")).to_have_count(12)
    thumb.sees_stage(Stage.PREPARING)


def prepare(thumb: Thumb) -> None:
    thumb.sees_next(Action.POLICY)
    thumb.step(StepKey.POLICY).fill(zh.label(PolicyForm, "notice"), "提前十天").is_done()
    thumb.sees_next(Action.DECISION)
    thumb.step(StepKey.DECISION).choose(zh.word(DECISIONS[Decision.TERMINATE])).is_done()
    backup = thumb.step(StepKey.BACKUP).choose(zh.choice(BackupForm, "receives_sms", "yes"))
    for number, account in enumerate(ACCOUNTS.values()):
        answer = ATTACHMENTS["moved" if number % 2 else "not_applicable"]
        row = backup.place.get_by_role("radiogroup", name=zh.word(account), exact=True)
        row.get_by_role("radio", name=zh.word(answer), exact=True).tap()
    backup.is_done()
    balance = thumb.step(StepKey.BALANCE).fill(zh.label(BalanceForm, "amount"), "500")
    expect(field(balance.place, zh.label(BalanceForm, "currency"))).to_have_value("RUB")
    balance.choose(zh.choice(BalanceForm, "plan", "refund")).is_done()
    thumb.step(StepKey.DEVICES).choose(zh.word(dict(UNBINDINGS)["last"])).is_done()


def submit(thumb: Thumb) -> None:
    thumb.sees_next(Action.CONTACT)
    thumb.log(ContactOutcome.PROCESSING, "客服要护照，可以在线提交")
    expect(thumb.tab.locator("#step-contact")).to_have_class("step done")
    thumb.step(StepKey.IDENTITY).tick(zh.choice(IdentityForm, "documents", "passport")).is_done()
    thumb.sees_next(Action.SUBMISSION)
    step = thumb.step(StepKey.SUBMISSION).save()
    expect(step.place.locator(".errsum")).to_be_focused()  # neither a number nor a proof
    step.fill(zh.label(SubmissionForm, "request_number"), "MTS-2611/0417").is_done()
    expect(thumb.tab.locator("#numbers")).to_contain_text("MTS-2611/0417")
    thumb.sees_stage(Stage.SUBMITTED)


def a_receipt_is_no_confirmation(thumb: Thumb) -> None:
    tab = thumb.tab
    thumb.log(ContactOutcome.RECEIPT, "短信说收到了")
    thumb.sees_stage(Stage.PROCESSING)
    thumb.sees_next(Action.AWAIT_CONFIRMATION)
    case = Cancellation.objects.get()
    with override("zh-hans"):
        day = formats.said_day(case.due, thumb.today)
    said = zh("Nothing to do until %(day)s. A receipt is no confirmation yet.", day=day)
    expect(tab.locator("#next")).to_contain_text(said)
    address = tab.url
    tab.locator("#rail").get_by_role("link", name=zh("Close…")).tap()
    tab.get_by_role("radio", name=zh.word(OUTCOMES[Outcome.TERMINATED].label), exact=True).tap()
    thumb.press(zh("Save"))
    expect(tab.locator(".errsum")).to_contain_text(zh.word(OBSTACLES[ObstacleKind.RECEIPT_ONLY]))
    tab.goto(address)


def confirm_and_verify(thumb: Thumb) -> None:
    step = thumb.step(StepKey.CONFIRMATION).choose(zh.choice(ConfirmationForm, "result", "confirmed"))
    step.fill(zh.label(ConfirmationForm, "end_date"), str(thumb.today))
    step.fill(zh.label(ConfirmationForm, "confirmation_number"), "MTS-2611/0417").save()
    expect(step.place.locator(".errsum")).to_be_focused()  # that is the request number
    step.fill(zh.label(ConfirmationForm, "confirmation_number"), "K-88").is_done()
    thumb.sees_stage(Stage.CONFIRMED)
    check = thumb.step(StepKey.VERIFICATION).tick(zh.choice(VerificationForm, "checks", "called"))
    check.tick(zh.choice(VerificationForm, "checks", "data")).is_done()


def settle(thumb: Thumb) -> None:
    refund = thumb.step(StepKey.REFUND).fill(zh.label(RefundForm, "expected"), "500")
    refund.choose(zh.choice(RefundForm, "paid_as", "money")).fill(zh.label(RefundForm, "received"), "200").save()
    expect(refund.place).to_have_class("step wait")
    expect(thumb.tab.locator("#timeline > li").first).to_contain_text("200")
    refund = thumb.step(StepKey.REFUND).choose(zh.choice(RefundForm, "paid_as", "money"))
    refund.fill(zh.label(RefundForm, "received"), "300")
    refund.fill(zh.label(RefundForm, "received_on"), str(thumb.today)).is_done()
    bill = thumb.step(StepKey.BILL_CHECK).fill(zh.label(BillCheckForm, "checked_on"), str(thumb.today))
    bill.choose(zh.choice(BillCheckForm, "result", "clean"))
    bill.fill(zh.label(BillCheckForm, "wanted"), "1").is_done()


def close(thumb: Thumb) -> None:
    tab = thumb.tab
    thumb.sees_next(Action.CLOSE)
    thumb.follow(zh("Close the request"))
    tab.get_by_role("radio", name=zh.word(OUTCOMES[Outcome.TERMINATED].label), exact=True).tap()
    thumb.press(zh("Save"))
    thumb.sees_stage(Stage.CLOSED)
    expect(tab.locator(".case-head .badge")).to_have_text(zh.word(OUTCOMES[Outcome.TERMINATED].label))
    case = Cancellation.objects.select_related("sim").get()
    assert (case.outcome, case.sim.status, case.is_open) == (Outcome.TERMINATED, "ended", False)
    assert User.objects.get().language == "zh-hans"
