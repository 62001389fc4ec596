"""The forms that change a case, and cases that are ready for them."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cancellations.domain.situation import Turn
from cancellations.models import Cancellation, RequestNumber
from tests.cases import fresh
from tests.conftest import HTMX

LATER = date(2026, 12, 1)
WHY = {"reason": "Heard it on the phone"}
FORMS: dict[str, dict[str, str]] = {
    "follow-up": {"on": "2026-12-01", **WHY},
    "target": {"on": "2026-12-01"},
    "numbers": {"number": "N-7", "given_on": "2026-11-20", "given_by": "Oksana"},
    "assignee": {"to": ""},
    "close": {"outcome": "withdrawn", **WHY},
    "reopen": WHY,
    "suspended-until": {"until": "2026-12-01", **WHY},
    "no-end": {"look_again_on": "2026-12-01", **WHY},
    "late-reply": WHY,
    "charge-not-disputed": WHY,
}
VERSIONED = ["follow-up", "target", "close", "reopen", "suspended-until", "no-end", "late-reply", "charge-not-disputed"]
names = pytest.mark.parametrize("name", FORMS)
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
Ready = Callable[[str], Cancellation]


def typed_in(case: Cancellation, name: str, **changed: Any) -> dict[str, Any]:
    """What the form `name` sends now; `changed` is typed over it."""
    return {"version": fresh(case).version, "form_key": str(uuid.uuid4()), **FORMS[name], **changed}


DONE: dict[str, Callable[[Cancellation], bool]] = {
    "follow-up": lambda case: case.due == LATER,
    "target": lambda case: case.requested_end_date == LATER,
    "numbers": lambda case: RequestNumber.objects.filter(cancellation=case, number="N-7", given_by="Oksana").exists(),
    "assignee": lambda case: case.assignee is None,
    "close": lambda case: (case.outcome, case.outcome_reason) == ("withdrawn", WHY["reason"]),
    "reopen": lambda case: case.is_open,
    "suspended-until": lambda case: (case.suspended_until, case.follow_up_on) == (LATER, None),
    "no-end": lambda case: (case.suspended_until, case.follow_up_on) == (None, LATER),
    "late-reply": lambda case: case.turn == Turn.NOBODY,
    "charge-not-disputed": lambda case: (case.turn, case.late_charge_on) == (Turn.NOBODY, None),
}
