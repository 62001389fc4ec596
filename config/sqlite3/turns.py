"""Whose turn it is to write to a SQLite file.

SQLite has one writer. Whoever finds it busy asks again after longer and longer pauses, and is overtaken by whoever asks
at the right moment: among many writers, some wait several times as long as most. Here they wait in line: the threads of
a process behind each other, and the first of each process for its turn among the processes. Two files beside the
database are locked for that with flock, which the kernel undoes however a process ends:

- `…-next` by who stands first of all, and
- `…-turn` by who writes; only the first of all asks for it.

flock knows no longest wait, so the first of a process asks every millisecond. What protects the data is SQLite's own
lock, as ever: where these files cannot be made, or are gone, the order is lost and nothing else.
"""

import fcntl
import os
import time
from contextlib import suppress
from threading import Lock
from weakref import WeakValueDictionary, finalize

from config.data_folder import give_to_owner
from config.sqlite3.line import Line

_PAUSE = 0.001  # seconds
_AFTER_YOU = 2 * _PAUSE  # for that long a process that was first just now lets others ask


class Turns:
    """Of one process at one database file."""

    def __init__(self, database: str) -> None:
        """Raises OSError where the two files cannot be made."""
        self._process = os.getpid()
        self._first_here, self._writes_here = Line(), Line()
        self._files: list[int] = []
        self.close = finalize(self, _close, self._files)
        for name in ("next", "turn"):
            self._files.append(os.open(f"{database}-{name}", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
            give_to_owner(self._files[-1], database)

    def take(self, seconds: float) -> bool:
        """Wait for the turn, as many seconds at most; whether it was had."""
        came = time.monotonic()
        if not self._first_here.take(seconds):
            return False
        try:
            if time.monotonic() - came > _PAUSE:  # somebody of this process was first just now
                time.sleep(_AFTER_YOU)
            return self._be_next(came + seconds)
        finally:
            self._first_here.leave()

    def leave(self) -> None:
        """Let the next one write. A child that was forked meanwhile has no turn, and takes none away."""
        if os.getpid() == self._process:
            _unlock(self._files[1])
            self._writes_here.leave()

    def _be_next(self, until: float) -> bool:
        to_be_next, to_write = self._files
        if not _locked(to_be_next, until):
            return False
        try:
            return self._writes_here.take(until - time.monotonic()) and self._write(to_write, until)
        finally:
            _unlock(to_be_next)

    def _write(self, to_write: int, until: float) -> bool:
        """The turn among the processes; without it, the next one of this process is let through to ask for it."""
        had = False
        try:
            had = _locked(to_write, until)
        finally:
            if not had:
                self._writes_here.leave()
        return had


_known: WeakValueDictionary[str, Turns] = WeakValueDictionary()  # by the path of the database
_guard = Lock()


def turns_at(database: str) -> Turns | None:
    """Those that all connections of this process share; None where no file can be made beside the database."""
    with _guard:
        turns = _known.get(database)
        if turns is None:
            try:
                turns = _known[database] = Turns(database)
            except OSError:
                return None
        return turns


def _locked(file: int, until: float) -> bool:
    """Whether it was had in time; also where the file system knows no such locks: then there is no order."""
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)
        except OSError:
            return True
        else:
            return True


def _unlock(file: int) -> None:
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_UN)


def _close(files: list[int]) -> None:
    while files:
        os.close(files.pop())


def _forget() -> None:
    """In a forked child: a file that both have open would keep the parent's turn when the parent is killed."""
    global _guard
    _guard = Lock()  # another thread of the parent may have held it
    for turns in list(_known.values()):
        turns.close()
    _known.clear()


os.register_at_fork(after_in_child=_forget)
