"""Names that other people's machines gave: shown, sent as a header, and never believed."""

import re
from email.message import Message
from email.utils import collapse_rfc2231_value

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.file_names import LONGEST, attachment, extension, plain_name, shown_name
from tests.files import SentFile, file_params


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Чек №5 от 21.11.2026.pdf", "Чек №5 от 21.11.2026.pdf"),
        ("注销确认.jpg", "注销确认.jpg"),
        ("resume\u0301.pdf", "resumé.pdf"),
        ("..\\..\\pwned.pdf", "pwned.pdf"),
        ("/etc/passwd.pdf", "passwd.pdf"),
        ("\uff0e\uff0e\uff0fx.pdf", "\uff0e\uff0e_x.pdf"),
        ("receipt\u202efdp.exe", "receiptfdp.exe"),
        ("a\r\nX-Evil: 1.pdf", "a  X-Evil: 1.pdf"),
        ("x.pdf\0.exe", "x.pdf.exe"),
        ("x.pdf.. ", "x.pdf"),
        (".pdf", "file.pdf"),
        (".htaccess", "file.htaccess"),
        (".", "file"),
        ("..", "file"),
        ("", "file"),
        ("\u200b", "file"),
        ("a/", "file"),
        ("д" * 400 + ".pdf", "д" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_what_is_shown(raw: str, shown: str) -> None:
    assert shown_name(raw) == shown


@pytest.mark.parametrize("sent", file_params("filename"))
def test_the_corpus(sent: SentFile) -> None:
    check(sent.name)


def test_space_behind_what_is_not_shown_goes_too() -> None:
    assert shown_name("\x1b\xa00") == "0"


@given(st.text(max_size=400))
def test_any_name(raw: str) -> None:
    check(raw)


def check(raw: str) -> None:
    """One line, not empty, no path, no tricks; the header says it whole and once."""
    shown = shown_name(raw)
    assert shown
    assert len(shown) <= LONGEST
    assert not re.search(r"[\\/\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b]", shown)
    assert shown == shown_name(shown)
    header = attachment(shown)
    assert header.isascii()
    assert header.isprintable()
    assert (header.count("filename="), header.count("filename*=")) == (1, 1)
    message = Message()
    message["Content-Disposition"] = header.partition("; filename=")[0] + "; filename*=" + header.split("filename*=")[1]
    told = message.get_param("filename", header="content-disposition")
    assert collapse_rfc2231_value(told or "") == shown
    assert not re.search(r'["\\;%\r\n]', plain_name(shown))


@pytest.mark.parametrize(
    ("name", "found"), [("a.pdf", "pdf"), ("A.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), ("a.", ""), ("a.п", "")]
)
def test_extension(name: str, found: str) -> None:
    assert extension(name) == found
