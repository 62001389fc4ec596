"""What happened to a case, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.sentences import sentence
from cancellations.domain.situation import Action, Stage
from cancellations.domain.telling import Sentence
from cancellations.domain.words import ACTIONS, STAGES
from cancellations.models import Cancellation, Event, User
from cancellations.models.evidence import is_named_to
from cancellations.views.http import AuthedHttpRequest


@dataclass(frozen=True)
class TimelineItem:
    id: int
    said: Sentence
    when: str
    iso: str
    by: str


def items_of(newest_first: Iterable[Event], reader: User, today: date) -> list[TimelineItem]:
    """What `reader` may read of events, which come with the newest first and without gaps."""
    zone = timezone.get_current_timezone()
    return [_item(event, payload, today, zone) for event, payload in _readable(newest_first, reader)]


def _readable(newest_first: Iterable[Event], reader: User) -> Iterator[tuple[Event, dict[str, Any]]]:
    """Every event about a file says what it was held for then: the newest one says what it is, and so who may know.

    A file that became an identity document later is named in what was written before.
    """
    known: dict[int, str] = {}
    for event in newest_first:
        payload = event.payload
        if file := payload.get("evidence"):
            kind = known.setdefault(file, payload.get("kind", ""))
            payload = payload if is_named_to(reader, kind) else {**payload, "name": ""}
        yield event, payload


def _item(event: Event, payload: dict[str, Any], today: date, zone: tzinfo) -> TimelineItem:
    at = _happened(event).astimezone(zone)
    name = event.by.display_name if event.by else ""
    return TimelineItem(event.pk, sentence(event.kind, payload, today), formats.moment(at, today), at.isoformat(), name)


def _happened(event: Event) -> datetime:
    """A contact stands at the time it took place, not at the time it was written down."""
    at = event.payload.get("contact_at")
    return datetime.fromisoformat(str(at)) if at else event.at


def situation_now(request: AuthedHttpRequest, case: Cancellation) -> list[tuple[str, str]]:
    """Where the case stands and what happened last: for somebody whose form has been overtaken."""
    today = timezone.localdate()
    last = Event.objects.filter(workspace_id=case.workspace_id, cancellation=case).select_related("by").last()
    happened = next(iter(items_of([last] if last else [], request.user, today)), None)
    shown = [
        (_("Stage"), str(STAGES[Stage(case.stage)].label)),
        (_("Next step"), str(ACTIONS[Action(case.action)].label)),
        (_("Due"), formats.day(case.due, today)),
        (_("Last change"), f"{happened.said.title} {happened.said.text}".strip() if happened else ""),
        (_("By"), happened.by if happened else ""),
    ]
    return [(label, text) for label, text in shown if text]
