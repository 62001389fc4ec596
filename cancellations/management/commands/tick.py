"""manage.py tick: let the clock look once, for installations whose cron does it instead of the worker."""

from typing import Any

from django.core.management.base import BaseCommand

from cancellations.models import Clock


class Command(BaseCommand):
    help = "Write the overdue, reminder and re-check events that have come up. Twice or late does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{Clock.objects.tick()} events written")
