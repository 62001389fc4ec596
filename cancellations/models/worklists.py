"""The worklists as queries: which cases each one holds, how many, and the first few of each, in one query each."""

from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.domain.worklist import GROUPS, WEEK, Worklist
from cancellations.models.cancellation import Cancellation, CancellationQuerySet
from cancellations.models.people import User, Workspace
from cancellations.models.sim import Sim
from cancellations.models.step import Step

COUNTED_TO = 999  # beyond it a count says "999+"; so it never costs more than that many index entries
SMALL_ACCOUNT = 10  # SIM cards

_COUNTED = (*GROUPS, Worklist.HOLDER)


class CappedCount(Subquery):
    """How many rows a sliced query gives: the slice's length is the most that it counts."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = models.IntegerField()


def cases_in(worklist: Worklist, cases: CancellationQuerySet, today: date) -> CancellationQuerySet:
    """The cases of a worklist, in no order."""
    match worklist:
        case Worklist.OVERDUE:
            return cases.overdue(today)
        case Worklist.TODAY:
            return cases.needing_us(today)
        case Worklist.COMING:
            return cases.coming_up(today)
        case Worklist.WAITING:
            return cases.waiting(today)
        case Worklist.CONFIRMED:
            return cases.recently_confirmed(today)
        case Worklist.BLOCKED:
            return cases.filter(is_open=True, action=Action.UNBLOCK)
        case Worklist.HOLDER:
            return cases.filter(turn=Turn.HOLDER)
        case Worklist.REFUND:
            return cases.filter(Exists(_refund_to_come()), stage=Stage.CONFIRMED)
        case Worklist.CLOSED:
            return cases.filter(stage=Stage.CLOSED)


def first_of_each_group(cases: CancellationQuerySet, today: date, most: int) -> CancellationQuerySet:
    """The cases that are due first in each of GROUPS, at least `most` of each where there are as many.

    Each turn is cut off by itself: its index then gives the rows in order, and no list is ever sorted.
    """
    lists = [cases.overdue(today), cases.waiting(today)]
    for ours in (cases.needing_us(today), cases.coming_up(today)):
        lists += [ours.filter(turn=turn) for turn in (Turn.US, Turn.HOLDER)]
    slices = [_ids(one.order_by("due_on", "id"), most) for one in lists]
    slices.append(_ids(cases.recently_confirmed(today).order_by("-confirmed_on", "-id"), most))
    return cases.filter(reduce(or_, (Q(pk__in=ids) for ids in slices)))


def count_worklists(user: User, cases: CancellationQuerySet, today: date) -> dict[str, int]:
    """How many `cases` each worklist holds, none counted beyond COUNTED_TO + 1.

    Beside the worklists: `open`, `week` (waiting, due in seven days), `sims` (up to SMALL_ACCOUNT + 1) and
    `any` (1 when the workspace has any case at all).
    """
    counted: dict[str, QuerySet[models.Model]] = {
        **{one.value: _ids(cases_in(one, cases, today), COUNTED_TO + 1) for one in _COUNTED},
        "open": _ids(cases.open_cases(), COUNTED_TO + 1),
        "week": _ids(cases.waiting(today).filter(due_on__lte=today + WEEK), COUNTED_TO + 1),
        "sims": _ids(Sim.objects.visible_to(user), SMALL_ACCOUNT + 1),
        "any": _ids(Cancellation.objects.visible_to(user), 1),
    }
    numbers = Workspace.objects.filter(pk=user.workspace_id).values_list(*map(CappedCount, counted.values()))
    return dict(zip(counted, numbers.get(), strict=True))


def blocked_because() -> Subquery:
    """Why the step is held that the next action of a case is about."""
    step = Step.objects.filter(
        workspace=OuterRef("workspace"),
        cancellation=OuterRef("pk"),
        round=OuterRef("round"),
        key=OuterRef("action_step"),
    )
    return Subquery(step.values("reason")[:1])


def _ids(rows: QuerySet[models.Model], most: int) -> QuerySet[models.Model]:
    return rows.values("pk")[:most]


def _refund_to_come() -> QuerySet[Step]:
    return Step.objects.filter(
        workspace=OuterRef("workspace"),
        cancellation=OuterRef("pk"),
        key=StepKey.REFUND,
        is_current=True,
        state__in=[StepState.TODO, StepState.WAITING],
    )
