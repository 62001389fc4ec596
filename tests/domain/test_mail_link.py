"""Links that open a ready message in the mail program."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cancellations.domain.mail_link import LONGEST, address_in, mail_link


def test_everything_is_encoded() -> None:
    url, is_whole = mail_link("help@carrier.example", "Запрос\nLC-1 & more?", "Первая\n\nВторая: 100% + 1")
    assert is_whole
    assert url.isascii()
    assert " " not in url
    parts = urlsplit(url)
    assert (parts.scheme, parts.path) == ("mailto", "help@carrier.example")
    assert "+" not in parts.query, "mail programs keep a plus as it is"
    assert parse_qs(parts.query) == {"subject": ["Запрос LC-1 & more?"], "body": ["Первая\r\n\r\nВторая: 100% + 1"]}


def test_an_address_cannot_add_headers() -> None:
    url, _ = mail_link("a@b.example?bcc=c@d.example", "s", "b")
    assert parse_qs(urlsplit(url).query).keys() == {"subject", "body"}


def test_a_letter_that_is_too_long_is_left_out_whole() -> None:
    url, is_whole = mail_link("", "Претензия", "Ж" * LONGEST)
    assert not is_whole
    assert parse_qs(urlsplit(url).query) == {"subject": ["Претензия"]}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("help@holafly.com", "help@holafly.com"),
        ("Пишите на help@holafly.com.", "help@holafly.com"),
        ("the page seen does not show the address", ""),
        ("@nobody", ""),
        ("", ""),
        ("a@b", ""),
    ],
)
def test_the_address_in_a_text(text: str, address: str) -> None:
    assert address_in(text) == address
