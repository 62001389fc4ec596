"""manage.py carriers: bring the shipped carriers of every workspace up to date; users' own edits stay."""

from typing import Any

from django.core.management.base import BaseCommand

from cancellations.models import Carrier, Workspace
from cancellations.models.carrier import shipped_carriers


class Command(BaseCommand):
    help = "Load the shipped carriers into every workspace. What users edited stays as they left it."

    def handle(self, *args: Any, **options: Any) -> None:
        for workspace in Workspace.objects.all():
            Carrier.objects.load_shipped(workspace, shipped_carriers())
