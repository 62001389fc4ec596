"""What the answers of the steps tell about the case beyond the steps' states."""

from collections.abc import Iterable
from typing import Any

from cancellations.domain.closing import UNBOUND, is_profile_alone
from cancellations.domain.money import last_doubt
from cancellations.domain.playbook import SETTLED, StepKey
from cancellations.models.step import Step


def told_by(steps: Iterable[Step]) -> dict[str, Any]:
    """The part of CaseFacts that is read from answers: false ends, and which bills are still to be looked at."""
    told: dict[str, Any] = {}
    for step in steps:
        match step.key:
            case StepKey.CONFIRMATION if step.state not in SETTLED:
                told["only_suspended"] = step.data.get("result") == "suspended"
            case StepKey.DEVICES:
                deleted = UNBOUND in step.data.get("devices", {}).values()
                told["profile_deleted"] = told.get("profile_deleted", False) or deleted
            case StepKey.VERIFICATION:
                alone = is_profile_alone(step.data.get("checks"))
                told["profile_deleted"] = told.get("profile_deleted", False) or alone
            case StepKey.BILL_CHECK:
                told["bills_wanted"] = _whole(step.data.get("wanted"))
                told["bills_from"], told["clean_since"] = last_doubt(step.data.get("checks", []))
    return told


def _whole(value: object) -> int:
    """As the form asked it: one to three."""
    return min(3, max(1, value)) if isinstance(value, int) else 1
