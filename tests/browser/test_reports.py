"""The reports in a browser: found by keys, asked for other days, as tables, on a phone, without scripts, printed."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cancellations.models import User
from cancellations.views.reporting import counting
from tests.browser.conftest import PHONE, Visit
from tests.browser.words import Speech
from tests.cases import carrier_of, case_of, sim_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
en = Speech("en")


@pytest.fixture(autouse=True)
def cases(owner: User) -> None:
    carrier = carrier_of(owner)
    for days in (1, 10, 100):
        sim = sim_of(owner, carrier=carrier, holder="Zhou Kai")
        case_of(owner, sim=sim, opened_on=timezone.localdate() - timedelta(days=days))


def test_found_by_keys_and_asked_for_more(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/")
    tab.keyboard.press("g")
    tab.keyboard.press("p")
    expect(tab.get_by_role("heading", level=1, name=en("Reports"))).to_be_visible()
    expect(tab.get_by_role("img", name=en("Opened and closed by week"))).to_be_visible()
    tab.get_by_label(en("Compare by")).select_option("client")
    tab.locator("#report-from").fill((timezone.localdate() - timedelta(days=200)).isoformat())
    tab.get_by_role("button", name=en("Show")).click()
    expect(tab.get_by_role("img", name=en("Opened and closed by week"))).to_contain_text("opened 3")
    assert "by=client" in tab.url
    table = tab.locator("section[aria-labelledby=scores-heading]").get_by_role("region")
    expect(table.get_by_role("rowheader", name="Zhou Kai")).to_be_visible()


def test_what_cannot_be_read_is_said_in_place(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/reports/?from=2026-13-01")
    expect(tab.get_by_role("alert")).to_contain_text(en("Enter a day like 2026-11-30 or 30.11.2026."))


def test_today_fetches_the_charts_when_they_are_asked_for(visit: Visit, owner: User) -> None:
    tab = visit(owner)
    tab.goto("/")
    expect(tab.locator("svg.chart")).to_have_count(0)
    tab.locator("#trend summary").click()
    expect(tab.locator("#glance svg.chart").first).to_be_visible()


def test_on_a_phone_and_without_scripts(visit: Visit, owner: User) -> None:
    tab = visit(owner, **PHONE, java_script_enabled=False)
    tab.goto("/")
    tab.locator("details.menu summary").click()
    tab.locator("details.menu").get_by_role("link", name=en("Reports")).click()
    tab.locator("section[aria-labelledby=flow-heading] summary").first.click()
    expect(tab.get_by_role("region", name=en("The numbers as a table")).first).to_be_visible()
    assert tab.locator("#report").bounding_box()["width"] <= 390  # type: ignore[index]


def test_very_many_are_waited_for_in_sight(visit: Visit, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts come one after the other; a number of one of them leads to its requests."""
    monkeypatch.setattr(counting, "COUNTED_AT_ONCE", 0)
    tab = visit(owner)
    tab.goto("/reports/")
    backlog = tab.locator("#backlog-section")
    expect(backlog.locator("svg.chart")).to_be_visible(timeout=20_000)
    expect(tab.locator("[aria-busy=true]")).to_have_count(0, timeout=20_000)
    expect(backlog.get_by_role("link", name=en("Count anew"))).to_be_visible()
    backlog.locator("summary").first.click()
    backlog.get_by_role("row", name=en("Preparing")).get_by_role("link", name="3").click()
    expect(tab.locator("a[data-row]")).to_have_count(3)


def test_on_paper(visit: Visit, owner: User, tmp_path: Path) -> None:
    """Tables are printed open, forms and buttons are not."""
    tab = visit(owner)
    tab.goto("/reports/")
    tab.emulate_media(media="print")
    expect(tab.locator("#report-form")).to_be_hidden()
    expect(tab.locator("section[aria-labelledby=flow-heading] td").first).to_be_visible()
    expect(tab.locator("svg.chart").first).to_be_visible()
    tab.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
