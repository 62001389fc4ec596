"""Cases in any situation, for tests of lists: written as rows, because walking a thousand cases takes minutes."""

import itertools
import random
from datetime import date, timedelta
from typing import Any

from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.reference import new_reference
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Cancellation, Carrier, Sim, User
from cancellations.models.case import NEVER
from cancellations.models.order_columns import STAGE_PLACES, cut, order_of_carrier
from tests.cases import TODAY, carrier_of

_numbers = itertools.count(1)
_taken: set[str] = set()


def listed(by: User, **columns: Any) -> Cancellation:
    """One case of the user's workspace with these columns, and its SIM card (fields of it as sim__name)."""
    [case] = build(by, [columns])
    return case


def many(by: User, count: int, seed: int = 7) -> list[Cancellation]:
    """Cases in all situations, alike each time."""
    chance = random.Random(seed)
    return build(by, [_any_situation(chance) for _ in range(count)])


def build(by: User, wanted: list[dict[str, Any]]) -> list[Cancellation]:
    carrier = Carrier.objects.visible_to(by).first() or carrier_of(by)
    cases = [_case(by, carrier, columns) for columns in wanted]
    Sim.objects.bulk_create([case.sim for case in cases])
    return Cancellation.objects.bulk_create(cases)


def count_anew() -> None:
    """The next card is `Card 1`."""
    global _numbers
    _numbers = itertools.count(1)


def days(number: int) -> date:
    """A day as seen from the tests' today."""
    return TODAY + timedelta(days=number)


def _reference() -> str:
    """Of a thousand random ones two are the same once in seventy times."""
    found = new_reference()
    while found in _taken:
        found = new_reference()
    _taken.add(found)
    return found


def _case(by: User, carrier: Carrier, columns: dict[str, Any]) -> Cancellation:
    of_sim = {name.removeprefix("sim__"): columns.pop(name) for name in list(columns) if name.startswith("sim__")}
    carrier = columns.pop("carrier", carrier)
    number = next(_numbers)
    sim = Sim(
        **{
            "workspace_id": by.workspace_id,
            "carrier": carrier,
            "kind": SimKind.ESIM,
            "status": "cancelling",
            "nickname": f"Card {number}",
            **of_sim,
        }
    )
    sim.settle_texts()
    sim.order_carrier = order_of_carrier(carrier)
    case = Cancellation(
        **{
            "workspace_id": by.workspace_id,
            "reference": _reference(),
            "sim": sim,
            "carrier": carrier,
            "opened_on": TODAY,
            "opened_by": by,
            "assignee": by,
            "action": Action.POLICY,
            "action_step": StepKey.POLICY,
            **columns,
        }
    )
    case.is_open = case.stage != Stage.CLOSED
    case.order_stage, case.order_number = STAGE_PLACES[case.stage], cut(case.request_number)
    case.order_submitted = case.submitted_on.isoformat() if case.submitted_on else ""
    case.settle_search([])
    case.settle_order()
    return case


def _any_situation(chance: random.Random) -> dict[str, Any]:
    stage = chance.choice(list(Stage))
    turn = Turn.NOBODY if stage is Stage.CLOSED else chance.choice([Turn.US, Turn.CARRIER, Turn.HOLDER])
    if stage is Stage.CLOSED and chance.random() < 0.2:
        turn = Turn.US  # a late reply
    due_on = NEVER if turn is Turn.NOBODY else chance.choice([NEVER, *map(days, range(-5, 6))])
    action = {Turn.CARRIER: Action.AWAIT_CONFIRMATION, Turn.NOBODY: Action.NONE}.get(turn, Action.CONTACT)
    confirmed = chance.choice([None, *map(days, range(-20, 1))]) if stage is Stage.CONFIRMED else None
    return {
        "stage": stage,
        "turn": turn,
        "due_on": due_on,
        "action": action,
        "action_step": "",
        "outcome": "terminated" if stage is Stage.CLOSED else "",
        "confirmed_on": confirmed,
        "sim__msisdn": f"+7916{chance.randrange(10**7):07}",
        "sim__monthly_fee": chance.choice([None, 500, 20]),
        "sim__currency": chance.choice(["RUB", "EUR"]),
    }
