"""Secrets in tables: PIN, PUK, card keys, activation codes, passwords. Known by heading, and by what stands in a cell.

Whatever is recognised is dropped before anything is stored, shown again or written back.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from cancellations.domain.identifiers import looks_secret
from cancellations.domain.importing.spellings import spellings

_LOOKED_AT = 2000  # characters of a cell; activation codes have at most 255
_START = r"(?<![a-zа-я])"
_END = r"(?![a-zа-я])"
_CODES = r"(?:codes?|код[а-я]*)"
_KEYS = r"(?:keys?|ключ[а-я]*)"
_PROFILE = r"(?:(?:esim|сим|sim|профил)[а-я]* )?"
# Part of a heading as `spellings` gives it: "PIN1 (SIM)", "Original PUK-код", "PIN码". й is и there, and ё is е.
_WORDS = re.compile(
    rf"{_START}(?:sim|user|сим|e)? ?(?:pin|puk|chv|пин|пук) ?(?:{_CODES}|{_KEYS}|s|ы|ов|и)? ?[0-9]?{_END}"
    rf"|{_START}e?(?:pac|ki|opc|adm|lpa|qr|otp|[kк][1-9]) ?(?:{_CODES}|{_KEYS}|s)? ?[0-9]?{_END}"
    rf"|{_START}(?:kic|kid|kik)[0-9 ]+{_END}"
    rf"|{_START}(?:activation|confirmation|security|matching|smdp|sm dp|un(?:lock|block)\w*|porting|transfer|one time"
    r"|verification|auth\w*|access|esim|esim profile|ac|qr) ?(?:code|key|link|string|word)"
    r"|matching ?id|secret(?!ar)|pass ?(?:word|code|phrase)|code ?word"
    rf"|{_START}(?:ota|transport|ciphering|encryption|master|sim|aes|3?des|serial|private|api) keys?{_END}"
    r"|(?:код|ключ|строк|ссылк)[а-я]* (?:для )?(?:активац|подтвержд|разблок|безопасн|доступ|перенос|порт|авториз|esim)"
    r"|ключ[а-я]* (?:аутентиф|шифров|ota|карт)|код[а-я]* (?:из )?(?:смс|sms)|esim код"
    r"|(?:активационн|разблокировочн|одноразов|проверочн|секретн|защитн|кодов|контрольн)[а-я]* (?:код|слов|фраз|ключ)"
    r"|(?:транспортн|админ)[а-я]* ключ|идентификатор[а-я]* соответств|парол|секрет(?!ар)|куар"
    r"|激活码|激活代码|激活链接|激活密钥|匹配 ?id|匹配码|确认码|二维码|扫码|密码|密钥|口令|解锁码|个人识别码|安全码"
    r"|验证码|动态码|授权码|携转码|卡密(?!度)"
    # of an eSIM: what its profile is fetched with, and from where
    rf"|{_START}(?:activation|esim|profile|matching|rsp|ac) ?(?:token|ur[il]|link|токен)s?{_END}"
    rf"|{_START}activation ?(?:address|data|details?|info|information|credentials?|server|qr|id){_END}"
    rf"|{_START}sm ?dp(?:{_END}|plus|address|server|url|адрес)"
    rf"|(?:код|ключ|строк|ссылк|токен|данн|информаци)[а-я]* ?(?:(?:для|на|об|о) )?{_PROFILE}(?:актив(?:ац|иров|{_END}))"
    r"|(?:код|ссылк|токен|url)[а-я]* (?:(?:для|на) )?(?:(?:установк|загрузк|скачивани)[а-я]* )?(?:профил|esim)"
    rf"|{_START}(?:актив|активац|активация) код"
    r"|激活(?:信息|数据|资料|内容|字符?串|地址|网址|令牌|凭证|碼| ?ur[il])|启用(?:码|代码)|啟用碼|匹配标识"
    r"|(?:配置文件|esim) ?(?:链接|地址|网址)"
)
# Too short to be looked for inside other words: the whole heading, perhaps with a number behind it.
_WHOLE = frozenset(
    {"k", "op", "ac", "tk", "tak", "dek", "msl", "nck", "kic", "kid", "kik", "key", "keys", "ключ", "ключи", "код"}
    | {"pass", "passwd", "pwd", "cvv"}
)
# Alone in a heading, "Activation" is a code; "activation date", "Статус активации" and "激活日期" are none.
_ACTIVATION = re.compile(
    rf"{_PROFILE}(?:activation|matching|активаци[яи]|激活)(?: ?(?:of )?e?sim)?|esim ?激活|激活 ?esim"
)
_NUMBER_BEHIND = re.compile(r"[0-9 ]*\Z")
_SPACED_OUT = re.compile(r"(?<!\w)[a-zа-я](?: [a-zа-я0-9](?!\w))+")  # single letters: "p u k 2"
_LONGEST_SPACED_OUT = 8
# A PIN or PUK that the text itself names so: "PIN 0000, PUK1: 1234 5678", "PIN/PUK = 0000/12345678", "PIN码是 0000".
_CODE = r"(?:[0-9]{4}[ -][0-9]{4}|[0-9]{4,8})(?![0-9])"
_NAMED = re.compile(
    r"(?<![a-zа-яё])((?:[pр][iі]n|[pр][uу][kк]|пин|пук)[ -]{0,3}(?:codes?|код[а-я]*|码|s)?[ -]?(?:[12](?![0-9]))?"
    r"(?:[^\w\n]{0,3}(?:is|are|sim|card|карты|сим|это|равен|для|是|为)){0,2}[^\w\n+]{0,4})"
    rf"{_CODE}(?:(?: ?[/,;&+、] ?| и | and | или | or |和|或){_CODE})*",
    re.IGNORECASE,
)
# Without two such letters there is none of them.
_PERHAPS_NAMED = re.compile(r"[pр][iіuу]|п[иу]", re.IGNORECASE)
_HIDDEN = "•••"
# K4 and the keys of TUAK: 24 or 32 bytes, nothing else in the cell. (Elsewhere so long a number may be a document's.)
_SHORTEST_LONG_KEY = 48
_LONG_KEY = re.compile(r"\s*(?:(?:[0-9a-f]{2}[ :-]?){24}|(?:[0-9a-f]{2}[ :-]?){32})\s*", re.IGNORECASE)
_PIN, _PUK = re.compile(r"\s*[0-9]{4}\s*"), re.compile(r"\s*[0-9]{8}\s*")


def is_secret_heading(text: str) -> bool:
    """Whether a column with this heading holds what must never be kept."""
    return names_secret(text) or any(_ACTIVATION.fullmatch(_NUMBER_BEHIND.sub("", one)) for one in spellings(text))


def names_secret(text: str) -> bool:
    """The same of a cell that may be no heading: "激活" and "Активация" are what tables say of cards as well."""
    return any(map(_is_secret, spellings(text)))


def is_secret_cell(text: str) -> bool:
    """Whether the cell holds an activation code or a card's key, whatever its heading says."""
    if len(text) <= 15:
        return False
    return looks_secret(text[:_LOOKED_AT]) or (len(text) >= _SHORTEST_LONG_KEY and bool(_LONG_KEY.fullmatch(text)))


