"""A lock for threads that is given in the order in which it was asked for."""

from collections import deque
from threading import Lock


class Line:
    """Whoever lets go hands it to the one who has waited longest; nobody who comes late is faster."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, seconds: float) -> bool:
        """Whether it was had within so many seconds."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            had = mine.acquire(timeout=max(0, seconds))
        except BaseException:
            self._go(mine)
            raise
        return had or self._was_late(mine)

    def leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def _was_late(self, mine: Lock) -> bool:
        """Whether it was handed over in the very moment in which the time ran out."""
        with self._guard:
            if mine not in self._waiting:
                return True
            self._waiting.remove(mine)
            return False

    def _go(self, mine: Lock) -> None:
        """Interrupted while waiting: what was handed over meanwhile is handed on."""
        if self._was_late(mine):
            self.leave()
