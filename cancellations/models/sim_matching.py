"""Which cards of a workspace the rows of a file are about, and what becomes of each row.

The key of a row is its ICCID, with or without the check digit; else its number with its carrier; else, where it has
neither, its nickname with its carrier. Nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from cancellations.domain.identifiers import iccid_spellings, same_iccid
from cancellations.domain.importing.course import Fate, Known
from cancellations.domain.situation import SimStatus
from cancellations.models.cancellation import Cancellation
from cancellations.models.people import User
from cancellations.models.sim import Sim

_AT_ONCE = 400
_spellings = lru_cache(maxsize=4 * _AT_ONCE)(iccid_spellings)  # asked for some times a row
_WITH_OPEN_CASE = frozenset({"carrier_id", "kind"})  # what may not change then


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row that could be read. `values`: the filled cells, by the names of the card's columns in the database.

    `assumed`: what a new card has beside them. `new_carrier`: the name of a carrier that is to be added first.
    """

    number: int
    values: Mapping[str, Any]
    assumed: Mapping[str, Any] = field(default_factory=dict)
    new_carrier: str = ""
    opens: bool = False
    end_date: date | None = None
    reason: str = ""
    assignee: int | None = None
    tags: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def card(self) -> dict[str, Any]:
        """Everything that a new card would have, as far as it is known."""
        card = {**self.assumed, **self.values}
        return card | {"carrier_id": self.new_carrier} if self.new_carrier else card


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row. `changes`: what would be other than now. `why`: of a refusal, or of leaving it."""

    row: CardRow
    fate: Fate
    card: Sim | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    opens: bool = False
    why: str = ""
    twin: bool = False  # another card has its number


class Fingerprint:
    """What rows will come to, in a few characters: a preview holds as long as it is the same."""

    def __init__(self) -> None:
        self._hash = sha256()

    def add(self, verdict: Verdict) -> None:
        card = verdict.card.pk if verdict.card else 0
        outcome = (verdict.row.number, verdict.fate.value, card, sorted(verdict.changes), verdict.opens, verdict.twin)
        self._hash.update(repr(outcome).encode())

    def __str__(self) -> str:
        return self._hash.hexdigest()


class Matching:
    """Judges the rows of one file, in their order: what an earlier row said counts."""

    def __init__(self, by: User, known: Known) -> None:
        self._by, self._known = by, known
        self._iccids: dict[str, int] = {}
        self._keys: dict[tuple[Any, ...], list[tuple[str, int]]] = defaultdict(list)
        self._cards: dict[int, int] = {}

    def judge(self, rows: Iterable[CardRow]) -> Iterator[Verdict]:
        """A few queries for every few hundred rows."""
        left = iter(rows)
        while chunk := list(islice(left, _AT_ONCE)):
            found = _Recorded(self._by, [row.card for row in chunk])
            for row in chunk:
                yield self._verdict(row, found)

    def _verdict(self, row: CardRow, found: "_Recorded") -> Verdict:
        earlier = self._said_before(row)
        if earlier:
            return Verdict(
                row, Fate.REFUSE, why=_("Row %(row)s of this file is about the same card.") % {"row": earlier}
            )
        cards = found.cards(row.card)
        if len(cards) > 1:
            return Verdict(
                row, Fate.REFUSE, why=_("Several cards here have this number. Add the ICCID to say which one.")
            )
        if not cards:
            return Verdict(row, Fate.CREATE, opens=row.opens, twin=found.has_twin(row.card))
        [card] = cards
        if card.pk in self._cards:
            why = _("Row %(row)s of this file is about the same card.") % {"row": self._cards[card.pk]}
            return Verdict(row, Fate.REFUSE, why=why)
        self._cards[card.pk] = row.number
        return self._about_known(row, card, is_open=card.pk in found.with_open_case)

    def _about_known(self, row: CardRow, card: Sim, *, is_open: bool) -> Verdict:
        new_carrier = {"carrier_id": row.new_carrier} if row.new_carrier else {}
        changes = _changes(card, {**row.values, **new_carrier})
        opens = row.opens and not is_open and card.status == SimStatus.ACTIVE
        if self._known is Known.SKIP or not changes:
            why = _("Recorded already.") if changes else _("Recorded already, just so.")
            return Verdict(row, Fate.SKIP, card, opens=opens, why=why)
        if is_open and not _WITH_OPEN_CASE.isdisjoint(changes):
            why = _("Close the open request first: its steps and days are those of this carrier and kind.")
            return Verdict(row, Fate.REFUSE, card, why=why)
        return Verdict(row, Fate.UPDATE, card, changes, opens=opens)

    def _said_before(self, row: CardRow) -> int | None:
        """The number of the row that was about the same card; else this one is remembered."""
        iccid = row.values.get("iccid", "")
        said = next((self._iccids[one] for one in _spellings(iccid) if one in self._iccids), None) if iccid else None
        key = _key(row.card)
        if said is None and key:
            said = next((number for other, number in self._keys[key] if not (iccid and other)), None)
        if said is None:
            if iccid:
                self._iccids[iccid] = row.number
            if key:
                self._keys[key].append((iccid, row.number))
        return said


class _Recorded:
    """The cards that some rows may be about."""

    def __init__(self, by: User, rows: Sequence[Mapping[str, Any]]) -> None:
        mine = Sim.objects.visible_to(by)
        iccids = {one for row in rows if row.get("iccid") for one in _spellings(row["iccid"])}
        numbers = {row["msisdn"] for row in rows if row.get("msisdn")}
        names = {row["nickname"] for row in rows if _key(row) and not row.get("msisdn")}
        found: dict[int, Sim] = {}
        for wanted, cards in (
            (iccids, mine.exclude(iccid="").filter(iccid__in=iccids)),
            (numbers, mine.filter(msisdn__in=numbers)),
            (names, mine.filter(msisdn="", iccid="", nickname__in=names)),
        ):
            if wanted:
                found |= {card.pk: card for card in cards}
        self._by_iccid = {card.iccid: card for card in found.values() if card.iccid}
        self._by_key = defaultdict(list)
        self._numbers = {card.msisdn for card in found.values()}
        for card in found.values():
            self._by_key[_key({**vars(card)})].append(card)
        open_cases = Cancellation.objects.visible_to(by).filter(sim__in=list(found), is_open=True) if found else ()
        self.with_open_case = {case.sim_id for case in open_cases}

    def cards(self, values: Mapping[str, Any]) -> list[Sim]:
        """Which card it is; several where the row does not say enough."""
        iccid = values.get("iccid", "")
        by_iccid = [self._by_iccid[one] for one in _spellings(iccid) if one in self._by_iccid] if iccid else []
        if by_iccid:
            return by_iccid[:1]
        alike = self._by_key.get(_key(values), []) if _key(values) else []
        return [card for card in alike if not card.iccid] if iccid else alike

    def has_twin(self, values: Mapping[str, Any]) -> bool:
        return bool(values.get("msisdn")) and values["msisdn"] in self._numbers


def _key(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What else than the ICCID tells a card from others; nothing when there is only the ICCID."""
    carrier = values.get("carrier_id")
    if values.get("msisdn"):
        return (carrier, values["msisdn"])
    if values.get("nickname") and not values.get("iccid"):
        return (carrier, "", values["nickname"])
    return ()


def _changes(card: Sim, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says otherwise than the card. An ICCID in another spelling of the same is no change."""
    changes = {name: value for name, value in values.items() if getattr(card, name) != value}
    if card.iccid and same_iccid(card.iccid, str(changes.get("iccid", ""))):
        del changes["iccid"]
    return changes
