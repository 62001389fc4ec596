"""Static files as they are collected: a style sheet written in parts is sent as one file, so a browser asks once."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PART = re.compile(r'^@import "(?P<path>[^"]+)" layer\((?P<layer>[\w-]+)\);$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_OWN_SCRIPTS = "js/"
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


class JoinedStylesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # it has no types
    """Fingerprints and compresses; style sheets are joined first. Not collected, browsers follow the parts alone."""

    support_js_module_import_aggregation = True  # a script imports another by the name with its fingerprint

    def post_process(
        self, paths: Mapping[str, tuple[Storage, str]], *args: Any, **options: Any
    ) -> Iterator[tuple[str, str | None, Any]]:
        """As in every storage of static files: name, name with its fingerprint, whether it is done or why not."""
        sources = {name: (_Joined(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(sources, *args, **options)


def joined(storage: Storage, path: str) -> str:
    """The style sheet at `path` with each part, `@import "…" layer(…);`, in its place and layer, without comments."""

    def part(found: re.Match[str]) -> str:
        text = _text(storage, posixpath.join(posixpath.dirname(path), found["path"]))
        return f"@layer {found['layer']} {{\n{text}}}"

    return COMMENT.sub("", PART.sub(part, _text(storage, path)))


def without_comments(script: str) -> str:
    """A script of ours without the lines that only explain it. No text of ours begins a line with // or /*."""
    return re.sub(r"^[ \t]*//.*\n", "", _BLOCK_COMMENT.sub("", script), flags=re.MULTILINE)


class _Joined:
    """A storage to read from, whose style sheets are whole, and whose scripts have no comments."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, path: str) -> Any:
        if path.endswith(".css"):
            return ContentFile(joined(self._storage, path).encode())
        if path.startswith(_OWN_SCRIPTS):
            return ContentFile(without_comments(_text(self._storage, path)).encode())
        return self._storage.open(path)


def _text(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        return bytes(file.read()).decode("utf-8")
