"""There and back: what was exported and is imported again changes nothing, in any language, from either file."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from cancellations.domain.importing.columns import Column, column_named
from cancellations.exchange.export.case_columns import case_columns
from cancellations.models import Cancellation, Event, Sim, User
from tests.cases import carrier_of, sim_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import ICCIDS, counts, previewed, run
from tests.views.test_exports import fetched

# what an import takes of a table of requests
TAKEN = {
    "nickname": Column.NICKNAME, "kind": Column.KIND, "msisdn": Column.NUMBER, "iccid": Column.ICCID,
    "holder": Column.HOLDER, "plan": Column.PLAN, "billing_day": Column.BILLING_DAY, "eid": Column.EID,
    "imsi": Column.IMSI, "imei": Column.IMEI, "carrier": Column.CARRIER, "fee:EUR": Column.MONTHLY_FEE,
    "requested_end_date": Column.REQUESTED_END_DATE, "reason": Column.REASON, "assignee": Column.ASSIGNEE,
    "tags": Column.TAGS,
}  # fmt: skip
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "＝1+1", "'=1", "'5", "007", "1e5", "Oma's card"]
MORE = 'Two lines,\n"quoted"; and 中文, ё\n=1+1'


@pytest.fixture
def client(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier = carrier_of(owner, country="RU")
    sim_of(
        owner,
        carrier=carrier,
        kind="esim",
        nickname="Everything",
        holder="Иванов Пётр",
        msisdn="+79161234567",
        iccid=ICCIDS[0],
        eid="89049032123451234512345678901235",
        imsi="250011234567890",
        plan="+100 ГБ",
        monthly_fee=Decimal("1200.50"),
        currency="RUB",
        billing_day=31,
        devices=["Телефон", "=1+1", "Tablet, old"],
        note=MORE,
    )
    sim_of(owner, carrier=carrier, iccid=ICCIDS[1], monthly_fee=Decimal("5.00"), currency="EUR")
    for number, text in enumerate(FORMULAS):
        sim_of(owner, carrier=carrier, msisdn=f"+79161234{number:03}", nickname=text, holder=text, plan=text, note=text)
    return client_of(owner)


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_nothing_is_changed(client: Client, owner: User, form: str, language: str) -> None:
    User.objects.filter(pk=owner.pk).update(language=language)
    before, events = list(Sim.objects.order_by("pk").values()), Event.objects.filter(sim__isnull=False).count()
    one = previewed(client, fetched(client, f"/sims/export/{form}/"), f"export.{form}")
    assert (counts(one), one.found["samples"].get("refuse", [])) == ((0, 0, len(before), 0), [])
    assert list(Sim.objects.order_by("pk").values()) == before
    assert Event.objects.filter(sim__isnull=False).count() == events


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
def test_no_other_column_is_called_like_one_that_an_import_takes(owner: User, language: str) -> None:
    sim_of(owner, monthly_fee=Decimal("5.00"), currency="EUR")
    with override(language):
        taken = {column.key: column_named(column.heading) for column in case_columns(owner, date(2026, 11, 22))}
    assert {key: column for key, column in taken.items() if column} == TAKEN


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
def test_requests_that_come_back_change_nothing(client: Client, owner: User, language: str) -> None:
    Sim.objects.filter(currency="EUR").update(monthly_fee=None, currency="")  # two currencies are two columns
    User.objects.filter(pk=owner.pk).update(language=language, name="Wang Wu")
    for number, sim in enumerate(Sim.objects.exclude(msisdn="").order_by("pk")[:3]):
        case = Cancellation.objects.start(sim, owner, requested_end_date=date(2027, 3, 31), reason=f"Reason {number}")
        case.tag(owner, ["north", "=1+1"])
    before, cases = list(Sim.objects.order_by("pk").values()), list(Cancellation.objects.order_by("pk").values())
    one = previewed(client, fetched(client, "/requests/export/csv/"), "export.csv")
    assert (counts(one), one.found["samples"].get("refuse", []), one.found["opens"]) == ((0, 0, 3, 0), [], 0)
    run(client, one)
    assert list(Sim.objects.order_by("pk").values()) == before
    assert list(Cancellation.objects.order_by("pk").values()) == cases


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_elsewhere_the_same_cards_come_to_be(client: Client, client_of: ClientOf, stranger: User, form: str) -> None:
    carrier_of(stranger, country="RU")
    theirs = client_of(stranger)
    content = fetched(client, f"/sims/export/{form}/")
    one = previewed(theirs, content, f"export.{form}")
    assert counts(one)[0] == Sim.objects.count()
