"""An import that ended before it was through: what is done, what is not, who stopped it, and the way on."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.errands import ERRAND_STATES, UNFINISHED, ErrandState
from cancellations.domain.importing.course import IMPORT_STATES, ImportState
from cancellations.domain.words import Look
from cancellations.forms.base import KeyedForm
from cancellations.models import Errand, ImportedRow, SimImport, User

ROWS_SHOWN = 20


@dataclass(frozen=True)
class ShownRest:
    """`rows`: those of the file whose request is not opened yet. `form`: to go on; None: this person may not."""

    what: str
    rows: str
    who: str
    errand: int
    form: KeyedForm | None


def look_of(one: SimImport) -> Look:
    return ERRAND_STATES[one.errand.state] if one.errand and _opens_half(one) else IMPORT_STATES[one.course]


def problem_of(one: SimImport) -> str:
    """Why the last piece of work did not come to its end."""
    if not one.errand or one.errand.state is not ErrandState.FAILED:
        return ""
    if _opens_half(one):
        kept = _("Something broke on our side. What was done until then is kept; the log has the cause.")
        return one.errand.error or kept
    return one.errand.error or _("Something broke on our side; nothing of this step was kept. Try it again.")


def rest_of(one: SimImport, user: User) -> ShownRest | None:
    """None: nothing is left, or no request was to be opened."""
    errand = one.errand
    if errand is None or not _opens_half(one):
        return None
    told = {"n": formats.number(one.found.get("opened", 0)), "all": formats.number(one.found["opens"])}
    return ShownRest(
        what=_("The cards are imported, but not all requests are opened: %(n)s of %(all)s.") % told,
        rows=_rows(one, errand),
        who=_who(errand),
        errand=errand.pk,
        form=KeyedForm(auto_id="rest_%s") if errand.may_go_on(user) else None,
    )


def _opens_half(one: SimImport) -> bool:
    """The cards are written, and it ended while it opened requests."""
    errand = one.errand
    if errand is None or errand.state not in UNFINISHED or errand.what.get("do") != "write":
        return False
    return one.course is ImportState.DONE and errand.done < (errand.total or 0)


def _rows(one: SimImport, errand: Errand) -> str:
    if errand.place is None:  # too long ago: which rows they were is not known any more
        return ""
    left = ImportedRow.objects.of(one).filter(pk__gt=errand.place, wish__isnull=False).order_by("pk")
    rows = formats.several(formats.number(number) for number in left.values_list("number", flat=True)[:ROWS_SHOWN])
    more = left.count() - ROWS_SHOWN
    if more <= 0:
        return _("Rows whose request is not opened yet: %(rows)s.") % {"rows": rows}
    told = {"rows": rows, "n": formats.number(more)}
    return _("Rows whose request is not opened yet: %(rows)s, and %(n)s more.") % told


def _who(errand: Errand) -> str:
    """When it ended, and by whom. Who stopped it is not known of errands of older versions."""
    if not errand.ended_at:
        return ""
    when = formats.moment(timezone.localtime(errand.ended_at), timezone.localdate())
    if errand.state is ErrandState.FAILED:
        return _("Broke off: %(when)s.") % {"when": when}
    by = User.objects.filter(pk=errand.result.get("stopped_by")).first()
    if by is None:
        return _("Stopped: %(when)s.") % {"when": when}
    return _("Stopped by %(name)s, %(when)s.") % {"name": by.display_name, "when": when}
