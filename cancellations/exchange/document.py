"""The dossier as plain data, in the reader's language: whatever prints it only prints."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fact:
    """`by`: who recorded it and when, as far as that is known."""

    label: str
    text: str
    by: str = ""


@dataclass(frozen=True)
class Entry:
    """One step, contact, event, deadline or file.

    `meta`: who and when. `about`: all that is short, in one line. `file`: its name in the archive.
    """

    title: str
    meta: str = ""
    about: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()
    sha256: str = ""
    file: str = ""


@dataclass(frozen=True)
class Section:
    """`notes` stand before all else; `empty` is said when there is nothing."""

    key: str
    title: str
    facts: tuple[Fact, ...] = ()
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.facts and not self.entries


@dataclass(frozen=True)
class Happening:
    """One row of the timeline, for people and for machines. `at`: ISO 8601 with the offset."""

    at: str
    kind: str
    by: str
    title: str
    text: str
    when: str
    payload: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Dossier:
    """`language`: BCP 47. `situation`: the case in one line."""

    language: str
    reference: str
    title: str
    situation: str
    cover: tuple[Fact, ...]
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    timeline: tuple[Happening, ...]


def told(facts: Iterator[Fact]) -> tuple[Fact, ...]:
    """Those that say something."""
    return tuple(fact for fact in facts if fact.text)


def joined(*parts: str) -> str:
    """Those that say something, in one line."""
    return " · ".join(part for part in parts if part)
