"""Imports that were left lying: what is written is what the preview said, or nothing; and what goes after a week."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cancellations.domain.errands import ErrandState
from cancellations.domain.importing.course import FILES_KEPT, ImportState
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Carrier, Errand, Sim, SimImport, User
from tests.cases import carrier_of, sim_of
from tests.conftest import ClientOf
from tests.files import in_folder, keep_in
from tests.importing import AT, HEADING, ICCIDS, counts, imported, key, previewed, run
from tests.pages import text_of

CHANGED = "Nothing was imported; this is what would happen now."


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "kept")


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return carrier_of(owner, country="RU")


@pytest.fixture
def client(client_of: ClientOf, owner: User, carrier: Carrier, folder: Path) -> Client:
    return client_of(owner)


def table(*rows: str) -> str:
    return HEADING + "".join(f"{row}\n" for row in rows)


def text_about(client: Client, one: SimImport) -> str:
    return text_of(client.get(f"{AT}{one.pk}/"))


def test_a_card_that_somebody_recorded_since_is_shown_first(client: Client, owner: User, carrier: Carrier) -> None:
    one = previewed(client, table("+79161234567,,MTS,x", "+79161234568,,MTS,y"))
    sim_of(owner, carrier=carrier, msisdn="+79161234567", note="x")
    run(client, one)
    assert (one.course, Sim.objects.count(), counts(one)) == (ImportState.READY, 1, (1, 0, 1, 0))
    assert CHANGED in text_about(client, one)
    run(client, one)
    assert (one.course, Sim.objects.count(), one.found["counts"]["create"]) == (ImportState.DONE, 2, 1)
    assert CHANGED not in text_about(client, one)


def test_so_is_a_change_of_a_card_that_is_updated(client: Client, owner: User, carrier: Carrier) -> None:
    sim = sim_of(owner, carrier=carrier, msisdn="+79161234567", note="old")
    one = previewed(client, table(f"+79161234567,{ICCIDS[0]},MTS,new"))
    sim.edit(owner, version=1, iccid=ICCIDS[0])
    run(client, one)
    sim.refresh_from_db()
    assert (one.course, sim.note) == (ImportState.READY, "old")
    run(client, one)
    sim.refresh_from_db()
    assert (one.course, sim.note) == (ImportState.DONE, "new")


def test_a_card_that_has_such_a_number_elsewhere_is_said_before(client: Client, owner: User) -> None:
    one = previewed(client, table("+79161234567,,carrier-1,x"))
    sim_of(owner, carrier=carrier_of(owner), msisdn="+79161234567")
    run(client, one)
    assert (one.course, Sim.objects.count()) == (ImportState.READY, 1)
    assert one.found["doubts"] == {"msisdn.same_number": 1}


def test_what_makes_no_difference_does_not_hold_it_up(client: Client, owner: User, carrier: Carrier) -> None:
    sim = sim_of(owner, carrier=carrier, msisdn="+79161234567", plan="S")
    one = previewed(client, table("+79161234567,,MTS,new", "+79161234568,,MTS,y"))
    sim_of(owner, carrier=carrier, msisdn="+79161234500")
    sim.edit(owner, version=1, plan="M")
    run(client, one)
    sim.refresh_from_db()
    assert (one.course, sim.note, sim.plan) == (ImportState.DONE, "new", "M")


def test_a_new_carrier_for_a_known_card_is_previewed_and_written(client: Client, owner: User, carrier: Carrier) -> None:
    sim = sim_of(owner, carrier=carrier, iccid=ICCIDS[0])
    one = previewed(client, table(f",{ICCIDS[0]},Brand New,"), new_carriers="on")
    assert (counts(one), one.found["samples"]["update"][0][2]) == ((0, 1, 0, 0), ["carrier"])
    run(client, one)
    sim.refresh_from_db()
    assert (one.course, sim.carrier.names) == (ImportState.DONE, {"en": "Brand New"})


def test_who_takes_over_after_the_new_preview_imports_nothing(client: Client, owner: User, carrier: Carrier) -> None:
    """Its worker died before it could end the errand: nobody has pressed the button since."""
    one = previewed(client, table("+79161234567,,MTS,x"))
    sim_of(owner, carrier=carrier, msisdn="+79161234567", note="x")
    run(client, one)
    Errand.objects.update(ended_at=None, ending="", claimed_until=None)
    version = one.version
    work_off(PARTS)
    one.refresh_from_db()
    assert (one.state, one.version) == (ImportState.READY, version)


def test_an_import_that_broke_half_way_says_so(client: Client) -> None:
    one = imported(client, table("+79161234567,,MTS,first"))
    SimImport.objects.update(state=ImportState.WRITING)
    Errand.objects.update(ending=ErrandState.FAILED)
    assert "Something broke on our side" in text_of(client.get(f"{AT}{one.pk}/"))
    SimImport.objects.update(changed_at=timezone.now() - FILES_KEPT - FILES_KEPT)
    assert SimImport.objects.clear_old() == 1
    one.refresh_from_db()
    assert one.course is ImportState.DONE  # its cards are there: it must not be offered anew


def test_what_a_broken_import_left_behind_goes_after_a_week(
    client: Client, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    one = previewed(client, table("+79161234567,,MTS,first"))
    client.post(f"{AT}{one.pk}/run/", key())
    SimImport.objects.update(changed_at=timezone.now() - FILES_KEPT - FILES_KEPT)
    assert SimImport.objects.clear_old() == 0  # it waits for the worker still
    Errand.objects.update(ended_at=timezone.now(), ending=ErrandState.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        assert SimImport.objects.clear_old() == 1
    assert in_folder(folder) == []


def test_a_preview_whose_rows_are_gone_offers_nothing(client: Client) -> None:
    one = previewed(client, table("+79161234567,,MTS,first"))
    SimImport.objects.update(changed_at=timezone.now() - FILES_KEPT - FILES_KEPT)
    assert SimImport.objects.clear_old() == 1
    assert SimImport.objects.clear_old() == 0
    text = text_about(client, one)
    assert "To import it, send the file again." in text
    assert "New cards" not in text
    assert client.post(f"{AT}{one.pk}/run/", key()).status_code == 422
    assert not Sim.objects.exists()


def test_what_somebody_goes_on_with_at_this_moment_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at what is old and the deleting of it, Import is pressed."""
    one = previewed(client, table("+79161234567,,MTS,first"))
    SimImport.objects.update(changed_at=timezone.now() - FILES_KEPT - FILES_KEPT)
    old = type(SimImport.objects.all())._forget

    def pressed(imports: object, pk: int) -> bool:
        assert client.post(f"{AT}{one.pk}/run/", key()).status_code == 303
        return old(imports, pk)  # type: ignore[arg-type] # the same set

    monkeypatch.setattr(type(SimImport.objects.all()), "_forget", pressed)
    assert SimImport.objects.clear_old() == 0
    work_off(PARTS)
    assert Sim.objects.count() == 1
