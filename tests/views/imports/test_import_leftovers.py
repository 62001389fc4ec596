"""What an import adds on the way, carriers and tags: gone where nothing came of it, and where it is undone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cancellations.domain.errands import ErrandState
from cancellations.domain.errors import Stale
from cancellations.domain.importing.course import FILES_KEPT, ImportState
from cancellations.errands import sim_import
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Batch, Cancellation, Carrier, Errand, SavedView, Sim, SimImport, Tag, User
from cancellations.models.import_writing import Planner
from tests.cases import carrier_of, sim_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import AT, ICCIDS, choose, counts, imported, key, previewed, run, table
from tests.pages import text_of

NUMBER = "+79161234567"
GONE = "A carrier of some rows is not here any more. Nothing was imported; this is what would happen now."
NEW = table(f"{NUMBER},,Kiwi Mobile,x", "+79161234568,,Moa,y")
TAGGED = f"Number,Carrier,Open a request,Tags\n{NUMBER},carrier-1,yes,{{tags}}\n"


@pytest.fixture
def client(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier_of(owner, country="RU")
    return client_of(owner)


def carriers() -> set[str]:
    return {carrier.name for carrier in Carrier.objects.exclude(workspace=None)} - {"MTS"}


def undo(client: Client, one: SimImport) -> None:
    assert client.post(f"{AT}{one.pk}/undo/", key()).status_code == 303
    work_off(PARTS)
    one.refresh_from_db()


def test_the_preview_after_a_change_has_added_no_carrier(client: Client, owner: User) -> None:
    one = previewed(client, NEW, new_carriers="on")
    known = sim_of(owner, carrier=Carrier.objects.get(slug="carrier-1"), msisdn=NUMBER)
    run(client, one)
    assert (one.course, carriers()) == (ImportState.READY, set())
    assert one.found["new_carriers"] == ["Kiwi Mobile", "Moa"]
    run(client, one)
    assert (one.course, carriers()) == (ImportState.DONE, {"Kiwi Mobile", "Moa"})
    assert Sim.objects.exclude(pk=known.pk).count() == 2


def test_nor_has_an_import_that_found_no_moment(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(*_args: Any) -> None:
        raise Stale

    one = previewed(client, NEW, new_carriers="on")
    with monkeypatch.context() as patched:
        patched.setattr(sim_import, "write_cards", stale)
        run(client, one)
    assert "Others are recording cards" in text_of(client.get(f"{AT}{one.pk}/"))
    assert (one.course, carriers()) == (ImportState.READY, set())
    run(client, one)
    assert (one.state, carriers()) == (ImportState.DONE, {"Kiwi Mobile", "Moa"})


@pytest.fixture
def stopped(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> SimImport:
    """Its carriers are added, and nothing else was."""

    def stops(one: SimImport) -> Planner:
        Errand.objects.get(ended_at=None).stop(owner)
        return Planner(one)

    one = previewed(client, NEW, new_carriers="on")
    with monkeypatch.context() as patched:
        patched.setattr(sim_import, "Planner", stops)
        run(client, one)
    assert one.errand
    assert (one.errand.state, one.course) == (ErrandState.STOPPED, ImportState.READY)
    assert (carriers(), Sim.objects.count()) == ({"Kiwi Mobile", "Moa"}, 0)
    return one


def discard(client: Client, one: SimImport) -> None:
    assert client.post(f"{AT}{one.pk}/discard/", key()).status_code == 303


def forget(client: Client, one: SimImport) -> None:
    SimImport.objects.filter(pk=one.pk).update(changed_at=timezone.now() - FILES_KEPT - FILES_KEPT)
    assert SimImport.objects.clear_old() == 1


def choose_anew(client: Client, one: SimImport) -> None:
    assert choose(client, one).status_code == 303


@pytest.mark.parametrize("end", [discard, forget, choose_anew])
def test_what_was_stopped_leaves_no_carrier_but_those_in_use(
    client: Client, owner: User, stopped: SimImport, end: Callable[[Client, SimImport], None]
) -> None:
    moa = Carrier.objects.visible_to(owner).get(names={"en": "Moa"})
    sim = sim_of(owner, carrier=moa, msisdn="+79161234570")
    end(client, stopped)
    assert carriers() == {"Moa"}
    assert Sim.objects.get() == sim


def test_what_was_stopped_is_imported_after_all(client: Client, stopped: SimImport) -> None:
    run(client, stopped)
    assert (stopped.state, carriers(), Sim.objects.count()) == (ImportState.DONE, {"Kiwi Mobile", "Moa"}, 2)
    undo(client, stopped)
    assert carriers() == set()


@pytest.mark.parametrize("end", [discard, forget, choose_anew])
@pytest.mark.parametrize("known", [False, True])
def test_a_preview_with_carriers_that_another_import_took_back_is_shown_anew(
    client: Client, owner: User, stopped: SimImport, known: bool, end: Callable[[Client, SimImport], None]
) -> None:
    """Once for new cards, and once for a card that is to get the carrier."""
    if known:
        sim_of(owner, carrier=Carrier.objects.get(slug="carrier-1"), iccid=ICCIDS[0])
    other = previewed(client, table(f"{NUMBER},{ICCIDS[0]},Kiwi Mobile,z"), new_carriers="on")
    assert (counts(other), other.found["new_carriers"]) == ((0, 1, 0, 0) if known else (1, 0, 0, 0), [])
    end(client, stopped)
    run(client, other)
    assert (other.course, other.found["new_carriers"]) == (ImportState.READY, ["Kiwi Mobile"])
    assert GONE in text_of(client.get(f"{AT}{other.pk}/"))
    run(client, other)
    assert (other.course, carriers()) == (ImportState.DONE, {"Kiwi Mobile"})
    assert Sim.objects.get().carrier.name == "Kiwi Mobile"


def test_so_is_one_whose_rows_all_are_of_such_a_carrier(client: Client, owner: User, stopped: SimImport) -> None:
    moa = Carrier.objects.visible_to(owner).get(names={"en": "Moa"})
    other = previewed(client, f"Number,Note\n{NUMBER},x\n", carrier=moa.slug)
    discard(client, stopped)
    run(client, other)
    assert (other.course, counts(other)) == (ImportState.READY, (0, 0, 0, 1))
    assert GONE in text_of(client.get(f"{AT}{other.pk}/"))


def test_carriers_taken_back_while_the_rows_are_made_ready(
    client: Client, stopped: SimImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*args: Any) -> Any:
        plan = planned(*args)
        discard(client, stopped)
        return plan

    other, planned = previewed(client, table(f"{NUMBER},,Kiwi Mobile,z")), sim_import._planned
    monkeypatch.setattr(sim_import, "_planned", meanwhile)
    run(client, other)
    assert (other.course, counts(other)) == (ImportState.READY, (0, 0, 0, 1))
    assert not Sim.objects.exists()


def test_an_undone_import_leaves_no_tag_and_no_batch(client: Client, owner: User) -> None:
    Tag.objects.named(owner, ["old"])
    one = imported(client, TAGGED.format(tags='"Old,north"'))
    assert [batch.name for batch in Batch.objects.all()] == ["cards.csv"]
    listed = reverse("batches")
    assert "cards.csv" in text_of(client.get(listed))
    undo(client, one)
    assert list(Tag.objects.living().values_list("name", flat=True)) == ["old"]
    assert "cards.csv" not in text_of(client.get(listed))


def used(owner: User, tag: Tag) -> None:
    Cancellation.objects.start(sim_of(owner), owner, requested_end_date=None).tag(owner, ["north"])


def renamed(owner: User, tag: Tag) -> None:
    tag.rename(owner, "The north")


def asked_for(owner: User, tag: Tag) -> None:
    SavedView.objects.create(workspace_id=tag.workspace_id, owner=owner, name="North", query=f"stage=open&tag={tag.pk}")


def merged_with(owner: User, tag: Tag) -> None:
    (other,) = Tag.objects.named(owner, ["up there"])
    other.merge_into(owner, tag)


@pytest.mark.parametrize("done", [used, renamed, asked_for, merged_with])
def test_a_tag_that_somebody_has_worked_with_stays(
    client: Client, owner: User, done: Callable[[User, Tag], None]
) -> None:
    one = imported(client, TAGGED.format(tags="north"))
    tag = Tag.objects.get()
    done(owner, tag)
    undo(client, one)
    assert one.state == ImportState.UNDONE
    assert tag in Tag.objects.living()


def test_a_batch_with_requests_left_is_listed_still(client: Client, owner: User) -> None:
    one = imported(client, TAGGED.format(tags=""))
    mine = Cancellation.objects.start(sim_of(owner), owner, requested_end_date=None, batch=one.batch)
    undo(client, one)
    assert Cancellation.objects.get() == mine
    assert "cards.csv" in text_of(client.get(reverse("batches")))
