"""The columns of a table of SIM cards, and how the headings of other people's tables are recognised.

An export writes `heading(column)`; an import takes that heading back in any of the three languages, whichever
the reader's is, and what real tables call the same thing (synonyms.py).
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cancellations.domain.importing.secrets import is_secret_heading, names_secret
from cancellations.domain.importing.spellings import LONGEST_HEADING, spellings
from cancellations.domain.importing.synonyms import INTERNAL, SYNONYMS
from cancellations.domain.sim_words import SIM_FIELDS
from cancellations.domain.text import fold
from cancellations.domain.words import Words

LANGUAGES = ("zh-hans", "en", "ru")
_AFTER_THE_NAME = re.compile(r"[,;:(\[/]")


class Column(StrEnum):
    """What a column says. The value is stored in mappings and never shown."""

    KIND = "kind"
    NICKNAME = "nickname"
    HOLDER = "holder"
    NUMBER = "number"
    ICCID = "iccid"
    EID = "eid"
    IMSI = "imsi"
    IMEI = "imei"
    CARRIER = "carrier"
    COUNTRY = "country"  # that the number belongs to when it has no +; not kept
    PLAN = "plan"
    MONTHLY_FEE = "monthly_fee"
    CURRENCY = "currency"
    BILLING_DAY = "billing_day"
    DEVICES = "devices"
    NOTE = "note"
    TAGS = "tags"
    OPEN_REQUEST = "open_request"  # yes: a case is opened for the card
    REQUESTED_END_DATE = "requested_end_date"
    REASON = "reason"
    ASSIGNEE = "assignee"


HEADINGS: dict[Column, Words] = {
    Column.KIND: SIM_FIELDS["kind"],
    Column.NICKNAME: SIM_FIELDS["nickname"],
    Column.HOLDER: SIM_FIELDS["holder"],
    Column.NUMBER: SIM_FIELDS["msisdn"],
    Column.ICCID: SIM_FIELDS["iccid"],
    Column.EID: SIM_FIELDS["eid"],
    Column.IMSI: SIM_FIELDS["imsi"],
    Column.IMEI: SIM_FIELDS["imei"],
    Column.CARRIER: SIM_FIELDS["carrier"],
    Column.COUNTRY: _("Country"),
    Column.PLAN: SIM_FIELDS["plan"],
    Column.MONTHLY_FEE: SIM_FIELDS["monthly_fee"],
    Column.CURRENCY: SIM_FIELDS["currency"],
    Column.BILLING_DAY: SIM_FIELDS["billing_day"],
    Column.DEVICES: SIM_FIELDS["devices"],
    Column.NOTE: SIM_FIELDS["note"],
    Column.TAGS: _("Tags"),
    Column.OPEN_REQUEST: _("Open a request"),
    Column.REQUESTED_END_DATE: _("Requested end date"),
    Column.REASON: _("Reason"),
    Column.ASSIGNEE: _("Assignee e-mail"),
}

CASE_COLUMNS = frozenset(
    {Column.OPEN_REQUEST, Column.REQUESTED_END_DATE, Column.REASON, Column.ASSIGNEE, Column.TAGS}  # tags are of cases
)
SIM_COLUMNS = tuple(column for column in Column if column not in CASE_COLUMNS)
IDENTITY = frozenset({Column.NUMBER, Column.ICCID, Column.NICKNAME})  # a table without any of them is none of cards


class ColumnFate(StrEnum):
    """What becomes of a column of the file."""

    TAKEN = "taken"
    DROPPED = "dropped"  # secrets, before anything is stored
    INTERNAL = "internal"  # names something that Lastcall decides itself; ignored
    UNKNOWN = "unknown"  # ignored, unless the person says what it is
    EMPTY = "empty"  # without heading; ignored likewise


@dataclass(frozen=True)
class Heading:
    """One column of the file. `position` counts from 0; `text` is as in the file, at most LONGEST_HEADING long."""

    position: int
    text: str
    fate: ColumnFate
    column: Column | None = None


@dataclass(frozen=True)
class Headings:
    """The heading row as understood. Secret columns have no way to be mapped to anything."""

    all: tuple[Heading, ...]

    @property
    def mapping(self) -> dict[int, Column]:
        """Position to column; what is `doubled` is left out until the person has chosen."""
        doubled = self.doubled
        return {one.position: one.column for one in self.all if one.column and one.column not in doubled}

    @property
    def doubled(self) -> dict[Column, tuple[int, ...]]:
        """Columns that two or more headings name, with the positions to choose from."""
        counts = Counter(one.column for one in self.all if one.column)
        return {
            column: tuple(one.position for one in self.all if one.column == column)
            for column, count in counts.items()
            if count > 1
        }

    @property
    def secret(self) -> frozenset[int]:
        return frozenset(one.position for one in self.all if one.fate == ColumnFate.DROPPED)

    @property
    def names_cards(self) -> bool:
        """Whether something in it says which card a row is about."""
        return any(one.column in IDENTITY for one in self.all)


def heading(column: Column) -> str:
    """In the language of the moment."""
    return str(HEADINGS[column])


def column_named(text: str) -> Column | None:
    """The column that this heading names in any of the three languages, or None."""
    known = _known()
    return next((known[key] for key in _keys(text) if key in known), None)


def read_headings(cells: Sequence[str], chosen: Mapping[int, Column | None] | None = None) -> Headings:
    """What each cell of a heading row names. `chosen`: what the person said, by position (None: ignore it)."""
    return Headings(tuple(_heading(position, text, chosen or {}) for position, text in enumerate(cells)))


def known_in(cells: Iterable[str]) -> int:
    """How many of these cells are headings that are known or secret: the measure of a heading row."""
    return sum(1 for text in cells if text and (column_named(text) or names_secret(text)))


def fingerprint(cells: Sequence[str]) -> str:
    """The same for the same headings in the same order, however they are spelled: mappings are remembered by it."""
    told = "\n".join(fold(text[:LONGEST_HEADING]) for text in cells)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _heading(position: int, text: str, chosen: Mapping[int, Column | None]) -> Heading:
    shown = text[:LONGEST_HEADING]
    if is_secret_heading(shown):
        return Heading(position, shown, ColumnFate.DROPPED)
    column = chosen[position] if position in chosen else column_named(shown)
    if column:
        return Heading(position, shown, ColumnFate.TAKEN, column)
    if not _internal().isdisjoint(_keys(shown)):
        return Heading(position, shown, ColumnFate.INTERNAL)
    return Heading(position, shown, ColumnFate.UNKNOWN if shown.strip() else ColumnFate.EMPTY)


@cache
def _known() -> dict[str, Column]:
    """Folded names to columns: the headings in all languages first, then what others call them."""
    known: dict[str, Column] = {}
    for language in LANGUAGES:
        with override(language):
            known |= {_key(str(words)): column for column, words in HEADINGS.items()}
    for name, synonyms in SYNONYMS.items():
        for synonym in (name, *synonyms):
            known.setdefault(_key(synonym), Column(name))
    return known


@cache
def _internal() -> frozenset[str]:
    return frozenset(map(_key, INTERNAL))


def _keys(text: str) -> list[str]:
    """The whole heading, then what stands before a comma or bracket: "Monthly fee (RUB)"."""
    name = _AFTER_THE_NAME.split(unicodedata.normalize("NFKC", text[:LONGEST_HEADING]), maxsplit=1)[0]
    return [spelled.replace(" ", "") for part in (text, name) for spelled in spellings(part)]


def _key(text: str) -> str:
    """ "phone_number", "Phone Number" and "PhoneNumber" are one."""
    return next((spelled.replace(" ", "") for spelled in spellings(text)), "")
