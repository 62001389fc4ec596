"""Work in the background: a queue in its own SQLite file, run by `manage.py serve`.

What must not be lost is never kept here: facts and what is to be sent live in the main database, and a job
only says when to look. A lost queue therefore loses nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.utils import timezone
from huey import SqliteHuey, crontab
from huey.api import Task

from cancellations.models import SigninLink
from cancellations.models.form_key import FormKey

KEYS_KEPT = timedelta(days=2)  # a browser may resend a form after a restart, hardly after a weekend

queue = SqliteHuey("lastcall", filename=str(settings.HUEY_FILE), immediate=False, utc=True)


@queue.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator] # huey has no types
def housekeeping() -> None:
    """Throw away what has expired: sessions, one-time links, spent form keys. Late or twice does no harm."""
    SessionStore.clear_expired()
    SigninLink.objects.clear_expired()
    FormKey.objects.filter(spent_at__lt=timezone.now() - KEYS_KEPT).delete()


@queue.pre_execute()  # type: ignore[untyped-decorator]
def fresh_connections(task: Task) -> None:
    """A database that went away between two jobs is noticed before the next one."""
    close_old_connections()
