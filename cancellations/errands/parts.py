"""Which function does which kind of errand."""

from cancellations.domain.errands import ErrandKind
from cancellations.errands.archive import make_archive
from cancellations.errands.bulk import change_cases
from cancellations.errands.dossiers import make_dossiers
from cancellations.errands.export import make_export
from cancellations.errands.letters import write_letters
from cancellations.errands.opening import open_part
from cancellations.errands.running import Part
from cancellations.errands.sim_import import import_part
from cancellations.errands.sorting import sort_part

PARTS: dict[ErrandKind, Part] = {
    ErrandKind.IMPORT: import_part,
    ErrandKind.OPENING: open_part,
    ErrandKind.BULK: change_cases,
    ErrandKind.LETTERS: write_letters,
    ErrandKind.EXPORT: make_export,
    ErrandKind.DOSSIERS: make_dossiers,
    ErrandKind.ARCHIVE: make_archive,
    ErrandKind.SORTING: sort_part,
}
