"""Lives cast with invented people and cards, and written."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from cancellations.examples.life import Life, message_placeholder
from cancellations.examples.people import invented_agent, invented_holder, invented_nickname
from cancellations.examples.rows import Names, Values, insert, renamed
from cancellations.examples.scene import AGENT, NUMBERS
from cancellations.models import Cancellation, Event, Message, RequestNumber, Sim, Step, User
from cancellations.models.order_columns import order_of_carrier
from cancellations.models.search_index import filled_at_once


@dataclass(frozen=True)
class Part:
    """One example case: whose life it is, and what is its own."""

    life: Life
    names: Names
    sim: Sim
    case: Cancellation
    messages: list[Message]
    numbers: list[RequestNumber]


def cast(life: Life, *, card: Values, reference: str, rng: Random, team: Sequence[User]) -> Part:
    """What happened in `life`, to a person and a `card` of its own."""
    names = _names(life, rng)
    sim = _sim(life, card, rng)
    case = Cancellation(**{**renamed(life.case, names), "reference": reference, "sim": sim, "is_example": True})
    case.assignee = rng.choice([*team, None])
    numbers = [RequestNumber(**renamed(values, names), cancellation=case) for values in life.numbers]
    case.settle_search(number.number for number in numbers)
    case.carrier = life.carrier
    case.settle_order()
    case.settle_situation(life.current_steps)
    sim.status = case.card_status(life.current_steps)
    messages = [Message(**renamed(values, names), cancellation=case) for values in life.messages]
    for message in messages:
        message.settle_search()
    return Part(life, names, sim, case, messages, numbers)


def save(parts: Sequence[Part]) -> None:
    """Write them all, each kind of row at once."""
    _add(Sim, [part.sim for part in parts])
    _add(Cancellation, [part.case for part in parts])
    RequestNumber.objects.bulk_create([number for part in parts for number in part.numbers])
    _add(Message, [message for part in parts for message in part.messages])
    insert(Step, [row for part in parts for row in _steps(part)])
    insert(Event, [row for part in parts for row in _events(part)])


def _add(model: type[Sim | Cancellation | Message], rows: Sequence[Any]) -> None:
    with filled_at_once(model._meta.db_table):
        model._default_manager.bulk_create(rows)


def _names(life: Life, rng: Random) -> Names:
    start = life.carrier.slug.rpartition("-")[2][:3].upper()
    numbers = {placeholder: f"{start}-{rng.randrange(10**8):08d}" for placeholder in NUMBERS}
    return {**numbers, AGENT: invented_agent(life.carrier.country, rng)}


def _sim(life: Life, card: Values, rng: Random) -> Sim:
    own = {
        **card,
        "nickname": invented_nickname(life.language, rng),
        "holder": invented_holder(life.language, rng),
        # a billing day would move the bill checks, of which the story told the days
        "billing_day": None if life.case["confirmed_on"] else rng.randrange(1, 32),
        "is_example": True,
    }
    sim = Sim(**{**life.sim, **own})
    sim.settle_texts()
    sim.order_carrier = order_of_carrier(life.carrier)
    return sim


def _steps(part: Part) -> list[list[object]]:
    return [pattern.filled(part.names, cancellation_id=part.case.pk) for pattern in part.life.step_patterns]


def _events(part: Part) -> list[list[object]]:
    messages = {message_placeholder(place): message.pk for place, message in enumerate(part.messages)}
    names = {**part.names, **messages}
    return [
        pattern.filled(names, sim_id=part.sim.pk)
        if pattern.values["sim_id"]
        else pattern.filled(names, cancellation_id=part.case.pk)
        for pattern in part.life.event_patterns
    ]
