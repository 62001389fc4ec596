"""Counting that takes seconds: one thread of a process at a time does it, and what it found is kept for a while."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone

from cancellations.models import Cancellation, User

KEPT_FOR = 600  # seconds
COUNTED_AT_ONCE = 20_000  # cases of a workspace: their reports take a fraction of a second
_COUNTING = BoundedSemaphore(1)  # of this process: the pages need its other threads

Found = TypeVar("Found")


class Busy(Exception):
    """Another report is being counted by this process."""


@dataclass(frozen=True)
class Kept:
    """What was found, and when it began to be counted."""

    at: datetime
    found: Any


class LongCounts:
    """What was counted of one report, section by section; kept for everybody who asks the same."""

    def __init__(self, asked: dict[str, Hashable], *, patience: float = 0) -> None:
        """`asked`: of each section, all that its numbers depend on. `patience`: seconds to wait for other counts."""
        self._keys = {name: _key(name, what) for name, what in asked.items()}
        self._patience = patience
        self._kept: dict[str, Kept] = cache.get_many(self._keys.values())

    def at(self, name: str) -> datetime | None:
        """When it was counted; None when it has to be counted."""
        kept = self._kept.get(self._keys[name])
        return kept.at if kept else None

    def forget(self, name: str) -> None:
        self._kept.pop(self._keys[name], None)

    def count(self, name: str, of: Callable[[], Found]) -> Found:
        """Raises Busy."""
        key = self._keys[name]
        if key not in self._kept:
            if not _COUNTING.acquire(timeout=self._patience):
                raise Busy
            try:
                self._kept[key] = Kept(timezone.now(), of())
            finally:
                _COUNTING.release()
            cache.set(key, self._kept[key], KEPT_FOR)
        found: Found = self._kept[key].found
        return found


def takes_long(user: User) -> bool:
    """Whether the user has so many cases that counting them has to be waited for."""
    cases = Cancellation.objects.visible_to(user).order_by("-id")
    return cases[COUNTED_AT_ONCE : COUNTED_AT_ONCE + 1].exists()


def _key(name: str, asked: Hashable) -> str:
    return f"report-{name}-{sha256(repr(asked).encode()).hexdigest()}"
