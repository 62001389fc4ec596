"""The processor time of PostgreSQL's processes: with SQLite, the same work is done inside the web process."""

from django.db import connection

from tests.bench.server import TICKS, ticks


class Backends:
    """Those that work for other processes of Lastcall than this one, where the database is on this machine."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}  # of those that have ended, the last that was seen

    def cpu(self) -> float:
        """Seconds since they began; 0 with SQLite. Parallel helpers of one query, which end with it, are missing."""
        if connection.vendor != "postgresql":
            return 0.0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'lastcall'"
                " AND datname = current_database() AND pid <> pg_backend_pid()"
            )
            for (pid,) in cursor.fetchall():
                self._known[pid] = ticks(pid) or self._known.get(pid, 0)
        return sum(self._known.values()) / TICKS
