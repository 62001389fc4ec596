"""Names in tables (of carriers, kinds of card, countries, answers) in any of the three languages, however spelled."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from babel.core import Locale
from django.utils.translation import override

from cancellations.domain.importing.columns import LANGUAGES
from cancellations.domain.playbook import SimKind
from cancellations.domain.text import fold
from cancellations.domain.words import SIM_KINDS

_APART = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_INSIDE = re.compile(r"[(\[（](.*?)[)\]）]")
_LEGAL_FORMS = frozenset(
    {"пао", "ооо", "ао", "зао", "оао", "pjsc", "jsc", "llc", "ltd", "inc", "plc", "gmbh", "公司", "有限公司"}
)
_KINDS: dict[SimKind, tuple[str, ...]] = {
    SimKind.ESIM: (
        "esim", "e sim", "euicc", "embedded", "electronic", "virtual", "digital", "есим", "е сим", "электронная",
        "электронная sim карта", "встроенная", "виртуальная", "цифровая", "电子", "电子卡",
        "电子sim卡", "嵌入式", "虚拟卡",
    ),
    SimKind.PHYSICAL: (
        "physical", "physical card", "plastic", "sim", "sim card", "usim", "uicc", "psim", "nano", "nano sim", "micro",
        "micro sim", "mini", "mini sim", "card", "обычная", "физическая", "пластик", "пластиковая", "сим", "сим карта",
        "sim карта", "карта", "实体", "实体卡", "物理卡", "物理sim卡", "普通卡", "sim卡", "大卡", "小卡",
    ),
}  # fmt: skip
_YES = frozenset(
    {
        "yes",
        "y",
        "true",
        "1",
        "x",
        "+",
        "да",
        "д",
        "истина",
        "v",
        "ok",
        "open",
        "открыть",
        "是",
        "要",
        "对",
        "真",
        "✓",
        "✔",
        "√",
    }
)
_NO = frozenset({"no", "n", "false", "0", "-", "нет", "н", "ложь", "none", "否", "不", "不要", "假", "✗", "✘", "×"})


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """ "ПАО «МТС»", "МТС" and "мтс" are one."""
    words = [word for word in _APART.split(fold(name)) if word]
    return "".join(word for word in words if word not in _LEGAL_FORMS) or "".join(words)


def lookup(carriers: Iterable[tuple[Any, Iterable[str]]]) -> Mapping[str, Any]:
    """By `name_key`: each carrier's key, under all its names and slugs.

    "T2 (Tele2 Russia)" is found as T2 and as Tele2 Russia too, unless another carrier is called so, or two could be.
    """
    return {name: next(iter(keys)) for name, keys in _bearers(carriers).items() if len(keys) == 1}


def shared(carriers: Iterable[tuple[Any, Iterable[str]]]) -> Mapping[str, tuple[Any, ...]]:
    """As `lookup`, the names that do not tell: the keys of all carriers that are called so."""
    return {name: tuple(keys) for name, keys in _bearers(carriers).items() if len(keys) > 1}


def kind_named(text: str) -> SimKind | None:
    return _kinds().get(name_key(text))


def yes_or_no(text: str) -> bool | None:
    folded = fold(text)
    return True if folded in _YES else False if folded in _NO else None


@lru_cache(maxsize=512)
def country_code(text: str) -> str:
    """ISO 3166 of a code or a name; what is neither is given back, and no number is read by it."""
    typed = text.strip().upper()
    return typed if len(typed) == 2 and typed.isascii() else _countries().get(name_key(text), typed)


def _bearers(carriers: Iterable[tuple[Any, Iterable[str]]]) -> Mapping[str, set[Any]]:
    full: dict[str, set[Any]] = defaultdict(set)
    parts: dict[str, set[Any]] = defaultdict(set)
    for key, names in carriers:
        for name in names:
            full[name_key(name)].add(key)
            for part in (_BRACKETS.sub(" ", name), *_INSIDE.findall(name)):
                parts[name_key(part)].add(key)
    clear = {part: keys for part, keys in parts.items() if part not in _countries()}
    return {name: keys for name, keys in {**clear, **full}.items() if name}


@cache
def _kinds() -> Mapping[str, SimKind]:
    known = {name_key(word): kind for kind, words in _KINDS.items() for word in (kind.value, *words)}
    for language in LANGUAGES:
        with override(language):
            known |= {name_key(str(words)): kind for kind, words in SIM_KINDS.items()}
    return known


@cache
def _countries() -> Mapping[str, str]:
    locales = [Locale.parse(language.replace("-", "_")) for language in LANGUAGES]
    named = [
        (name_key(name), code) for locale in locales for code, name in locale.territories.items() if len(code) == 2
    ]
    counts = Counter({name for name, _code in set(named)})
    return {name: code for name, code in named if counts[name] == 1}
