"""An import in the background: its rows are looked at, its cards written, its requests opened, or all of it undone.

The cards are written in one transaction, made ready before it begins; requests are opened, and everything is undone,
in many small ones. Each of these, and how far it is, commits together, so that nothing is done twice.
"""

from collections.abc import Callable
from typing import NoReturn

from django.utils import timezone

from cancellations.domain.errands import ErrandKind
from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.importing.course import ImportState, Known
from cancellations.domain.said import Text
from cancellations.domain.said import said as _
from cancellations.errands.files import alive
from cancellations.exchange.importing.checking import checked_rows
from cancellations.exchange.importing.reading import look_at, rows_of, total_of
from cancellations.exchange.importing.understanding import add_carriers, with_carrier
from cancellations.models import Errand, ImportedRow, SimImport, User
from cancellations.models.import_additions import take_back_tags
from cancellations.models.import_writing import (
    CarrierGone,
    Plan,
    Planner,
    hold_rows,
    open_cases,
    take_back,
    write_cards,
)
from cancellations.models.sim_matching import Matching

KIND = ErrandKind.IMPORT
CASES_AT_ONCE = 50  # in one transaction: others wait for it some tenths of a second
LINES_AT_ONCE = 200
TRIES = 5  # when others record cards at the same moment
CHANGED = _(
    "Cards were recorded or changed here after the preview. Nothing was imported; this is what would happen now."
)
NO_CARRIER = _("A carrier of some rows is not here any more. Nothing was imported; this is what would happen now.")


def import_part(errand: Errand) -> bool:
    """`what`: the import, and what is to be done: check, write or undo."""
    by = errand.asked_by
    one = SimImport.objects.visible_to(by).get(pk=errand.what["import"])
    state, part = _PARTS[errand.what["do"]]
    return one.state == state and part(errand, one, by)  # in another state it is done already


def _check(errand: Errand, one: SimImport, by: User) -> bool:
    """All rows in one go: nothing is written but how far it is. Who takes over begins anew."""
    with errand.part():
        errand.total, errand.done = total_of(one), 0
    preview = look_at(one, by, alive(errand, rows_of(one)))
    with errand.part():
        errand.done = errand.total or 0
        preview.take_over()
    return False


def _write(errand: Errand, one: SimImport, by: User) -> bool:
    if errand.place is None:
        return _write_cards(errand, one, by)
    with errand.part():
        opened = open_cases(one, by, int(errand.place), CASES_AT_ONCE)
        for line, why in opened.missed:
            _miss(errand, line, why)
        errand.done += opened.looked
        errand.place = opened.after
        one.found["opened"] = one.found.get("opened", 0) + opened.count
        if not opened.after:
            _finish(one)
        one.save()
    return bool(opened.after)


def _write_cards(errand: Errand, one: SimImport, by: User) -> bool:
    for _try in range(TRIES):
        plan = _planned(errand, one, by)
        if str(plan.fingerprint) != one.found["fingerprint"]:
            _look_anew(errand, one, by, CHANGED)
        try:
            with errand.part():
                write_cards(one, by, plan)
                one.found.pop("samples", None)
                errand.done = sum(plan.counts.values())
                errand.total = errand.done + plan.wishes
                errand.place = 0
                if not plan.wishes:
                    _finish(one)
                one.save()
        except CarrierGone:
            _look_anew(errand, one, by, NO_CARRIER)
        except Stale:
            continue
        return bool(plan.wishes)
    _without_carriers(errand, one)
    raise NotPossible(_("Others are recording cards at this moment. Import again when they are through."))


def _planned(errand: Errand, one: SimImport, by: User) -> Plan:
    """What would be written, by the cards that are recorded now."""
    carriers: dict[str, int] = {}
    if names := one.found["new_carriers"]:
        with errand.part():
            carriers, added = add_carriers(by, names)
            one.found["added_carriers"] = [*one.found.get("added_carriers", []), *added]
            one.save(update_fields=["found"])
    planner = Planner(one)
    rows = (with_carrier(row, carriers) for row in checked_rows(one.checked))
    for verdict in Matching(by, Known(one.options["known"])).judge(alive(errand, rows)):
        planner.add(verdict)
    return planner.plan


def _look_anew(errand: Errand, one: SimImport, by: User, why: Text) -> NoReturn:
    """Nothing is written that the preview did not say: there is a new one. Raises NotPossible, which says why."""
    _without_carriers(errand, one)
    preview = look_at(one, by, alive(errand, rows_of(one)))
    with errand.part():
        preview.take_over()
    raise NotPossible(why)


def _without_carriers(errand: Errand, one: SimImport) -> None:
    """Nothing was imported: what was added for it goes, before the rows are looked at anew."""
    with errand.part():
        one.take_back_carriers()
        one.save(update_fields=["found"])


def _finish(one: SimImport) -> None:
    one.become(ImportState.DONE)
    one.done_at = timezone.now()
    one.drop_when_through("rows", "checked")


def _undo(errand: Errand, one: SimImport, by: User) -> bool:
    """Some rows, the last ones first. What somebody has touched meanwhile stays, and is listed."""
    with errand.part():
        rest = ImportedRow.objects.of(one).order_by("-pk")
        if errand.total is None:
            errand.total = rest.count()
        lines = list((rest.filter(pk__lt=errand.place) if errand.place else rest)[:LINES_AT_ONCE])
        hold_rows(one, lines)
        touched = {
            line.pk: line for line in ImportedRow.objects.touched(one).filter(pk__in=[line.pk for line in lines])
        }
        for line in touched.values():
            _miss(errand, line, line.why_touched)
        take_back(one, by, [line for line in lines if line.pk not in touched])
        errand.done += len(lines)
        errand.place = lines[-1].pk if lines else None
        if not lines:
            one.take_back_carriers()
            take_back_tags(by, one.found.pop("added_tags", []))
            one.become(ImportState.UNDONE)
            one.undone_at, one.can_be_undone = timezone.now(), False
            one.save()
    return bool(lines)


def _miss(errand: Errand, line: ImportedRow, why: Text) -> None:
    label = _("Row %(row)s") % {"row": line.number}
    errand.miss(label, why, address=f"/sims/{line.sim}/")


_PARTS: dict[str, tuple[ImportState, Callable[[Errand, SimImport, User], bool]]] = {
    "check": (ImportState.CHECKING, _check),
    "write": (ImportState.WRITING, _write),
    "undo": (ImportState.UNDOING, _undo),
}
