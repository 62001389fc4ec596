"""What the timeline says of a file: its name, what it proves, for which step, and why it went."""

from collections.abc import Mapping
from typing import Any

from cancellations.domain.words import EVIDENCE_KINDS, STEPS


def which_file(payload: Mapping[str, Any]) -> str:
    """Whatever is missing in an event of long ago is left out. Identity documents come without their names."""
    kinds: Mapping[Any, Any] = EVIDENCE_KINDS
    steps: Mapping[Any, Any] = STEPS
    kind = kinds.get(str(payload.get("kind")))
    parts = [
        payload.get("name"),
        kind.label if kind else "",
        steps.get(str(payload.get("step"))),
        payload.get("reason"),
    ]
    return " · ".join(str(part) for part in parts if part)
