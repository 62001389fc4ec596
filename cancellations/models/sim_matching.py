"""Which cards of a workspace the rows of a file are about, and what becomes of each row.

The key of a row is its ICCID, with or without the check digit; else its number with its carrier; else, where it has
neither, its nickname with its carrier. Of a contract that has ended it is the ICCID alone. Nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import Any

from cancellations.domain.importing.caveats import Caveat
from cancellations.domain.importing.course import Fate, Known
from cancellations.domain.said import Said, number
from cancellations.domain.said import said as _
from cancellations.domain.situation import SimStatus
from cancellations.domain.tagging import MOST_TAGS
from cancellations.models.cancellation import Cancellation
from cancellations.models.known_tags import KnownTags
from cancellations.models.people import User
from cancellations.models.recorded_cards import ROWS_AT_ONCE, RecordedCards, key_of, spellings
from cancellations.models.sim import Sim

_WITH_OPEN_CASE = frozenset({"carrier_id", "kind"})  # what may not change then


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row that could be read. `values`: the filled cells, by the names of the card's columns in the database.

    `assumed`: what a new card has beside them. `new_carrier`: the name of a carrier that is to be added first.
    `carriers`: those that all have the name that the row says.
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
    carriers: tuple[int, ...] = ()

    @property
    def card(self) -> dict[str, Any]:
        """Everything that a new card would have, as far as it is known."""
        card = {**self.assumed, **self.values}
        return card | {"carrier_id": self.new_carrier} if self.new_carrier else card

    @property
    def wishes(self) -> bool:
        """Whether it says something of a request, whether one is to be opened or not."""
        return bool(self.end_date or self.reason or self.assignee or self.tags)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row. `changes`: what would be other than now. `why`: of a refusal, or of leaving it.

    `by_hand`: the columns of which it says what a person has replaced since. They stay as they are.
    """

    row: CardRow
    fate: Fate
    card: Sim | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    opens: bool = False
    why: Said | None = None
    twin: bool = False  # another card has its number
    caveats: tuple[Caveat, ...] = ()
    by_hand: tuple[str, ...] = ()


