"""When a case may be closed with which outcome, and when the point of no return may be crossed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cancellations.domain.playbook import POINT_OF_NO_RETURN, SETTLED, StepKey, StepState, open_needs
from cancellations.domain.situation import CaseFacts, Decision, Outcome


class ObstacleKind(StrEnum):
    STEP_OPEN = "step_open"
    CHECK_AGAIN = "check_again"
    ACCOUNTS_ATTACHED = "accounts_attached"
    DECIDED_OTHERWISE = "decided_otherwise"
    NOT_CONFIRMED = "not_confirmed"
    NOT_VERIFIED = "not_verified"
    CHARGED_AFTER_END = "charged_after_end"
    NOT_DECIDED = "not_decided"
    # False ends: what is easily taken for the end of a contract, caught by name.
    RECEIPT_ONLY = "receipt_only"
    SUSPENDED_ONLY = "suspended_only"
    PROFILE_ONLY = "profile_only"
    NOT_PORTED = "not_ported"


PROFILE, UNBOUND = "profile", "unbound"  # answers of two steps: the eSIM profile is gone from the device


@dataclass(frozen=True)
class Obstacle:
    kind: ObstacleKind
    step: StepKey | None = None


DECIDED: dict[Outcome, Decision] = {
    Outcome.SUSPENDED: Decision.SUSPEND,
    Outcome.TRANSFERRED: Decision.TRANSFER,
    Outcome.LAPSED: Decision.LAPSE,
    Outcome.KEPT: Decision.KEEP,
}


def obstacles_to_start(key: StepKey, facts: CaseFacts, *, accounts_attached: bool) -> list[Obstacle]:
    """What keeps a step locked."""
    if key is POINT_OF_NO_RETURN:
        return obstacles_to_submit(facts, accounts_attached=accounts_attached)
    return [Obstacle(ObstacleKind.STEP_OPEN, need) for need in open_needs(key, facts.states)]


def obstacles_to_submit(facts: CaseFacts, *, accounts_attached: bool) -> list[Obstacle]:
    """What stands before the point of no return. Crossing it all the same takes a typed reason, logged."""
    states = facts.states
    found = [Obstacle(ObstacleKind.STEP_OPEN, key) for key in open_needs(StepKey.SUBMISSION, states)]
    if accounts_attached and states.get(StepKey.BACKUP) in SETTLED:
        found.append(Obstacle(ObstacleKind.ACCOUNTS_ATTACHED, StepKey.BACKUP))
    if facts.decision and facts.decision is not Decision.TERMINATE:
        found.append(Obstacle(ObstacleKind.DECIDED_OTHERWISE, StepKey.DECISION))
    return found


def looks_like_the_receipt(acknowledged_on: date | None, replied_on: date | None, confirmation_number: str) -> bool:
    """Whether a reply is probably the receipt taken for a confirmation: of its day or older, and without a number."""
    if confirmation_number or not acknowledged_on or not replied_on:
        return False
    return replied_on <= acknowledged_on


def is_profile_alone(checks: object) -> bool:
    """Whether the deleted eSIM profile is all that was looked at."""
    return isinstance(checks, list) and checks == [PROFILE]


def false_ends(facts: CaseFacts) -> list[ObstacleKind]:
    """What this case shows now that is no end, and may be taken for one."""
    kinds = [_not_confirmed(facts)] if not facts.confirmed_on else []
    if not facts.verified_on:
        kinds.append(_not_verified(facts))
    return [kind for kind in kinds if kind not in {ObstacleKind.NOT_CONFIRMED, ObstacleKind.NOT_VERIFIED}]


def obstacles_to_close(facts: CaseFacts, outcome: Outcome, *, is_ported: bool = True) -> list[Obstacle]:
    """What forbids this outcome. `terminated` needs a confirmation, a verification and clean bills.

    `is_ported`: of a transferred number, whether it works where it went to.
    """
    if outcome is Outcome.TERMINATED:
        return _obstacles_to_terminated(facts)
    if outcome in DECIDED and facts.decision is not DECIDED[outcome]:
        return [Obstacle(ObstacleKind.NOT_DECIDED, StepKey.DECISION)]
    if outcome is Outcome.TRANSFERRED and not is_ported:
        return [Obstacle(ObstacleKind.NOT_PORTED)]
    return []


def needs_reason(outcome: Outcome) -> bool:
    """What is no confirmed end takes a word of proof: why it was given up, or what shows that it ran out."""
    return outcome not in {Outcome.TERMINATED, Outcome.KEPT}


class DayTrouble(StrEnum):
    """Why the day that an outcome was given cannot be right."""

    MISSING = "missing"
    TO_COME = "to_come"
    BEFORE_SUBMISSION = "before_submission"
    AFTER_THE_END = "after_the_end"
    BACK_BEFORE_START = "back_before_start"
    NO_WAY_ON = "no_way_on"
    TWO_WAYS_ON = "two_ways_on"


ENDS_ON_A_DAY = frozenset({Outcome.LAPSED, Outcome.TRANSFERRED, Outcome.SUSPENDED})


def trouble_with_day(
    outcome: Outcome, facts: CaseFacts, today: date, *, ended_on: date | None, until: date | None = None
) -> DayTrouble | None:
    """What speaks against the day on which it ran out or was transferred, or from which it is suspended.

    `until`: when a suspension is over, if that is known. A card may have run out before anybody asked for its
    end; a transfer or a suspension after the request was sent cannot be older than the request. None of them
    happens to a contract that had ended before, as its carrier confirmed.
    """
    if outcome not in ENDS_ON_A_DAY:
        return None
    if ended_on is None:
        return DayTrouble.MISSING
    if ended_on > today and outcome is not Outcome.SUSPENDED:
        return DayTrouble.TO_COME
    if facts.submitted_on and ended_on < facts.submitted_on and outcome is not Outcome.LAPSED:
        return DayTrouble.BEFORE_SUBMISSION
    if facts.confirmed_end_date and ended_on > facts.confirmed_end_date:
        return DayTrouble.AFTER_THE_END
    if outcome is Outcome.SUSPENDED and until and until <= ended_on:
        return DayTrouble.BACK_BEFORE_START
    return None


def trouble_with_way_on(outcome: Outcome, *, until: date | None, look_again_on: date | None) -> DayTrouble | None:
    """What speaks against how a suspension goes on: until when it is, or when we look again; one of both is known."""
    if outcome is not Outcome.SUSPENDED:
        return None
    if until is None and look_again_on is None:
        return DayTrouble.NO_WAY_ON
    return DayTrouble.TWO_WAYS_ON if until and look_again_on else None


def _obstacles_to_terminated(facts: CaseFacts) -> list[Obstacle]:
    found: list[Obstacle] = []
    states = facts.states
    if not facts.confirmed_on or states.get(StepKey.CONFIRMATION) is not StepState.DONE:
        found.append(Obstacle(_not_confirmed(facts), StepKey.CONFIRMATION))
    if not facts.is_verified or states.get(StepKey.VERIFICATION) is not StepState.DONE:
        found.append(Obstacle(_not_verified(facts), StepKey.VERIFICATION))
    found += [
        Obstacle(ObstacleKind.STEP_OPEN, key)
        for key in (StepKey.REFUND, StepKey.BILL_CHECK)
        if key in states and states[key] not in SETTLED
    ]
    if facts.charged_on:
        found.append(Obstacle(ObstacleKind.CHARGED_AFTER_END, StepKey.BILL_CHECK))
    found += [
        Obstacle(ObstacleKind.CHECK_AGAIN, step.key)
        for step in facts.steps
        if step.check_again and step.state is StepState.DONE
    ]
    return found


def _not_confirmed(facts: CaseFacts) -> ObstacleKind:
    if facts.only_suspended:
        return ObstacleKind.SUSPENDED_ONLY
    heard = facts.acknowledged_on and not facts.confirmed_on and not facts.reply_claimed_on
    return ObstacleKind.RECEIPT_ONLY if heard else ObstacleKind.NOT_CONFIRMED


def _not_verified(facts: CaseFacts) -> ObstacleKind:
    is_deleted = facts.profile_deleted and not facts.verified_on
    return ObstacleKind.PROFILE_ONLY if is_deleted else ObstacleKind.NOT_VERIFIED
