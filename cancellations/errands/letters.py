"""Letters for many cases: written one after the other, each filed in every case that it names, all in one archive.

What was typed for them is personal. It travels encrypted with the errand (`Errand.secret`) and is deleted when the
errand ends, however it ends; in the errand's other columns there are keys of rows only. Rendering waits for the
worker because hundreds of letters take longer than a page may.
"""

import shutil
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from zipfile import ZipFile

from django.http import QueryDict
from django.utils import timezone

from cancellations.domain.bulk import BulkAction
from cancellations.domain.errands import ErrandKind
from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.file_names import shown_name
from cancellations.domain.letters import LABELS, LetterKind, one_letter, write
from cancellations.domain.roles import Right
from cancellations.domain.said import Text
from cancellations.domain.said import said as _
from cancellations.errands.files import Pulse, handed_in, working_file
from cancellations.errands.missing import miss_case, miss_gone
from cancellations.forms.many_letters import ManyLettersForm, Planned, is_for_the_team
from cancellations.letters.render import render
from cancellations.models import Cancellation, Carrier, Errand, User
from cancellations.models.filing import Kept, check_bytes, keeping
from cancellations.models.letters_due import Due, LettersDue, letters_due
from cancellations.models.storage import evidence_storage

KIND = ErrandKind.LETTERS
PART = 25  # cases in one transaction: others wait for it at most some tenths of a second
_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))  # what some systems allow in no folder's name


def letters_asked(action: BulkAction, cases: list[int], asked_on: date) -> dict[str, Any]:
    """What an errand of this kind is told to do; the form as it was sent is its secret."""
    return {"action": action, "cases": cases, "asked_on": asked_on.isoformat()}


def due_for(action: BulkAction, by: User, cases: list[int], today: date) -> LettersDue:
    """The letters that are due to these cases, in their order, and why the others get none."""
    found = Cancellation.objects.visible_to(by).whole().in_bulk(cases)
    return letters_due(action, [found[pk] for pk in cases if pk in found], today)


def write_letters(errand: Errand) -> bool:
    """Go on where the last worker was: behind the last letter, or the last cases of it, that are filed."""
    errand.asked_by.must(Right.SEE_IDENTIFIERS)
    work = _Work(errand)
    if errand.place is None:
        _plan(errand, work)
    pulse = Pulse(errand)
    while errand.place["next"] < len(errand.what["letters"]):
        _write_next(errand, work)
    if not errand.place["made"]:
        raise NotPossible(_("No letter could be written."))
    _hand_in(errand, pulse)
    return False


@dataclass
class _Work:
    """What is read once for all letters."""

    errand: Errand
    form: ManyLettersForm = field(init=False)

    def __post_init__(self) -> None:
        asked_on = date.fromisoformat(self.errand.what["asked_on"])
        typed = QueryDict(self.errand.secret)
        self.form = ManyLettersForm(typed, due=self.found.due, today=asked_on)
        if self.found.due and not self.form.is_valid():
            raise NotPossible(_("What was asked for does not fit any more: somebody changed these requests meanwhile."))

    @cached_property
    def found(self) -> LettersDue:
        what, by = self.errand.what, self.errand.asked_by
        return due_for(BulkAction(what["action"]), by, what["cases"], timezone.localdate())

    @cached_property
    def due(self) -> dict[int, Due]:
        return {one.case.pk: one for one in self.found.due}


def _plan(errand: Errand, work: _Work) -> None:
    """Which letters there will be, fixed before the first one; the cases that get none are listed."""
    letters = work.form.letters() if work.due else []
    planned = {pk for letter in letters for pk in letter.cases}
    others = Cancellation.objects.visible_to(errand.asked_by).in_bulk(errand.what["cases"])
    with errand.part():
        for pk in errand.what["cases"]:
            if pk not in planned:
                anothers = _("The card's holder is recorded as somebody else than the sender of the letters.")
                _miss(errand, pk, others.get(pk), work.found.none.get(pk) or anothers)
        errand.done = len(errand.what["cases"]) - len(planned)
        errand.what["letters"] = [asdict(letter) for letter in letters]  # not in the place, which each part writes anew
        errand.save(update_fields=["what"])
        errand.place = {"next": 0, "filed": 0, "made": []}


