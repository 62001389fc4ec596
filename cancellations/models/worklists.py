"""The worklists as queries: which cases each one holds, how many it holds, and the first few of each group.

The page Today asks for a dozen small things at once. Django would take ten times longer to write those statements
than the database takes to run them, so here they stand as SQL; a test compares them with the QuerySets. Their days
are written out: they are other ones once a day, and PostgreSQL keeps a plan only if it can tell what a day leaves.
"""

import time
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from cancellations.domain.playbook import SETTLED, StepKey
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.domain.worklist import GROUPS, WEEK, Worklist
from cancellations.models.cancellation import RECENT_DAYS, Cancellation, CancellationQuerySet
from cancellations.models.carrier import Carrier
from cancellations.models.people import User
from cancellations.models.prepared import ask_kept
from cancellations.models.sim import Sim
from cancellations.models.step import Step

COUNTED_TO = 999  # beyond it a count says "999+", so that it never costs more than as many entries of an index
SMALL_ACCOUNT = 10  # SIM cards
SECONDS_KEPT = 60  # for so long a count that went beyond COUNTED_TO is taken to be there still

_CASES = Cancellation._meta.db_table
_LATELY = "stage = 'confirmed' AND confirmed_on IS NOT NULL AND confirmed_on >= %(recent)s"
_PREDICATES: dict[Worklist, str] = {
    Worklist.OVERDUE: "turn = 'carrier' AND due_on < %(today)s",
    Worklist.TODAY: "turn IN ('us', 'holder') AND due_on <= %(today)s",
    Worklist.COMING: f"turn IN ('us', 'holder') AND due_on > %(today)s AND NOT ({_LATELY})",
    Worklist.WAITING: "turn = 'carrier' AND due_on >= %(today)s",
    Worklist.CONFIRMED: f"turn IN ('us', 'holder') AND due_on > %(today)s AND {_LATELY}",
    Worklist.HOLDER: "turn = 'holder'",
}
# To be selected beside a case: why the step is held that its next action is about.
WHY_BLOCKED = f"""CASE WHEN {_CASES}.action = 'unblock' THEN (
  SELECT reason FROM {Step._meta.db_table} step
  WHERE step.workspace_id = {_CASES}.workspace_id AND step.cancellation_id = {_CASES}.id
    AND step.round = {_CASES}.round AND step.key = {_CASES}.action_step
) ELSE '' END"""  # noqa: S608 - our own words
# The same for the name of its carrier in all languages, undecoded: a page has fifty rows and three carriers.
CARRIER_NAMES = f"{Carrier._meta.db_table}.names"
# not COMING: to leave out the recently confirmed, every case would have to be read
COUNTED = (Worklist.OVERDUE, Worklist.TODAY, Worklist.WAITING, Worklist.CONFIRMED, Worklist.HOLDER)
_OF_TWO_TURNS = (Worklist.TODAY, Worklist.COMING)  # ours and the holder's


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
            return cases.open_cases().filter(action=Action.UNBLOCK)
        case Worklist.HOLDER:
            return cases.filter(turn=Turn.HOLDER)
        case Worklist.REFUND:
            return cases.filter(Exists(_refund_to_come()), stage=Stage.CONFIRMED)
        case Worklist.CLOSED:
            return cases.filter(stage=Stage.CLOSED)


def first_of_each_group(user: User, today: date, most: int, *, mine: bool = False) -> dict[Worklist, list[int]]:
    """The ids of the cases that come first in each of GROUPS, at most `most` of each, in their order.

    Each turn is cut off by itself: its index then gives the ids in order, and no long list is sorted.
    """
    parts = []
    for group in GROUPS:
        day, order = ("confirmed_on", "DESC") if group is Worklist.CONFIRMED else ("due_on", "ASC")
        turns = (" AND turn = 'us'", " AND turn = 'holder'") if group in _OF_TWO_TURNS else ("",)
        for turn in turns:
            some = f"SELECT {day} AS day, id {_of(group, mine)}{turn} ORDER BY {day} {order}, id {order} LIMIT {most:d}"
            parts.append(f"SELECT '{group}', day, id FROM ({some}) part")  # noqa: S608 - our own words
    first: dict[Worklist, list[tuple[Any, int]]] = {group: [] for group in GROUPS}
    for group, day, pk in ask_kept(connection, _dated(" UNION ALL ".join(parts), today), _parameters(user)):
        first[Worklist(group)].append((day, pk))
    for group, found in first.items():
        found.sort(reverse=group is Worklist.CONFIRMED)
    return {group: [pk for _, pk in found[:most]] for group, found in first.items()}


