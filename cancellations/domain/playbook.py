"""The steps of a cancellation: phase, for which SIM cards, what gates what.

Adding a step: one entry in PLAYBOOK, its words in words.py, one form, one template fragment, one test file,
translations. Nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class SimKind(StrEnum):
    PHYSICAL = "physical"
    ESIM = "esim"


class Phase(StrEnum):
    PREPARE = "prepare"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    SETTLE = "settle"


class StepKey(StrEnum):
    POLICY = "policy"
    DECISION = "decision"
    BACKUP = "backup"
    BALANCE = "balance"
    DEVICES = "devices"
    CONTACT = "contact"
    IDENTITY = "identity"
    SUBMISSION = "submission"
    CONFIRMATION = "confirmation"
    VERIFICATION = "verification"
    REFUND = "refund"
    BILL_CHECK = "bill_check"


NO_REFUND_DUE = "no_refund_due"  # a reason of ours; pages show it in the reader's language


class StepState(StrEnum):
    """What is stored. `in progress` and `locked` are derived, never stored."""

    TODO = "todo"
    WAITING = "waiting"
    BLOCKED = "blocked"
    DONE = "done"
    SKIPPED = "skipped"


SETTLED = frozenset({StepState.DONE, StepState.SKIPPED})
ALL_KINDS = frozenset(SimKind)


@dataclass(frozen=True)
class StepRule:
    """`needs`: steps that must be done or skipped first. `each_round`: a refusal asks for it anew."""

    key: StepKey
    phase: Phase
    kinds: frozenset[SimKind] = ALL_KINDS
    needs: tuple[StepKey, ...] = ()
    skippable: bool = True
    each_round: bool = False


PLAYBOOK: tuple[StepRule, ...] = (
    StepRule(StepKey.POLICY, Phase.PREPARE),
    StepRule(StepKey.DECISION, Phase.PREPARE),
    StepRule(StepKey.BACKUP, Phase.PREPARE),
    StepRule(StepKey.BALANCE, Phase.PREPARE),
    StepRule(StepKey.DEVICES, Phase.PREPARE, kinds=frozenset({SimKind.ESIM}), needs=(StepKey.BACKUP,)),
    StepRule(StepKey.CONTACT, Phase.SUBMIT, each_round=True),
    StepRule(StepKey.IDENTITY, Phase.SUBMIT, each_round=True),
    StepRule(
        StepKey.SUBMISSION,
        Phase.SUBMIT,
        needs=(StepKey.POLICY, StepKey.DECISION, StepKey.BACKUP, StepKey.BALANCE, StepKey.IDENTITY),
        skippable=False,
        each_round=True,
    ),
    StepRule(StepKey.CONFIRMATION, Phase.CONFIRM, needs=(StepKey.SUBMISSION,), skippable=False, each_round=True),
    StepRule(StepKey.VERIFICATION, Phase.CONFIRM, needs=(StepKey.CONFIRMATION,), skippable=False),
    StepRule(StepKey.REFUND, Phase.SETTLE, needs=(StepKey.SUBMISSION,)),
    StepRule(StepKey.BILL_CHECK, Phase.SETTLE, needs=(StepKey.CONFIRMATION,)),
)
RULES: Mapping[StepKey, StepRule] = {rule.key: rule for rule in PLAYBOOK}
POINT_OF_NO_RETURN = StepKey.SUBMISSION


def steps_for(kind: SimKind, not_applicable: Iterable[str] = ()) -> list[StepKey]:
    """The steps of a new case; the carrier's playbook can leave out the skippable ones."""
    left_out = set(not_applicable)
    return [rule.key for rule in PLAYBOOK if kind in rule.kinds and not (rule.skippable and rule.key.value in left_out)]


def steps_of_next_round(keys: Iterable[StepKey]) -> list[StepKey]:
    """What starts anew after a refusal."""
    return [key for key in keys if RULES[key].each_round]


def open_needs(key: StepKey, states: Mapping[StepKey, StepState]) -> list[StepKey]:
    """The steps that keep `key` locked; steps that the case does not have keep nothing locked."""
    return [need for need in RULES[key].needs if need in states and states[need] not in SETTLED]


def later_steps(key: StepKey, keys: Iterable[StepKey]) -> list[StepKey]:
    """The steps after `key`: when it is reopened, the done ones among them are to be checked again."""
    order = [rule.key for rule in PLAYBOOK]
    return [other for other in keys if order.index(other) > order.index(key)]
