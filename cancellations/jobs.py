"""Work in the background: a queue beside the data (cancellations/queue.py), run by `manage.py serve`.

What must not be lost is never kept here: facts and what is to be sent live in the main database, and a job
only says when to look. A lost queue therefore loses nothing.
"""

from datetime import timedelta
from threading import BoundedSemaphore

from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, transaction
from django.utils import timezone
from huey import crontab
from huey.api import Task

from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.mails.digest import write_digests
from cancellations.mails.overdue import tell_overdue
from cancellations.mails.sending import send_waiting
from cancellations.models import Clock, Errand, Evidence, OutgoingMail, SigninLink, SimImport
from cancellations.models.cache import clear_expired_counts
from cancellations.models.form_key import FormKey
from cancellations.models.kept_files import clear_strays
from cancellations.models.storage import clear_abandoned
from cancellations.queue import queue as queue  # with all that it may be asked for

KEYS_KEPT = timedelta(days=2)  # a browser may resend a form after a restart, hardly after a weekend

_ERRANDS = BoundedSemaphore(2)  # fewer than manage.py serve has workers for jobs


@queue.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator] # huey has no types
def housekeeping() -> None:
    """Throw away what is old: sessions, counts, one-time links, form keys, mail. Late or twice does no harm."""
    SessionStore.clear_expired()
    clear_expired_counts()
    SigninLink.objects.clear_expired()
    FormKey.objects.filter(spent_at__lt=timezone.now() - KEYS_KEPT).delete()
    Evidence.objects.expire_documents()
    Evidence.objects.erase_leftovers()
    clear_abandoned()
    clear_strays()
    OutgoingMail.objects.clear_old()
    Errand.objects.clear_old()
    SimImport.objects.clear_old()


@queue.periodic_task(crontab())  # type: ignore[untyped-decorator] # every minute
def send_mail() -> None:
    """Send what waits in the outbox."""
    send_waiting()


def send_soon() -> None:
    """Have a mail sent once it is committed, rather than within a minute; a queue that is broken breaks nothing."""
    transaction.on_commit(lambda: send_mail(), robust=True)  # Django logs the name of a function


@queue.periodic_task(crontab())  # type: ignore[untyped-decorator] # every minute
def do_errands() -> None:
    """Do the long work that waits. One worker does one errand; the others are left for mail and the clock."""
    if _ERRANDS.acquire(blocking=False):
        try:
            work_off(PARTS)
        finally:
            _ERRANDS.release()


def do_errands_soon() -> None:
    """Have an errand begun once it is committed, rather than within a minute; a queue that is broken breaks nothing."""
    transaction.on_commit(lambda: do_errands(), robust=True)  # Django logs the name of a function


@queue.periodic_task(crontab(minute="*/2"))  # type: ignore[untyped-decorator]
def remind() -> None:
    """Write the reminders that are due; each counts once, however often and late this runs."""
    tell_overdue()
    write_digests()


@queue.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def tick() -> None:
    """Write the events that time alone makes happen; late, twice or beside another scheduler does no harm."""
    Clock.objects.tick()


@queue.on_startup()  # type: ignore[untyped-decorator]
def tick_at_start() -> None:
    """What came up while nothing ran is not left to wait; monitors know at once that the clock goes."""
    Clock.objects.tick()


@queue.pre_execute()  # type: ignore[untyped-decorator]
def fresh_connections(task: Task) -> None:
    """A database that went away between two jobs is noticed before the next one."""
    close_old_connections()