def _write_next(errand: Errand, work: _Work) -> None:
    """Write one letter and file it in the first of its cases; the others follow in parts of their own."""
    told = errand.what["letters"][errand.place["next"]]
    letter = Planned(LetterKind(told["kind"]), tuple(told["cases"]))
    if errand.place["filed"]:
        _file(errand, letter, Kept(**errand.place["kept"]))
        return
    due = [work.due[pk] for pk in letter.cases if pk in work.due]
    try:
        content, name = _printed(work.form, letter, due)
    except NotPossible as refused:
        with errand.part():
            for pk in letter.cases:
                _miss(errand, pk, work.due[pk].case if pk in work.due else None, refused.message)
            errand.done += len(letter.cases)
            errand.place["next"] += 1
        return
    with keeping([check_bytes(content, name)], previews=False) as [kept]:
        _file(errand, letter, kept, folder=_folder(due[0].carrier))


def _printed(form: ManyLettersForm, letter: Planned, due: list[Due]) -> tuple[bytes, str]:
    """The PDF and its name. Raises NotPossible: a letter names all of its cases, or is not written."""
    if len(due) != len(letter.cases):
        raise NotPossible(_("A request that the letter names was changed meanwhile. Ask for the letter again."))
    facts = one_letter([form.facts_for(one) for one in due])
    own, beside = form.languages(due[0].carrier)
    dated = form.cleaned_data["dated"]
    translation = write(letter.kind, facts, beside) if beside else None
    content = render(write(letter.kind, facts, own), on=dated, translation=translation)
    return content, f"{facts.reference.replace(' ', '')}-{letter.kind}-{dated:%Y-%m-%d}.pdf"


def _file(errand: Errand, letter: Planned, kept: Kept, *, folder: str = "") -> None:
    """File the stored letter in the next cases that it names; the place moves with what was filed."""
    begin = errand.place["filed"]
    now = letter.cases[begin : begin + PART]
    visibility = Visibility.TEAM if is_for_the_team(letter) else Visibility.DOSSIER
    with errand.part():
        place: dict[str, Any] = errand.place
        if not begin:
            place["kept"] = asdict(kept)
            place["made"].append([folder, kept.name, kept.stored])
        cases = Cancellation.objects.visible_to(errand.asked_by).whole().select_for_update(of=("self",))
        found = cases.in_bulk(now)
        for pk in now:
            if pk not in found:
                miss_gone(errand, pk)
                continue
            note = str(LABELS[letter.kind])
            found[pk].attach(errand.asked_by, kept, kind=EvidenceKind.LETTER, note=note, visibility=visibility)
        errand.done += len(now)
        place["filed"] += len(now)
        if place["filed"] >= len(letter.cases):
            place["next"], place["filed"] = place["next"] + 1, 0


def _hand_in(errand: Errand, pulse: Pulse) -> None:
    """All letters in one archive, a folder for each carrier; a letter that was removed again is listed."""
    storage = evidence_storage()
    with working_file() as file:
        with ZipFile(file, "w") as archive:
            for folder, name, stored in errand.place["made"]:
                pulse()
                try:
                    with storage.open(stored) as source, archive.open(f"{folder}/{name}", "w") as target:
                        shutil.copyfileobj(source, target)
                except FileNotFoundError:
                    with errand.part():
                        errand.miss(name, _("It was removed again before the archive was made."))
        archive_name = f"{_('Letters')}-{timezone.localdate():%Y-%m-%d}.zip"
        with handed_in(errand, file, name=archive_name, media_type="application/zip"):
            pass


def _miss(errand: Errand, pk: int, case: Cancellation | None, why: Text) -> None:
    if case is None:
        miss_gone(errand, pk)
    else:
        miss_case(errand, case, why)


def _folder(carrier: Carrier) -> str:
    """The carrier's name and what tells it from another of the same name; it is only ever one folder."""
    name = shown_name(carrier.name.translate(_UNFIT))[:80].rstrip(" .")
    return f"{name or 'carrier'} ({carrier.slug})"
