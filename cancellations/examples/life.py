"""From a story to a life: the rows that the verbs wrote, as values that can be copied.

Stories are lived through the real verbs in a transaction that is rolled back, so an example can never be in a
state that a person could not reach. What stays is cast into rows (cast.py) with the times of the story.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import models, transaction

from cancellations.domain.playbook import SimKind
from cancellations.examples.rows import Pattern, Values
from cancellations.examples.scene import AGENT, NUMBERS, Scene
from cancellations.examples.stories import Story
from cancellations.examples.texts import TEXTS
from cancellations.models import Carrier, Event, Message, RequestNumber, Sim, Step, User

DEVICES = ["iPhone 15", "iPad mini"]
DERIVED = ("stage", "turn", "action", "action_step", "due_on", "is_open")  # derived anew for every copy
ROWS = ("sim", "case", "steps", "messages", "numbers", "events")
_DAY_IN_JSON = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")


@dataclass(frozen=True)
class Life:
    """One lived story. Events name their message by its placeholder."""

    story: Story
    language: str
    carrier: Carrier
    sim: Values
    case: Values
    steps: list[Values]
    messages: list[Values]
    numbers: list[Values]
    events: list[Values]

    def earlier(self, days: int) -> "Life":
        """The same life, begun `days` days before."""
        return replace(self, **{name: _earlier(getattr(self, name), timedelta(days=days)) for name in ROWS})

    @cached_property
    def current_steps(self) -> list[Step]:
        """For deriving the situation; never saved."""
        return [Step(**values) for values in self.steps if values["is_current"]]

    @cached_property
    def step_patterns(self) -> list[Pattern]:
        return self._patterns(Step, self.steps)

    @cached_property
    def event_patterns(self) -> list[Pattern]:
        return self._patterns(Event, self.events)

    def _patterns(self, model: type[models.Model], rows: list[Values]) -> list[Pattern]:
        told = [AGENT, *NUMBERS, *map(message_placeholder, range(len(self.messages)))]
        return [Pattern(model, values, told) for values in rows]


def live(story: Story, *, carrier: Carrier, kind: SimKind, language: str, by: User, today: date, currency: str) -> Life:
    """Live a story and take down what came of it; the database is left as it was."""
    with transaction.atomic():
        devices = DEVICES if kind is SimKind.ESIM else []
        sim = Sim.objects.add(by, carrier=carrier, kind=kind, currency=currency, devices=devices)
        scene = Scene(by, sim, today, TEXTS[language])
        story.tell(scene)
        life = _take_down(story, scene, language)
        transaction.set_rollback(True)
    return life


def message_placeholder(place: int) -> str:
    return f"@message{place}"


def _take_down(story: Story, scene: Scene, language: str) -> Life:
    case = scene.case
    messages = list(Message.objects.filter(cancellation=case).order_by("id"))
    places = {message.pk: message_placeholder(place) for place, message in enumerate(messages)}
    events = [*Event.objects.filter(sim=scene.sim), *Event.objects.filter(cancellation=case).order_by("id")]
    for event in events:
        if "message" in event.payload:
            event.payload["message"] = places[event.payload["message"]]
    return Life(
        story=story,
        language=language,
        carrier=scene.sim.carrier,
        sim=_values([scene.sim], scene, without=("status",))[0],
        case=_values([case], scene, without=("sim_id", *DERIVED))[0],
        steps=_values(Step.objects.filter(cancellation=case).order_by("id"), scene),
        messages=_values(messages, scene, without=("cancellation_id",), as_told=("at",)),
        numbers=_values(RequestNumber.objects.filter(cancellation=case), scene, without=("cancellation_id",)),
        events=_values(events, scene),
    )


def _values(
    rows: Iterable[models.Model],
    scene: Scene,
    *,
    without: tuple[str, ...] = (),
    as_told: tuple[str, ...] = (),
) -> list[Values]:
    """The columns of `rows` with the times of the story. `as_told`: times that the story named itself."""
    return [
        {
            field.attname: _in_the_story(getattr(row, field.attname), scene, field.attname in as_told)
            for field in row._meta.concrete_fields
            if not field.primary_key and field.attname not in without
        }
        for row in rows
    ]


def _in_the_story(value: Any, scene: Scene, as_told: bool) -> Any:
    if as_told or not isinstance(value, datetime):
        return value
    past = [moment for ran, moment in scene.diary if ran <= value]
    return past[-1] if past else scene.diary[0][1]


def _earlier(value: Any, by: timedelta) -> Any:
    match value:
        case dict():
            return {name: _earlier(one, by) for name, one in value.items()}
        case list():
            return [_earlier(one, by) for one in value]
        case date():
            return value - by
        case str() if _DAY_IN_JSON.fullmatch(value):
            moved = datetime.fromisoformat(value) - by
            return moved.isoformat() if "T" in value else moved.date().isoformat()
        case _:
            return value
