"""Secrets in tables: PIN, PUK, card keys, activation codes, passwords. Known by heading, and by what stands in a cell.

Whatever is recognised is dropped before anything is stored, shown again or written back.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cancellations.domain.identifiers import looks_secret
from cancellations.domain.text import fold

_LOOKED_AT = 2000  # characters of a cell; activation codes have at most 255
_START = r"(?:^|[^a-zа-я0-9])"
_END = r"(?![a-zа-я])"
# Part of a heading, as in "PIN1 (SIM)", "Original PUK-код", "PIN码". fold() has made й into и and ё into е.
_WORDS = re.compile(
    rf"{_START}(?:e?pin|puk|пин|пук|pac|ki|opc|adm|lpa|qr)[ _-]?(?:code|codes|код|коды|key|ключ|s)?[ _-]?[0-9]?{_END}"
    r"|activation ?code|activation ?(?:key|link|string)|matching ?id|confirmation ?code|smdp ?code|security ?code"
    r"|authentication ?key|secret|password|passcode|pass ?word|code ?word"
    r"|код[а-я]* активац|ключ[а-я]* активац|строк[а-я]* активац|ссылк[а-я]* активац|код[а-я]* подтвержд"
    r"|парол|секрет|кодово[а-я]* слов|контрольно[а-я]* слов"
    r"|激活码|激活链接|激活密钥|匹配id|匹配码|确认码|二维码|密码|密钥|口令|解锁码"
)
# Too short to be looked for inside other words: the whole heading.
_WHOLE = frozenset({"k", "op", "ac", "kic", "kid", "kik", "key", "keys", "ключ", "qr", "qrcode", "lpa", "код", "cvv"})
_BETWEEN = re.compile(r"[\W_]+")


def is_secret_heading(text: str) -> bool:
    """Whether a column with this heading holds what must never be kept."""
    folded = fold(text)
    return _BETWEEN.sub("", folded) in _WHOLE or bool(_WORDS.search(folded))


def is_secret_cell(text: str) -> bool:
    """Whether the cell holds an activation code or a card's key, whatever its heading says."""
    return len(text) > 15 and looks_secret(text[:_LOOKED_AT])


def secret_positions(rows: Iterable[Sequence[str]]) -> frozenset[int]:
    """The columns of which most filled cells of these rows are secrets: as good as a heading that says so."""
    filled: Counter[int] = Counter()
    secret: Counter[int] = Counter()
    for cells in rows:
        for position, text in enumerate(cells):
            if text:
                filled[position] += 1
                secret[position] += is_secret_cell(text)
    return frozenset(position for position, count in secret.items() if 2 * count > filled[position])
