"""Errands: each part once, whoever does it, however often it breaks."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import get_language, override
from pytest_django import Settings

from cancellations.domain.errands import RESULT_KEPT, TRIES, ErrandKind, ErrandState
from cancellations.domain.errors import NotPossible
from cancellations.errands.running import work_off
from cancellations.models import Errand, User
from cancellations.models.errand import ClaimLost
from cancellations.models.storage import evidence_storage
from tests.files import keep_in

BULK = ErrandKind.BULK


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "files")


def asked(by: User, **more: Any) -> Errand:
    return Errand.objects.ask(by, BULK, what={}, title="MTS", total=3, **more)


def one_by_one(errand: Errand) -> bool:
    with errand.part():
        errand.done += 1
    return bool(errand.total and errand.done < errand.total)


def test_it_is_done_part_by_part_and_then_it_is_over(owner: User) -> None:
    errand = asked(owner)
    assert errand.state is ErrandState.WAITING
    assert work_off({BULK: one_by_one}) == 1
    errand.refresh_from_db()
    assert (errand.done, errand.state) == (3, ErrandState.DONE)
    assert work_off({BULK: one_by_one}) == 0


def test_it_is_done_in_the_language_of_who_asked(owner: User) -> None:
    spoken: list[str | None] = []

    def listen(errand: Errand) -> bool:
        spoken.append(get_language())
        return False

    with override("zh-hans"):
        asked(owner)
    with override("ru"):
        work_off({BULK: listen})
    assert spoken == ["zh-hans"]


def test_of_a_part_that_breaks_nothing_is_left_and_it_goes_on_where_it_was(owner: User) -> None:
    errand = asked(owner)
    broken: list[int] = []

    def breaks_once(errand: Errand) -> bool:
        with errand.part():
            errand.done += 1
            errand.miss("LC-1", "why")
            if errand.done == 2 and not broken:
                broken.append(errand.done)
                raise RuntimeError
        return errand.done < 3

    work_off({BULK: breaks_once})
    errand.refresh_from_db()
    assert (errand.done, errand.missed, errand.misses.count()) == (3, 3, 3)
    assert errand.state is ErrandState.DONE


def test_what_always_breaks_is_given_up(owner: User) -> None:
    errand = asked(owner)

    def breaks(errand: Errand) -> bool:
        raise RuntimeError

    assert work_off({BULK: breaks}) == TRIES
    errand.refresh_from_db()
    assert (errand.state, errand.done) == (ErrandState.FAILED, 0)


def test_a_refusal_ends_it_with_its_sentence(owner: User) -> None:
    errand = asked(owner)

    def refuses(errand: Errand) -> bool:
        raise NotPossible("Not this way.")

    assert work_off({BULK: refuses}) == 1
    errand.refresh_from_db()
    assert (errand.state, errand.error) == (ErrandState.FAILED, "Not this way.")


def test_one_at_a_time_until_the_claim_runs_out(owner: User) -> None:
    asked(owner)
    first = Errand.objects.claim_next()
    assert first
    assert Errand.objects.claim_next() is None
    Errand.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    second = Errand.objects.claim_next()
    assert second
    with pytest.raises(ClaimLost), first.part():
        first.done = 3
    with second.part():
        second.done = 1
    first.refresh_from_db()
    assert first.done == 1


def test_who_lost_it_does_not_take_it_from_who_has_it(owner: User) -> None:
    asked(owner)
    first = Errand.objects.claim_next()
    Errand.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    second = Errand.objects.claim_next()
    assert first
    assert second
    first.failed_once()
    assert Errand.objects.claim_next() is None
    with second.part():
        second.done = 3


def test_a_file_that_was_handed_in_is_the_last_of_it(owner: User) -> None:
    """The commit was through and its answer lost: nothing is made twice."""
    errand = asked(owner)
    errand.stored = evidence_storage().save("made", ContentFile(b"rows"))
    errand.save()
    assert work_off({BULK: lambda _errand: pytest.fail("begun again")}) == 1
    errand.refresh_from_db()
    assert (errand.state, errand.stored) == (ErrandState.DONE, "made")


def test_stopped_means_no_further_part(owner: User, colleague: User, viewer: User) -> None:
    errand = asked(colleague)

    def stopped_meanwhile(running: Errand) -> bool:
        with running.part():
            running.done += 1
        Errand.objects.get(pk=running.pk).stop(owner)
        return True

    with pytest.raises(PermissionDenied):
        errand.stop(viewer)
    work_off({BULK: stopped_meanwhile})
    errand.refresh_from_db()
    assert (errand.state, errand.done) == (ErrandState.STOPPED, 1)


def test_who_belongs_to_no_workspace_asks_for_nothing(ex_member: User) -> None:
    with pytest.raises(PermissionDenied):
        asked(ex_member)


def test_the_file_goes_after_a_week(owner: User) -> None:
    errand = asked(owner)
    errand.stored = evidence_storage().save("made", ContentFile(b"rows"))
    errand.save()
    errand.end()
    assert Errand.objects.clear_old() == 0
    Errand.objects.update(ended_at=timezone.now() - RESULT_KEPT - timedelta(minutes=1))
    assert Errand.objects.clear_old() == 1
    errand.refresh_from_db()
    assert errand.stored == ""
    assert not evidence_storage().exists("made")
