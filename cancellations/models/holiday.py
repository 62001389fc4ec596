"""Days that a workspace knows better than the calendar: the table that beats it, and what follows for open cases."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.deadlines import OwnDay, Unit
from cancellations.domain.deadlines.of_case import answer_deadline
from cancellations.domain.errors import NotPossible
from cancellations.domain.roles import Right
from cancellations.domain.situation import CaseFacts
from cancellations.domain.text import LINE
from cancellations.models.base import WorkspaceQuerySet
from cancellations.models.cancellation import Cancellation
from cancellations.models.event import Event
from cancellations.models.people import User, Workspace
from cancellations.models.recounting import batches_with_steps

MOST_A_COUNTRY = 500  # every open case of the country carries a copy


class HolidayQuerySet(WorkspaceQuerySet["Holiday"]):
    def in_order(self) -> Self:
        return self.order_by("country", "day")

    def copied(self, country: str) -> list[list[Any]]:
        """The days of a country as cases keep them: [day, name, is_working]."""
        days = self.filter(country=country).order_by("day").values_list("day", "name", "is_working")
        return [[day.isoformat(), name, is_working] for day, name, is_working in days]

    def add(self, by: User, *, country: str, day: date, name: str, is_working: bool) -> "Holiday":
        """Say that a day is free, or worked all the same. Open cases of the country are counted anew."""
        workspace = by.must(Right.WORK).workspace
        with transaction.atomic():
            Workspace.objects.held().get(pk=workspace.pk)  # two at once would each miss the other's day
            known = self.filter(workspace=workspace, country=country)
            if known.filter(day=day).exists():
                raise NotPossible(_("This day is in the list already. Remove it there first."))
            if known.count() >= MOST_A_COUNTRY:
                raise NotPossible(_("The list of this country is full. Remove days that are long over."))
            row = self.create(
                workspace=workspace, country=country, day=day, name=name, is_working=is_working, added_by=by
            )
            row.recount_cases(by, is_removed=False)
        return row


class Holiday(models.Model):
    """One day of one country. `is_working`: worked, though the calendar calls it free."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="holidays", db_index=False)
    country = models.CharField(max_length=2)
    day = models.DateField()
    name = models.CharField(max_length=LINE)
    is_working = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[HolidayQuerySet] = HolidayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "country", "day"], name="holiday_once_in_a_workspace")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.day} {self.name}"

    def remove(self, by: User) -> None:
        """Take the day off the list again; the calendar counts, and open cases are counted anew."""
        by.must(Right.WORK)
        with transaction.atomic():
            Workspace.objects.held().get(pk=self.workspace_id)
            Holiday.objects.filter(pk=self.pk).delete()
            self.recount_cases(by, is_removed=True)

    def recount_cases(self, by: User, *, is_removed: bool) -> None:
        """Give the open cases of the country its days as they are now; each day that moves is written to its case.

        Part of the verb's transaction: a batch at a time, with the same number of queries for each. Only those are
        counted anew whose carrier counts working days.
        """
        own_days = Holiday.objects.filter(workspace=self.workspace_id).copied(self.country)
        cases = Cancellation.objects.filter(workspace=self.workspace_id, rules__country=self.country).open_cases()
        cases.update(own_days=own_days)
        counting = cases.filter(rules__processing_unit=Unit.WORKING).select_for_update(of=("self",))
        for batch in batches_with_steps(counting):
            changed, columns, events = [], set[str](), []
            for case, steps in batch:
                facts = case.facts(steps)
                before, after = _answer_by(self._as_it_was(facts, is_removed=is_removed)), _answer_by(facts)
                moved = case.settle_situation(steps, facts)
                if moved:
                    changed.append(case)
                    columns |= moved
                if after != before:
                    events.append(self._moved(case, by, before, after, is_removed=is_removed))
            if changed:
                Cancellation.objects.bulk_update(changed, sorted(columns))
            if events:
                Event.objects.bulk_create(events)

    def _as_it_was(self, facts: CaseFacts, *, is_removed: bool) -> CaseFacts:
        """The facts while the day was not in the list yet, or was still in it."""
        others = tuple(one for one in facts.rules.own_days if one.day != self.day)
        own_days = (*others, OwnDay(self.day, self.name, self.is_working)) if is_removed else others
        return replace(facts, rules=replace(facts.rules, own_days=own_days))

    def _moved(
        self, case: Cancellation, by: User, before: date | None, after: date | None, *, is_removed: bool
    ) -> Event:
        payload = {"before": before, "after": after, "day": self.day, "name": self.name, "removed": is_removed}
        return Event(
            workspace_id=case.workspace_id, cancellation_id=case.pk, kind="deadline_moved", by=by, payload=payload
        )


def _answer_by(facts: CaseFacts) -> date | None:
    """Whatever day we chose to look again."""
    deadline = answer_deadline(facts)
    return deadline.result if deadline else None
