"""What the SIM's holder can be asked for. Each ask has its standard words, which the holder reads in their language."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cancellations.domain.playbook import StepKey


class HolderAsk(StrEnum):
    DOCUMENT = "document"
    SCREENSHOT = "screenshot"
    UNLINK = "unlink"
    OTHER = "other"


WANTS_FILES = frozenset({HolderAsk.DOCUMENT, HolderAsk.SCREENSHOT})
_USUAL = {StepKey.BACKUP: HolderAsk.UNLINK, StepKey.IDENTITY: HolderAsk.DOCUMENT}


@dataclass(frozen=True)
class Asked:
    """One thing that the holder was asked for; `words` were written to the holder, and are shown to them."""

    step: StepKey
    ask: HolderAsk
    words: str = ""
    until: date | None = None
    is_answered: bool = False

    @property
    def wants_files(self) -> bool:
        return self.ask in WANTS_FILES


def usual_ask(key: StepKey) -> HolderAsk:
    """What a holder is asked for most often at this step."""
    return _USUAL.get(key, HolderAsk.SCREENSHOT)
