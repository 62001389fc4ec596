"""The situation of a case (stage, whose turn, next action, due date) and the facts that it depends on.

Nobody sets a status: derivation.py makes the one from the others.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cancellations.domain.deadlines import CarrierRules, Pause
from cancellations.domain.playbook import StepKey, StepState


class Stage(StrEnum):
    PREPARING = "preparing"
    SUBMITTED = "submitted"  # sent, nothing heard
    PROCESSING = "processing"  # the carrier has acknowledged, or wants something
    CONFIRMED = "confirmed"  # the carrier said yes, with a date
    CLOSED = "closed"


class Turn(StrEnum):
    US = "us"
    CARRIER = "carrier"
    HOLDER = "holder"
    NOBODY = "nobody"


class Outcome(StrEnum):
    """How a closed case ended. Never a bare "cancelled": in telecom it means two things."""

    TERMINATED = "terminated"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    LAPSED = "lapsed"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"


class Decision(StrEnum):
    TERMINATE = "terminate"
    SUSPEND = "suspend"
    TRANSFER = "transfer"
    LAPSE = "lapse"
    KEEP = "keep"


class Action(StrEnum):
    """The next action. A step's own action has the step's key."""

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
    AWAIT_STEP = "await_step"
    UNBLOCK = "unblock"
    HOLDER_ANSWERED = "holder_answered"
    AWAIT_RECEIPT = "await_receipt"
    AWAIT_CONFIRMATION = "await_confirmation"
    ANSWER_CARRIER = "answer_carrier"
    RECORD_REPLY = "record_reply"
    AWAIT_REFUND = "await_refund"
    DISPUTE_CHARGE = "dispute_charge"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    REVIEW_LATE_REPLY = "review_late_reply"
    REVIEW_LATE_CHARGE = "review_late_charge"
    SUSPENSION_ENDS = "suspension_ends"
    SUSPENSION_OPEN = "suspension_open"
    NONE = "none"


class SimStatus(StrEnum):
    """What is known of the contract: it counts as billed until the end has been verified."""

    ACTIVE = "active"
    CANCELLING = "cancelling"
    ENDED = "ended"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class StepFacts:
    key: StepKey
    state: StepState = StepState.TODO
    waiting_on: Turn | None = None
    until: date | None = None  # waiting until, or to be reviewed on
    check_again: bool = False
    answered: bool = False  # the holder was asked for something, and says that it is there


@dataclass(frozen=True)
class CaseFacts:
    """Everything that the situation depends on. Days, not moments: papers and carriers know days."""

    opened_on: date
    steps: tuple[StepFacts, ...]
    decision: Decision | None = None
    requested_end_date: date | None = None
    submitted_on: date | None = None
    acknowledged_on: date | None = None
    promised_by: date | None = None
    promised_on: date | None = None  # the day on which that was said
    wants_since: date | None = None  # the carrier wants something of us
    pauses: tuple[Pause, ...] = ()  # of this round: asked, and answered
    reply_claimed_on: date | None = None  # heard of, not recorded as the reply yet
    confirmed_on: date | None = None
    confirmed_end_date: date | None = None
    verified_on: date | None = None
    charged_on: date | None = None  # a charge after the end, not settled yet
    bill_checks: int = 0
    bills_wanted: int = 1
    bills_from: date | None = None  # a charge or its settling: what was billed until then says nothing more
    clean_since: int = 0  # bills that were found clean after that
    only_suspended: bool = False  # the carrier said so instead of confirming the end
    profile_deleted: bool = False  # of the eSIM, from the device: that ends no contract
    follow_up_on: date | None = None
    late_reply_on: date | None = None  # heard of after closing, and nobody has looked at it
    late_charge_on: date | None = None  # the same of a charge that could not reopen the case
    outcome: Outcome | None = None
    suspended_until: date | None = None
    billing_day: int | None = None
    rules: CarrierRules = field(default_factory=CarrierRules)

    @property
    def is_verified(self) -> bool:
        """Somebody checked, on the end date or later, and nothing put it in doubt since."""
        step = next((one for one in self.steps if one.key is StepKey.VERIFICATION), None)
        if step and step.check_again:
            return False
        end = self.confirmed_end_date
        return self.verified_on is not None and end is not None and end <= self.verified_on

    @property
    def is_suspended_without_end(self) -> bool:
        """Closed as suspended, and the carrier named no end: what is known is the day to look whether it goes on."""
        return self.outcome is Outcome.SUSPENDED and self.suspended_until is None and self.follow_up_on is not None

    @property
    def is_suspended_until_told(self) -> bool:
        """Closed as suspended, and its end, or the day to look whether it goes on, is still waited for."""
        return self.outcome is Outcome.SUSPENDED and (self.suspended_until is not None or self.is_suspended_without_end)

    @property
    def states(self) -> dict[StepKey, StepState]:
        return {step.key: step.state for step in self.steps}


@dataclass(frozen=True)
class Situation:
    stage: Stage
    turn: Turn
    action: Action
    due_on: date | None = None
    step: StepKey | None = None  # the step that the action is about, if any
