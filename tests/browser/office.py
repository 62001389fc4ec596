"""Somebody in an office who comes back to one case on many days, with mouse and keyboard, in English."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
from playwright.sync_api import FilePayload, Locator, Page, expect

from cancellations.domain import formats
from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.words import CONTACT_OUTCOMES, STEPS
from cancellations.forms.contact import ContactForm
from cancellations.models import Cancellation, Clock, User
from tests.browser.conftest import Visit
from tests.browser.words import Speech, button, field
from tests.letters.typed import TYPED as ON_THE_LETTER

GUIDE = Path(__file__).parents[2] / "docs" / "life-of-a-case.md"
en = Speech("en")


class Office:
    """`tab` is the browser of the day. The clock is the server's, in this process; it has run every morning."""

    tab: Page
    today: date

    def __init__(self, visit: Visit, user: User, clock: time_machine.Traveller) -> None:
        self._visit, self._user, self._clock = visit, user, clock
        self.address = ""

    def comes_back(self, day: date) -> None:
        """Another morning: the mail has been written, somebody signs in and opens the case."""
        self._clock.move_to(datetime.combine(day, time(9), ZoneInfo("UTC")))
        self.today = day
        Clock.objects.tick()
        if self.address:
            self.tab.context.close()
        self.tab = self._visit(self._user)
        self.tab.goto(self.address or "/requests/new/")

    def press(self, name: str) -> None:
        button(self.tab.locator("#main"), name).click()

    def follow(self, place: str, name: str) -> None:
        self.tab.locator(place).get_by_role("link", name=name).first.click()

    def fill(self, label: str, text: str) -> None:
        field(self.tab.locator("#main"), label).fill(text)

    def step(self, key: StepKey) -> "Paper":
        return Paper(self.tab, key)

    def log(self, outcome: ContactOutcome, note: str, *, proof: bytes = b"", **more: str) -> None:
        """One contact: the outcome, what was said, a picture, and by their names the fields in the fold."""
        form = self.tab.locator("#log")
        form.get_by_role("radio", name=en.word(CONTACT_OUTCOMES[outcome].label), exact=True).check()
        field(form, en.label(ContactForm, "note")).fill(note)
        if more:
            form.locator("details.fold > summary").click()
        for name, text in more.items():
            field(form, en.label(ContactForm, name)).fill(text)
        if proof:
            picture: FilePayload = {"name": "screenshot.png", "mimeType": "image/png", "buffer": proof}
            form.locator("input[type=file]").first.set_input_files(picture)
        button(form, en("Log it")).click()
        expect(self.tab.locator("#timeline")).to_contain_text(note)

    def file_letter(self) -> None:
        """Fill in what the letter does not know yet, and keep its PDF in the case."""
        form = self.tab.locator("#letter-form")
        for name, value in ON_THE_LETTER.items():
            asked = form.locator(f"input[name={name}]:not([type=radio]):not([type=checkbox]):visible")
            if asked.count() and not asked.input_value():
                asked.fill(str(value))
        button(form, en("File it in the request")).click()
        self.tab.wait_for_url("**/evidence/")
        self.tab.goto(self.address)

    def evening(self) -> list[str]:
        """What the page of the case says is next, whose turn it is, and the day it is due."""
        self.tab.goto(self.address)
        case = Cancellation.objects.get()
        return [self.tab.locator("#next h2").inner_text(), case.turn, formats.short_day(case.due, self.today)]


def guide() -> dict[str, list[str]]:
    """The same of each day in the table of the guide."""
    rows = [line.strip("|").split("|") for line in GUIDE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in row] for row in rows[2:]]
    return {day: [said, turn, due] for day, _what, said, turn, due in cells}


class Paper:
    """One step: the next one to do is open already."""

    def __init__(self, tab: Page, key: StepKey) -> None:
        self.place: Locator = tab.locator(f"#step-{key}")
        self._timeline = tab.locator("#timeline")
        expect(self.place.locator("> details > summary")).to_contain_text(en.word(STEPS[key]))
        if not self.place.locator("> details[open]").count():
            self.place.locator("> details > summary").click()

    def fill(self, label: str, text: str) -> "Paper":
        field(self.place, label).fill(text)
        return self

    def choose(self, name: str) -> "Paper":
        self.place.get_by_role("radio", name=name, exact=True).check()
        return self

    def tick(self, name: str) -> "Paper":
        self.place.get_by_role("checkbox", name=name, exact=True).check()
        return self

    def is_done(self) -> None:
        self._save()
        expect(self.place).to_have_class("step done")

    def is_told(self, news: str) -> None:
        """Saved, and the timeline says so; the step itself goes on."""
        self._save()
        expect(self._timeline.locator("> li").first).to_contain_text(news)

    def _save(self) -> None:
        button(self.place, en("Save and complete this step")).click()
