"""Rows that wait to be written come out as they went in."""

from datetime import UTC, datetime
from decimal import Decimal

from cancellations.models.pile import Pile


def test_as_many_as_there_are_in_their_order_and_as_often_as_they_are_asked_for() -> None:
    day = datetime(2026, 11, 22, tzinfo=UTC)
    rows: list[list[object]] = [[number, "склад", None, Decimal("3.50"), day] for number in range(1_203)]
    pile: Pile[list[object]] = Pile()
    assert (len(pile), list(pile)) == (0, [])
    for row in rows:
        pile.add(row)
    assert len(pile) == 1_203
    assert list(pile) == rows
    for row in pile:
        row[0] = None
    assert [row[0] for row in pile][:1_000] == list(range(1_000))
