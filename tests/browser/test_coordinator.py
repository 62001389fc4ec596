"""A coordinator's day in a browser: from a table of cards to requests that are sent, confirmed, exported and counted.

What docs/coordinators.md tells, with 60 cards. The worker's part is done by the test, between two looks at the page.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from cancellations.domain.bulk import BULK_ACTIONS, BulkAction
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Stage
from cancellations.domain.words import CONTACT_OUTCOMES, STAGES, STEPS
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.forms.batch import BatchForm
from cancellations.forms.confirm_letter import ConfirmManyForm
from cancellations.forms.prepare_many import PrepareManyForm
from cancellations.models import Cancellation, Carrier, Message, Sim, User
from tests.browser.conftest import Visit
from tests.browser.words import Speech, button, field
from tests.files import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
en = Speech("en")

TOUR = "旅游30天"
HEADINGS = ("序号", "手机号码", "ICCID", "运营商", "姓名", "套餐", "PIN码")
GOOD, BAD = 57, 3
PREPARED = (StepKey.POLICY, StepKey.DECISION, StepKey.BACKUP, StepKey.BALANCE, StepKey.IDENTITY)


@pytest.fixture(autouse=True)
def carriers(owner: User) -> None:
    assert owner.workspace
    for slug, name in (("mts", "МТС"), ("megafon", "MegaFon")):
        Carrier.objects.create(workspace=owner.workspace, slug=slug, names={"en": name}, country="RU")


@pytest.fixture
def tab(visit: Visit, owner: User) -> Page:
    return visit(owner)


def test_from_a_table_to_a_report(tab: Page) -> None:
    imported(tab)
    opened(tab)
    prepared(tab)
    sent(tab)
    rung(tab)
    confirmed(tab)
    exported_and_counted(tab)


def imported(tab: Page) -> None:
    """The preview says what is refused, and a file says why."""
    tab.goto("/sims/")
    tab.locator("#main").get_by_role("link", name=en("Import"), exact=True).click()
    tab.locator("input[type=file]").set_input_files(table())
    button(tab, en("Read the file")).click()
    expect(tab.locator("#columns-form")).to_contain_text(en("Holds secrets: dropped before anything was stored"))
    button(tab, en("Show what would happen")).click()
    until_shown(tab, "#run-import")
    assert tab.locator(".stat .v").all_inner_texts() == [str(GOOD), "0", "0", str(BAD)]
    with tab.expect_download() as download:
        tab.get_by_role("link", name=en("Refused rows with the reasons")).click()
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").count("\n") == 1 + BAD
    tab.locator("#run-import").click()
    until_shown(tab, f"text={en('To the SIM cards')}")
    assert Sim.objects.count() == GOOD


def opened(tab: Page) -> None:
    """All that one filter lets through, on every page of the list."""
    tab.get_by_role("link", name=en("To the SIM cards")).click()
    field(tab.locator("#filters, form[role=search]").first, en("Search")).fill(TOUR)
    tab.wait_for_url("**q=*")
    tab.locator("input[data-all]").check()
    button(tab, en("Cancel these SIM cards")).click()
    field(tab, en.label(BatchForm, "name")).fill("Tour group")
    tab.locator("#open-batch").click()
    result(tab)
    expect(tab.locator("#main")).to_contain_text(en.word(STAGES[Stage.PREPARING].label))
    assert Cancellation.objects.count() == 40


def prepared(tab: Page) -> None:
    """What is the same for all, in one form; nothing is sent by it."""
    form = next_of_all(tab, BulkAction.PREPARE)
    for key in PREPARED:
        form.get_by_role("checkbox", name=en.word(STEPS[key])).check()
    for carrier in Carrier.objects.all():
        field(form, en("Notice period at %(carrier)s", carrier=carrier.name)).fill("None")
    form.get_by_label(en.label(PrepareManyForm, "nothing_attached")).check()
    form.get_by_label(en.choice(PrepareManyForm, "balance", "zero")).check()
    form.get_by_label(en.choice(PrepareManyForm, "documents", "passport"), exact=True).check()
    tab.locator("#do-bulk").click()
    expect(tab.locator(".errsum")).to_contain_text(en.label(PrepareManyForm, "said_by"))
    field(form, en.label(PrepareManyForm, "said_by")).fill("Tour leader")
    tab.locator("#do-bulk").click()
    result(tab)
    assert not Cancellation.objects.exclude(submitted_on=None).exists()


def sent(tab: Page) -> None:
    """A column of numbers, as it is copied out of a table."""
    form = next_of_all(tab, BulkAction.SUBMIT)
    lines = [f"{case.sim.msisdn}\tN-{case.pk}" for case in Cancellation.objects.select_related("sim")]
    field(form, en("Or a number each")).fill("\n".join([*lines, "+79990001122\tN-0"]))
    tab.locator("#do-bulk").click()
    expect(tab.locator(".errsum")).to_contain_text("+79990001122")
    field(form, en("Or a number each")).fill("\n".join(lines))
    tab.locator("#do-bulk").click()
    result(tab)
    expect(tab.locator("#main")).to_contain_text(en.word(STAGES[Stage.SUBMITTED].label))
    assert all(case.request_number == f"N-{case.pk}" for case in Cancellation.objects.all())


def rung(tab: Page) -> None:
    """One call about two of them, written down in one go."""
    tab.goto("/calls/")
    tab.locator("#main").get_by_role("link", name="MegaFon").click()
    for place in (0, 1):
        row = tab.locator("#main fieldset:has(input[type=radio])").nth(place)
        row.get_by_role("radio", name=en.word(CONTACT_OUTCOMES["processing"].label)).check()  # type: ignore[index]
    tab.locator("#end-call").click()
    expect(tab.locator("body")).to_contain_text("The call is recorded in 2 requests.")
    assert Message.objects.count() == 2


def confirmed(tab: Page) -> None:
    """A number that nobody knows keeps all of them as they are; without it they are confirmed."""
    tab.goto("/batches/")
    tab.get_by_role("link", name="Tour group").click()
    form = next_of_all(tab, BulkAction.CONFIRM)
    numbers = Cancellation.objects.filter(carrier__slug="mts").values_list("sim__msisdn", flat=True)
    letter: FilePayload = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF}
    form.locator("input[type=file]").first.set_input_files(letter)
    lines = field(form, en("Every number on the letter"))
    field(form, en.label(ConfirmManyForm, "replied_on")).fill(timezone.localdate().isoformat())
    field(form, en.label(ConfirmManyForm, "end_date")).fill(timezone.localdate().isoformat())
    lines.fill("\n".join([*numbers, "+79990001122"]))
    tab.locator("#do-bulk").click()
    expect(tab.locator(".errsum")).to_contain_text("+79990001122")
    lines.fill("\n".join(numbers))
    form.locator("input[type=file]").first.set_input_files(letter)  # no browser keeps a file in a form that came back
    tab.locator("#do-bulk").click()
    expect(tab.locator("body")).to_contain_text("Confirmed: 20 requests.")
    assert Cancellation.objects.exclude(confirmed_on=None).count() == len(numbers)


def exported_and_counted(tab: Page) -> None:
    tab.goto("/requests/")
    with tab.expect_download() as download:
        tab.locator("#results").get_by_role("link", name="CSV").click()
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").count("LC-") >= 40
    tab.goto("/reports/")
    expect(tab.get_by_role("img", name=en("Opened and closed by week"))).to_contain_text("opened 40")


def next_of_all(tab: Page, action: BulkAction) -> Page:
    """From the batch to the form of what comes next."""
    tab.get_by_role("link", name=en.word(BULK_ACTIONS[action]), exact=True).click()
    expect(tab.locator("#bulk-form")).to_be_visible()
    return tab


def result(tab: Page) -> None:
    """The errand is done, nothing is missed, and it leads on."""
    tab.wait_for_url("**/errands/*/")
    work_off(PARTS)
    expect(tab.locator("#errand .notice")).to_have_count(0)
    tab.get_by_role("link", name=en("See the result")).click()


def until_shown(tab: Page, place: str) -> None:
    """What is done in the background is done, and the page goes on by itself."""
    tab.wait_for_load_state()
    work_off(PARTS)
    expect(tab.locator(place).first).to_be_visible()


def table() -> FilePayload:
    """As it comes from a travel agency: a title above the headings, a column of PINs, numbers with and without +."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write(0, 0, "赴俄游客SIM卡台账")
        sheet.write_row(2, 0, HEADINGS)
        for place, row in enumerate(rows()):
            sheet.write_row(3 + place, 0, row)
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "台账.xlsx", "mimeType": media_type, "buffer": made.getvalue()}


def rows() -> Iterator[list[str | int | float]]:
    for number in range(GOOD):
        msisdn = f"79161{number:06d}"
        carrier = "МТС" if number % 2 else "MegaFon"
        plan = TOUR if number < 40 else "Smart"
        yield [number + 1, f"+{msisdn}" if number % 3 else msisdn, "", carrier, "王芳", plan, "1234"]
    yield [58, "", 8.97010112345679e18, "МТС", "李伟", "Smart", "1234"]
    yield [59, "+79165550001", "", "Мобильный Мир", "李伟", "Smart", "1234"]
    yield [60, "8-916", "", "МТС", "李伟", "Smart", "1234"]
