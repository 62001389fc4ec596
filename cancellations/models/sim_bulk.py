"""Many SIM cards at once, as an import brings them: the same truths as for a card that is recorded by hand.

What costs time (reading, folding, masking) is done before the transaction begins, by `NewCards` and `CardChange.of`;
in it nothing but writing is left, so that others wait for it as little as possible.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, transaction
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Left

from cancellations.domain.errors import Stale
from cancellations.domain.roles import Right
from cancellations.models.base import SearchedQuerySet
from cancellations.models.carrier import Carrier
from cancellations.models.event import Event
from cancellations.models.order_columns import CARD_ORDERS, COMPARED, order_of_carrier
from cancellations.models.people import User, Workspace
from cancellations.models.pile import Pile
from cancellations.models.writing import (
    Mould,
    insert_many,
    place_of,
    prepared,
    prepared_values,
    reserve_keys,
    update_many,
)

if TYPE_CHECKING:
    from cancellations.models.sim import Sim

CARD_FIELDS = (
    "carrier_id", "kind", "nickname", "holder", "msisdn", "iccid", "eid", "imsi", "imei", "plan", "monthly_fee",
    "currency", "billing_day", "devices", "note",
)  # fmt: skip
_NAMES = ("nickname", "holder", "plan", "msisdn", "iccid", "eid", "imsi", "imei", "currency")
_NAMELESS: dict[str, Any] = {**dict.fromkeys(_NAMES, ""), "monthly_fee": None}
_AT_ONCE = 500
_FOLLOWS = ("search_text", "search_text_masked", *(name for name in CARD_ORDERS if name != "order_carrier"))
_WRITTEN = (*CARD_FIELDS, *_FOLLOWS, "version")


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card that is to be added, as the database takes it, and what its event says."""

    columns: list[Any]
    told: Any


class NewCards:
    """Makes new cards of one workspace ready. `blank`: a card without anything in it."""

    def __init__(self, blank: "Sim") -> None:
        self._blank, self._mould = blank, Mould(blank)
        self._carriers: dict[int, str] = {}

    def card(self, values: Mapping[str, Any], told: Mapping[str, Any]) -> NewCard:
        """`values`: by the names of the columns."""
        told_by = {**_NAMELESS, **{name: value for name, value in values.items() if name in _NAMELESS}}
        vars(self._blank).update(told_by)
        self._blank.settle_texts()
        texts = {name: getattr(self._blank, name) for name in _FOLLOWS}
        texts["order_carrier"] = self._order_of(values["carrier_id"])
        return NewCard(self._mould.cast({**values, **texts}), _payload(told))

    def _order_of(self, carrier: int) -> str:
        if carrier not in self._carriers:
            found = Carrier.objects.filter(pk=carrier).first()  # one that is gone holds the writing up, not this
            self._carriers[carrier] = order_of_carrier(found) if found else ""
        return self._carriers[carrier]


@dataclass(frozen=True, slots=True)
class CardChange:
    """A card that is to be changed. `before`: what the changed fields held, as JSON takes it."""

    pk: int
    version: int
    columns: list[Any]
    told: Any
    before: Mapping[str, Any]

    @classmethod
    def of(cls, sim: "Sim", values: Mapping[str, Any], told: Mapping[str, Any]) -> Self:
        """`sim` gets the values; nothing is written yet."""
        version, before = sim.version, {name: getattr(sim, name) for name in values}
        for name, value in values.items():
            setattr(sim, name, value)
        sim.version = version + 1
        sim.settle_texts()
        written = prepared_values(type(sim), {name: getattr(sim, name) for name in _WRITTEN})
        fields = sorted(name.removesuffix("_id") for name in values)
        return cls(sim.pk, version, written, _payload({**told, "fields": fields, "before": before}), before)


class BulkSims(SearchedQuerySet["Sim"]):
    def hold(self, workspace_id: int) -> None:
        """Until the caller's transaction ends nobody else adds cards here, or changes what they are told apart by.

        Who looks whether there is such a card already and adds it if not has no row to lock. Comes before all locks on
        cards and requests, so that nobody waits in a circle.
        """
        Workspace.objects.held().only("pk").get(pk=workspace_id)

    def take_in(
        self, by: User, kind: str, new: Sequence[NewCard] | Pile[NewCard], changes: Sequence[CardChange] = ()
    ) -> list[int]:
        """Add and change cards, all or none, each with an event of this kind. Gives the keys of the new ones.

        Raises Stale when somebody recorded or changed one of them meanwhile.
        """
        workspace_id = by.must(Right.WORK).workspace_id
        try:
            with transaction.atomic():
                self.hold(workspace_id)
                keys = reserve_keys(self.model, len(new))
                insert_many(self.model, ([key, *card.columns] for key, card in zip(keys, new, strict=True)), keyed=True)
                self._change(changes)
                self._sort_by_carrier(keys)
                added = zip(keys, (card.told for card in new), strict=True)
                told = chain(added, ((one.pk, one.told) for one in changes))
                insert_many(Event, _events(workspace_id, by, kind, told))
        except IntegrityError as error:
            if "iccid" in str(error):
                raise Stale from error
            raise
        return keys

    def _change(self, changes: Sequence[CardChange]) -> None:
        rows = [[*one.columns, one.pk, one.version] for one in changes]
        if rows and update_many(self.model, _WRITTEN, rows) != len(rows):
            raise Stale
        moved = [one.pk for one in changes if "carrier_id" in one.before]
        name = Left("search_text", COMPARED, output_field=CharField())
        theirs = Carrier.objects.filter(pk=OuterRef("carrier")).values(name=name)
        for start in range(0, len(moved), _AT_ONCE):
            self.filter(pk__in=moved[start : start + _AT_ONCE]).update(order_carrier=Subquery(theirs))

    def _sort_by_carrier(self, keys: Sequence[int]) -> None:
        """A carrier may have got another name since the new cards were made ready."""
        new = self.filter(pk__range=(min(keys, default=0), max(keys, default=0)))
        for carrier in Carrier.objects.filter(pk__in=new.values("carrier")):
            place = order_of_carrier(carrier)
            new.filter(carrier=carrier).exclude(order_carrier=place).update(order_carrier=place)


def _events(workspace_id: int, by: User, kind: str, told: Iterable[tuple[int, Any]]) -> Iterable[list[Any]]:
    columns = prepared(Event(workspace_id=workspace_id, kind=kind, by=by))
    sim, payload = place_of(Event, "sim"), place_of(Event, "payload")
    for pk, said in told:
        columns[sim], columns[payload] = pk, said
        yield columns.copy()


def _payload(told: Mapping[str, Any]) -> Any:
    return prepared_values(Event, {"payload": told})[0]
