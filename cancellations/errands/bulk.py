"""One change to many cases: each by its own verb, with its own events; what refuses it is listed by case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.http import QueryDict

from cancellations.domain.bulk import BulkAction
from cancellations.domain.errors import Locked, NotPossible, Stale
from cancellations.domain.obstacle_words import obstacle_said
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.said import Said, Text, in_a_row, several
from cancellations.domain.said import said as _
from cancellations.domain.words import STEPS
from cancellations.errands.missing import miss_case, miss_gone
from cancellations.forms.bulk import BULK_FORMS
from cancellations.forms.prepare_many import PrepareManyForm, Selected
from cancellations.models import Cancellation, Errand, Sim, Step, User
from cancellations.models.known_cases import known_cases

PART = 25  # cases in one transaction: others wait for it at most some tenths of a second
PART_OF_MANY_STEPS = 5

Verb = Callable[[Cancellation, User, Any], object]  # a sentence that it gives says what it left as it was


def _tag(case: Cancellation, by: User, form: Any) -> None:
    if form.cleaned_data["add"]:
        case.tag(by, form.cleaned_data["add"])
    if form.cleaned_data["remove"]:
        case.untag(by, form.cleaned_data["remove"])


def _submit(case: Cancellation, by: User, form: Any) -> None:
    case.complete_step(by=by, **form.facts_for(case))


def _prepare(case: Cancellation, by: User, form: Any) -> Said | None:
    """Complete the ticked steps against which nothing is known; gives which were left as they are, and why."""
    steps = {step.step_key: step for step in Step.objects.of_case(case) if step.is_current}
    there = [key for key in form.ticked() if key in steps]
    if not there:
        raise NotPossible(_("It has none of these steps."))
    touched = [key for key in there if not _is_untouched(steps[key])]
    hanging = _hangs_elsewhere(case, by) if StepKey.BACKUP in there and StepKey.BACKUP not in touched else None
    for key in there:
        if key not in touched and not (hanging and key is StepKey.BACKUP):
            _prepare_step(case, key, by, form, steps)
    left = [one for one in (_left(touched), hanging) if one]
    return in_a_row(left) if left else None


def _left(touched: list[StepKey]) -> Said | None:
    if not touched:
        return None
    names = several(STEPS[key] for key in touched)
    return _("Left as it is, because somebody has begun or settled it: %(steps)s.") % {"steps": names}


def _hangs_elsewhere(case: Cancellation, by: User) -> Said | None:
    """What another request says of the same number: one sentence for many does not outweigh it."""
    cards = {case.sim_id}
    if case.sim.msisdn:
        cards.update(Sim.objects.visible_to(by).filter(msisdn=case.sim.msisdn).values_list("pk", flat=True))
    attached = Cancellation.objects.visible_to(by).filter(sim__in=cards, accounts_attached=True).exclude(pk=case.pk)
    other = attached.order_by("-pk").values_list("reference", flat=True).first()
    if not other:
        return None
    said = _("Not recorded: %(step)s. By request %(reference)s, accounts hang on this number still.")
    return said % {"step": STEPS[StepKey.BACKUP], "reference": other}


def _prepare_step(case: Cancellation, key: StepKey, by: User, form: Any, steps: dict[StepKey, Step]) -> None:
    left_out = form.left_out(key)
    if not left_out:
        case.complete_step(key, by, **form.answers(key, case))
    for other in left_out:
        if other in steps and _is_untouched(steps[other]):
            case.skip_step(other, by, reason=form.cleaned_data["left_out_because"])


def _is_untouched(step: Step) -> bool:
    return step.state == StepState.TODO and not step.data


VERBS: dict[BulkAction, Verb] = {
    BulkAction.LOG: lambda case, by, form: case.log_contact(by, **form.facts_for(case)),
    BulkAction.FOLLOW_UP: lambda case, by, form: case.change_follow_up(by, **form.facts()),
    BulkAction.ASSIGN: lambda case, by, form: case.assign(by, to=form.cleaned_data["to"]),
    BulkAction.TAG: _tag,
    BulkAction.SUBMIT: _submit,
    BulkAction.PREPARE: _prepare,
}


def change_cases(errand: Errand) -> bool:
    """Change the cases of the errand's list, some at a time; one that refuses keeps nothing of it and stops no other.

    `what`: action, asked_on, cases (ids); `secret`: the form as it was sent. It is read once: a pasted list is matched
    with all of the cases.
    """
    ids: list[int] = errand.what["cases"]
    action = BulkAction(errand.what["action"])
    form = _form(errand, action)
    at_once = PART_OF_MANY_STEPS if action is BulkAction.PREPARE else PART
    while errand.done < len(ids):
        _change_next(errand, ids[errand.done : errand.done + at_once], VERBS[action], form)
    return False


def _change_next(errand: Errand, ids: list[int], verb: Verb, form: Any) -> None:
    by = errand.asked_by
    with errand.part():
        locked = Cancellation.objects.visible_to(by).whole().select_for_update(of=("self",))
        found = {case.pk: case for case in locked.filter(pk__in=ids).order_by("pk")}  # all lock in one order
        for pk in ids:
            case = found.get(pk)
            if case is None:
                miss_gone(errand, pk)
                continue
            with _missing(errand, case):
                left = verb(case, by, form)
                if isinstance(left, Said):
                    miss_case(errand, case, left)
        errand.done += len(ids)


def form_for(action: BulkAction, data: QueryDict | None, by: User, asked_on: date, ids: list[int]) -> Any:
    """The form of the action, with what it needs to know of the cases: some match lines with their names."""
    if action is BulkAction.PREPARE:
        return PrepareManyForm(data, by=by, asked_on=asked_on, selected=Selected.among(by, ids))
    made = BULK_FORMS[action]
    asked = made.has_lines and data is not None and data.get("lines", "").strip()
    known = known_cases(by, ids) if asked else ()
    return made(data, by=by, asked_on=asked_on, known=known)


def _form(errand: Errand, action: BulkAction) -> Any:
    """The form as it was sent and found valid. Raises NotPossible when it is not any more."""
    asked_on = date.fromisoformat(errand.what["asked_on"])
    form = form_for(action, QueryDict(errand.secret), errand.asked_by, asked_on, errand.what["cases"])
    form.sent_at = errand.asked_at
    if not form.is_valid():
        raise NotPossible(_("What was asked for does not fit any more: somebody changed these requests meanwhile."))
    return form


@contextmanager
def _missing(errand: Errand, case: Cancellation) -> Iterator[None]:
    """What refuses the case is listed, and nothing of it is kept."""
    why: Text = ""
    try:
        with transaction.atomic():
            yield
    except NotPossible as refused:
        why = refused.message
    except Locked as locked:
        why = in_a_row(map(obstacle_said, locked.obstacles))
    except Stale:
        why = _("Somebody changed it at this moment.")
    if why:
        miss_case(errand, case, why)
