"""The dossier as PDF/A on A4. What the fonts lack is marked with its code point, never lost and never a box."""

import unicodedata
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cancellations.exchange.document import Dossier
from cancellations.letters.glyphs import unprintable
from cancellations.letters.typesetting import TAGS, breakable, typeset

_TEMPLATE = Path(__file__).parent / "templates" / "dossier.typ"
_AS_IT_IS = frozenset({"sha256", "file"})  # to be copied and compared
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SELECTORS = range(0xFE00, 0xFE10)  # how a character is to look; by themselves they look like nothing


def print_dossier(dossier: Dossier, *, at: datetime) -> bytes:
    """PDF/A-2b; the same dossier at the same time gives the same bytes."""
    lacking: dict[str, None] = {}
    told = _printable({**asdict(dossier), "timeline": None}, lacking)
    told["language"] = TAGS.get(dossier.language, dossier.language)
    told["lacking_title"] = _("Characters that the fonts lack")
    told["lacking"] = [named(char) for char in lacking]
    told["sha256"], told["file"] = "SHA-256", _("File in the archive")
    return typeset(_TEMPLATE, "dossier", told, at)


def marked(text: str, lacking: dict[str, None]) -> str:
    """`text` with [U+1F600] for what cannot be printed; each such character is noted in `lacking`."""
    for char in unprintable(text):
        if _is_unseen(char):
            text = text.replace(char, "")
        else:
            lacking[char] = None
            text = text.replace(char, f"[U+{ord(char):04X}]")
    return text


def named(char: str) -> str:
    """“[U+1F600] GRINNING FACE”."""
    return f"[U+{ord(char):04X}] {unicodedata.name(char, '')}".strip()


def _printable(value: Any, lacking: dict[str, None]) -> Any:
    if isinstance(value, str):
        return breakable(marked(value, lacking))
    if isinstance(value, dict):
        return {name: one if name in _AS_IT_IS else _printable(one, lacking) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one, lacking) for one in value]
    return value


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN or ord(char) in _SELECTORS
