"""An import and somebody at the same moment: no card twice, and no work lost to an undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.domain.importing.course import ImportState
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Cancellation, Carrier, Sim, User
from cancellations.queue import queue
from tests.cases import carrier_of, sim_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import AT, HEADING, imported, key, previewed, run
from tests.pages import text_of
from tests.races.meanwhile import committed_late

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "+79161234567"
TABLE = f"{HEADING}{NUMBER},,MTS,x\n"


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return carrier_of(owner, country="RU")


@pytest.fixture
def client(client_of: ClientOf, owner: User, carrier: Carrier, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    return client_of(owner)


@pytest.fixture(autouse=True)
def queue_is_let_go() -> Iterator[None]:
    """What is asked for is really put into it here; its connection would keep the database from being thrown away."""
    yield
    queue.storage.close()


def undo(client: Client, pk: int) -> None:
    assert client.post(f"{AT}{pk}/undo/", key()).status_code == 303


@pytest.mark.parametrize("is_known", [False, True])
def test_an_edit_that_is_not_committed_yet_is_not_undone(
    client: Client, owner: User, carrier: Carrier, caplog: pytest.LogCaptureFixture, is_known: bool
) -> None:
    if is_known:
        sim_of(owner, carrier=carrier, msisdn=NUMBER, note="Old")
    one = imported(client, TABLE)
    undo(client, one.pk)
    sim = Sim.objects.get()
    with committed_late(lambda: sim.edit(owner, version=sim.version, note="Mine")):
        work_off(PARTS)
    one.refresh_from_db()
    assert Sim.objects.get().note == "Mine"
    assert one.errand
    assert (one.state, one.errand.missed) == (ImportState.UNDONE, 1)
    assert "a part failed" not in caplog.text


def test_work_on_a_request_that_is_not_committed_yet_is_not_undone(
    client: Client, owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    one = imported(client, f"Number,Carrier,Open a request\n{NUMBER},MTS,yes\n")
    undo(client, one.pk)
    case = Cancellation.objects.get()
    with committed_late(lambda: case.change_follow_up(owner, on=case.opened_on, reason="Mine")):
        work_off(PARTS)
    assert Cancellation.objects.get().follow_up_on == case.opened_on
    assert "a part failed" not in caplog.text


def test_a_card_that_is_being_recorded_is_not_imported_beside(client: Client, owner: User, carrier: Carrier) -> None:
    """Its event is older than the last one that the import sees, and comes to light after it has looked."""
    one, other = previewed(client, TABLE), sim_of(owner, carrier=carrier, msisdn="+79160000000")

    def recorded() -> None:
        Sim.objects.add(owner, carrier=carrier, kind="physical", msisdn=NUMBER, note="x")

    with committed_late(recorded):
        Cancellation.objects.start(other, owner, requested_end_date=None)
        run(client, one)
    assert Sim.objects.filter(msisdn=NUMBER).count() == 1
    assert one.course is ImportState.READY


def test_a_card_that_is_being_imported_is_not_recorded_beside(client: Client, owner: User, carrier: Carrier) -> None:
    form = {**key(), "nickname": "Mine", "kind": "physical", "carrier": carrier.pk, "msisdn": NUMBER}
    with committed_late(lambda: Sim.objects.add(owner, carrier=carrier, kind="physical", msisdn=NUMBER)):
        answer = client.post("/sims/new/", form)
    assert (answer.status_code, Sim.objects.count()) == (422, 1)
    assert "Another card here has this number." in text_of(answer)


def test_who_edits_a_card_that_is_being_undone_is_told(client: Client, owner: User) -> None:
    one = imported(client, TABLE)
    sim = Sim.objects.get()
    undo(client, one.pk)
    form = {**key(), "version": 1, "nickname": "Mine", "kind": "physical", "carrier": sim.carrier_id, "msisdn": NUMBER}
    with committed_late(lambda: work_off(PARTS)):
        assert client.post(f"/sims/{sim.pk}/edit/", form).status_code == 404
    assert not Sim.objects.exists()


def test_so_is_who_works_on_its_request(client: Client) -> None:
    one = imported(client, f"Number,Carrier,Open a request\n{NUMBER},MTS,yes\n")
    case = Cancellation.objects.get()
    undo(client, one.pk)
    with committed_late(lambda: work_off(PARTS)):
        answer = client.post(f"/requests/{case.reference}/log/", {**key(), "outcome": "receipt"})
    assert answer.status_code == 404
    assert not Cancellation.objects.exists()
