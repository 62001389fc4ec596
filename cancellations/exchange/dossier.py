"""`dossier_of`: the rows of a case as a dossier in the reader's language."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cancellations.exchange.case_facts import card_section, case_section, cover_of, situation_of
from cancellations.exchange.document import Dossier
from cancellations.exchange.evidence_index import Archive, evidence_section, letter_section
from cancellations.exchange.reading import CaseRows
from cancellations.exchange.sections import (
    contact_section,
    deadline_section,
    money_section,
    number_section,
    step_sections,
    timeline_section,
)
from cancellations.exchange.timeline import timeline_of

_TAGS = {"zh-hans": "zh-Hans"}
_AS_IT_CAME = Archive()


def dossier_of(rows: CaseRows, archive: Archive = _AS_IT_CAME) -> Dossier:
    """`archive`: the names of the evidence in the archive that the dossier lies in, if it lies in one."""
    language, timeline = get_language() or "en", timeline_of(rows)
    return Dossier(
        language=_TAGS.get(language, language),
        reference=rows.case.reference,
        title=_("Dossier: %(name)s") % {"name": rows.case.sim.title},
        situation=situation_of(rows),
        cover=cover_of(rows),
        notes=tuple(_notes(rows)),
        sections=(
            case_section(rows),
            card_section(rows),
            *step_sections(rows),
            contact_section(rows),
            number_section(rows),
            deadline_section(rows),
            money_section(rows),
            letter_section(rows),
            evidence_section(rows, archive),
            timeline_section(timeline),
        ),
        timeline=timeline,
    )


def _notes(rows: CaseRows) -> Iterator[str]:
    if rows.case.is_example:
        yield _("This is an example: none of it happened.")
    if not rows.in_full:
        yield _("Numbers of the SIM card are masked: whoever made this dossier may not see them in full.")
