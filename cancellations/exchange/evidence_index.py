"""The index of the evidence, the names that files have in the archive, and the letters among them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.evidence import EvidenceKind
from cancellations.domain.file_names import extension, plain_name
from cancellations.domain.playbook import StepKey
from cancellations.domain.words import EVIDENCE_KINDS, STEPS
from cancellations.exchange.document import Entry, Section, joined
from cancellations.exchange.reading import CaseRows
from cancellations.models import Evidence
from cancellations.models.evidence import RETENTION

FOLDER = "evidence"
_LONGEST_STEM = 60
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True)
class Archive:
    """What became of the files on their way into an archive: their names there, and what was wrong with them."""

    names: Mapping[int, str] = field(default_factory=dict)
    missing: frozenset[int] = frozenset()
    damaged: frozenset[int] = frozenset()


def archive_name(number: int, row: Evidence) -> str:
    """Safe on every system and in every locale: the number, then what is plain of the name."""
    path = PurePosixPath(plain_name(row.name))
    stem = _UNSAFE.sub("-", path.stem).strip("-")[:_LONGEST_STEM].strip("-").lower()
    found = extension(row.name)
    return f"{FOLDER}/{'-'.join(filter(None, (f'{number:03}', stem)))}" + (f".{found}" if found else "")


def evidence_section(rows: CaseRows, archive: Archive) -> Section:
    entries = tuple(_file(rows, number, row, archive) for number, row in enumerate(rows.evidence, start=1))
    notes = []
    if rows.held_back:
        kept = ngettext(
            "%(n)s more file is not for the dossier and stays with the team.",
            "%(n)s more files are not for the dossier and stay with the team.",
            rows.held_back,
        )
        notes.append(kept % {"n": rows.held_back})
    if archive.names:
        notes.append(_("To check the files without a network: sha256sum -c SHA256SUMS, in the folder of the archive."))
    return Section(
        "evidence", _("Index of the evidence"), entries=entries, notes=tuple(notes), empty=_("No file leaves with it.")
    )


def letter_section(rows: CaseRows) -> Section:
    """The letters that were filed; their texts are the files themselves."""
    entries = tuple(
        Entry(f"{number:03} · {row.note or row.name}", rows.stamp(row.added_at, row.added_by))
        for number, row in enumerate(rows.evidence, start=1)
        if row.kind == EvidenceKind.LETTER
    )
    held = _letters_held(rows.letters_held)
    notes = (held,) if held and entries else ()
    return Section("letters", _("Letters filed"), entries=entries, notes=notes, empty=held or _("No letter was filed."))


def _file(rows: CaseRows, number: int, row: Evidence, archive: Archive) -> Entry:
    who = rows.stamp(row.added_at, row.added_by)
    return Entry(
        f"{number:03} · {row.name}",
        who if row.added_by else joined(_("the SIM's holder"), who),
        joined(
            str(EVIDENCE_KINDS[EvidenceKind(row.kind)].label),
            str(STEPS[StepKey(row.step)]) if row.step else "",
            _size(row),
            _state(rows, row, archive),
        ),
        row.note,
        sha256=row.sha256,
        file=archive.names.get(row.pk, ""),
    )


def _letters_held(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)s letter stays with the team.", "%(n)s letters stay with the team.", count) % {"n": count}


def _size(row: Evidence) -> str:
    exact = ngettext("%(n)s byte", "%(n)s bytes", row.size) % {"n": row.size}
    return f"{formats.file_size(row.size)} ({exact})"


def _state(rows: CaseRows, row: Evidence, archive: Archive) -> str:
    if row.pk in archive.missing:
        return _("Missing in the storage: it is not in this archive.")
    if row.pk in archive.damaged:
        return _("The stored file is not the one that was filed: its SHA-256 differs.")
    if row.deleted_at is None:
        return ""
    day = formats.short_day(timezone.localdate(row.deleted_at), rows.today)
    if row.deleted_reason == RETENTION:
        return _("Deleted on %(day)s: identity documents are not kept for long.") % {"day": day}
    return _("Removed on %(day)s: %(reason)s") % {"day": day, "reason": row.deleted_reason}
