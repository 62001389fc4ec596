"""What the code says to people: collected as `make messages` does, in Python, so that no gettext tools are needed."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CODE = ("cancellations", "config", "manage.py")
TEMPLATES = ("templates",)
SUFFIXES = {".html", ".txt", ".jinja"}

# which arguments of a call are the context, the sentence and its plural, as xgettext is told
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
_LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b(\w+)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")
_IN_JINJA = re.compile(rf"\b_\(\s*({_LITERAL})")


class Sentence(NamedTuple):
    """One entry of a catalogue; empty strings where it has no plural or no context."""

    text: str
    plural: str = ""
    context: str = ""


def collected() -> dict[Sentence, set[str]]:
    """Every sentence, and the files that say it."""
    found: dict[Sentence, set[str]] = {}
    for path in _files(CODE, {".py"}):
        for sentence in of_python(path.read_text(encoding="utf-8")):
            found.setdefault(sentence, set()).add(str(path.relative_to(ROOT)))
    for path in _files(TEMPLATES, SUFFIXES):
        for sentence in of_template(path.read_text(encoding="utf-8")):
            found.setdefault(sentence, set()).add(str(path.relative_to(ROOT)))
    return found


def of_python(source: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            values = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            yield from _sentence(name, values)


def of_template(source: str) -> Iterator[Sentence]:
    """As makemessages sees a template: a piece of Python with everything else crossed out."""
    for call in _CALL.finditer(templatize(source)):
        literals = re.findall(_LITERAL, call[2])
        yield from _sentence(call[1], [ast.literal_eval(one) for one in literals])


def overlooked() -> set[str]:
    """Sentences that stand in a Jinja template where makemessages does not look, like after `or`."""
    lost = set()
    for path in _files(TEMPLATES, {".jinja"}):
        source = path.read_text(encoding="utf-8")
        seen = {sentence.text for sentence in of_template(source)}
        lost |= {text for one in _IN_JINJA.findall(source) if (text := ast.literal_eval(one)) not in seen}
    return lost


def _sentence(name: str, values: Sequence[object]) -> Iterator[Sentence]:
    if name not in _CALLS:
        return
    context, text, plural = (None if at is None else _text(values, at) for at in _CALLS[name])
    if text is not None:  # what is no literal is said elsewhere, as with gettext_noop
        yield Sentence(text, plural or "", context or "")


def _text(values: Sequence[object], at: int) -> str | None:
    value = values[at] if at < len(values) else None
    return value if isinstance(value, str) else None


def _files(places: tuple[str, ...], suffixes: set[str]) -> Iterator[Path]:
    for place in places:
        root = ROOT / place
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.suffix in suffixes:
                yield path
