"""Whose turn it is to write: in the order in which they came, for so long at most, and free again after a kill."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest

from config.sqlite3.line import Line
from config.sqlite3.turns import Turns, turns_at

HELD = "import sys; from config.sqlite3.turns import turns_at; turns = turns_at(sys.argv[1]); assert turns.take(30)\n"
TELL = "print('mine', flush=True)\n"
HOLDER = f"{HELD}{TELL}sys.stdin.read()"
FORKED = f"{HELD}import os, time\nif os.fork() == 0: time.sleep(60)\n{TELL}sys.stdin.read()"
LEAVING_CHILD = (
    f"{HELD}import os\nif os.fork() == 0: turns.leave(); os._exit(0)\nassert os.wait()[1] == 0\n{TELL}sys.stdin.read()"
)
# four threads that write down their own process, thirty times each; nothing but the turn keeps them apart
CROWD = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from config.sqlite3.turns import turns_at
turns, book, gate = turns_at(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
def write(_number):
    for _time in range(30):
        assert turns.take(60)
        lines = book.read_text()
        time.sleep(0.004)
        book.write_text(lines + sys.argv[4])
        turns.leave()
print("ready", flush=True)
while not gate.exists():
    time.sleep(0.001)
with ThreadPoolExecutor(4) as pool:
    list(pool.map(write, range(4)))
"""


def without_locks(_file: int, _how: int) -> None:
    """As a file system that can hold files, and no locks of them."""
    raise OSError(errno.ENOLCK, "No locks available")


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "some.sqlite3")


@pytest.fixture
def turns(database: str) -> Turns:
    found = turns_at(database)
    assert found
    return found


@pytest.fixture
def elsewhere(database: str) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts a process, and waits for its first word."""
    running: list[subprocess.Popen[str]] = []

    def start(script: str, *words: str) -> "subprocess.Popen[str]":
        command, pipe = [sys.executable, "-c", script, database, *words], subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, process_group=0)
        running.append(process)
        assert process.stdout
        assert process.stdout.readline()
        return process

    yield start
    for process in running:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # and its children
        process.communicate()


@pytest.mark.parametrize("kind", [Line, Turns])
def test_the_first_to_come_is_the_first_to_be_served(kind: type[Line] | type[Turns], turns: Turns) -> None:
    lock = turns if kind is Turns else Line()
    served: list[int] = []

    def wait(number: int) -> None:
        assert lock.take(30)
        served.append(number)
        lock.leave()

    assert lock.take(1)
    with ThreadPoolExecutor(6) as pool:
        waiting = [_begun(pool, wait, number) for number in range(6)]
        lock.leave()
        for one in waiting:
            one.result(30)
    assert served == list(range(6))


@pytest.mark.parametrize("kind", [Line, Turns])
def test_who_waited_long_enough_goes_and_nobody_behind_is_lost(kind: type[Line] | type[Turns], turns: Turns) -> None:
    lock = turns if kind is Turns else Line()
    assert lock.take(1)
    with ThreadPoolExecutor(2) as pool:
        short, long = _begun(pool, lock.take, 0.2), _begun(pool, lock.take, 30)
        began = time.monotonic()
        assert not short.result(30)
        assert time.monotonic() - began < 5
        lock.leave()
        assert long.result(30)
    assert not lock.take(0)
    lock.leave()
    assert lock.take(0)


def test_another_process_has_its_turn_until_it_is_killed(
    turns: Turns, elsewhere: Callable[..., "subprocess.Popen[str]"]
) -> None:
    holder = elsewhere(HOLDER)
    assert not turns.take(0.1)
    holder.send_signal(signal.SIGKILL)
    assert turns.take(10)


def test_a_child_that_outlives_its_parent_keeps_no_turn(
    turns: Turns, elsewhere: Callable[..., "subprocess.Popen[str]"]
) -> None:
    parent = elsewhere(FORKED)
    assert not turns.take(0.1)
    parent.send_signal(signal.SIGKILL)
    parent.wait(10)
    assert turns.take(10)


def test_a_child_ends_no_turn_of_its_parent(elsewhere: Callable[..., "subprocess.Popen[str]"], turns: Turns) -> None:
    elsewhere(LEAVING_CHILD)
    assert not turns.take(0.1)


def test_processes_and_threads_lose_nothing_and_no_process_is_kept_out(
    elsewhere: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    book, gate, names = tmp_path / "book", tmp_path / "go", "abc"
    book.write_text("")
    crowd = [elsewhere(CROWD, str(book), str(gate), name) for name in names]
    gate.touch()
    assert [process.wait(120) for process in crowd] == [0, 0, 0]
    written = book.read_text()
    assert Counter(written) == dict.fromkeys(names, 120)
    until_one_was_done = written[: min(written.rindex(name) for name in names)]
    longest = max(len(list(same)) for _name, same in groupby(until_one_was_done))
    assert longest < 10, "a process followed itself again and again"


def test_the_files_are_closed_with_the_last_connection(database: str) -> None:
    turns = turns_at(database)
    assert turns is turns_at(database)
    assert _open_files(database) == ["some.sqlite3-next", "some.sqlite3-turn"]
    del turns
    assert _open_files(database) == []


def test_where_no_file_can_be_made_there_is_no_line(tmp_path: Path) -> None:
    assert turns_at(str(tmp_path / "no such folder" / "some.sqlite3")) is None


def _begun(pool: ThreadPoolExecutor, work: Callable[..., object], *arguments: object) -> "Future[object]":
    """It waits before anybody who begins later."""
    begun = pool.submit(work, *arguments)
    time.sleep(0.05)
    return begun


def _open_files(database: str) -> list[str]:
    found = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = link.readlink()
        except OSError:
            continue
        if str(target).startswith(database):
            found.append(target.name)
    return sorted(found)


def test_without_locks_of_files_everybody_writes_in_turn_of_threads(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order among processes is lost, and nothing else: not the next turn either."""
    monkeypatch.setattr(fcntl, "flock", without_locks)
    for _time in range(3):
        assert turns.take(1)
        turns.leave()
    monkeypatch.undo()
    assert turns.take(1)
    turns.leave()
