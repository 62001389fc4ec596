"""Names of files that other people's machines gave: for display and for download headers, never for a path."""

import re
import unicodedata
from urllib.parse import quote

from cancellations.domain.text import clean_line

LONGEST = 150  # characters; three bytes each at most still fit the 255 and more that file systems allow in parts
_NO_NAME = "file"
_SLASHES_BY_LOOKS = str.maketrans(dict.fromkeys("\u2044\u2215\u29f8\uff0f\u29f5\ufe68\uff3c\u2571\u2572", "_"))
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,10})$")
_NOT_IN_A_HEADER = re.compile(r'[^A-Za-z0-9 ._()+=@-]|^[.-]|["\\]')
_ATTR_CHARS = "!#$&+-.^_`|~"  # RFC 8187, beside letters and digits


def shown_name(raw: str) -> str:
    """The last part of a name, without what cannot be seen or turns the reading direction around."""
    parts = re.split(r"[\\/]", clean_line(raw))
    last = "".join(char for char in parts[-1] if not _misleads(char)).translate(_SLASHES_BY_LOOKS).strip()
    tidy = unicodedata.normalize("NFC", last[: 4 * LONGEST]).strip(" .") if last.strip(" .") else ""
    if last.startswith(".") and extension(f"{_NO_NAME}.{tidy}") and "." not in tidy:
        tidy = f"{_NO_NAME}.{tidy}"  # ".pdf" has no stem
    return _short(tidy) or _NO_NAME


def extension(name: str) -> str:
    """The part after the last dot, in lower case; empty where there is none."""
    found = _EXTENSION.search(name)
    return found[1].lower() if found else ""


def plain_name(name: str) -> str:
    """`name` in ASCII for old programs: what they could trip over becomes an underscore."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "replace").decode("ascii")
    return _NOT_IN_A_HEADER.sub("_", ascii_only) or _NO_NAME


def attachment(name: str) -> str:
    """Content-Disposition for a download: one plain name and one with all its letters (RFC 6266)."""
    return f"attachment; filename=\"{plain_name(name)}\"; filename*=UTF-8''{quote(name, safe=_ATTR_CHARS)}"


def _misleads(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _short(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    found = extension(name)
    return f"{name[: LONGEST - len(found) - 1].rstrip()}.{found}" if found else name[:LONGEST]
