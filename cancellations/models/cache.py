"""The cache in the database, where failed sign-ins are counted."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection
from django.utils import timezone


class LoudCache(DatabaseCache):
    """Django's, except that a database which cannot be written is said, and not taken for "is there already".

    Whoever counts in the cache would otherwise take a locked database for a limit that is reached.
    """

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = None) -> bool:
        refused: list[OperationalError] = []

        def listen(execute: Callable[..., Any], sql: str, params: Sequence[Any], many: bool, context: Any) -> Any:
            try:
                return execute(sql, params, many, context)
            except OperationalError as error:
                refused.append(error)
                raise

        with connection.execute_wrapper(listen):
            written = bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc] # the stubs know no private names
        if refused:
            raise refused[0]
        return written


def clear_expired_counts() -> None:
    """Delete what nobody can read any more from the cache; Django does so only once it is full."""
    table = connection.ops.quote_name(caches["default"]._table)  # type: ignore[attr-defined]
    expired = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [expired])  # noqa: S608 - our own table name
