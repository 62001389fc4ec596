"""Sessions in the database, as Django keeps them; only how one is read is our own. Every request reads one."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from cancellations.models.statement import RowsOf

_SESSIONS: RowsOf[Session] = RowsOf(lambda _nobody, key: Session.objects.filter(session_key=key), by_text=True)


class SessionStore(DatabaseStore):
    """The name that Django looks for in the module of SESSION_ENGINE."""

    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        # a cookie may say anything, and PostgreSQL does not even look for a NUL
        found = None if "\0" in key else _SESSIONS.first(None, key)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None  # one that is over is not taken up again under its key
            return {}
        kept: dict[str, Any] = self.decode(found.session_data)
        return kept
