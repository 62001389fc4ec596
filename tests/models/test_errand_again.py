"""What was stopped or failed is gone on with: the rest is done, and nothing twice."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cancellations.domain.bulk import BulkAction
from cancellations.domain.errands import RESULT_KEPT, ErrandKind, ErrandState
from cancellations.domain.errors import NotPossible
from cancellations.errands import bulk
from cancellations.errands.bulk import change_cases
from cancellations.errands.running import work_off
from cancellations.models import Cancellation, Errand, Message, User
from cancellations.models.errand import ClaimLost
from tests.cases import TODAY, case_of

pytestmark = pytest.mark.usefixtures("a_saturday")
BULK = ErrandKind.BULK


def logged(by: User, cases: list[Cancellation]) -> Errand:
    typed = urlencode({"form_key": str(uuid.uuid4()), "outcome": "processing", "note": "One for all"})
    what = {"action": BulkAction.LOG, "asked_on": TODAY.isoformat(), "cases": [case.pk for case in cases]}
    return Errand.objects.ask(by, BULK, what=what, secret=typed, title="", total=len(cases))


def test_the_rest_is_done_once_each(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PART", 2)
    cases = [case_of(owner) for _ in range(5)]
    errand = logged(owner, cases)
    real = bulk.VERBS[BulkAction.LOG]

    def stops_behind_the_second(case: Cancellation, by: User, form: Any) -> None:
        real(case, by, form)
        if case.pk == cases[1].pk:
            Errand.objects.get(pk=errand.pk).stop(owner)

    monkeypatch.setitem(bulk.VERBS, BulkAction.LOG, stops_behind_the_second)
    work_off({BULK: change_cases})
    errand.refresh_from_db()
    assert (errand.state, errand.done, Message.objects.count()) == (ErrandState.STOPPED, 2, 2)
    errand.go_on(owner)
    work_off({BULK: change_cases})
    errand.refresh_from_db()
    assert (errand.state, errand.done, errand.sealed) == (ErrandState.DONE, 5, "")
    told = Message.objects.filter(note="One for all").values_list("cancellation_id", flat=True)
    assert sorted(told) == sorted(case.pk for case in cases)


def test_what_failed_three_times_is_tried_again(owner: User) -> None:
    errand = logged(owner, [])
    broken = [True]

    def breaks(errand: Errand) -> bool:
        if broken:
            raise RuntimeError
        return False

    work_off({BULK: breaks})
    errand.refresh_from_db()
    assert errand.ending == ErrandState.FAILED
    broken.clear()
    errand.go_on(owner)
    work_off({BULK: breaks})
    errand.refresh_from_db()
    assert errand.ending == ErrandState.DONE


def test_a_worker_of_before_does_nothing_any_more(owner: User) -> None:
    logged(owner, [])
    before = Errand.objects.claim_next()
    assert before
    Errand.objects.get().stop(owner)
    Errand.objects.get().go_on(owner)
    with pytest.raises(ClaimLost), before.part():
        before.done = 1


@pytest.mark.parametrize("state", [ErrandState.WAITING, ErrandState.RUNNING, ErrandState.DONE])
def test_what_is_at_work_or_done_is_not_begun_again(owner: User, state: ErrandState) -> None:
    errand = logged(owner, [])
    if state is ErrandState.RUNNING:
        Errand.objects.claim_next()
    if state is ErrandState.DONE:
        errand.end()
    with pytest.raises(NotPossible):
        errand.go_on(owner)
    assert Errand.objects.get().state is state


@pytest.mark.parametrize("kind", [ErrandKind.IMPORT, ErrandKind.LETTERS])
def test_an_import_goes_on_elsewhere_and_letters_not_at_all(owner: User, kind: ErrandKind) -> None:
    errand = Errand.objects.ask(owner, kind, what={}, title="")
    errand.stop(owner)
    with pytest.raises(NotPossible):
        errand.go_on(owner)


def test_after_a_week_there_is_nothing_to_go_on_with(owner: User) -> None:
    errand = logged(owner, [])
    errand.stop(owner)
    Errand.objects.clear_old()
    errand.refresh_from_db()
    assert errand.sealed
    Errand.objects.update(ended_at=timezone.now() - RESULT_KEPT - timedelta(minutes=1))
    Errand.objects.clear_old()
    errand.refresh_from_db()
    assert errand.sealed == ""
    with pytest.raises(NotPossible):
        errand.go_on(owner)


def test_who_asked_may_and_the_owner(owner: User, colleague: User, viewer: User) -> None:
    errand = logged(colleague, [])
    errand.stop(colleague)
    with pytest.raises(PermissionDenied):
        errand.go_on(viewer)
    errand.go_on(colleague)
    errand.stop(colleague)
    errand.go_on(owner)
    assert errand.state is ErrandState.WAITING
