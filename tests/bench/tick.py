"""The clock: what it takes to tell all that has come up, and to find that nothing has."""

import time

from cancellations.models import Clock


def print_tick() -> None:
    for about in ("first time", "again"):
        began, wall = time.process_time(), time.monotonic()
        written = Clock.objects.tick()
        took, waited = time.process_time() - began, time.monotonic() - wall
        print(f"Clock, {about}: {written} events in {took:.2f} s of processor time, {waited:.1f} s in all")
