"""manage.py situations --check: recompute every case from its facts and report any difference."""

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cancellations.models import Cancellation, Step

BATCH = 1000
COLUMNS = ("stage", "turn", "action", "action_step", "due_on", "is_open")


class Command(BaseCommand):
    help = "Recompute the situation of every case from its facts. --check reports differences and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        seen = wrong = 0
        for case, steps in _cases():
            seen += 1
            stored = {name: getattr(case, name) for name in COLUMNS}
            changed = case.settle_situation(steps)
            for name in sorted(changed):
                self.stdout.write(f"{case.reference} {name}: stored {stored[name]}, derived {getattr(case, name)}")
            derived = case.card_status(steps)
            if case.is_open and case.sim.status != derived:
                changed.add("sim.status")
                self.stdout.write(f"{case.reference} SIM: stored {case.sim.status}, derived {derived}")
            wrong += bool(changed)
        self.stdout.write(f"{seen} cases, {wrong} differ")
        if wrong:
            raise CommandError(f"{wrong} of {seen} situations differ from their facts.")


def _cases() -> Iterator[tuple[Cancellation, list[Step]]]:
    last = 0
    while batch := list(Cancellation.objects.filter(pk__gt=last).select_related("sim").order_by("pk")[:BATCH]):
        last = batch[-1].pk
        steps = Step.objects.filter(cancellation__in=batch, is_current=True).order_by("cancellation_id", "position")
        of_case = {pk: list(group) for pk, group in groupby(steps, key=lambda step: step.cancellation_id)}
        for case in batch:
            yield case, of_case.get(case.pk, [])
