"""Texts that lie encrypted in the database: with keys of their own, in a file that is no part of it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models, transaction


class Unreadable(Exception):
    """Sealed with a key that is not in the key file: the data folder was restored in part, perhaps."""


def seal(text: str) -> str:
    """`text` encrypted with the newest key."""
    return _keys().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What `seal` was given. Raises Unreadable."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken as error:
        raise Unreadable from error


def reseal(sealed: str) -> str:
    """The same text under the newest key. Raises Unreadable."""
    try:
        return _keys().rotate(sealed.encode("ascii")).decode("ascii")
    except InvalidToken as error:
        raise Unreadable from error


def _keys() -> MultiFernet:
    path = Path(settings.DETAILS_KEYS_FILE)
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> MultiFernet:
    """`changed` makes a renewed file be read again by servers that run."""
    return MultiFernet([Fernet(key) for key in path.read_text(encoding="ascii").split()])


def reseal_rows(rows: models.QuerySet[Any]) -> tuple[int, int]:
    """Encrypt the `sealed` of every row with the newest key; gives how many were, and how many no key opens."""
    done = lost = 0
    with transaction.atomic():
        for row in rows.select_for_update():
            try:
                row.sealed = reseal(row.sealed)
            except Unreadable:
                lost += 1
                continue
            row.save(update_fields=["sealed"])
            done += 1
    return done, lost
