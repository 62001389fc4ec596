"""manage.py serve: the web server and the worker for jobs, started and stopped as one.

    serve ── web (granian) ── its worker processes
          └─ jobs (huey)

On several hosts some serve --web-only, and one or more do the jobs with --worker-only.
Whoever loses its parent dies with it, so that not even `kill -9` leaves a half of Lastcall running.
"""

import ctypes
import os
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing import connection as process_connection
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.checks import Error, run_checks
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from cancellations.jobs import queue
from cancellations.management.links import owner_link
from config.application import server_application
from config.database import THREADS

SECONDS_TO_START = 30
SECONDS_TO_STOP = 10
JOB_WORKERS = 4  # two errands at most, and a mail server that hangs holds up one of them for a while
_PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "Serve Lastcall on HOST:PORT, with its worker for jobs; prints a one-time sign-in link."
    requires_system_checks = []  # done below, with the database's, and said in one sentence

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_mutually_exclusive_group()
        parts.add_argument("--web-only", action="store_true", help="the jobs are done elsewhere")
        parts.add_argument("--worker-only", action="store_true", help="do the jobs, and listen on no port")

    def handle(self, *args: Any, web_only: bool, worker_only: bool, **options: Any) -> None:
        os.umask(0o077)  # whatever is written from now on is for the owner's eyes only
        refuse_what_is_unsafe()
        if not worker_only:
            refuse_a_taken_port()
        said = "Lastcall's worker is ready." if worker_only else _invitation()
        _close_connections()
        web = None if worker_only else _started(_serve_web)
        jobs = None if web_only else _started(_run_jobs)
        running = [part for part in (web, jobs) if part]
        for number in (signal.SIGTERM, signal.SIGINT):  # a script's "&" would have it ignore the second
            signal.signal(number, _interrupt)
        try:
            if web:
                _wait_for_the_port(web)
            self.stdout.write(said)
            self.stdout.flush()
            process_connection.wait([part.sentinel for part in running])
            raise CommandError("A part of Lastcall ended by itself; the rest is stopped too.")
        except KeyboardInterrupt:
            pass
        finally:
            _stop(*running)


def refuse_what_is_unsafe() -> None:
    """Raise CommandError with what to do when a setting or the database is not as it must be."""
    found = run_checks(databases=["default"])
    errors = [message for message in found if isinstance(message, Error) or message.is_serious()]
    if errors:
        raise CommandError("\n".join(f"{error.msg} {error.hint or ''}".strip() for error in errors))


def refuse_a_taken_port() -> None:
    """granian shares a port with another of its kind without a word; two Lastcalls must not."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"{settings.HOST}:{settings.PORT} cannot be used ({error.strerror}); "
                f"choose another port: PORT={settings.PORT + 1} make run"
            ) from error


def _invitation() -> str:
    link = owner_link()
    return f"Lastcall is ready. Sign in once, within {settings.SIGNIN_LINK_MINUTES} minutes: {link}"


def _close_connections() -> None:
    """Nothing open is shared with the children, and no pool whose threads stay behind."""
    connections.close_all()
    queue.storage.close()
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _started(part: Callable[[], None]) -> ForkProcess:
    process = get_context("fork").Process(target=_run_part, args=(part, os.getpid()), name=part.__name__)
    process.start()
    return process


def _run_part(part: Callable[[], None], parent: int) -> None:
    _die_with_parent(parent)
    part()


def _serve_web() -> None:
    server = MPServer(
        "config.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
        log_level=LogLevels.error,  # warnings tell that threads outnumber processors, as they should
    )
    web = os.getpid()
    server.serve(target_loader=lambda: _application(web), wrap_loader=False)


def _application(parent: int) -> Any:
    _die_with_parent(parent)
    return server_application()


def _run_jobs() -> None:
    queue.create_consumer(workers=JOB_WORKERS, periodic=True, check_worker_health=True).run()


def _die_with_parent(parent: int) -> None:
    """Ask the kernel for SIGKILL when the parent ends; end at once if it has ended already (Linux only)."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:
        os._exit(1)


def _wait_for_the_port(web: ForkProcess) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104 - asked, not bound
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and web.is_alive():
        try:
            socket.create_connection((host, settings.PORT), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise CommandError(f"The server did not start on {settings.HOST}:{settings.PORT}.")


def _stop(*processes: ForkProcess) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        process.join(max(0.1, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
