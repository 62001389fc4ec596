"""Lists as files: what is in them is what the list shows, to whom it shows it, and each taking is noted."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.models import Cancellation, Errand, Event, Sim, User
from cancellations.models.case import NEVER
from cancellations.models.exporting import latest_exports
from cancellations.views import exports
from tests.cases import case_of, sim_of
from tests.conftest import ClientOf
from tests.exports import body_of, by_heading, csv_rows, plain_rows, xlsx_rows
from tests.listed import build, days, listed, many
from tests.pages import fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
NUMBER, ICCID = "+79161234567", "8970101234567890123"


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def fetched(client: Client, path: str, **query: Any) -> bytes:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.status_code
    return body_of(answer)


def references(content: bytes) -> list[str]:
    return [row["Our reference"] for row in by_heading(plain_rows(content))]


def test_it_has_what_the_list_has_in_its_order(client: Client, owner: User) -> None:
    many(owner, 120)
    shown = Cancellation.objects.open_cases().order_by("due_on", "id").values_list("reference", flat=True)
    assert references(fetched(client, "/requests/export/csv/")) == list(shown)
    assert xlsx_rows(fetched(client, "/requests/export/xlsx/"))[1][0] == shown[0]


@pytest.mark.parametrize(
    ("query", "lookups", "order"),
    [
        ({"stage": "closed"}, {"stage": "closed"}, "-id"),
        ({"turn": "carrier", "sort": "-due"}, {"turn": "carrier"}, "-due_on"),
        ({"view": "overdue"}, {"turn": "carrier", "due_on__lt": "2026-11-21"}, "due_on"),
        ({"q": "harbour"}, {"sim__nickname__startswith": "Harbour"}, "due_on"),
    ],
)
def test_filter_search_and_order_hold(
    client: Client, owner: User, query: dict[str, str], lookups: dict[str, Any], order: str
) -> None:
    many(owner, 60)
    build(owner, [{"sim__nickname": "Harbour", "due_on": day} for day in (days(3), NEVER, days(1))])
    expected = Cancellation.objects.filter(**lookups).values_list("reference", flat=True)
    content = fetched(client, "/requests/export/csv/", **query)
    assert sorted(references(content)) == sorted(expected)
    due = [row["Due"] or str(NEVER) for row in by_heading(plain_rows(content))]
    assert len(due) > 1
    if order != "-id":
        assert due == sorted(due, reverse=order.startswith("-"))


def test_ticked_requests_alone(client: Client, owner: User) -> None:
    one, other, _third = (listed(owner) for _ in range(3))
    ticked = [str(one.pk), str(other.pk), "²", "x", "9" * 30]
    assert set(references(fetched(client, "/requests/export/csv/", case=ticked))) == {one.reference, other.reference}
    assert len(references(fetched(client, "/requests/export/csv/", case=ticked, all="1"))) == 3


def test_all_columns_or_those_of_the_list(client: Client, owner: User) -> None:
    listed(owner, sim__monthly_fee=500, sim__currency="RUB", refund_outstanding=7, refund_currency="EUR")
    every = csv_rows(fetched(client, "/requests/export/csv/"))[0]
    assert {"Confirmed", "Receipt", "Monthly fee, RUB", "Refund outstanding, EUR", "Tags", "Turn"} <= set(every)
    shown = csv_rows(fetched(client, "/requests/export/csv/", take="shown", columns="stage,fee,number"))[0]
    assert shown == ["Our reference", "SIM card", "Number", "Stage", "Monthly fee, RUB", "Request number"]


def test_amounts_stand_under_their_currency_alone(client: Client, owner: User) -> None:
    listed(owner, sim__monthly_fee=500, sim__currency="RUB", due_on="2026-11-01")
    listed(owner, sim__monthly_fee=20, sim__currency="EUR", due_on="2026-11-02")
    rows = by_heading(plain_rows(fetched(client, "/requests/export/csv/")))
    assert [(row["Monthly fee, RUB"], row["Monthly fee, EUR"]) for row in rows] == [("500.00", ""), ("", "20.00")]


def test_the_headings_are_the_readers(client_of: ClientOf, owner: User) -> None:
    sim_of(owner, nickname="x")
    User.objects.filter(pk=owner.pk).update(language="ru")
    assert csv_rows(fetched(client_of(owner), "/sims/export/csv/"))[0][2] == "Оператор"


def test_numbers_keep_their_plus_and_all_digits(client: Client, owner: User) -> None:
    sim_of(owner, msisdn=NUMBER, iccid=ICCID)
    content = fetched(client, "/sims/export/csv/")
    assert f"'{NUMBER}".encode() in content
    assert by_heading(plain_rows(content))[0]["ICCID"] == ICCID
    assert by_heading(xlsx_rows(fetched(client, "/sims/export/xlsx/")))[0]["Number"] == NUMBER


@pytest.mark.parametrize("name", ["requests", "sims"])
def test_a_viewer_gets_masks_and_the_file_says_so(client_of: ClientOf, owner: User, viewer: User, name: str) -> None:
    case_of(owner, sim=sim_of(owner, msisdn=NUMBER, iccid=ICCID))
    for form, rows in (("csv", plain_rows), ("xlsx", xlsx_rows)):
        answer = client_of(viewer).get(f"/{name}/export/{form}/")
        content = body_of(answer)
        assert "numbers-masked" in unquote(answer["Content-Disposition"])
        row = by_heading(rows(content))[0]
        assert row["Number (masked)"].endswith("67")
        assert row["ICCID (masked)"] != ICCID
        assert NUMBER not in str(row)


@pytest.mark.parametrize("name", ["requests", "sims"])
def test_each_taking_is_noted(client: Client, owner: User, name: str) -> None:
    case_of(owner)
    for form in ("csv", "xlsx"):
        fetched(client, f"/{name}/export/{form}/", q="")
        noted = latest_exports(owner)[0]
        assert (noted.by, noted.payload) == (owner, {"what": name, "form": form, "rows": 1})
    client.head(f"/{name}/export/csv/")
    assert latest_exports(owner).count() == 2
    assert not Event.objects.filter(payload__icontains="q=").exists()


def test_it_is_no_page_and_kept_by_no_cache(client: Client, owner: User) -> None:
    case_of(owner)
    answer = client.get("/requests/export/csv/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith('attachment; filename="Requests-2026-11-21.csv"')


def test_rows_are_read_while_they_are_sent(client: Client, owner: User) -> None:
    Sim.objects.bulk_create([sim_of_number(owner, number) for number in range(1_200)])
    answer = client.get("/sims/export/csv/")
    with CaptureQueriesContext(connection) as asked:
        chunks = iter(getattr(answer, "streaming_content"))  # noqa: B009 - the stubs do not know it
        next(chunks)
        assert len(asked) == 0
        assert len(list(chunks)) > 3
    assert len(asked) == 3


def sim_of_number(owner: User, number: int) -> Sim:
    if not hasattr(sim_of_number, "carrier"):
        sim_of_number.carrier = sim_of(owner).carrier  # type: ignore[attr-defined]
    carrier = sim_of_number.carrier  # type: ignore[attr-defined]
    return Sim(workspace=owner.workspace, carrier=carrier, kind="esim", nickname=f"Card {number}")


# --- the page that asks which file --------------------------------------------------------------------------


def test_the_page_asks_and_leads_to_the_file(client: Client, owner: User) -> None:
    case_of(owner)
    url = "/requests/export/?turn=us"
    assert "1 row" in text_of(client.get(url))
    assert fields_of(client.get(url), url)["form"] == ["csv"]
    for form in ("csv", "xlsx"):
        answer = client.post(url, {"form": form, "take": "shown"})
        assert (answer.status_code, answer["Location"]) == (303, f"/requests/export/{form}/?turn=us&take=shown")


def test_what_is_no_choice_is_refused(client: Client, owner: User) -> None:
    answer = client.post("/sims/export/", {"form": "exe", "take": "all"})
    assert answer.status_code == 422
    assert "Error:" in answer.content.decode()


def test_a_long_xlsx_file_is_left_to_the_worker(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    case_of(owner)
    case_of(owner)
    answer = client.get("/requests/export/xlsx/?turn=us")
    assert (answer.status_code, answer["Location"]) == (303, "/requests/export/?turn=us&form=xlsx")
    assert fields_of(client.get(answer["Location"]), "/requests/export/?turn=us")["form"] == ["xlsx"]
    for _ in range(2):
        asked = client.post("/requests/export/?turn=us", {"form": "xlsx", "take": "all"})
        errand = Errand.objects.get()
        assert (asked.status_code, asked["Location"]) == (303, f"/errands/{errand.pk}/")
    assert latest_exports(owner).count() == 0


def test_a_text_that_no_cell_holds_is_said(client: Client, owner: User) -> None:
    sim_of(owner, nickname="x", note="\U0001f600" * 20_000)
    answer = client.get("/sims/export/xlsx/")
    assert answer.status_code == 422
    assert "too long for an XLSX file" in text_of(answer)
    assert len(fetched(client, "/sims/export/csv/")) > 80_000


def test_strangers_get_their_own_rows(client_of: ClientOf, owner: User, stranger: User) -> None:
    foreign, own = case_of(owner), case_of(stranger)
    content = fetched(client_of(stranger), "/requests/export/csv/", case=[str(foreign.pk), str(own.pk)])
    assert references(content) == [own.reference]


@pytest.mark.parametrize(("do", "leads_to"), [("export", "/requests/export/"), ("dossiers", "/requests/dossiers/")])
def test_the_bar_of_the_list_leads_there(client: Client, owner: User, do: str, leads_to: str) -> None:
    case = case_of(owner)
    assert f'formaction="{leads_to}" name="do" value="{do}"' in client.get("/requests/").content.decode()
    assert client.get(leads_to, {"do": do, "case": str(case.pk)}).status_code == 200
