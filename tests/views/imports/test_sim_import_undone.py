"""An import taken back: all that it wrote, unless somebody has worked with it since."""

from decimal import Decimal

import pytest
from django.test import Client

from cancellations.domain.alarms import AlarmKind
from cancellations.domain.importing.course import ImportState
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Cancellation, Carrier, Event, Sim, User
from tests.cases import carrier_of, sim_of
from tests.importing import AT, ICCIDS, imported, key, table
from tests.pages import text_of


def test_an_import_is_undone(client: Client, owner: User) -> None:
    sim = sim_of(owner, msisdn="+79161234567", nickname="Old", monthly_fee=Decimal("12.50"), currency="RUB")
    before = Sim.objects.filter(pk=sim.pk).values("nickname", "monthly_fee", "devices", "search_text", "status").get()
    content = (
        "Number,Nickname,Carrier,Monthly fee,Currency,Open a request,Devices\n"
        f"+79161234567,New,{sim.carrier.slug},30.00,EUR,yes,Phone\n"
        "+79161234568,Other,carrier-1,,,yes,\n"
    )
    one = imported(client, content)
    assert (Sim.objects.count(), Cancellation.objects.count()) == (2, 2)
    assert client.post(f"{AT}{one.pk}/undo/", key()).status_code == 303
    work_off(PARTS)
    one.refresh_from_db()
    assert one.state == ImportState.UNDONE
    assert not Cancellation.objects.exists()
    assert Sim.objects.get().pk == sim.pk
    assert Sim.objects.filter(pk=sim.pk).values(*before).get() == before
    kinds = list(Event.objects.filter(sim=sim).order_by("id").values_list("kind", flat=True))
    assert kinds == ["sim_added", "sim_imported", "sim_restored"]
    assert "Undone by" in text_of(client.get(f"{AT}{one.pk}/"))


def test_what_was_touched_since_is_not_undone(client: Client, owner: User) -> None:
    one = imported(client, table("+79161234567,,MTS,x", "+79161234568,,MTS,y"))
    sim = Sim.objects.get(msisdn="+79161234568")
    sim.edit(owner, version=1, nickname="Mine")
    answer = client.post(f"{AT}{one.pk}/undo/", key())
    assert answer.status_code == 422
    assert "Row 3" in text_of(answer)
    assert "was changed after the import" in text_of(answer)
    assert Sim.objects.count() == 2
    other = imported(client, table("+79161234570,,MTS,z"))
    Cancellation.objects.start(Sim.objects.get(msisdn="+79161234570"), owner, requested_end_date=None)
    assert client.post(f"{AT}{other.pk}/undo/", key()).status_code == 422


def test_a_request_that_somebody_opened_on_a_changed_card_keeps_the_card(client: Client, owner: User) -> None:
    """Else the card would be of another carrier than the open request."""
    beeline = carrier_of(owner)
    sim = sim_of(owner, iccid=ICCIDS[0], msisdn="+79161234567")
    one = imported(client, f"ICCID,Number,Carrier\n{ICCIDS[0]},+79031234567,{beeline.slug}\n")
    sim.refresh_from_db()
    Cancellation.objects.start(sim, owner, requested_end_date=None)
    answer = client.post(f"{AT}{one.pk}/undo/", key())
    assert (answer.status_code, "opened a request for the card" in text_of(answer)) == (422, True)
    sim.refresh_from_db()
    assert sim.carrier == beeline


def test_nor_is_work_on_a_request_lost_that_was_open_before(client: Client, owner: User) -> None:
    sim = sim_of(owner, msisdn="+79161234567")
    case = Cancellation.objects.start(sim, owner, requested_end_date=None)
    one = imported(client, f"Number,Carrier,Note\n+79161234567,{sim.carrier.slug},new\n")
    case.change_follow_up(owner, on=case.opened_on, reason="Mine")
    assert client.post(f"{AT}{one.pk}/undo/", key()).status_code == 422


@pytest.mark.parametrize("own_tags", ["", "north"])
def test_a_request_that_somebody_tagged_stays(client: Client, owner: User, own_tags: str) -> None:
    one = imported(client, f"Number,Carrier,Open a request,Tags\n+79161234567,MTS,yes,{own_tags}\n")
    Cancellation.objects.get().tag(owner, ["mine"])
    answer = client.post(f"{AT}{one.pk}/undo/", key())
    assert (answer.status_code, "worked on the request" in text_of(answer)) == (422, True)
    work_off(PARTS)
    assert Cancellation.objects.exists()


def test_the_clock_is_nobody(client: Client, owner: User) -> None:
    sim = sim_of(owner, msisdn="+79161234567")
    Cancellation.objects.start(sim, owner, requested_end_date=None)
    content = (
        f"Number,Carrier,Note,Open a request\n+79161234567,{sim.carrier.slug},new,\n+79161234568,carrier-1,x,yes\n"
    )
    one = imported(client, content)
    for case in Cancellation.objects.all():
        Event.objects.create(workspace_id=case.workspace_id, cancellation=case, kind=AlarmKind.REMINDER.value)
    assert client.post(f"{AT}{one.pk}/undo/", key()).status_code == 303
    work_off(PARTS)
    assert Cancellation.objects.get().sim == sim


def test_carriers_that_it_added_go_with_it_unless_something_else_is_of_them(client: Client, owner: User) -> None:
    rows = table("+79161234567,,Kiwi Mobile,x", "+79161234568,,Emu Telecom,y", "+79161234569,,Moa,z")
    one = imported(client, rows, new_carriers="on")
    added = {carrier.name: carrier for carrier in Carrier.objects.all()}
    assert set(added) >= {"Kiwi Mobile", "Emu Telecom", "Moa"}
    assert "carriers that only they have" in text_of(client.get(f"{AT}{one.pk}/"))
    sim_of(owner, carrier=added["Emu Telecom"], msisdn="+79161234570")
    added["Moa"].edit(owner, version=1, website="https://moa.example/")
    client.post(f"{AT}{one.pk}/undo/", key())
    work_off(PARTS)
    left = {carrier.name for carrier in Carrier.objects.all()}
    assert left == set(added) - {"Kiwi Mobile"}
    assert not Event.objects.filter(kind="carrier_added", carrier=None).exists()
    again = imported(client, rows, new_carriers="on")
    assert again.state == ImportState.DONE


def test_a_carrier_that_was_known_stays(client: Client, owner: User) -> None:
    kiwi = Carrier.objects.add_own(owner, names={"en": "Kiwi Mobile"})
    one = imported(client, table("+79161234567,,Kiwi Mobile,x", "+79161234568,,Moa,y"), new_carriers="on")
    client.post(f"{AT}{one.pk}/undo/", key())
    work_off(PARTS)
    assert Carrier.objects.filter(pk=kiwi.pk).exists()
    assert not Sim.objects.exists()
