"""The words, icons and colours that everything coded is shown with. A system check asks that none is missing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cancellations.domain.closing import DayTrouble, ObstacleKind
from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.playbook import NO_REFUND_DUE, Phase, SimKind, StepKey, StepState
from cancellations.domain.situation import Action, Decision, Outcome, SimStatus, Stage, Turn

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words: TypeAlias = str | StrPromise
else:
    Words = str | Promise


@dataclass(frozen=True)
class Look:
    """How something is shown: always words, and beside them a shape and a colour."""

    label: Words
    icon: str
    colour: str  # a class of app/tokens.css: is-red, is-amber, is-teal, is-green, is-purple, is-grey


STAGES: dict[Stage, Look] = {
    Stage.PREPARING: Look(_("Preparing"), "pencil", "is-amber"),
    Stage.SUBMITTED: Look(_("Submitted"), "letter", "is-teal"),
    Stage.PROCESSING: Look(_("Processing"), "clock", "is-teal"),
    Stage.CONFIRMED: Look(_("Confirmed"), "check", "is-green"),
    Stage.CLOSED: Look(_("Closed"), "lock", "is-grey"),
}

TURNS: dict[Turn, Look] = {
    Turn.US: Look(_("Your turn"), "today", "is-amber"),
    Turn.CARRIER: Look(_("Waiting on carrier"), "clock", "is-teal"),
    Turn.HOLDER: Look(_("Waiting on holder"), "user", "is-amber"),
    Turn.NOBODY: Look(_("Nothing to do"), "check", "is-grey"),
}

OUTCOMES: dict[Outcome, Look] = {
    Outcome.TERMINATED: Look(_("Terminated"), "check", "is-green"),
    Outcome.SUSPENDED: Look(_("Suspended, contract goes on"), "clock", "is-amber"),
    Outcome.TRANSFERRED: Look(_("Transferred"), "right", "is-teal"),
    Outcome.LAPSED: Look(_("Lapsed"), "skip", "is-grey"),
    Outcome.KEPT: Look(_("Kept"), "sim", "is-grey"),
    Outcome.WITHDRAWN: Look(_("Withdrawn"), "undo", "is-grey"),
    Outcome.ABANDONED: Look(_("Abandoned"), "stop", "is-purple"),
}

OUTCOME_HELP: dict[Outcome, Words] = {
    Outcome.TERMINATED: _("The contract has ended: confirmed, checked, bills clean."),
    Outcome.SUSPENDED: _("Only blocked for a time. The contract goes on and may cost money."),
    Outcome.TRANSFERRED: _("Ported to another carrier, or taken over by another holder."),
    Outcome.LAPSED: _("Prepaid or unused: it ran out, there was nothing to terminate."),
    Outcome.KEPT: _("Decided to keep it."),
    Outcome.WITHDRAWN: _("We gave the request up."),
    Outcome.ABANDONED: _("Cannot be finished, for the reason given."),
}

PHASES: dict[Phase, Words] = {
    Phase.PREPARE: _("Prepare"),
    Phase.SUBMIT: _("Submit"),
    Phase.CONFIRM: _("Carrier's answer"),
    Phase.SETTLE: _("Settle"),
}

STEPS: dict[StepKey, Words] = {
    StepKey.POLICY: _("Check the cancellation policy"),
    StepKey.DECISION: _("Decide: terminate or not"),
    StepKey.BACKUP: _("Save data, unlink accounts"),
    StepKey.BALANCE: _("Check the balance"),
    StepKey.DEVICES: _("Device bindings"),
    StepKey.CONTACT: _("Contact support"),
    StepKey.IDENTITY: _("Identity check"),
    StepKey.SUBMISSION: _("Submit the request"),
    StepKey.CONFIRMATION: _("Carrier's reply"),
    StepKey.VERIFICATION: _("Check that service really ended"),
    StepKey.REFUND: _("Balance refunded"),
    StepKey.BILL_CHECK: _("Later bills are clean"),
}

STEP_HELP: dict[StepKey, Words] = {
    StepKey.POLICY: _("What the carrier asks for, how long it takes and what it costs. Look before you act."),
    StepKey.DECISION: _("Terminating is final. Suspending, transferring or letting it lapse may suit you better."),
    StepKey.BACKUP: _(
        "Whoever gets this number next also gets its codes. Move banks first, while the SIM still receives SMS."
    ),
    StepKey.BALANCE: _("Money left on the account, or debt that would stop the termination."),
    StepKey.DEVICES: _("Where the eSIM is installed. Delete the profile last, after the confirmation."),
    StepKey.CONTACT: _("Log at least one contact with the carrier."),
    StepKey.IDENTITY: _("Which papers were shown. Never write a password or a code here."),
    StepKey.SUBMISSION: _("From here on the number may be lost for good."),
    StepKey.CONFIRMATION: _("A receipt is no confirmation: it counts when the carrier says yes, with a date."),
    StepKey.VERIFICATION: _("Call the number, try mobile data, look into the account."),
    StepKey.REFUND: _("What was left on the account, until it has arrived."),
    StepKey.BILL_CHECK: _("Look at the next bills: nothing may be charged after the end date."),
}

OWN_REASONS: dict[str, Words] = {NO_REFUND_DUE: _("No refund is due")}

STEP_STATES: dict[StepState, Look] = {
    StepState.TODO: Look(_("To do"), "pencil", "is-grey"),
    StepState.WAITING: Look(_("Waiting"), "clock", "is-teal"),
    StepState.BLOCKED: Look(_("Blocked"), "stop", "is-purple"),
    StepState.DONE: Look(_("Done"), "check", "is-green"),
    StepState.SKIPPED: Look(_("Skipped"), "skip", "is-grey"),
}

ACTIONS: dict[Action, Look] = {
    Action.POLICY: Look(_("Check the cancellation policy"), "info", "is-amber"),
    Action.DECISION: Look(_("Decide: terminate or not"), "flag", "is-amber"),
    Action.BACKUP: Look(_("Unlink the accounts on this number"), "key", "is-amber"),
    Action.BALANCE: Look(_("Check the balance"), "money", "is-amber"),
    Action.DEVICES: Look(_("Go through the devices"), "device", "is-amber"),
    Action.CONTACT: Look(_("Contact the carrier"), "phone", "is-amber"),
    Action.IDENTITY: Look(_("Get the identity check done"), "user", "is-amber"),
    Action.SUBMISSION: Look(_("Submit the request"), "letter", "is-amber"),
    Action.CONFIRMATION: Look(_("Record the carrier's reply"), "mail", "is-amber"),
    Action.VERIFICATION: Look(_("Check that service really ended"), "check", "is-amber"),
    Action.REFUND: Look(_("Record the refund"), "money", "is-amber"),
    Action.BILL_CHECK: Look(_("Check the next bill"), "money", "is-amber"),
    Action.AWAIT_STEP: Look(_("Waiting"), "clock", "is-teal"),
    Action.UNBLOCK: Look(_("Blocked: look again"), "stop", "is-purple"),
    Action.HOLDER_ANSWERED: Look(_("Look at the holder's answer"), "user", "is-amber"),
    Action.AWAIT_RECEIPT: Look(_("Waiting for the receipt"), "clock", "is-teal"),
    Action.AWAIT_CONFIRMATION: Look(_("Waiting for the confirmation"), "clock", "is-teal"),
    Action.ANSWER_CARRIER: Look(_("Send what the carrier asked for"), "file", "is-amber"),
    Action.RECORD_REPLY: Look(_("Record the carrier's reply"), "mail", "is-amber"),
    Action.AWAIT_REFUND: Look(_("Waiting for the refund"), "money", "is-teal"),
    Action.DISPUTE_CHARGE: Look(_("Dispute the charge after the end"), "alert", "is-red"),
    Action.FOLLOW_UP: Look(_("Follow up"), "phone", "is-amber"),
    Action.CLOSE: Look(_("Close the request"), "check", "is-green"),
    Action.SUSPENSION_ENDS: Look(_("Decide anew before the suspension ends"), "clock", "is-amber"),
    Action.SUSPENSION_OPEN: Look(_("Look whether the suspension goes on"), "clock", "is-amber"),
    Action.REVIEW_LATE_REPLY: Look(_("Look at what came after closing"), "mail", "is-amber"),
    Action.REVIEW_LATE_CHARGE: Look(_("Look at the charge found after closing"), "money", "is-amber"),
    Action.NONE: Look(_("Nothing to do"), "check", "is-grey"),
}

DECISIONS: dict[Decision, Words] = {
    Decision.TERMINATE: _("Terminate the contract"),
    Decision.SUSPEND: _("Suspend it for a time"),
    Decision.TRANSFER: _("Transfer the number or the contract"),
    Decision.LAPSE: _("Let it run out"),
    Decision.KEEP: _("Keep it"),
}

CHANNELS: dict[Channel, Look] = {
    Channel.CALL: Look(_("Call"), "phone", "is-teal"),
    Channel.CHAT: Look(_("Chat"), "chat", "is-teal"),
    Channel.EMAIL: Look(_("E-mail"), "mail", "is-teal"),
    Channel.LETTER: Look(_("Letter"), "letter", "is-teal"),
    Channel.SHOP: Look(_("Shop"), "store", "is-teal"),
    Channel.PORTAL: Look(_("Online account"), "globe", "is-teal"),
    Channel.SMS: Look(_("SMS"), "chat", "is-teal"),
}

DIRECTIONS: dict[Direction, Words] = {
    Direction.OUT: _("We wrote or rang"),
    Direction.IN: _("They wrote or rang"),
}

CONTACT_OUTCOMES: dict[ContactOutcome, Look] = {
    ContactOutcome.RECEIPT: Look(_("Received it"), "mail", "is-teal"),
    ContactOutcome.PROCESSING: Look(_("Working on it"), "clock", "is-teal"),
    ContactOutcome.WANTS: Look(_("Wants something"), "file", "is-amber"),
    ContactOutcome.RING_BACK: Look(_("Will ring back"), "phone", "is-teal"),
    ContactOutcome.NOT_REACHED: Look(_("Not reached"), "x", "is-grey"),
    ContactOutcome.CONFIRMS: Look(_("Says confirmed"), "check", "is-green"),
    ContactOutcome.REFUSES: Look(_("Refuses"), "stop", "is-red"),
    ContactOutcome.REFUND_NOTICE: Look(_("Refund notice"), "money", "is-teal"),
    ContactOutcome.OTHER: Look(pgettext_lazy("contact outcome", "Other"), "chat", "is-grey"),
    ContactOutcome.AUTO_REPLY: Look(_("Automatic reply"), "refresh", "is-grey"),
}

SIM_KINDS: dict[SimKind, Words] = {SimKind.PHYSICAL: _("Physical SIM"), SimKind.ESIM: _("eSIM")}
SIM_STATUSES: dict[SimStatus, Look] = {
    SimStatus.ACTIVE: Look(_("In use"), "sim", "is-grey"),
    SimStatus.CANCELLING: Look(_("Being cancelled, may still be billed"), "clock", "is-amber"),
    SimStatus.ENDED: Look(_("Ended"), "check", "is-green"),
    SimStatus.SUSPENDED: Look(_("Suspended"), "lock", "is-purple"),
}

OBSTACLES: dict[ObstacleKind, Words] = {
    ObstacleKind.STEP_OPEN: _("This step is still open"),
    ObstacleKind.CHECK_AGAIN: _("An earlier step was reopened: check this one again"),
    ObstacleKind.ACCOUNTS_ATTACHED: _("Accounts still hang on this number: what is not moved may be lost for good"),
    ObstacleKind.DECIDED_OTHERWISE: _("You decided not to terminate. Reopen the decision first"),
    ObstacleKind.NOT_CONFIRMED: _("The carrier has not confirmed the termination"),
    ObstacleKind.NOT_VERIFIED: _("Nobody has checked yet that service really ended"),
    ObstacleKind.CHARGED_AFTER_END: _("A charge after the end is not settled"),
    ObstacleKind.NOT_DECIDED: _("The decision step says something else"),
    ObstacleKind.RECEIPT_ONLY: _("A receipt or an automatic reply is no confirmation: it names no end of the contract"),
    ObstacleKind.SUSPENDED_ONLY: _("A suspended number is not terminated: the contract goes on and may cost money"),
    ObstacleKind.PROFILE_ONLY: _("A deleted eSIM profile does not end the contract: check one thing more"),
    ObstacleKind.NOT_PORTED: _(
        "A number is transferred only when it works with the new carrier or holder: until then the contract goes on"
    ),
}

EVIDENCE_KINDS: dict[EvidenceKind, Look] = {
    EvidenceKind.RECEIPT: Look(pgettext_lazy("evidence", "Receipt from the carrier"), "mail", "is-teal"),
    EvidenceKind.CONFIRMATION: Look(pgettext_lazy("evidence", "Confirmation"), "check", "is-green"),
    EvidenceKind.LETTER: Look(pgettext_lazy("evidence", "Letter or message"), "letter", "is-teal"),
    EvidenceKind.BILL: Look(pgettext_lazy("evidence", "Bill or payment"), "money", "is-amber"),
    EvidenceKind.IDENTITY: Look(pgettext_lazy("evidence", "Identity document"), "lock", "is-purple"),
    EvidenceKind.OTHER: Look(pgettext_lazy("evidence", "Other"), "file", "is-grey"),
}

VISIBILITIES: dict[Visibility, Words] = {
    Visibility.TEAM: _("Only the team"),
    Visibility.HOLDER: _("The team, who may send it to the holder"),
    Visibility.DOSSIER: _("Also whoever gets the dossier"),
}

DAY_TROUBLES: dict[DayTrouble, Words] = {
    DayTrouble.MISSING: _("Enter the day: on which it ran out or was transferred, or from which it is suspended."),
    DayTrouble.TO_COME: _("This day is still to come. Close the request when it has come."),
    DayTrouble.BEFORE_SUBMISSION: _("The request was sent later than on this day. Look at the day again."),
    DayTrouble.AFTER_THE_END: _("The carrier confirmed an earlier end of the contract."),
    DayTrouble.BACK_BEFORE_START: _("The suspension cannot be over before it begins."),
    DayTrouble.NO_WAY_ON: _("Enter until when it is suspended, or if the carrier named no end, the day to look again."),
    DayTrouble.TWO_WAYS_ON: _("Keep one of the two days: a day to look again is for a suspension with no known end."),
}

VOCABULARY: dict[type[StrEnum], dict[Any, Any]] = {
    Stage: STAGES, Turn: TURNS, Outcome: OUTCOMES, Phase: PHASES, StepKey: STEPS, StepState: STEP_STATES,
    Action: ACTIONS, Decision: DECISIONS, Channel: CHANNELS, Direction: DIRECTIONS, ContactOutcome: CONTACT_OUTCOMES,
    SimKind: SIM_KINDS, SimStatus: SIM_STATUSES, ObstacleKind: OBSTACLES, DayTrouble: DAY_TROUBLES,
    EvidenceKind: EVIDENCE_KINDS, Visibility: VISIBILITIES,
}  # fmt: skip


def choices(words: dict[Any, Any]) -> list[tuple[str, Words]]:
    """For form fields: value and label, in the vocabulary's order."""
    return [(str(key), look.label if isinstance(look, Look) else look) for key, look in words.items()]


def reason_in_words(reason: str) -> str:
    """As typed; a reason of ours in the reader's language."""
    return str(OWN_REASONS.get(reason, reason))