def count_worklists(user: User, today: date, *, mine: bool = False) -> dict[str, int]:
    """How many cases each worklist holds, none counted beyond COUNTED_TO + 1. `mine`: of those assigned to the user.

    Beside the worklists: `open`, `week` (waiting, due in seven days), `sims` (up to SMALL_ACCOUNT + 1) and
    `any` (1 when the workspace has any case at all).

    A count that went beyond is not made again for SECONDS_KEPT: counting so far is a fifth of a page, and says "999+".
    """
    most = COUNTED_TO + 1
    counted = {one.value: (_of(one, mine), most) for one in COUNTED}
    counted["week"] = (f"{_of(Worklist.WAITING, mine)} AND due_on <= %(week)s", most)
    counted["open"] = (f"{_of_workspace(Cancellation, mine)} AND is_open = %(yes)s", most)
    beyond = _beyond(user.workspace_id, user.pk if mine else None, today, most, int(time.monotonic() // SECONDS_KEPT))
    known = frozenset(beyond)
    asked = {name: count for name, count in counted.items() if name not in known}
    asked["sims"] = (_of_workspace(Sim), SMALL_ACCOUNT + 1)
    asked["any"] = (_of_workspace(Cancellation), 1)
    found = _counts(asked, user, today)
    beyond.update(name for name in counted if found.get(name) == most)
    return found | dict.fromkeys(known, most if found["any"] else 0)


@lru_cache(maxsize=256)
def _beyond(workspace: int | None, user: int | None, today: date, most: int, period: int) -> set[str]:
    """The worklists known to hold `most` cases; to be added to. `period`: which one this is; the next begins empty."""
    return set()


def _counts(asked: dict[str, tuple[str, int]], user: User, today: date) -> dict[str, int]:
    """`asked`: by name, the rows to count and how many of them at most."""
    numbers = [f"(SELECT COUNT(*) FROM (SELECT id {rows} LIMIT {most:d}) part)" for rows, most in asked.values()]  # noqa: S608 - our own words
    (found,) = ask_kept(connection, _dated(f"SELECT {', '.join(numbers)}", today), _parameters(user))
    return dict(zip(asked, found, strict=True))


def _refund_to_come() -> QuerySet[Step]:
    refunds = Step.objects.filter(key=StepKey.REFUND, is_current=True).exclude(state__in=SETTLED)
    return refunds.filter(workspace=OuterRef("workspace"), cancellation=OuterRef("pk"))


def _of(worklist: Worklist, mine: bool) -> str:
    return f"{_of_workspace(Cancellation, mine)} AND {_PREDICATES[worklist]}"


def _of_workspace(model: type[Cancellation | Sim], mine: bool = False) -> str:
    """What visible_to says, as SQL: the end of a statement that selects."""
    mine_alone = " AND assignee_id = %(user)s" if mine else ""
    return f"FROM {model._meta.db_table} WHERE workspace_id = %(workspace)s{mine_alone}"


def _dated(sql: str, today: date) -> str:
    """With its days as they are for `today`."""
    days = {"today": today, "week": today + WEEK, "recent": today - timedelta(days=RECENT_DAYS)}
    for name, day in days.items():
        sql = sql.replace(f"%({name})s", f"'{day.isoformat()}'")
    return sql


def _parameters(user: User) -> dict[str, int | bool | None]:
    return {"workspace": user.workspace_id, "user": user.pk, "yes": True}
