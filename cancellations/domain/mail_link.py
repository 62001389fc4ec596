"""Links that open a ready message in the reader's mail program."""

import re
from urllib.parse import quote

# RFC 6068 names no limit; what browsers hand over to mail programs ends somewhere above this. A Cyrillic letter
# takes six characters, so a long claim does not fit: it is copied, since half a claim must not be sent by mistake.
LONGEST = 8_000
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}")


def address_in(text: str) -> str:
    """The first e-mail address in a text; nothing if there is none."""
    found = _ADDRESS.search(text)
    return found[0] if found else ""


def mail_link(to: str, subject: str, body: str) -> tuple[str, bool]:
    """The mailto: address (RFC 6068), and whether the whole body is in it; if it is too long, none of it is.

    `to` may be empty: the mail program then asks for the address.
    """
    start = f"mailto:{quote(to, safe='@')}?subject={quote(' '.join(subject.split()), safe='')}"
    lines = "\r\n".join(body.splitlines())
    whole = f"{start}&body={quote(lines, safe='')}"
    return (whole, True) if len(whole) <= LONGEST else (start, False)
