"""What is remembered of a table for the next with its headings: how it is read, never what is done with its rows."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.models import Cancellation, Sim, User
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import AT, choose, columns, counts, imported, run, sent
from tests.pages import text_of

DAYS = "Number,Carrier,Open a request,Requested end date\n"
FEES = "Number;Carrier;Monthly fee;Currency\n"


@pytest.fixture
def client(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier_of(owner, country="RU")
    return client_of(owner)


def end_of(number: str) -> date | None:
    return Cancellation.objects.get(sim__msisdn=number).requested_end_date


def test_the_days_of_a_table_win_over_a_remembered_answer(client: Client) -> None:
    imported(client, f"{DAYS}+79161234567,MTS,yes,03/04/2027\n", day_order="dmy")
    assert end_of("+79161234567") == date(2027, 4, 3)
    one = sent(client, f"{DAYS}+79161234568,MTS,yes,03/04/2027\n+79161234569,MTS,yes,12/31/2026\n")
    assert "day_order" not in columns(client, one)
    choose(client, one)
    run(client, one)
    assert (end_of("+79161234568"), end_of("+79161234569")) == (date(2027, 3, 4), date(2026, 12, 31))


def test_so_do_its_amounts(client: Client) -> None:
    imported(client, f"{FEES}+79161234567;MTS;1.500;RUB\n", decimal=".")
    one = sent(client, f"{FEES}+79161234568;MTS;1.500;RUB\n+79161234569;MTS;2,50;RUB\n")
    assert "decimal" not in columns(client, one)
    choose(client, one)
    run(client, one)
    assert Sim.objects.get(msisdn="+79161234568").monthly_fee == 1500


def test_where_a_table_does_not_tell_the_remembered_answer_is_proposed(client: Client) -> None:
    imported(client, f"{DAYS}+79161234567,MTS,yes,03/04/2027\n", day_order="mdy")
    again = sent(client, f"{DAYS}+79161234568,MTS,yes,05/04/2027\n")
    assert columns(client, again)["day_order"] == "mdy"


def test_an_answer_that_the_table_contradicts_further_down_is_asked_for_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cancellations.views.sim_import_pages.LOOKED_THROUGH", 1)
    one = sent(client, f"{DAYS}+79161234567,MTS,yes,03/04/2027\n+79161234568,MTS,yes,12/31/2026\n")
    choose(client, one, day_order="dmy")
    assert counts(one) == (1, 0, 0, 1)
    assert "It is not clear which number is the month." in text_of(client.get(f"{AT}{one.pk}/"))
    choose(client, one)
    assert counts(one) == (2, 0, 0, 0)


def test_what_is_done_with_the_rows_is_not_remembered(client: Client) -> None:
    told = {"end_date": "2027-01-15", "reason": "moved", "carrier": "carrier-1", "kind": "esim"}
    imported(client, "Number\n+79161234567\n", opening="all", known="skip", new_carriers="on", **told)
    assert Cancellation.objects.count() == 1
    asked = columns(client, sent(client, "Number\n+79161234568\n"))
    assert (asked["carrier"], asked["kind"], asked["opening"], asked["known"]) == (
        "carrier-1", "esim", "marked", "update",
    )  # fmt: skip
    assert not any(asked.get(name) for name in ("new_carriers", "reason", "end_date"))
