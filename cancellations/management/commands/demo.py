"""manage.py demo --size N: fill a workspace with example cases, the same ones for the same seed and day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cancellations.domain.roles import Role
from cancellations.examples.clear import clear_examples
from cancellations.examples.load import SEED, SIZE, load_examples
from cancellations.models import User


class Command(BaseCommand):
    help = "Make example cases in every state, instead of those that are there; --clear only takes them away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", type=int, default=SIZE, help="how many cases (default %(default)s)")
        parser.add_argument("--seed", type=int, default=SEED, help="another number gives other people and cards")
        parser.add_argument("--email", default="", help="whose workspace; made when nobody is here yet")
        parser.add_argument("--clear", action="store_true", help="take the examples away and make no others")

    def handle(self, *args: Any, size: int, seed: int, email: str, clear: bool, **options: Any) -> None:
        if size < 1:
            raise CommandError("--size must be 1 or more; --clear takes the examples away.")
        owner = _owner(email)
        clear_examples(owner)
        if clear:
            self.stdout.write("The examples are gone.")
            return
        made = load_examples(owner, size, seed=seed)
        self.stdout.write(f"{made} example cases in the workspace of {owner.email or 'the first user'}.")


def _owner(email: str) -> User:
    if email and not User.objects.exists():
        User.objects.found_workspace(email=email)
    owners = User.objects.select_related("membership__workspace").filter(membership__role=Role.OWNER, is_active=True)
    owner = (owners.filter(email__iexact=email) if email else owners.order_by("id")).first()
    if owner is None:
        raise CommandError(
            f"{email} owns no workspace."
            if email
            else "Nobody is here yet. Sign in first (manage.py signin-link), or name an --email."
        )
    return owner
