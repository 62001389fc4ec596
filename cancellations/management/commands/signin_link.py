"""manage.py signin-link [EMAIL]: a fresh one-time link, for whoever has the console."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cancellations.management.links import link_for, owner_link
from cancellations.models import User


class Command(BaseCommand):
    help = "Print a link that signs EMAIL in once, within 15 minutes. Without EMAIL: the owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", help="whom the link signs in; the owner when left out")

    def handle(self, *args: Any, email: str | None = None, **options: Any) -> None:
        if email is None or not User.objects.exists():
            self.stdout.write(owner_link())
            return
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(
                f"Nobody signs in with {email}. Leave the e-mail out to get a link for the owner: manage.py signin-link"
            )
        if not user.is_active:
            raise CommandError(f"The account {email} is switched off.")
        self.stdout.write(link_for(user))
