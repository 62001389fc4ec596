"""SIM cards: recorded once, changed with care, found however they are typed."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.searching import search_terms
from cancellations.models import Cancellation, Carrier, Event, Sim, User
from cancellations.models.sim import SameCard
from tests.plans import plan_of

ICCID = "8970101234567890123"


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return Carrier.objects.add_own(owner, names={"en": "MTS"}, country="RU")


@pytest.fixture
def other_carrier(owner: User) -> Carrier:
    return Carrier.objects.add_own(owner, names={"en": "Beeline"}, country="RU")


def add(by: User, carrier: Carrier, **fields: Any) -> Sim:
    return Sim.objects.add(by, carrier=carrier, **{"kind": "esim", "nickname": "Moscow", **fields})


def test_a_recorded_card_has_its_event(owner: User, carrier: Carrier) -> None:
    sim = add(owner, carrier, iccid=ICCID, accepted={"iccid.check_digit": "printed so"})
    event = Event.objects.get(sim=sim)
    assert (event.kind, event.by) == ("sim_added", owner)
    assert event.payload == {"accepted": {"iccid.check_digit": "printed so"}}


# --- the same card twice ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ICCID, ICCID),
        ("89701028753404327", "897010287534043278"),
        ("897010287534043278", "89701028753404327"),
    ],
)
def test_the_same_iccid_twice_is_refused(owner: User, carrier: Carrier, first: str, second: str) -> None:
    add(owner, carrier, iccid=first)
    with pytest.raises(SameCard):
        add(owner, carrier, iccid=second)
    assert Sim.objects.count() == 1
    assert Event.objects.filter(kind="sim_added").count() == 1


def test_no_iccid_and_another_workspaces_iccid_are_no_hindrance(owner: User, stranger: User, carrier: Carrier) -> None:
    add(owner, carrier, iccid=ICCID)
    add(owner, carrier, iccid="")
    add(owner, carrier, iccid="")
    theirs = Carrier.objects.add_own(stranger, names={"en": "MTS"})
    assert add(stranger, theirs, iccid=ICCID).workspace_id == stranger.workspace_id


def test_editing_into_another_cards_iccid_is_refused(owner: User, carrier: Carrier) -> None:
    add(owner, carrier, iccid=ICCID)
    sim = add(owner, carrier)
    with pytest.raises(SameCard):
        sim.edit(owner, version=1, iccid=ICCID)
    sim.refresh_from_db()
    assert (sim.iccid, sim.version) == ("", 1)
    sim.edit(owner, version=1, iccid="89860111611104081493")


def test_looking_for_the_same_card_uses_the_index(owner: User, carrier: Carrier) -> None:
    query, params = Sim.objects.filter(workspace_id=1).with_iccid(ICCID).query.sql_with_params()
    assert "iccid_once_in_a_workspace" in plan_of(query, params)


# --- changes ----------------------------------------------------------------------------------------------


def test_editing_is_one_event_and_changes_what_is_searched(owner: User, carrier: Carrier) -> None:
    sim = add(owner, carrier)
    case = Cancellation.objects.start(sim, owner, requested_end_date=None)
    sim.edit(owner, version=1, nickname="Казань", msisdn="+79161234567")
    assert sim.version == 2
    event = Event.objects.get(kind="sim_edited")
    before = {"msisdn": "", "nickname": "Moscow"}
    assert event.payload == {"fields": ["msisdn", "nickname"], "before": before, "accepted": {}}
    assert list(Sim.objects.search("казань", owner)) == [sim]
    assert list(Cancellation.objects.search("казань", owner)) == [case]
    sim.edit(owner, version=2, nickname="Казань")
    assert Event.objects.filter(kind="sim_edited").count() == 1


def test_a_stale_edit_is_refused(owner: User, carrier: Carrier) -> None:
    sim = add(owner, carrier)
    sim.edit(owner, version=1, nickname="Kazan")
    with pytest.raises(Stale):
        Sim.objects.get().edit(owner, version=1, nickname="Moscow")
    assert Sim.objects.get().nickname == "Kazan"


def test_carrier_and_kind_stay_while_a_request_is_open(owner: User, carrier: Carrier, other_carrier: Carrier) -> None:
    sim = add(owner, carrier)
    sim.edit(owner, version=1, carrier=other_carrier)
    Cancellation.objects.start(sim, owner, requested_end_date=None)
    for change in ({"carrier": carrier}, {"kind": "physical"}):
        with pytest.raises(NotPossible):
            Sim.objects.get().edit(owner, version=2, **change)
    Sim.objects.get().edit(owner, version=2, plan="L")


def test_a_viewer_changes_nothing(viewer: User, owner: User, carrier: Carrier) -> None:
    sim = add(owner, carrier)
    with pytest.raises(PermissionDenied):
        add(viewer, carrier)
    with pytest.raises(PermissionDenied):
        sim.edit(viewer, version=1, nickname="x")


# --- names and search -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"nickname": "Dacha", "msisdn": "+79161234567"}, "Dacha"),
        ({"nickname": "", "msisdn": "+79161234567"}, "+7 916 *** ** 67"),
        ({"nickname": "", "iccid": ICCID}, "•••• 0123"),
        ({"nickname": "", "holder": "Anna"}, "Anna"),
    ],
)
def test_a_card_is_called_by_what_there_is(fields: dict[str, str], title: str) -> None:
    assert Sim(**fields).title == title


@pytest.mark.parametrize(
    "term",
    [
        "+79161234567",
        "+7 916 123-45-67",
        "8 (916) 123-45-67",
        "9161234567",
        "１２３４５６７",
        "МОСКВА",
        "москв",
        "0123",
    ],
)
def test_a_card_is_found_however_it_is_typed(owner: User, carrier: Carrier, term: str) -> None:
    sim = add(owner, carrier, nickname="Москва", msisdn="+79161234567", iccid=ICCID)
    add(owner, carrier, nickname="Other", msisdn="+79037654321")
    assert list(Sim.objects.search(term, owner)) == [sim]


def test_nothing_to_look_for_finds_everything(owner: User, carrier: Carrier) -> None:
    add(owner, carrier)
    assert Sim.objects.search("  \u200b ", owner).count() == 1


@pytest.mark.parametrize(
    ("term", "terms"),
    [
        ("", []),
        ("МТС", ["мтс"]),
        ("12", ["12"]),
        ("916-12", ["916-12", "91612"]),
        ("8 916 123-45-67", ["8 916 123-45-67", "89161234567", "9161234567"]),
        ("LC-12345", ["lc-12345"]),
    ],
)
def test_terms_to_look_for(term: str, terms: list[str]) -> None:
    assert search_terms(term) == terms
