"""For monitors: is the process alive, and can it do its work? Neither answer says more than it must."""

from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cancellations.database_checks import wrong_settings
from cancellations.models import Clock
from cancellations.models.clock import LATEST_TICK

_STARTED = timezone.now()


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers with its settings and has all migrations, and the clock runs; else 503."""
    try:
        is_ready = _database_answers() and not wrong_settings(connection) and not _missing_migrations()
        is_ready = is_ready and _clock_runs()
    except DatabaseError:
        is_ready = False
    body, status = ("ready\n", 200) if is_ready else ("not ready\n", 503)
    return HttpResponse(body, status=status, content_type="text/plain; charset=utf-8")


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _clock_runs() -> bool:
    """Whether it ran lately. One that has never run yet is given as long, from the start of this process.

    A time still to come was told by a clock that has been set back since: it proves nothing.
    """
    last = Clock.objects.last_tick() or _STARTED
    return abs(timezone.now() - last) <= LATEST_TICK


def _missing_migrations() -> set[tuple[str, str]]:
    return set(_shipped_migrations() - set(MigrationRecorder(connection).applied_migrations()))


@lru_cache(maxsize=1)
def _shipped_migrations() -> frozenset[tuple[str, str]]:
    """Names of the migrations on disk; they cannot change while the process runs."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations or {})
