"""The tables of the reports as files, and the two charts that Today fetches."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cancellations.models import User
from cancellations.models.exporting import latest_exports
from tests.cases import carrier_of
from tests.conftest import HTMX, ClientOf
from tests.pages import text_of
from tests.views.reports.told import URL, confirmed, sent

pytestmark = pytest.mark.usefixtures("a_saturday")
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture(autouse=True)
def cases(owner: User) -> None:
    carrier = carrier_of(owner)
    for _one in range(5):
        confirmed(owner, sent(owner, carrier, holder=FORMULA, monthly_fee=Decimal("12.50"), currency="EUR"), 7)


def read(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_weeks_as_csv(client: Client) -> None:
    answer = client.get(f"{URL}csv/?table=flow&from=2026-10-26&to=2026-11-08")
    assert 'filename="lastcall-flow-2026-10-26-2026-11-08.csv"' in answer["Content-Disposition"]
    assert read(answer) == [
        ["Week", "To", "Opened", "Closed", "Open at the end"],
        ["2026-10-26", "2026-11-01", "5", "0", "5"],
        ["2026-11-02", "2026-11-08", "0", "0", "5"],
    ]


def test_formulas_are_text(client: Client) -> None:
    heading, row = read(client.get(f"{URL}csv/?table=scores&by=client"))
    assert row[0] == f"'{FORMULA}"
    told = dict(zip(heading, row, strict=True))
    assert (told["Opened"], told["Confirmation, median days"], told["Confirmation, n"]) == ("5", "7.000", "5")
    assert told["Billed after the end, share"] == ""


@pytest.mark.parametrize("name", ["flow", "backlog", "scores", "money"])
def test_xlsx(client: Client, name: str) -> None:
    answer: Any = client.get(f"{URL}xlsx/?table={name}")
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("path", ["pdf/", "csv/?table=nothing", "csv/?table=flow&from=soon", "xlsx/?by=stars"])
def test_no_such_file(client: Client, path: str) -> None:
    assert client.get(f"{URL}{path}").status_code == 404


def test_a_strangers_file_is_empty(client_of: ClientOf, stranger: User) -> None:
    assert read(client_of(stranger).get(f"{URL}csv/?table=scores&by=client"))[1:] == []


def test_a_viewer_may_take_it_along(client_of: ClientOf, viewer: User) -> None:
    assert client_of(viewer).get(f"{URL}csv/?table=money").status_code == 200


def test_today_offers_the_charts_and_asks_nothing_for_them(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        html = client.get("/").content.decode()
    assert 'hx-get="/reports/glance/" hx-trigger="toggle once" hx-target="#glance"' in html
    assert len(asked) <= 8
    shown = client.get(f"{URL}glance/", headers=HTMX)
    assert shown.content.decode().lstrip().startswith('<div class="body grid-3" id="glance">')
    assert "Half of the confirmations came within 7 days" in text_of(shown)
    assert client.get(f"{URL}glance/").content.decode().count("<html") == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_who_took_a_report_along_is_noted(client: Client, owner: User, form: str) -> None:
    client.head(f"{URL}{form}/?table=flow&from=2026-10-26&to=2026-11-08")
    assert not latest_exports(owner).exists()
    client.get(f"{URL}{form}/?table=flow&from=2026-10-26&to=2026-11-08")
    noted = latest_exports(owner).get()
    assert (noted.by, noted.payload) == (owner, {"what": "report", "form": form, "rows": 2})
