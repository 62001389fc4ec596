"""One object of a JSON file, read field by field: right, or ValueError that says where and what is wrong."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_WAIT_DAYS = 3650

Choice = TypeVar("Choice", bound=StrEnum)


class Record:
    """`where` names the object in errors; `names` are exactly the fields it must have."""

    raw: dict[str, Any]

    def __init__(self, raw: object, where: str, names: Collection[str]) -> None:
        self.where = where
        if not isinstance(raw, dict):
            raise ValueError(f"{where}: not an object")
        if wrong := set(raw) ^ set(names):
            raise ValueError(f"{where}: missing or unknown fields: {', '.join(sorted(map(str, wrong)))}")
        self.raw = raw

    def has(self, field: str) -> bool:
        return self.raw[field] is not None

    def text(self, field: str) -> str:
        """A line of text, not empty, without blanks around it."""
        value = self.raw[field]
        if not isinstance(value, str) or not value or value != value.strip():
            self._refuse(field, "is not a line of text")
        return str(value)

    def texts(self, field: str, languages: Iterable[str]) -> dict[str, str]:
        """The same text in exactly these languages."""
        record = Record(self.raw[field], f"{self.where}, {field}", set(languages))
        return {language: record.text(language) for language in languages}

    def matching(self, field: str, pattern: str) -> str:
        value = self.text(field)
        if not re.fullmatch(pattern, value, re.ASCII):
            self._refuse(field, "has a wrong form")
        return value

    def items(self, field: str) -> list[object]:
        value = self.raw[field]
        if not isinstance(value, list):
            self._refuse(field, "is not a list")
        return list(value)

    def codes(self, field: str, pattern: str) -> tuple[str, ...]:
        """A list of different codes of one form."""
        values = self.items(field)
        codes = [value for value in values if isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII)]
        if len(set(codes)) != len(values):
            self._refuse(field, "has a code of a wrong form, or one twice")
        return tuple(codes)

    def choice(self, field: str, choices: type[Choice]) -> Choice:
        value = self.text(field)
        if value not in choices.__members__.values():
            self._refuse(field, f"is not one of {', '.join(choices)}")
        return choices(value)

    def days(self, field: str) -> int:
        value = self.raw[field]
        if type(value) is not int or not 0 <= value <= LONGEST_WAIT_DAYS:
            self._refuse(field, "is not a number of days")
        return int(value)

    def partial_date(self, field: str) -> str:
        """A day, a month or a year, as far as the source told: 2024-03-05, 2024-03 or 2024."""
        value = self.matching(field, r"\d{4}(-\d\d(-\d\d)?)?")
        try:
            date.fromisoformat(f"{value}-01-01"[:10])
        except ValueError:
            self._refuse(field, "is no date")
        return value

    def time_zone(self, field: str) -> str:
        value = self.matching(field, r"[A-Za-z_]+(/[A-Za-z_-]+)+")
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._refuse(field, "is no time zone")
        return value

    def web_address(self, field: str) -> str:
        value = self.text(field)
        if not is_web_address(value):
            self._refuse(field, "is no http or https address")
        return value

    def web_address_or_citation(self, field: str) -> str:
        """A citation has no colon: so no other kind of address can pass for one."""
        value = self.text(field)
        if ":" in value and not is_web_address(value):
            self._refuse(field, "is neither an http or https address nor a citation without a colon")
        return value

    def _refuse(self, field: str, why: str) -> NoReturn:
        raise ValueError(f"{self.where}: {field} {why}: {self.raw[field]!r}")


def is_web_address(text: str) -> bool:
    """An http or https address with a host and no user name; letters of any script may stand in its path."""
    if not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
