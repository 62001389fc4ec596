"""Small queries that many pages ask: their SQL is written once."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from cancellations.models.people import User

# Ids that nothing has: they stand in the statement where the user's own are put in.
_WORKSPACE, _USER = 8_070_450_532_247_928_832, 8_070_450_532_247_928_833
_NOBODY = SimpleNamespace(workspace_id=_WORKSPACE, pk=_USER)


class Statement:
    """The rows that a query gives for a user, when nothing in it changes but the ids of the user and the workspace.

    Django writes the SQL of a query anew each time, and takes longer for it than the database to run a small one.
    `build` gives the query for a user's `workspace_id` and `pk`; its columns come as the database's driver gives
    them: a JSON column as text.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._written: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, user: User) -> list[tuple[Any, ...]]:
        """For somebody without a workspace: none."""
        if self._written is None:
            self._written = self._build(_NOBODY).query.sql_with_params()
        sql, parameters = self._written
        own = {_WORKSPACE: user.workspace_id, _USER: user.pk}
        with connection.cursor() as cursor:
            cursor.execute(sql, [own.get(value, value) for value in parameters])
            return list(cursor.fetchall())
