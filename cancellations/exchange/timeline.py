"""What happened, oldest first: for the dossier's own section, and as JSON and CSV."""

import json
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder

from cancellations.domain import formats
from cancellations.domain.sentences import sentence
from cancellations.exchange.document import Happening
from cancellations.exchange.export.csv_file import csv_chunks
from cancellations.exchange.export.table import Table
from cancellations.exchange.reading import CaseRows, happened_at

COLUMNS = ("at", "kind", "by", "title", "text")


def timeline_of(rows: CaseRows) -> tuple[Happening, ...]:
    return tuple(_happenings(rows))


def as_json(timeline: Iterable[Happening], reference: str) -> bytes:
    """For machines: kinds and payloads as they were recorded, beside the words."""
    events = [{name: getattr(one, name) for name in (*COLUMNS, "payload")} for one in timeline]
    told = {"reference": reference, "events": events}
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(timeline: Iterable[Happening]) -> bytes:
    """For spreadsheets; no cell is taken for a formula."""
    rows = ([getattr(one, name) for name in COLUMNS] for one in timeline)
    return b"".join(csv_chunks(Table("timeline", COLUMNS, rows)))


def _happenings(rows: CaseRows) -> Iterable[Happening]:
    for event in sorted(rows.events, key=happened_at):
        at, payload = happened_at(event), rows.payload_of(event)
        said = sentence(event.kind, payload, rows.today)
        yield Happening(
            at=at.isoformat(),
            kind=event.kind,
            by=event.by.display_name if event.by else "",
            title=said.title,
            text=said.text,
            when=formats.moment(at, rows.today),
            payload=payload,
        )
