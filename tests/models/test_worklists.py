"""The worklists written as SQL say what the QuerySets say."""

from types import SimpleNamespace

import pytest

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Stage, Turn
from cancellations.domain.worklist import GROUPS, WORKLISTS, Worklist
from cancellations.models import Cancellation, User
from cancellations.models import worklists as sql
from cancellations.models.worklists import COUNTED, cases_in, count_worklists, first_of_each_group
from tests.cases import TODAY, case_of, do
from tests.listed import days, listed, many


def cases(user: User, worklist: Worklist) -> set[int]:
    found = cases_in(worklist, Cancellation.objects.visible_to(user), TODAY)
    return set(found.values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(5))
def test_counts_are_those_of_the_querysets(owner: User, stranger: User, seed: int) -> None:
    many(owner, 120, seed)
    many(stranger, 40, seed)
    counts = count_worklists(owner, TODAY)
    assert {one: counts[one] for one in COUNTED} == {one: len(cases(owner, one)) for one in COUNTED}
    assert counts["open"] == Cancellation.objects.visible_to(owner).open_cases().count()
    soon = Cancellation.objects.visible_to(owner).waiting(TODAY).filter(due_on__lte=days(6))
    assert counts["week"] == soon.count()


@pytest.mark.parametrize("seed", range(5))
def test_every_open_case_stands_in_exactly_one_group(owner: User, seed: int) -> None:
    many(owner, 120, seed)
    grouped = [cases(owner, group) for group in GROUPS]
    assert sum(map(len, grouped)) == len(set.union(*grouped))
    open_ones = set(Cancellation.objects.visible_to(owner).open_cases().values_list("pk", flat=True))
    assert open_ones <= set.union(*grouped)


@pytest.mark.parametrize("seed", range(5))
def test_the_groups_are_those_of_the_querysets(owner: User, stranger: User, seed: int) -> None:
    many(owner, 80, seed)
    many(stranger, 20, seed)
    found = first_of_each_group(owner, TODAY, 200)
    for group in GROUPS:
        assert set(found[group]) == cases(owner, group)
        assert len(found[group]) == len(set(found[group]))


def test_the_first_of_a_group_are_those_due_first(owner: User) -> None:
    waiting = [listed(owner, turn=Turn.CARRIER, due_on=days(number)) for number in (9, 3, 5, 1)]
    assert first_of_each_group(owner, TODAY, 2)[Worklist.WAITING] == [waiting[3].pk, waiting[1].pk]


def test_ours_and_the_holders_stand_in_one_order(owner: User) -> None:
    turns = ((4, Turn.US), (1, Turn.HOLDER), (2, Turn.US), (3, Turn.HOLDER))
    due = {number: listed(owner, turn=turn, due_on=days(number)).pk for number, turn in turns}
    assert first_of_each_group(owner, TODAY, 3)[Worklist.COMING] == [due[1], due[2], due[3]]


def test_the_first_of_the_recently_confirmed_are_the_newest(owner: User) -> None:
    told = {"stage": Stage.CONFIRMED, "turn": Turn.US, "due_on": days(8)}
    confirmed = [listed(owner, **told, confirmed_on=days(-number)) for number in (9, 3, 20, 1)]
    found = first_of_each_group(owner, TODAY, 2)
    assert found[Worklist.CONFIRMED] == [confirmed[3].pk, confirmed[1].pk]
    assert found[Worklist.COMING] == [confirmed[2].pk]


def test_mine_are_those_assigned_to_me(owner: User, colleague: User) -> None:
    mine = listed(owner, due_on=TODAY)
    listed(owner, due_on=TODAY, assignee=colleague)
    listed(owner, due_on=TODAY, assignee=None)
    assert first_of_each_group(owner, TODAY, 9, mine=True)[Worklist.TODAY] == [mine.pk]
    assert count_worklists(owner, TODAY, mine=True)[Worklist.TODAY] == 1
    assert count_worklists(owner, TODAY)[Worklist.TODAY] == 3


def test_a_count_stops_one_beyond_its_limit(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "COUNTED_TO", 4)
    many(owner, 60)
    assert count_worklists(owner, TODAY)["open"] == 5


def test_a_count_that_went_beyond_is_not_made_again_for_a_minute(
    owner: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "COUNTED_TO", 4)
    monkeypatch.setattr(sql, "time", SimpleNamespace(monotonic=lambda: 6_000.0))
    many(owner, 60)
    assert count_worklists(owner, TODAY)["open"] == 5
    Cancellation.objects.filter(is_open=True).update(is_open=False)
    assert count_worklists(owner, TODAY)["open"] == 5
    assert count_worklists(owner, TODAY, mine=True)["open"] == 0, "another count: of one's own"
    monkeypatch.setattr(sql, "time", SimpleNamespace(monotonic=lambda: 6_000.0 + sql.SECONDS_KEPT))
    assert count_worklists(owner, TODAY)["open"] == 0


def test_nothing_is_beyond_in_a_workspace_whose_cases_are_gone(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "COUNTED_TO", 4)
    many(owner, 60)
    assert count_worklists(owner, TODAY)["open"] == 5
    Cancellation.objects.all().delete()
    assert not any(number for name, number in count_worklists(owner, TODAY).items() if name != "sims")


def test_a_workspace_without_cases_has_none_at_all(owner: User, stranger: User) -> None:
    many(stranger, 3)
    counts = count_worklists(owner, TODAY)
    assert not any(counts.values())
    assert not any(first_of_each_group(owner, TODAY, 8).values())


def test_a_refund_is_pending_until_it_is_settled(owner: User) -> None:
    case = case_of(owner, to=StepKey.REFUND)
    assert cases(owner, Worklist.REFUND) == {case.pk}
    do(case, StepKey.REFUND, owner)
    assert cases(owner, Worklist.REFUND) == set()


def test_every_worklist_has_a_look() -> None:
    assert set(WORKLISTS) == set(Worklist)
