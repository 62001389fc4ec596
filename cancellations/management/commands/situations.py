"""manage.py situations --check: recompute every case from its facts and report any difference."""

from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cancellations.models import Cancellation
from cancellations.models.recounting import batches_with_steps


class Command(BaseCommand):
    help = "Recompute the situation of every case from its facts. --check reports differences and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        seen = wrong = 0
        batches = batches_with_steps(Cancellation.objects.all())
        for case, steps in chain.from_iterable(batches):
            seen += 1
            stored = {name: getattr(case, name) for name in Cancellation.SITUATION}
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
