"""Work in the background: a queue in its own SQLite file, run by `manage.py serve`.

What must not be lost is never kept here: facts and what is to be sent live in the main database, and a job
only says when to look. A lost queue therefore loses nothing.
"""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from huey import SqliteHuey, crontab

from cancellations.models import SigninLink

queue = SqliteHuey("lastcall", filename=str(settings.HUEY_FILE), immediate=False, utc=True)


@queue.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator] # huey has no types
def housekeeping() -> None:
    """Throw away what has expired: sessions and one-time links. Every hour; late or twice does no harm."""
    close_old_connections()
    try:
        SessionStore.clear_expired()
        SigninLink.objects.clear_expired()
    finally:
        close_old_connections()
