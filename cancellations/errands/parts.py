"""Which function does which kind of errand."""

from cancellations.domain.errands import ErrandKind
from cancellations.errands.running import Part

PARTS: dict[ErrandKind, Part] = {}
