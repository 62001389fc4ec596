"""python -m tests.bench.limit.fill SIZE: fill the database, print the key of a signed-in session."""

import sys
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from random import Random

import django
from django.conf import settings
from django.core.management import call_command

NAMES = ["Ana", "Jovan", "Marija", "Petar", "Ivana", "Nikola", "Elena", "Stefan", "Milica", "Luka", "Sara", "Marko"]
STATES = ["pending"] * 3 + ["done"] * 6 + ["rejected"]


def main() -> None:
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    entry = import_module("tests.bench.limit.models").Entry
    if entry.objects.count() != int(sys.argv[1]):
        entry.objects.all().delete()
        entry.objects.bulk_create(_entries(entry, int(sys.argv[1])), batch_size=500)
    print(_session())


def _entries(entry: type, size: int) -> list[object]:
    rng = Random(7)
    start = datetime(2026, 11, 1, tzinfo=UTC)
    return [
        entry(
            pk=number,
            code=f"SC-{number:07d}",
            card=f"8938901{rng.randrange(10**12):012d}",
            number=f"+3816{rng.randrange(10**8):08d}",
            person=f"{rng.choice(NAMES)} {rng.choice(NAMES)} {rng.randrange(9999)}",
            state=rng.choice(STATES),
            step=rng.randrange(7),
            created=start - timedelta(seconds=(size - number) * 30 + rng.randrange(30)),
            due=date(2026, 11, 1) + timedelta(days=rng.randrange(60)),
            note="customer asked to cancel; port-out pending " * 3,
        )
        for number in range(1, size + 1)
    ]


def _session() -> str:
    auth, sessions = import_module("django.contrib.auth"), import_module("django.contrib.sessions.backends.db")
    user, _made = auth.get_user_model().objects.get_or_create(username="bench")
    session = sessions.SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
