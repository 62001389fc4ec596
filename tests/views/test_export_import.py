"""There and back: what was exported and is imported again changes nothing, in any language, from either file."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.models import Event, Sim, User
from tests.cases import carrier_of, sim_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import ICCIDS, counts, previewed
from tests.views.test_exports import fetched

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


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_elsewhere_the_same_cards_come_to_be(client: Client, client_of: ClientOf, stranger: User, form: str) -> None:
    carrier_of(stranger, country="RU")
    theirs = client_of(stranger)
    content = fetched(client, f"/sims/export/{form}/")
    one = previewed(theirs, content, f"export.{form}")
    assert counts(one)[0] == Sim.objects.count()
