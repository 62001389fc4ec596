"""The clock: writes what passing time alone makes happen, once each and with its true date.

However many days it slept, however many schedulers run at once, and whatever is done to the machine's clock: an alarm
is one row for a case, a kind and a day, and whoever inserts that row writes its event, in the same transaction.
Nothing that pages show depends on it: overdue is derived when it is read.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cancellations.domain.alarms import SUSPENSION_NOTICE, TRUE_SINCE, AlarmKind
from cancellations.domain.deadlines import RECHECK_DAYS
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.cancellation import Cancellation
from cancellations.models.event import Event

BATCH = 500
LATEST_TICK = timedelta(minutes=15)  # older than this, and monitors are told
_ONLY_ROW = 1


class AlarmQuerySet(WorkspaceQuerySet["Alarm"]):
    def claim(self, rows: list["Alarm"]) -> list["Alarm"]:
        """Insert the alarms that nobody has yet, and give those: they are ours to write the events of."""
        mark = uuid.uuid4()
        for row in rows:
            row.claim = mark
        self.bulk_create(rows, ignore_conflicts=True)
        ours = set(self.filter(claim=mark).values_list("cancellation_id", "kind", "day"))
        return [row for row in rows if (row.cancellation_id, row.kind, row.day) in ours]


class Alarm(WorkspaceRow):
    """That something was told of a case. `day`: what it is about; `at`: when it was written."""

    cancellation = models.ForeignKey(Cancellation, models.CASCADE, related_name="alarms", db_index=False)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.name) for kind in AlarmKind])
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(db_index=True)

    objects: ClassVar[AlarmQuerySet] = AlarmQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cancellation", "kind", "day"], name="alarm_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class ClockQuerySet(models.QuerySet["Clock"]):
    def tick(self) -> int:
        """Write all that has come up; gives the number of events. Late, twice or at the same time does no harm."""
        today, written = timezone.localdate(timezone=timezone.get_default_timezone()), 0
        for watch in WATCHES:
            found = BATCH
            while found:
                found, rung = _ring(watch, today)
                written += rung
        self.update_or_create(pk=_ONLY_ROW, defaults={"ticked_at": timezone.now()})
        return written

    def last_tick(self) -> datetime | None:
        """When the clock was last known to run; None before its first time."""
        return self.filter(pk=_ONLY_ROW).values_list("ticked_at", flat=True).first()


class Clock(models.Model):
    """One row: when the clock last ran to its end."""

    ticked_at = models.DateTimeField()

    objects: ClassVar[ClockQuerySet] = ClockQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"ticked at {self.ticked_at:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Watch:
    """Cases for which an alarm is to be raised by a day; `column` holds what it is about.

    `action`: what is to be done then, where that is not what the case says is to be done next.
    """

    kind: AlarmKind
    column: str
    cases: Callable[[date], Q]
    action: Action | None = None


WATCHES = (
    Watch(AlarmKind.OVERDUE, "due_on", lambda today: Q(turn=Turn.CARRIER, due_on__lt=today)),
    Watch(
        AlarmKind.REMINDER,
        "due_on",  # the end of a suspension has an alarm of its own
        lambda today: Q(turn__in=[Turn.US, Turn.HOLDER], due_on__lte=today) & ~Q(action=Action.SUSPENSION_ENDS),
    ),
    Watch(
        AlarmKind.REMINDER,
        "confirmed_end_date",  # a refund that is late comes first, and would hide it
        lambda today: (
            Q(stage=Stage.CONFIRMED, action=Action.AWAIT_REFUND, confirmed_end_date__lte=today)
            & (Q(verified_on=None) | Q(verified_on__lt=F("confirmed_end_date")))
        ),
        Action.VERIFICATION,
    ),
    Watch(
        AlarmKind.RECHECK,
        "opened_on",
        lambda today: Q(is_open=True, opened_on__lte=today - timedelta(days=RECHECK_DAYS)),
    ),
    Watch(
        AlarmKind.SUSPENSION,
        "suspended_until",
        lambda today: Q(outcome=Outcome.SUSPENDED, suspended_until__lte=today + SUSPENSION_NOTICE),
    ),
)


def _ring(watch: Watch, today: date) -> tuple[int, int]:
    """One batch in one transaction: how many were found that had not been raised, and how many of those by us."""
    with transaction.atomic():
        raised = Alarm.objects.filter(cancellation=OuterRef("pk"), kind=watch.kind, day=OuterRef(watch.column))
        cases = Cancellation.objects.filter(watch.cases(today)).filter(~Exists(raised)).order_by("pk")
        found = list(cases.values_list("pk", "workspace_id", watch.column, "action")[:BATCH])
        actions = {pk: action for pk, _workspace, _day, action in found}
        alarms = [
            Alarm(workspace_id=workspace, cancellation_id=pk, kind=watch.kind, day=day)
            for pk, workspace, day, _action in found
        ]
        ours = Alarm.objects.claim(alarms) if alarms else []
        Event.objects.bulk_create([_event(alarm, watch.action or actions[alarm.cancellation_id]) for alarm in ours])
    return len(found), len(ours)


def _event(alarm: Alarm, action: str) -> Event:
    """Dated when it became true, in the installation's time zone, not when the clock came to see it."""
    since = TRUE_SINCE[AlarmKind(alarm.kind)](alarm.day)
    return Event(
        workspace_id=alarm.workspace_id,
        cancellation_id=alarm.cancellation_id,
        kind=alarm.kind,
        payload={"day": alarm.day, "since": since, "action": action},
        at=timezone.make_aware(datetime.combine(since, time.min), timezone.get_default_timezone()),
    )
