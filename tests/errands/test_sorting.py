"""After a carrier got another name, its cards and requests stand in lists where that belongs: a part at a time."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.errands.sorting import sort_part
from cancellations.models import Cancellation, Carrier, Errand, Sim, User, carrier, carrier_places
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.listed import build
from tests.pages import fields_of


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (carrier, carrier_places):
        monkeypatch.setattr(place, "PART", 2)


@pytest.fixture
def mts(owner: User) -> Carrier:
    """With five requests, one a card, and another carrier's beside them."""
    found = carrier_of(owner)
    build(owner, [{"carrier": found, "sim__carrier": found} for _ in range(5)])
    other = Carrier.objects.add_own(owner, names={"en": "Other"})
    build(owner, [{"carrier": other, "sim__carrier": other}])
    return found


def named(carrier: Carrier, by: User, name: str) -> Errand | None:
    return carrier.edit(by, version=carrier.version, names={"en": name})


def begun() -> Errand:
    errand = Errand.objects.claim_next()
    assert errand is not None
    return errand


def orders(rows: Any) -> dict[str, int]:
    every = list(rows.values_list("order_carrier", flat=True))
    return {order: every.count(order) for order in every}


def test_many_are_sorted_by_the_worker(mts: Carrier, owner: User) -> None:
    errand = named(mts, owner, "Zeta")
    assert errand is not None
    assert (errand.kind, errand.total, errand.title) == (ErrandKind.SORTING, 10, "Zeta")
    assert "zeta" not in orders(Sim.objects)
    work_off(PARTS)
    errand.refresh_from_db()
    assert (errand.state, errand.done) == (ErrandState.DONE, 10)
    assert errand.result == {"address": reverse("carrier", args=[mts.slug])}
    assert orders(Sim.objects) == orders(Cancellation.objects) == {"zeta": 5, "other": 1}


def test_few_are_sorted_at_once(owner: User) -> None:
    found = carrier_of(owner)
    build(owner, [{"carrier": found, "sim__carrier": found}])
    assert named(found, owner, "Zeta") is None
    assert not Errand.objects.exists()
    assert orders(Sim.objects) == orders(Cancellation.objects) == {"zeta": 1}


def test_other_changes_than_of_the_name_move_nothing(mts: Carrier, owner: User) -> None:
    assert mts.edit(owner, version=mts.version, notice_days=9) is None
    assert not Errand.objects.exists()


def test_one_that_broke_off_goes_on_behind_what_is_done(mts: Carrier, owner: User) -> None:
    named(mts, owner, "Zeta")
    errand = begun()
    assert sort_part(errand)
    errand.end(ErrandState.FAILED)
    assert orders(Sim.objects)["zeta"] == 2
    errand.go_on(owner)
    work_off(PARTS)
    errand.refresh_from_db()
    assert (errand.state, errand.done) == (ErrandState.DONE, 10)
    assert orders(Sim.objects) == {"zeta": 5, "other": 1}


def test_nothing_is_done_again_behind_the_last_part(mts: Carrier, owner: User) -> None:
    """Its worker died before it could say that it was through."""
    named(mts, owner, "Zeta")
    errand = begun()
    while sort_part(errand):
        pass
    Errand.objects.update(claimed_until=None)
    work_off(PARTS)
    errand.refresh_from_db()
    assert (errand.state, errand.done) == (ErrandState.DONE, 10)


def test_whoever_leaves_leaves_it_to_be_done(mts: Carrier, owner: User, colleague: User) -> None:
    named(mts, colleague, "Zeta")
    colleague.membership.delete()
    work_off(PARTS)
    assert Errand.objects.get().state is ErrandState.DONE
    assert orders(Cancellation.objects) == {"zeta": 5, "other": 1}


def test_nobody_stops_it(mts: Carrier, owner: User, client_of: ClientOf) -> None:
    errand = named(mts, owner, "Zeta")
    assert errand is not None
    at = reverse("errand", args=[errand.pk])
    assert f"{at}stop/" not in client_of(owner).get(at).content.decode()
    assert client_of(owner).post(f"{at}stop/").status_code == 403
    errand.refresh_from_db()
    assert not errand.is_ended


def test_a_name_that_sorts_alike_moves_nothing(mts: Carrier, owner: User) -> None:
    before = orders(Sim.objects)
    named(Carrier.objects.get(pk=mts.pk), owner, "Zeta")
    Errand.objects.all().delete()
    assert named(Carrier.objects.get(pk=mts.pk), owner, "ZETA") is None
    assert orders(Sim.objects) == before


def test_the_last_name_counts(mts: Carrier, owner: User) -> None:
    named(mts, owner, "Zeta")
    errand = begun()
    assert sort_part(errand)
    named(Carrier.objects.get(pk=mts.pk), owner, "Alpha")
    while sort_part(errand):
        pass
    errand.end()
    work_off(PARTS)
    assert orders(Sim.objects) == orders(Cancellation.objects) == {"alpha": 5, "other": 1}
    assert {one.state for one in Errand.objects.all()} == {ErrandState.DONE}


def test_a_carrier_that_is_gone_is_done(mts: Carrier, owner: User) -> None:
    errand = named(mts, owner, "Zeta")
    assert errand is not None
    Cancellation.objects.filter(carrier=mts).delete()
    Sim.objects.filter(carrier=mts).delete()
    mts.delete()
    work_off(PARTS)
    errand.refresh_from_db()
    assert errand.state is ErrandState.DONE


def test_the_page_says_that_it_takes_a_while(mts: Carrier, owner: User, client_of: ClientOf) -> None:
    client: Client = client_of(owner)
    at = reverse("carrier_edit", args=[mts.slug])
    data = {**fields_of(client.get(at), at), "name_en": "Zeta"}
    answer = client.post(at, data, follow=True)
    said = answer.content.decode()
    assert said.index("Saved.") < said.index("Its cards and requests are being sorted by the new name")
    errand = Errand.objects.get()
    page = client.get(reverse("errand", args=[errand.pk])).content.decode()
    assert "Sorting by a new name: Zeta" in page
