"""The cards of a workspace that some rows of a file may be about, and what is known of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from cancellations.domain.identifiers import iccid_spellings, same_iccid
from cancellations.domain.situation import SimStatus
from cancellations.models.cancellation import Cancellation
from cancellations.models.hand_changes import Written, written_before
from cancellations.models.people import User
from cancellations.models.sim import Sim

ROWS_AT_ONCE = 400
spellings = lru_cache(maxsize=4 * ROWS_AT_ONCE)(iccid_spellings)  # asked for some times a row


class RecordedCards:
    """`rows`: everything that new cards of them would have."""

    def __init__(self, by: User, rows: Sequence[Mapping[str, Any]]) -> None:
        self._by = by
        mine = Sim.objects.visible_to(by)
        iccids = {one for row in rows if row.get("iccid") for one in spellings(row["iccid"])}
        numbers = {row["msisdn"] for row in rows if row.get("msisdn")}
        names = {row["nickname"] for row in rows if key_of(row) and not row.get("msisdn")}
        found: dict[int, Sim] = {}
        for wanted, cards in (
            (iccids, mine.exclude(iccid="").filter(iccid__in=iccids)),
            (numbers, mine.filter(msisdn__in=numbers)),
            (names, mine.filter(msisdn="", iccid="", nickname__in=names)),
        ):
            if wanted:
                found |= {card.pk: card for card in cards}
        self._found = list(found)
        self._by_iccid = {card.iccid: card for card in found.values() if card.iccid}
        self._by_key = defaultdict(list)
        self._numbers = {card.msisdn for card in found.values()}
        for card in found.values():
            self._by_key[key_of({**vars(card)})].append(card)
        open_cases = Cancellation.objects.visible_to(by).filter(sim__in=list(found), is_open=True) if found else ()
        self.open_cases = {case.sim_id: case for case in open_cases}

    def cards(self, values: Mapping[str, Any]) -> list[Sim]:
        """Which card it is; several where the row does not say enough.

        A card whose contract has ended only by its ICCID: carriers give its number to others afterwards.
        """
        iccid = values.get("iccid", "")
        by_iccid = [self._by_iccid[one] for one in spellings(iccid) if one in self._by_iccid] if iccid else []
        return by_iccid[:1] or self._alike(values, ended=False)

    def ended_just_so(self, values: Mapping[str, Any], said: Mapping[str, Any]) -> Sim | None:
        """The card of an ended contract of which the row says nothing new: it is about that one still.

        `said`: the filled cells alone, without what a new card would have beside them.
        """
        ended = self._alike(values, ended=True)
        return next((card for card in ended if not self.news(card, said)[0]), None)

    def with_carrier(self, values: Mapping[str, Any], said: Mapping[str, Any], carriers: Iterable[int]) -> int | None:
        """The one of these carriers, which all have the name that the row says, whose card is recorded."""
        found = set()
        for carrier in carriers:
            own = {"carrier_id": carrier}
            cards = [*self.cards({**values, **own}), self.ended_just_so({**values, **own}, {**said, **own})]
            found |= {card.carrier_id for card in cards if card and card.carrier_id == carrier}
        return found.pop() if len(found) == 1 else None

    def has_twin(self, values: Mapping[str, Any]) -> bool:
        return bool(values.get("msisdn")) and values["msisdn"] in self._numbers

    def news(self, card: Sim, values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What the row says otherwise than the card; and the columns whose value in it a person has replaced since."""
        changes = {name: value for name, value in values.items() if getattr(card, name) != value}
        if card.iccid and same_iccid(card.iccid, str(changes.get("iccid", ""))):
            del changes["iccid"]  # another spelling of the same
        written = self._written.get(card.pk, {}) if changes else {}
        by_hand = tuple(sorted(name for name, value in changes.items() if value in written.get(name, ())))
        return {name: value for name, value in changes.items() if name not in by_hand}, by_hand

    @cached_property
    def _written(self) -> Mapping[int, Written]:
        return written_before(self._by, self._found)

    def _alike(self, values: Mapping[str, Any], *, ended: bool) -> list[Sim]:
        key = key_of(values)
        alike = self._by_key.get(key, []) if key else []
        with_iccid = bool(values.get("iccid"))
        return [card for card in alike if (card.status == SimStatus.ENDED) is ended and not (with_iccid and card.iccid)]


def key_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What else than the ICCID tells a card from others; nothing when there is only the ICCID."""
    carrier = values.get("carrier_id")
    if values.get("msisdn"):
        return (carrier, values["msisdn"])
    if values.get("nickname") and not values.get("iccid"):
        return (carrier, "", values["nickname"])
    return ()
