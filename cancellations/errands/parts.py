"""Which function does which kind of errand."""

from cancellations.domain.errands import ErrandKind
from cancellations.errands.bulk import change_part
from cancellations.errands.export import make_export
from cancellations.errands.running import Part

PARTS: dict[ErrandKind, Part] = {ErrandKind.BULK: change_part, ErrandKind.EXPORT: make_export}
