"""manage.py evidence --check: compare every file of evidence with its row. Changes nothing."""

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError

from cancellations.models import Evidence
from cancellations.models.kept_files import kept_files
from cancellations.models.storage import evidence_storage, preview_of


class Command(BaseCommand):
    help = "Compare files of evidence with their rows: missing, changed and stray ones are listed, none is touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        seen = wrong = 0
        known: set[str] = set()
        for row in Evidence.objects.order_by("pk").iterator():
            seen += 1
            if not row.erased:
                known |= {row.stored, preview_of(row.stored)} if row.has_preview else {row.stored}
            if trouble := _trouble(row):
                wrong += 1
                self.stdout.write(f"evidence {row.pk} ({row.stored}): {trouble}")
        for name in sorted(set(_every_file(evidence_storage())) - known - kept_files()):
            wrong += 1
            self.stdout.write(f"stray file: {name}")
        self.stdout.write(f"{seen} files, {wrong} differences")
        if wrong:
            raise CommandError(f"{wrong} differences between the files and their rows.")


def _trouble(row: Evidence) -> str:
    if not row.is_present:
        return "" if row.erased else "removed, but not deleted yet"
    try:
        with row.open() as file:
            digest, size = hashlib.sha256(), 0
            for chunk in file.chunks():
                digest.update(chunk)
                size += len(chunk)
        if row.has_preview:
            row.open_preview().close()
    except FileNotFoundError as error:
        return "preview missing" if "-0" in str(error) else "missing"
    return "" if (digest.hexdigest(), size) == (row.sha256, row.size) else "changed"


def _every_file(storage: Storage, folder: str = "") -> Iterator[str]:
    """Names as they are stored; a folder that was never made is empty."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from _every_file(storage, f"{folder}/{name}" if folder else name)
