"""One change to many cases: each by its own verb, with its own events; what refuses it is listed by case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from cancellations.domain.bulk import BulkAction
from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.matching import Known
from cancellations.domain.obstacle_words import obstacle_sentence
from cancellations.forms.bulk import BULK_FORMS
from cancellations.models import Cancellation, Errand, User
from cancellations.models.known_cases import known_cases

PART = 25  # cases in one transaction: others wait for it at most some tenths of a second

Verb = Callable[[Cancellation, User, Any], object]


def _tag(case: Cancellation, by: User, form: Any) -> None:
    if form.cleaned_data["add"]:
        case.tag(by, form.cleaned_data["add"])
    if form.cleaned_data["remove"]:
        case.untag(by, form.cleaned_data["remove"])


def _submit(case: Cancellation, by: User, form: Any) -> None:
    case.complete_step(by=by, **form.facts_for(case))


VERBS: dict[BulkAction, Verb] = {
    BulkAction.LOG: lambda case, by, form: case.log_contact(by, **form.facts_for(case)),
    BulkAction.FOLLOW_UP: lambda case, by, form: case.change_follow_up(by, **form.facts()),
    BulkAction.ASSIGN: lambda case, by, form: case.assign(by, to=form.cleaned_data["to"]),
    BulkAction.TAG: _tag,
    BulkAction.SUBMIT: _submit,
}


def change_part(errand: Errand) -> bool:
    """Change the next cases of the errand's list; one that refuses keeps nothing of it and does not stop the others.

    `what`: action, data (the form as it was sent), asked_on, cases (ids).
    """
    ids: list[int] = errand.what["cases"]
    action, by = BulkAction(errand.what["action"]), errand.asked_by
    form = _form(errand, action)
    with errand.part():
        now = ids[errand.done : errand.done + PART]
        found = Cancellation.objects.visible_to(by).whole().select_for_update(of=("self",)).in_bulk(now)
        for pk in now:
            case = found.get(pk)
            if case is None:
                errand.miss(str(pk), _("It is not there any more."))
                continue
            with _missing(errand, case):
                VERBS[action](case, by, form)
        errand.done += len(now)
    return errand.done < len(ids)


def known_for(action: BulkAction, by: User, ids: list[int]) -> list[Known]:
    """What the form needs to know of the cases: their names, if it matches lines with them."""
    return known_cases(by, ids) if BULK_FORMS[action].known_by else []


def _form(errand: Errand, action: BulkAction) -> Any:
    """The form as it was sent and found valid. Raises NotPossible when it is not any more."""
    made = BULK_FORMS[action]
    known = known_for(action, errand.asked_by, errand.what["cases"])
    asked_on = date.fromisoformat(errand.what["asked_on"])
    form = made(QueryDict(errand.what["data"]), by=errand.asked_by, asked_on=asked_on, known=known)
    if not form.is_valid():
        raise NotPossible(_("What was asked for does not fit any more: somebody changed these requests meanwhile."))
    return form


@contextmanager
def _missing(errand: Errand, case: Cancellation) -> Iterator[None]:
    """What refuses the case is listed, and nothing of it is kept."""
    why = ""
    try:
        with transaction.atomic():
            yield
    except NotPossible as refused:
        why = str(refused.message)
    except Locked as locked:
        why = " ".join(map(obstacle_sentence, locked.obstacles))
    except Stale:
        why = _("Somebody changed it at this moment.")
    if why:
        errand.miss(case.reference, why, address=f"/requests/{case.reference}/")
