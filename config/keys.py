"""Keys that are made at the first start and kept in the data folder, readable by their owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from config.data_folder import give_to_owner


def key_from(folder: Path, name: str) -> str:
    """The key called `name` in `folder`; made (mode 0600, on disk before it is used) when there is none yet.

    Two processes that start together agree: the first link wins, the other one reads it.
    """
    path = folder / name
    _ensure(path, lambda: secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def encryption_keys(folder: Path, name: str) -> Path:
    """The file of keys that stored texts are encrypted with, one a line, the newest first; made like `key_from`'s.

    Its path and not its content: keys change while servers run (see `renew`).
    """
    path = folder / name
    _ensure(path, _new_key)
    return path


def renew(path: Path) -> None:
    """Put a new key before the one in use; the one before that is forgotten. Written whole or not at all."""
    newest = path.read_text(encoding="ascii").split()[:1]
    draft = _draft(path, "\n".join([_new_key(), *newest]))
    draft.replace(path)


def _new_key() -> str:
    return Fernet.generate_key().decode("ascii")


def _ensure(path: Path, make: Callable[[], str]) -> None:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make())


def _write_once(path: Path, text: str) -> None:
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    give_to_owner(descriptor, path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
