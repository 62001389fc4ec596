"""An eSIM at MTS, from the first of September to the fifth of January: all that can go wrong, and its end.

The table of docs/life-of-a-case.md tells the same days; every evening of this test is compared with it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from cancellations.domain import formats
from cancellations.domain.contact import Channel, ContactOutcome
from cancellations.domain.letters import LABELS, LetterKind, RefundWay
from cancellations.domain.playbook import StepKey as K
from cancellations.domain.situation import Outcome
from cancellations.domain.words import CHANNELS, OUTCOMES, STEPS
from cancellations.forms.course import LateChargeForm
from cancellations.forms.letter_fields import WAYS
from cancellations.forms.opening import OpeningForm
from cancellations.forms.steps.prepare import ACCOUNTS, ATTACHMENTS, BackupForm, BalanceForm, PolicyForm
from cancellations.forms.steps.settle import BillCheckForm, RefundForm
from cancellations.forms.steps.submit import ConfirmationForm, IdentityForm, SubmissionForm, VerificationForm
from cancellations.models import Cancellation, Carrier, Evidence, User
from cancellations.models.carrier import shipped_carriers
from tests.browser.conftest import Visit
from tests.browser.office import Office, Paper, en, guide
from tests.browser.words import button
from tests.files import picture
from tests.letters.typed import read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 9, 1, 9, tzinfo=UTC), tick=True) as traveller:
        yield traveller


def test_four_months(visit: Visit, owner: User, clock: time_machine.Traveller) -> None:
    assert owner.workspace
    Carrier.objects.load_shipped(owner.workspace, [one for one in shipped_carriers() if one.id == "ru-mts"])
    office = Office(visit, owner, clock)
    days = {
        date(2026, 9, 1): open_and_prepare,
        date(2026, 9, 3): send_by_letter,
        date(2026, 9, 5): only_a_receipt,
        date(2026, 9, 22): chase_after_the_promise,
        date(2026, 9, 24): refused,
        date(2026, 9, 28): send_again,
        date(2026, 10, 8): confirmed,
        date(2026, 10, 15): verify,
        date(2026, 10, 30): first_part_of_the_refund,
        date(2026, 11, 5): clean_bill,
        date(2026, 11, 12): the_rest_and_closed,
        date(2026, 11, 27): a_late_charge,
        date(2026, 12, 18): paid_back,
        date(2027, 1, 5): closed_for_good,
    }
    told = guide()
    assert list(told) == [formats.short_day(day, day) for day in days]
    for day, lives in days.items():
        office.comes_back(day)
        lives(office)
        assert office.evening() == told[formats.short_day(day, day)], day
    look_at_the_dossier(office)


def open_and_prepare(office: Office) -> None:
    tab = office.tab
    tab.get_by_label(en.label(OpeningForm, "carrier")).select_option(label="MTS")
    tab.get_by_role("radio", name="eSIM").check()
    office.fill(en.label(OpeningForm, "identifier"), "+7 916 123-45-67")
    office.fill(en.label(OpeningForm, "nickname"), "Moscow spare")
    tab.locator("summary", has_text=en("What it costs (can wait)")).click()
    office.fill(en.label(OpeningForm, "monthly_fee"), "450")
    office.fill(en.label(OpeningForm, "currency"), "rub")
    office.fill(en.label(OpeningForm, "billing_day"), "5")
    office.fill(en.label(OpeningForm, "requested_end_date"), "2026-09-30")
    office.press(en("Open the request"))
    expect(tab.locator("#steps .step")).to_have_count(12)
    office.address = tab.url.split("#")[0]
    office.step(K.POLICY).fill(en.label(PolicyForm, "notice"), "None").is_done()
    office.step(K.DECISION).is_done()
    backup = office.step(K.BACKUP).choose(en.choice(BackupForm, "receives_sms", "yes"))
    for account in ACCOUNTS.values():
        row = backup.place.get_by_role("radiogroup", name=en.word(account), exact=True)
        row.get_by_role("radio", name=en.word(ATTACHMENTS["moved"]), exact=True).check()
    backup.is_done()
    balance = office.step(K.BALANCE).fill(en.label(BalanceForm, "amount"), "1250")
    balance.choose(en.choice(BalanceForm, "plan", "refund")).is_done()
    office.step(K.DEVICES).is_done()


def send_by_letter(office: Office) -> None:
    office.log(ContactOutcome.PROCESSING, "By post to the legal address")
    identity(office)
    office.follow("#rail", en("Letters to the carrier"))
    office.follow("#main", en(str(LABELS[LetterKind.APPLICATION])))
    office.tab.get_by_role("radio", name=en.word(WAYS[RefundWay.ACCOUNT]), exact=True).check()
    office.file_letter()
    sent = office.step(K.SUBMISSION).choose(en.word(CHANNELS[Channel.LETTER].label))
    sent.tick(en.label(SubmissionForm, "no_number"))
    sent.fill(en.label(SubmissionForm, "proof"), "Postal receipt RA 123 456 789 CN").is_done()


def identity(office: Office) -> None:
    office.step(K.IDENTITY).tick(en.choice(IdentityForm, "documents", "passport")).is_done()


def only_a_receipt(office: Office) -> None:
    promised = {"request_number": "MTS-0903/77", "promised_by": "2026-09-21", "agent": "Oksana"}
    office.log(ContactOutcome.RECEIPT, "Received, will be looked at", proof=picture(), **promised)


def chase_after_the_promise(office: Office) -> None:
    tab = office.tab
    expect(tab.locator("#next")).to_contain_text("They promised an answer by")
    office.follow("#next", en("Write the chaser"))
    letter = tab.locator("textarea").first
    reference = Cancellation.objects.get().reference
    for quoted in (reference, "MTS-0903/77"):
        expect(letter).to_have_value(re.compile(re.escape(quoted)))
    office.press(en("I have sent it"))
    tab.wait_for_url("**#timeline")


def refused(office: Office) -> None:
    reply = office.step(K.CONFIRMATION).choose(en.choice(ConfirmationForm, "result", "refused"))
    reply.fill(en.label(ConfirmationForm, "reason"), "No copy of the passport").is_told("round 2 begins")


def send_again(office: Office) -> None:
    office.log(ContactOutcome.PROCESSING, "They want the copy certified")
    identity(office)
    sent = office.step(K.SUBMISSION).choose(en.word(CHANNELS[Channel.LETTER].label))
    sent.fill(en.label(SubmissionForm, "request_number"), "MTS-0928/12").is_done()


def confirmed(office: Office) -> None:
    reply = office.step(K.CONFIRMATION).choose(en.choice(ConfirmationForm, "result", "confirmed"))
    reply.fill(en.label(ConfirmationForm, "end_date"), "2026-10-15")
    reply.fill(en.label(ConfirmationForm, "confirmation_number"), "K-88").is_done()
    office.step(K.REFUND).fill(en.label(RefundForm, "expected"), "1250").is_told(en.word(STEPS[K.REFUND]))


def verify(office: Office) -> None:
    checked = office.step(K.VERIFICATION).tick(en.choice(VerificationForm, "checks", "called"))
    checked.tick(en.choice(VerificationForm, "checks", "data")).is_done()


def first_part_of_the_refund(office: Office) -> None:
    receive(office, "800", "T-1").is_told(en("Part of the refund received"))


def clean_bill(office: Office) -> None:
    bill(office, "clean").is_done()


def the_rest_and_closed(office: Office) -> None:
    receive(office, "450", "T-2").is_done()
    close(office)


def a_late_charge(office: Office) -> None:
    office.follow("#money", en("Record a charge after the end"))
    office.fill(en.label(LateChargeForm, "amount"), "449")
    office.fill(en.label(LateChargeForm, "charged_on"), "2026-11-20")
    office.fill(en.label(LateChargeForm, "what"), "Monthly fee")
    office.press(en("Save"))
    office.follow("#next", en("Write the dispute letter"))
    office.file_letter()
    office.log(ContactOutcome.OTHER, "The dispute, by registered letter")


def paid_back(office: Office) -> None:
    settled = bill(office, "returned")
    settled.fill(en.label(BillCheckForm, "amount"), "449").is_told(en("The charge was paid back"))


def closed_for_good(office: Office) -> None:
    bill(office, "clean").is_done()
    again = office.step(K.VERIFICATION)
    again.place.get_by_role("link", name=en("It is still right")).click()
    button(again.place, en("Save")).click()
    close(office)


def look_at_the_dossier(office: Office) -> None:
    """One click, and all of it is on paper: whoever gets the PDF needs nothing else."""
    office.follow("#rail", en("Dossier: all of it to print or take along"))
    with office.tab.expect_download() as coming:
        office.press(en("Download PDF"))
    paper = read(coming.value.path().read_bytes())
    [proof] = Evidence.objects.for_dossier()
    for told in (
        Cancellation.objects.get().reference,
        "MTS-0903/77",
        "MTS-0928/12",
        "K-88",
        "Promised by Mon, 21 Sept 2026",
        "Chaser",
        "Refused by the carrier, round 2 begins",
        "No copy of the passport",
        "800",
        "450",
        "T-1",
        "T-2",
        "Charged after the end date",
        "449",
        "Monthly fee",
        "The charge was paid back",
        "Closed: Terminated",
        proof.sha256,
        "2 more files are not for the dossier and stay with the team.",
    ):
        assert "".join(told.split()) in paper, told


def receive(office: Office, amount: str, reference: str) -> Paper:
    part = office.step(K.REFUND).choose(en.choice(RefundForm, "paid_as", "money"))
    part.fill(en.label(RefundForm, "received"), amount)
    return part.fill(en.label(RefundForm, "reference"), reference)


def bill(office: Office, result: str) -> Paper:
    return office.step(K.BILL_CHECK).choose(en.choice(BillCheckForm, "result", result))


def close(office: Office) -> None:
    office.follow("#next", en("Close the request"))
    terminated = en.word(OUTCOMES[Outcome.TERMINATED].label)
    office.tab.get_by_role("radio", name=terminated, exact=True).check()
    office.press(en("Save"))
    expect(office.tab.locator(".case-head .badge")).to_have_text(terminated)
