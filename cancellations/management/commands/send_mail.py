"""manage.py send-mail: write the reminders that are due, and send what waits. For cron, and to see what is wrong."""

from typing import Any

from django.core.management.base import BaseCommand

from cancellations.mails.digest import write_digests
from cancellations.mails.overdue import tell_overdue
from cancellations.mails.sending import send_waiting
from cancellations.models import OutgoingMail


class Command(BaseCommand):
    help = "Write the reminders that are due and send the mail that waits. `manage.py serve` does this by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        written = tell_overdue() + write_digests()
        run = send_waiting()
        unsent = OutgoingMail.objects.unsent()
        waiting, given_up = unsent.filter(given_up_at=None).count(), unsent.exclude(given_up_at=None).count()
        self.stdout.write(
            f"{written} reminders written, {run.sent} mails sent, {run.failed} failed; "
            f"{waiting} wait, {given_up} were given up"
        )
        last = unsent.exclude(last_error="").order_by("-pk").first()
        if last:
            self.stdout.write(f"Last error: {last.last_error}")
