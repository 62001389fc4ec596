"""An import that ended while it opened requests: what is said of it, and the rest is opened once each."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cancellations.domain.errands import ErrandState
from cancellations.domain.errors import NotPossible
from cancellations.domain.importing.course import FILES_KEPT, ImportState
from cancellations.errands import sim_import
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Batch, Cancellation, Errand, Sim, SimImport, User
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import AT, key, previewed, run
from tests.pages import text_of

CONTENT = "Number,Carrier,Open a request,Tags\n" + "".join(f"+7916123456{n},carrier-1,yes,t{n}\n" for n in range(5))
HALF = "The cards are imported, but not all requests are opened: 1 of 5."


@pytest.fixture
def client(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier_of(owner, country="RU")
    return client_of(owner)


def broken_off(client: Client, monkeypatch: pytest.MonkeyPatch, *, by: User | None) -> SimImport:
    """After one request: stopped between two parts, or without `by` broken three times."""
    one = previewed(client, CONTENT)

    def part(errand: Errand) -> bool:
        errand.refresh_from_db()
        if errand.done < 6:  # the five cards, and the first request
            return sim_import.import_part(errand)
        if by is None:
            raise RuntimeError
        Errand.objects.get(pk=errand.pk).stop(by)
        return sim_import.import_part(errand)

    with monkeypatch.context() as patched:
        patched.setitem(PARTS, sim_import.KIND, part)
        run(client, one)
    return one


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim_import, "CASES_AT_ONCE", 1)


@pytest.fixture
def stopped(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> SimImport:
    one = broken_off(client, monkeypatch, by=owner)
    assert (Sim.objects.count(), Cancellation.objects.count()) == (5, 1)
    return one


def errand_of(one: SimImport) -> Errand:
    assert one.errand
    return Errand.objects.get(pk=one.errand.pk)


def go_on(client: Client, one: SimImport) -> Any:
    answer = client.post(reverse("errand_go_on", args=[errand_of(one).pk]), key())
    work_off(PARTS)
    one.refresh_from_db()
    return answer


def test_what_is_known_is_said(client: Client, owner: User, stopped: SimImport) -> None:
    page = client.get(f"{AT}{stopped.pk}/")
    text = text_of(page)
    assert HALF in text
    assert "Rows whose request is not opened yet: 3, 4, 5, 6." in text
    assert f"Stopped by {owner.display_name}, " in text
    assert page.context["one"].look.label == "Stopped"
    assert reverse("errand_go_on", args=[errand_of(stopped).pk]) in page.content.decode()
    assert "Undo this import" in text


def test_of_many_rows_the_first_are_named(client: Client, stopped: SimImport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancellations.views.sim_import_rest.ROWS_SHOWN", 1)
    assert "Rows whose request is not opened yet: 3, and 3 more." in text_of(client.get(f"{AT}{stopped.pk}/"))


def test_the_rest_is_opened_once_each_in_the_same_batch(client: Client, stopped: SimImport) -> None:
    assert go_on(client, stopped).status_code == 303
    assert (stopped.state, errand_of(stopped).state) == (ImportState.DONE, ErrandState.DONE)
    assert (Sim.objects.count(), stopped.found["opened"], errand_of(stopped).missed) == (5, 5, 0)
    assert sorted(Cancellation.objects.values_list("sim", flat=True)) == sorted(
        Sim.objects.values_list("pk", flat=True)
    )
    assert set(Cancellation.objects.values_list("batch", flat=True)) == {Batch.objects.get().pk}
    text = text_of(client.get(f"{AT}{stopped.pk}/"))
    assert ("5 requests were opened." in text, "not all requests" in text) == (True, False)
    assert go_on(client, stopped).status_code == 422
    client.post(f"{AT}{stopped.pk}/undo/", key())
    work_off(PARTS)
    assert not Sim.objects.exists()


def test_what_failed_three_times_goes_on_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    one = broken_off(client, monkeypatch, by=None)
    assert errand_of(one).state is ErrandState.FAILED
    text = text_of(client.get(f"{AT}{one.pk}/"))
    assert (HALF in text, "What was done until then is kept" in text, "Broke off: " in text) == (True, True, True)
    assert "nothing of this step was kept" not in text
    assert go_on(client, one).status_code == 303
    assert (one.state, Cancellation.objects.count()) == (ImportState.DONE, 5)


def test_what_is_undone_is_not_gone_on_with(client: Client, owner: User, stopped: SimImport) -> None:
    before = errand_of(stopped)
    assert client.post(f"{AT}{stopped.pk}/undo/", key()).status_code == 303
    with pytest.raises(NotPossible):
        before.go_on(owner)
    work_off(PARTS)
    stopped.refresh_from_db()
    assert (stopped.state, Sim.objects.exists()) == (ImportState.UNDONE, False)
    assert client.post(reverse("errand_go_on", args=[before.pk]), key()).status_code == 422


def test_what_is_gone_on_with_is_not_undone(client: Client, owner: User, stopped: SimImport) -> None:
    """Whoever undoes it has seen it stopped, and somebody goes on with it at this moment."""
    seen = SimImport.objects.select_related("errand").get(pk=stopped.pk)
    errand_of(stopped).go_on(owner)
    with pytest.raises(NotPossible):
        seen.begin_undoing(owner)
    assert seen.errand
    assert not seen.errand.leave_rest()


def test_after_a_week_it_is_said_still_without_a_way_on(client: Client, owner: User, stopped: SimImport) -> None:
    SimImport.objects.update(changed_at=timezone.now() - FILES_KEPT - FILES_KEPT)
    assert SimImport.objects.clear_old() == 1
    page = client.get(f"{AT}{stopped.pk}/")
    assert HALF in text_of(page)
    assert page.context["rest"].form is None
    with pytest.raises(NotPossible):
        errand_of(stopped).go_on(owner)


def test_who_may(client_of: ClientOf, stopped: SimImport, colleague: User, viewer: User, stranger: User) -> None:
    at = reverse("errand_go_on", args=[errand_of(stopped).pk])
    shown = client_of(colleague).get(f"{AT}{stopped.pk}/")
    assert (HALF in text_of(shown), at in shown.content.decode()) == (True, False)
    with pytest.raises(PermissionDenied):
        errand_of(stopped).go_on(colleague)
    assert client_of(viewer).post(at, key()).status_code == 403
    assert client_of(stranger).post(at, key()).status_code == 404
    assert Cancellation.objects.count() == 1


def test_who_stopped_it_is_not_known_of_older_ones(client: Client, stopped: SimImport) -> None:
    Errand.objects.update(result={})
    assert "Stopped: " in text_of(client.get(f"{AT}{stopped.pk}/"))
