"""Errands and two who want something of them at the same moment."""

import pytest
from django.db import connection

from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.models import Errand, User
from tests.races.meanwhile import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def errand(owner: User) -> Errand:
    return Errand.objects.ask(owner, ErrandKind.BULK, what={}, title="", total=3)


def test_stopped_is_stopped_even_if_a_worker_takes_it_just_then(
    errand: Errand, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_end, taken = Errand.end, []

    def late(self: Errand, ending: ErrandState = ErrandState.DONE, error: str = "") -> None:
        taken.append(meanwhile(Errand.objects.claim_next))
        true_end(self, ending, error)

    monkeypatch.setattr(Errand, "end", late)
    errand.stop(owner)
    assert taken[0].result(30) is None
    errand.refresh_from_db()
    assert errand.state is ErrandState.STOPPED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: the part ends before the stop")
def test_a_part_under_way_is_waited_for_and_no_other_begins(errand: Errand, owner: User) -> None:
    running = Errand.objects.claim_next()
    assert running
    with running.part():
        running.done = 1
        stopping = meanwhile(lambda: Errand.objects.get(pk=errand.pk).stop(owner))
        assert not stopping.done()
    stopping.result(30)
    errand.refresh_from_db()
    assert (errand.state, errand.done) == (ErrandState.STOPPED, 1)
