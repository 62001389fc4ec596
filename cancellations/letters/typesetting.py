"""Data and a template become PDF/A: what letters and dossiers share. Nothing but the shipped fonts is used."""

import json
import re
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from cancellations.letters.glyphs import FONTS

TAGS = {"zh-hans": "zh", "zh-Hans": "zh"}  # as typst names languages
# characters without a place to break; between Chinese ones there is one anyway
_LONG_WORD = re.compile("[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{36,}")
_local = threading.local()


def typeset(template: Path, name: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """PDF/A-2b; the same data at the same time gives the same bytes.

    The template finds `data` as JSON in `sys.inputs` under `name`: it stays text whatever it looks like.
    """
    made = _compiler(template).compile(
        format="pdf",
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=at.replace(microsecond=0),  # it refuses parts of a second
    )
    return cast("bytes", made)


def breakable(text: str) -> str:
    """What has no place to break gets one after every letter, so that nothing runs off the paper."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(found[0]), text)


def _compiler(template: Path) -> typst.Compiler:
    """One for each thread and template: it cannot be shared while it works."""
    compilers: dict[Path, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if template not in compilers:
        compilers[template] = typst.Compiler(
            template, root=template.parent, font_paths=_fonts(), ignore_system_fonts=True
        )
    return compilers[template]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
