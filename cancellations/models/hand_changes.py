"""What people have changed of cards since an import wrote it, as the events tell.

The same file sent again says what it said then: that is no news, and must not undo what a person has corrected since.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cancellations.models.event import Event
from cancellations.models.people import User
from cancellations.models.sim import EDITED, Sim
from cancellations.models.sim_bulk import CARD_FIELDS

IMPORTED, RESTORED = "sim_imported", "sim_restored"

Written = Mapping[str, Sequence[Any]]


def written_before(by: User, cards: Sequence[int]) -> Mapping[int, Written]:
    """By card and column, of those that a person was the last to change: the values that imports wrote before."""
    events = Event.objects.visible_to(by).filter(sim__in=cards)
    edited = set(events.filter(kind=EDITED).values_list("sim_id", flat=True))
    if not edited:
        return {}
    histories: dict[int, _History] = defaultdict(_History)
    told = events.filter(sim__in=edited, kind__in=(EDITED, IMPORTED, RESTORED)).order_by("id")
    for pk, kind, payload in told.values_list("sim_id", "kind", "payload"):
        histories[pk].add(kind, payload)
    return {pk: history.written() for pk, history in histories.items()}


class _History:
    """Who was the last to write each column of one card, and which values imports had written before."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}
        self._before_import: dict[str, str] = {}
        self._written: dict[str, list[Any]] = defaultdict(list)

    def add(self, kind: str, payload: Mapping[str, Any]) -> None:
        before: Mapping[str, Any] = payload.get("before", {})
        for name in before if "fields" in payload else CARD_FIELDS:  # of a card that it made an import wrote everything
            if name in before and self._last.get(name) == IMPORTED:
                self._written[name].append(Sim._meta.get_field(name).to_python(before[name]))  # type: ignore[union-attr] # a column
            if kind == RESTORED:
                self._last[name] = self._before_import.get(name, "")
                continue
            if kind == IMPORTED:
                self._before_import[name] = self._last.get(name, "")
            self._last[name] = kind

    def written(self) -> Written:
        return {name: values for name, values in self._written.items() if self._last.get(name) == EDITED}
