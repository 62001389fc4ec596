"""Files that errands make and are made from. Each belongs to a row; what a killed worker left belongs to none."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from cancellations.models.errand import Errand
from cancellations.models.sim_import import FILES, SimImport
from cancellations.models.storage import evidence_storage

FOLDERS = ("errands", "imports")
_STRAY_AFTER = timedelta(days=1)  # longer than any part takes between storing a file and its row


def kept_files() -> set[str]:
    """The names that a row stands for."""
    rows = (
        *Errand.objects.exclude(stored="").values_list("stored", flat=True),
        *(name for names in SimImport.objects.values_list(*FILES) for name in names),
    )
    return {name for name in rows if name}


def clear_strays() -> int:
    """Delete what no row stands for and is a day old; gives how many. Whole archives and tables would lie there."""
    storage, before = evidence_storage(), timezone.now() - _STRAY_AFTER
    old = [name for name in _stored(storage) if storage.get_modified_time(name) < before]
    strays = set(old) - kept_files()  # looked up afterwards: a row that came meanwhile keeps its file
    for name in strays:
        storage.delete(name)
    return len(strays)


def _stored(storage: Storage) -> Iterator[str]:
    for folder in FOLDERS:
        try:
            _folders, files = storage.listdir(folder)
        except FileNotFoundError:
            continue
        yield from (f"{folder}/{name}" for name in files)
