"""The time zone that the machine is set to."""

from pathlib import Path
from zoneinfo import ZoneInfo


def machine_zone(clock: Path = Path("/etc/localtime")) -> str:
    """The IANA name behind `clock`, a link into the zone database as Linux and macOS have it; else UTC."""
    _, found, name = str(clock.resolve()).partition("zoneinfo/")
    try:
        return ZoneInfo(name).key if found else "UTC"
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return "UTC"
