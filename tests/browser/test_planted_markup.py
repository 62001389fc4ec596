"""Markup that somebody typed stays text wherever it is shown: nothing runs, nothing is asked for, nothing is drawn."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.letters import LADDER, LetterKind
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import Turn
from cancellations.models import Cancellation, Carrier, CarrierFact, Sim, User
from cancellations.views.cases import CASE_FORMS
from config.urls import carrier_pages, own_settings, request_pages, sim_pages, work
from tests.browser.conftest import Visit
from tests.cases import case_of, step_of
from tests.reading import addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLANTED = (
    "Лин 林"
    "<script>alert('canary')</script>"
    "<img src=/canary onerror=alert('canary')>"
    '"><b class=canary hx-get="/canary" hx-trigger="load" onclick="alert(1)">'
    "' autofocus onfocus='alert(1)' data-canary='"
    "</textarea></title></bdi><svg onload=alert('canary')>"
    "<template id=not-saved><p class=canary></p></template>"
    "{{ 7|add:7 }}{% debug %}{{ config }}"
)
NO_PAGES = {
    "import_template",
    "sim_import_run",
    "sim_import_undo",
    "sim_import_discard",
}  # a file, and what takes a POST
ONLY_SENT_TO = {"fact_check", "holiday_remove", "dossier_pdf", "dossier_zip", "examples_load", "examples_clear"}
_DRAWN = """
() => {
  const traces = '.canary, [data-canary], [onclick], [onerror], [onload], [onfocus], script:not([src])';
  return [...document.querySelectorAll(traces)].map((element) => element.outerHTML.slice(0, 120));
}
"""


@pytest.fixture
def planted(owner: User) -> Cancellation:
    """A case with planted markup in every text that people can type."""
    owner.prefer(name=PLANTED)
    assert owner.workspace is not None
    owner.workspace.name = PLANTED
    owner.workspace.save()
    carrier = Carrier.objects.add_own(owner, names={"en": PLANTED})
    CarrierFact.objects.add_own(carrier, owner, kind="procedure", text=PLANTED, source=PLANTED)
    words = dict.fromkeys(("nickname", "holder", "plan", "note"), PLANTED)
    sim = Sim.objects.add(
        owner, carrier=carrier, kind=SimKind.ESIM, devices=[PLANTED], accepted={"x": PLANTED}, **words
    )
    case = case_of(owner, sim=sim, reason=PLANTED)
    case.complete_step(StepKey.POLICY, owner, notice=PLANTED, fee=PLANTED, documents=PLANTED, source=PLANTED)
    later = timezone.localdate() + timedelta(days=3)
    case.block_step(StepKey.BACKUP, owner, reason=PLANTED, unblocked_by=Turn.HOLDER, review_on=later)
    case.skip_step(StepKey.BALANCE, owner, reason=PLANTED)
    line = PLANTED[:100]
    case.log_contact(owner, outcome=ContactOutcome.WANTS, agent=line, note=PLANTED, request_number=line)
    case.change_follow_up(owner, on=later, reason=PLANTED)
    return case


class Watched:
    """A tab whose dialogs and requests are written down."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.happened: list[str] = []
        tab.on("dialog", self._dismiss)
        tab.on("request", lambda request: self._ask(request.url))

    def look(self, address: str) -> None:
        self.tab.goto(address)
        self.tab.wait_for_timeout(50)  # for what would begin once the page is there
        self.happened += [f"{address}: {element}" for element in self.tab.evaluate(_DRAWN)]

    def _dismiss(self, dialog: Dialog) -> None:
        self.happened.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _ask(self, url: str) -> None:
        if "/canary" in url and "q=" not in url:
            self.happened.append(f"request: {url}")


def every_address(case: Cancellation) -> Iterator[str]:
    facts = CarrierFact.objects.filter(carrier=case.carrier)
    samples: dict[str, list[object]] = {"reference": [case.reference], "slug": [case.carrier.slug]}
    shown = [one for one in (*work, *own_settings, *carrier_pages) if one.name not in ONLY_SENT_TO]
    yield from addresses(shown, {**samples, "pk": [facts.get().pk]})
    yield from addresses([one for one in sim_pages if one.name not in NO_PAGES], {"pk": [case.sim_id]})
    keys, names = [StepKey.POLICY, StepKey.BACKUP], [*CASE_FORMS, "wait", "reopen"]
    letters: dict[str, list[object]] = {"kind": list(LetterKind), "rung": list(LADDER)}
    shown = [one for one in request_pages if one.name not in ONLY_SENT_TO and "<int:pk>" not in str(one.pattern)]
    yield from addresses(shown, {**samples, **letters, "key": keys, "name": names})


def test_it_is_shown_as_it_was_typed(visit: Visit, owner: User, planted: Cancellation) -> None:
    watched = Watched(visit(owner))
    for address in every_address(planted):
        watched.look(address)
    watched.look(f"/requests/{planted.reference}/")
    expect(watched.tab.get_by_role("heading", level=1)).to_contain_text(PLANTED)
    expect(watched.tab.locator("#timeline")).to_contain_text(PLANTED)
    assert watched.happened == []


def test_it_is_text_in_what_is_swapped_in(visit: Visit, owner: User, planted: Cancellation) -> None:
    """In a search, in mistakes that quote it, in a conflict, in the answer to a saved form."""
    watched = Watched(visit(owner))
    tab = watched.tab
    watched.look("/requests/")
    tab.fill("#filter-q", PLANTED[:150])
    tab.wait_for_url("**q=*")
    expect(tab.locator(".chip")).to_contain_text(PLANTED[:40])
    watched.look(f"/requests/{planted.reference}/")
    tab.fill("#decision_note", PLANTED)
    step = step_of(planted, StepKey.DECISION)
    planted.save_step(StepKey.DECISION, owner, version=step.version, note=PLANTED, choice="keep")
    tab.click("#save-decision")
    expect(tab.locator("#step-decision .conflict")).to_contain_text(PLANTED)
    tab.click("#save-decision")
    tab.locator("#step-decision .errsum, #step-decision.done").first.wait_for()
    watched.happened += tab.evaluate(_DRAWN)
    assert watched.happened == []
