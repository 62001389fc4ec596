"""A server of its own for each project, and the processor time that it has used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

SECONDS_TO_START = 60
TICKS = os.sysconf("SC_CLK_TCK")


class Program:
    """A command of this Python, and all processes that it starts."""

    def __init__(self, arguments: Sequence[str], settings: str) -> None:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings}
        self._process = subprocess.Popen([sys.executable, *arguments], env=environment)

    def cpu(self) -> float:
        """Seconds of processor time since the start: user and system, of all that run now."""
        return sum(ticks(pid) for pid in self._pids()) / TICKS

    def peak_memory(self) -> int:
        """The most that its largest process ever held, in megabytes (RSS: pages of the database's file among it)."""
        return max(map(_peak, self._pids()), default=0) // 1000

    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _pids(self) -> list[int]:
        return _with_children(self._process.pid)


class Server(Program):
    """One granian worker with as many threads as `manage.py serve` gives it."""

    def __init__(self, application: str, settings: str) -> None:
        self.port = _free_port()
        arguments = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        arguments += ["--workers", "1", "--blocking-threads", "8", "--log-level", "error", application]
        super().__init__(arguments, settings)
        self._wait()
        self._running = super()._pids()

    def _pids(self) -> list[int]:
        """Those of the start: to look for them takes longer than a page."""
        return self._running

    def _wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.is_running():
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise SystemExit("A server of the benchmark did not start.")


def ticks(pid: int) -> int:
    """Processor time of a process, user and system; 0 when it is gone."""
    return sum(map(int, _stat(pid)[11:13]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for place in Path("/proc").iterdir():
        if place.name.isdigit() and _stat(int(place.name))[1:2] == [str(pid)]:
            found += _with_children(int(place.name))
    return found


def _peak(pid: int) -> int:
    """VmHWM in kB; 0 when the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on (state, parent …); none when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
