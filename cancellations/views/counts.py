"""Counts as text, for the sidebar and wherever else they stand."""

from cancellations.domain.worklist import Worklist
from cancellations.models.worklists import COUNTED_TO

_IN_SHELL = (Worklist.OVERDUE, Worklist.TODAY, Worklist.WAITING, Worklist.HOLDER, Worklist.CONFIRMED)


def count_text(count: int) -> str:
    """999+ when nobody counted further."""
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)


def shell_counts(counts: dict[str, int]) -> dict[str, str]:
    """What the navigation shows beside its links; nothing where there is nothing."""
    due = counts[Worklist.OVERDUE] + counts[Worklist.TODAY]
    shown = {one.value: counts[one] for one in _IN_SHELL} | {"due": due, "open": counts["open"]}
    return {name: count_text(count) for name, count in shown.items() if count}
