"""What tests of the examples have in common."""

from typing import Any

from django.db.models import Model

from cancellations.models import (
    Cancellation,
    Event,
    Message,
    RequestNumber,
    Sim,
    Step,
    User,
)

ROOMS: tuple[type[Model], ...] = (Cancellation, Step, Message, RequestNumber, Event, Sim)


def rows(user: User) -> dict[str, list[Any]]:
    """What can be compared between two runs: all but the database's own ids and the time of writing."""
    cases = Cancellation.objects.visible_to(user).order_by("id")
    return {
        "cases": list(cases.values_list("reference", "sim__holder", "sim__iccid", "action", "due_on", "search_text")),
        "steps": list(
            Step.objects.visible_to(user).order_by("id").values_list("key", "state", "data", "until", "settled_at")
        ),
        "events": [
            (kind, at, {name: value for name, value in payload.items() if name != "message"})
            for kind, at, payload in Event.objects.visible_to(user).order_by("id").values_list("kind", "at", "payload")
        ],
    }