class Fingerprint:
    """What rows will come to, in a few characters: a preview holds as long as it is the same."""

    def __init__(self) -> None:
        self._hash = sha256()

    def add(self, verdict: Verdict) -> None:
        card = verdict.card.pk if verdict.card else 0
        replaced = [(name, getattr(verdict.card, name)) for name in sorted(verdict.changes)]
        outcome = (verdict.row.number, verdict.fate.value, card, replaced, verdict.opens, verdict.twin)
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
        while chunk := list(islice(left, ROWS_AT_ONCE)):
            found = RecordedCards(self._by, [row.card for row in chunk])
            for row in chunk:
                yield self._with_room(self._verdict(row, found))

    @cached_property
    def _tags(self) -> KnownTags:
        return KnownTags(self._by)

    def _with_room(self, verdict: Verdict) -> Verdict:
        """Refused if the workspace has no room for its tags: else no request would be opened after the cards."""
        if not verdict.opens or not verdict.row.tags or self._tags.take(verdict.row.tags):
            return verdict
        why = _(
            "With the tags of this row there would be more than %(most)s here. Delete or merge some in the settings."
        )
        return Verdict(verdict.row, Fate.REFUSE, why=why % {"most": number(MOST_TAGS)})

    def _verdict(self, row: CardRow, found: RecordedCards) -> Verdict:
        if row.carriers:
            carrier = found.with_carrier(row.card, row.values, row.carriers)
            if carrier is None:
                return Verdict(row, Fate.REFUSE, why=_shared_name())
            row = replace(row, values={**row.values, "carrier_id": carrier}, carriers=())
        earlier = self._said_before(row)
        if earlier:
            return Verdict(row, Fate.REFUSE, why=_about_same_as(earlier))
        cards = found.cards(row.card)
        if len(cards) > 1:
            why = _("Several cards here have this number. Add the ICCID to say which one.")
            return Verdict(row, Fate.REFUSE, why=why)
        if not cards:
            return self._about_new(row, found)
        [card] = cards
        if card.pk in self._cards:
            return Verdict(row, Fate.REFUSE, why=_about_same_as(self._cards[card.pk]))
        self._cards[card.pk] = row.number
        return self._about_known(row, card, found)

    def _about_new(self, row: CardRow, found: RecordedCards) -> Verdict:
        ended = found.ended_just_so(row.card, row.values)
        if ended:  # the file that its request was opened by, once more
            why = _("Recorded already, just so. The contract has ended.")
            caveats = (Caveat.ENDED,) if row.opens or row.wishes else ()
            return Verdict(row, Fate.SKIP, ended, why=why, caveats=caveats)
        caveats = (Caveat.NO_REQUEST,) if row.wishes and not row.opens else ()
        return Verdict(row, Fate.CREATE, opens=row.opens, twin=found.has_twin(row.card), caveats=caveats)

    def _about_known(self, row: CardRow, card: Sim, found: RecordedCards) -> Verdict:
        new_carrier = {"carrier_id": row.new_carrier} if row.new_carrier else {}
        changes, by_hand = found.news(card, {**row.values, **new_carrier})
        case, has_ended = found.open_cases.get(card.pk), card.status == SimStatus.ENDED
        opens = row.opens and case is None and card.status == SimStatus.ACTIVE
        if self._known is Known.SKIP:
            by_hand = ()
        caveat = self._caveat(row, card, case, changes)
        caveats = tuple(filter(None, [Caveat.BY_HAND if by_hand else None, caveat]))
        if self._known is Known.SKIP or not changes or has_ended:
            why = _("Recorded already.") if changes or by_hand else _("Recorded already, just so.")
            return Verdict(row, Fate.SKIP, card, opens=opens, why=why, caveats=caveats, by_hand=by_hand)
        if case and not _WITH_OPEN_CASE.isdisjoint(changes):
            why = _("Close the open request first: its steps and days are those of this carrier and kind.")
            return Verdict(row, Fate.REFUSE, card, why=why)
        return Verdict(row, Fate.UPDATE, card, changes, opens=opens, caveats=caveats, by_hand=by_hand)

    def _caveat(self, row: CardRow, card: Sim, case: Cancellation | None, changes: Mapping[str, Any]) -> Caveat | None:
        """Which part of what the row asks for is not done."""
        if card.status == SimStatus.ENDED:
            return Caveat.ENDED if changes or row.opens or row.wishes else None
        if case:
            return None if self._is_said_of(case, row) else Caveat.REQUEST_OPEN
        if row.opens:
            return None if card.status == SimStatus.ACTIVE else Caveat.SUSPENDED
        return Caveat.NO_REQUEST if row.wishes else None

    def _is_said_of(self, case: Cancellation, row: CardRow) -> bool:
        """Whether the request says already what the row does."""
        return (
            row.end_date in (None, case.requested_end_date)
            and row.reason in ("", case.reason)
            and row.assignee in (None, case.assignee_id)
            and (not row.tags or self._tags.are_on(case.tag_ids, row.tags))
        )

    def _said_before(self, row: CardRow) -> int | None:
        """The number of the row that was about the same card; else this one is remembered."""
        iccid = row.values.get("iccid", "")
        said = next((self._iccids[one] for one in spellings(iccid) if one in self._iccids), None) if iccid else None
        key = key_of(row.card)
        if said is None and key:
            said = next((number for other, number in self._keys[key] if not (iccid and other)), None)
        if said is None:
            if iccid:
                self._iccids[iccid] = row.number
            if key:
                self._keys[key].append((iccid, row.number))
        return said


def _about_same_as(row: int) -> Said:
    return _("Row %(row)s of this file is about the same card.") % {"row": row}


def _shared_name() -> Said:
    return _(
        "Several carriers here have this name, and no recorded card tells which one is meant. Write the whole name, or "
        "rename one of them."
    )
