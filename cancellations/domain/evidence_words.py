"""What the timeline says of a file: its name, what it proves, for which step, and why it went."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext

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


def which_dossier(payload: Mapping[str, Any]) -> str:
    """Its form, whether identity documents went along, and the hash of what was handed out."""
    count = payload.get("identity")
    identity = ""
    if isinstance(count, int) and count:
        identity = ngettext("with %(n)s identity document", "with %(n)s identity documents", count) % {"n": count}
    parts = [str(payload.get("form") or "").upper(), identity]
    parts.append(f"SHA-256 {payload['sha256']}" if payload.get("sha256") else "")
    return " · ".join(part for part in parts if part)
