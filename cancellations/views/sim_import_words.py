"""What is said of an import: counts, doubts and dropped secrets, as sentences."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from xlsxwriter.utility import xl_col_to_name

from cancellations.domain import formats
from cancellations.domain.importing.caveats import CAVEATS, Caveat
from cancellations.domain.sim_words import SIM_FIELDS, doubt_in_words
from cancellations.exchange.importing.checking import CAUTIONED
from cancellations.models import SimImport
from cancellations.models.sim import title_of


def letter(position: int) -> str:
    """As spreadsheets call the column: A, B … AA."""
    return str(xl_col_to_name(position))


def warnings(one: SimImport) -> list[str]:
    """The doubts about identifiers, how often each: the rows are imported all the same."""
    said = []
    for key, count in sorted(one.found["doubts"].items()):
        rows = ngettext("%(n)s row", "%(n)s rows", count) % {"n": formats.number(count)}
        said.append(formats.labelled(rows, doubt_in_words(key)))
    return said


def left_out(one: SimImport) -> str:
    count = sum(one.found["left_out"].values())
    said = ngettext(
        "%(n)s row is a repeated heading or a total and is left out.",
        "%(n)s rows are repeated headings or totals and are left out.",
        count,
    )
    return said % {"n": formats.number(count)} if count else ""


def opens(count: int) -> str:
    said = ngettext("%(n)s request will be opened.", "%(n)s requests will be opened.", count)
    return said % {"n": formats.number(count)} if count else ""


def opened(one: SimImport) -> str:
    count = one.found.get("opened", 0)
    said = ngettext("%(n)s request was opened.", "%(n)s requests were opened.", count)
    return said % {"n": formats.number(count)} if count else ""


def dropped(one: SimImport) -> str:
    """That secrets were in the file, and that they are nowhere now."""
    count = max(table["dropped"] for table in one.source["tables"])
    said = ngettext(
        "%(n)s cell held a PIN, a PUK, a key or an activation code. It was dropped and never stored.",
        "%(n)s cells held PINs, PUKs, keys or activation codes. They were dropped and never stored.",
        count,
    )
    return said % {"n": formats.number(count)} if count else ""


def what_happens(refused: int) -> str:
    if not refused:
        return _("All rows will be imported, or none of them if something breaks.")
    return _("The refused rows are left out, exactly the others are imported. You can mend and send the refused later.")


def as_of(one: SimImport) -> str:
    """What a preview is worth that was left lying."""
    when = formats.moment(timezone.localtime(one.changed_at), timezone.localdate())
    return _(
        "As of %(when)s. If changes made here since then would lead to another result, nothing is imported, and a new "
        "preview is shown first."
    ) % {"when": when}


def undone(one: SimImport) -> str:
    if not one.undone_at or not one.undone_by:
        return ""
    when = formats.moment(timezone.localtime(one.undone_at), timezone.localdate())
    return _("Undone by %(name)s, %(when)s.") % {"name": one.undone_by.display_name, "when": when}


def cautioned(one: SimImport) -> list[tuple[str, str, str]]:
    """Rows of which something is not done: row number, the card, what of it."""
    rows = one.found.get("samples", {}).get(CAUTIONED, [])
    said = [(formats.number(number), title_of(*named, full=True), _why(codes, by)) for number, named, codes, by in rows]
    more = one.found.get("cautioned", 0) - len(rows)
    further = ngettext("and %(n)s more row", "and %(n)s more rows", more) % {"n": formats.number(more)}
    return [*said, *([("…", further, "")] if more > 0 else [])]


def _why(codes: Sequence[str], by_hand: Sequence[str]) -> str:
    fields = formats.several(SIM_FIELDS.get(name, name) for name in by_hand)
    told = [str(CAVEATS[Caveat(code)]) for code in codes]
    return " ".join([formats.labelled(fields, told[0]), *told[1:]] if by_hand else told)


def new_carriers(one: SimImport) -> str:
    """Which carriers are not known yet and will be."""
    names = one.found["new_carriers"]
    said = ngettext("A carrier will be added: %(names)s", "Carriers will be added: %(names)s", len(names))
    return said % {"names": formats.several(names)} if names else ""
