"""What happened to a case, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.sentences import Sentence, sentence
from cancellations.domain.situation import Action, Stage
from cancellations.domain.words import ACTIONS, STAGES
from cancellations.models import Cancellation, Event
from cancellations.views.http import AuthedHttpRequest


@dataclass(frozen=True)
class TimelineItem:
    id: int
    said: Sentence
    when: str
    iso: str
    by: str


def item_of(event: Event, today: date) -> TimelineItem:
    at = _happened(event)
    name = event.by.display_name if event.by else ""
    return TimelineItem(
        event.pk, sentence(event.kind, event.payload, today), formats.moment(at, today), at.isoformat(), name
    )


def _happened(event: Event) -> datetime:
    """A contact stands at the time it took place, not at the time it was written down."""
    at = event.payload.get("contact_at")
    moment = datetime.fromisoformat(str(at)) if at else event.at
    return timezone.localtime(moment)


def situation_now(request: AuthedHttpRequest, case: Cancellation) -> list[tuple[str, str]]:
    """Where the case stands and what happened last: for somebody whose form has been overtaken."""
    today = timezone.localdate()
    last = Event.objects.filter(workspace_id=case.workspace_id, cancellation=case).select_related("by").last()
    happened = item_of(last, today) if last else None
    shown = [
        (_("Stage"), str(STAGES[Stage(case.stage)].label)),
        (_("Next step"), str(ACTIONS[Action(case.action)].label)),
        (_("Due"), formats.day(case.due, today)),
        (_("Last change"), f"{happened.said.title} {happened.said.text}".strip() if happened else ""),
        (_("By"), happened.by if happened else ""),
    ]
    return [(label, text) for label, text in shown if text]
