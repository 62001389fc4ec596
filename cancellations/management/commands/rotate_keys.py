"""manage.py rotate_keys: a new key for what lies encrypted in the database, and everything encrypted with it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cancellations.models import Errand, SenderDetails
from config.keys import renew


class Command(BaseCommand):
    help = "Make a new key for stored passport and bank data, and encrypt them anew. Servers may run meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        renew(Path(settings.DETAILS_KEYS_FILE))
        counts = [SenderDetails.objects.reseal(), Errand.objects.reseal()]
        done, lost = (sum(count) for count in zip(*counts, strict=True))
        self.stdout.write(f"Encrypted anew: {done}. The key before is kept until the next rotation.")
        if lost:
            raise CommandError(f"{lost} could be opened with no key: the key file is not the one they were kept with.")
