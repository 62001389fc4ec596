"""Every coded value fits its column: SQLite would keep a longer one, PostgreSQL refuses it."""

from enum import StrEnum

import pytest
from django.apps import apps
from django.db import models

from cancellations.domain.alarms import AlarmKind
from cancellations.domain.carrier_file import Confidence, FactKind, Tier
from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import SimKind, StepKey, StepState
from cancellations.domain.reminding import MailKind
from cancellations.domain.roles import Role
from cancellations.domain.sentences import KINDS
from cancellations.domain.situation import Action, Decision, Outcome, SimStatus, Stage, Turn

CODED: dict[str, type[StrEnum]] = {
    "alarm.kind": AlarmKind,
    "cancellation.action": Action,
    "cancellation.action_step": StepKey,
    "cancellation.decision": Decision,
    "cancellation.outcome": Outcome,
    "cancellation.stage": Stage,
    "cancellation.turn": Turn,
    "carrierfact.confidence": Confidence,
    "carrierfact.kind": FactKind,
    "carrierfact.tier": Tier,
    "errand.ending": ErrandState,
    "errand.kind": ErrandKind,
    "evidence.kind": EvidenceKind,
    "evidence.step": StepKey,
    "evidence.visibility": Visibility,
    "membership.role": Role,
    "message.channel": Channel,
    "message.direction": Direction,
    "message.outcome": ContactOutcome,
    "outgoingmail.kind": MailKind,
    "sim.kind": SimKind,
    "sim.status": SimStatus,
    "step.asked": HolderAsk,
    "step.key": StepKey,
    "step.state": StepState,
    "step.waiting_on": Turn,
}


def width(column: str) -> int:
    model, name = column.split(".")
    field = apps.get_model("cancellations", model)._meta.get_field(name)
    assert isinstance(field, models.CharField)
    assert field.max_length
    return field.max_length


@pytest.mark.parametrize(("column", "codes"), CODED.items())
def test_every_code_fits(column: str, codes: type[StrEnum]) -> None:
    assert max(len(code) for code in codes) <= width(column)


def test_every_kind_of_event_fits() -> None:
    assert max(map(len, KINDS)) <= width("event.kind")
