"""The forms that change a step, as a browser would send them."""

import uuid
from typing import Any

import pytest

from cancellations.domain.playbook import StepKey, StepState
from cancellations.models import Cancellation
from tests.cases import step_of, url_of
from tests.conftest import HTMX

K = StepKey
HOLD = {"reason": "The holder is abroad", "who": "holder", "until": "2026-12-01"}
WHY = {"reason": "Nothing to do here"}
# what each asks for, the step it is tried on in `case`, and what the step is afterwards
CHANGES: dict[str, tuple[dict[str, str], StepKey, StepState]] = {
    "skip": (WHY, K.POLICY, StepState.SKIPPED),
    "block": (HOLD, K.POLICY, StepState.BLOCKED),
    "wait": (HOLD, K.POLICY, StepState.WAITING),
    "resume": ({}, K.IDENTITY, StepState.TODO),
    "reopen": (WHY, K.DECISION, StepState.TODO),
    "recheck": ({}, K.BALANCE, StepState.DONE),
}
names = pytest.mark.parametrize("name", CHANGES)
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


def url_for(case: Cancellation, name: str) -> str:
    """Where the change is made, to the step that it is tried on."""
    return url_of(case, "steps", CHANGES[name][1], name)


def typed_in(case: Cancellation, name: str, **changed: Any) -> dict[str, Any]:
    """What the form of the change sends now; `changed` is typed over it."""
    asked, key, _state = CHANGES[name]
    return {"version": step_of(case, key).version, "form_key": str(uuid.uuid4()), **asked, **changed}
