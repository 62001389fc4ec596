"""manage.py setup: everything between a fresh checkout and a server that can start.

Safe to run any time, and by several at once: they do it one after the other.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cancellations.management.alone import alone
from cancellations.queue import prepare_queue

_STAMP = ".collected"


class Command(BaseCommand):
    help = "Prepare database, translations, carriers and static files, as far as that is not done yet."
    requires_system_checks = []  # the translations and the database they need may not be there yet

    def handle(self, *args: Any, **options: Any) -> None:
        with alone():
            compile_translations()
            collect_static_files()
            migrate()
            call_command("carriers", verbosity=0)


def compile_translations() -> list[Path]:
    """Write a .mo for every .po that is newer than its own; gives those written. Needs no gettext tools."""
    written = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            draft = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
            written.append(target)
    return written


def migrate() -> None:
    """Apply what is missing, and make the tables of cache and queue."""
    os.umask(0o077)  # the database is for its owner's eyes only
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    prepare_queue()


def collect_static_files() -> bool:
    """Copy, compress and fingerprint the static files when any of them changed; tells whether it did."""
    stamp = Path(settings.STATIC_ROOT) / _STAMP
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["*.py", "SHA256SUMS"])
    stamp.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