def without_secrets(text: str) -> str:
    """A cell as it may be kept: nothing of one with an activation code or a key, a text without its PIN and PUK."""
    if is_secret_cell(text):
        return ""
    if len(text) <= 6 or not _PERHAPS_NAMED.search(text):
        return text
    return _NAMED.sub(rf"\1{_HIDDEN}", text)


def secret_positions(rows: Iterable[Sequence[str]]) -> frozenset[int]:
    """The columns of which most filled cells of these rows are secrets: as good as a heading that says so."""
    return _mostly(rows, is_secret_cell)


def code_positions(rows: Sequence[Sequence[str]], beginning: str = "") -> frozenset[int]:
    """The columns of which most filled cells are like a PIN, or most like a PUK; and, in tables without any headings,
    one of them begins with a zero, as fees, years and phone numbers do not.

    To be asked for columns without a heading: below one, such numbers may be anything.
    """
    codes = _mostly(rows, _PIN.fullmatch) | _mostly(rows, _PUK.fullmatch)
    begun = {position for cells in rows for position, text in enumerate(cells) if text.startswith(beginning)}
    return codes & begun


def _is_secret(words: str) -> bool:
    """Of one spelling. "K_i", "P.U.K. 2" and "OP-c" are secret as "Ki", "PUK2" and "OPc" are."""
    together = _SPACED_OUT.sub(lambda letters: letters[0].replace(" ", ""), words)
    if any(_NUMBER_BEHIND.sub("", one) in _WHOLE or _WORDS.search(one) for one in (words, *spellings(together))):
        return True
    return len(words) <= _LONGEST_SPACED_OUT and any(map(_WORDS.fullmatch, spellings(words.replace(" ", ""))))


def _mostly(rows: Iterable[Sequence[str]], is_it: Callable[[str], object]) -> frozenset[int]:
    filled: Counter[int] = Counter()
    found: Counter[int] = Counter()
    for cells in rows:
        for position, text in enumerate(cells):
            if text:
                filled[position] += 1
                found[position] += bool(is_it(text))
    return frozenset(position for position, count in found.items() if 2 * count > filled[position])
