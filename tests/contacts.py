"""The form of a contact, as a browser would send it."""

import uuid
from typing import Any

import pytest

from cancellations.models import Cancellation
from tests.cases import kinds_of
from tests.conftest import HTMX

both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
FULL = {
    "outcome": "processing",
    "channel": "chat",
    "note": "She said:\nnext week",
    "follow_up": "7",
    "follow_up_on": "",
    "promised_by": "2026-12-01",
    "request_number": "N-7",
    "agent": "Oksana",
    "at": "2026-11-20T15:42",
    "direction": "in",
}


def typed(**fields: Any) -> dict[str, Any]:
    """A form that was made just now, with these fields."""
    return {"form_key": str(uuid.uuid4()), **fields}


def logged(case: Cancellation) -> int:
    """How many contacts the timeline tells, beside the one that led here."""
    return kinds_of(case).count("contact_logged") - 1
