"""Letters for many requests at once: what is asked before the worker writes them. Nothing counts as sent by it."""

from collections import Counter
from functools import partial

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cancellations.domain import formats
from cancellations.domain.bulk import BULK_ACTIONS, BulkAction
from cancellations.domain.roles import Right
from cancellations.errands.letters import KIND, due_for, letters_asked
from cancellations.forms.many_letters import ManyLettersForm
from cancellations.forms.selection import Selection
from cancellations.models import Errand
from cancellations.models.letters_due import LettersDue
from cancellations.views.asked import SHOWN, answer_by_errand, ask_worker, asked_page
from cancellations.views.bulk import asked_of_cases, seen_at
from cancellations.views.http import AuthedHttpRequest, signed_in
from cancellations.views.posting import replayed

MOST = 3_000  # requests in one go; a letter each takes the worker some minutes
MOST_CARRIERS = 20  # each with fields of its own


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def many_letters(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the form. POST: an errand that writes the letters and files them."""
    request.user.must(Right.WORK)
    request.user.must(Right.SEE_IDENTIFIERS)
    sent = request.POST if request.method == "POST" else request.GET
    action = _action(sent.get("do", ""))
    selection = Selection(sent, request.user, timezone.localdate())
    refused = selection.refusal() or _too_many(len(selection.ids))
    found = due_for(action, request.user, [] if refused else selection.ids, selection.today)
    refused = refused or _why_none(found)
    shown = partial(_page, request, action, selection, found, refused)
    if refused:
        return shown(None)
    form_of = partial(ManyLettersForm, due=found.due, today=selection.today)
    if request.method != "POST":
        return shown(form_of())
    return answer_by_errand(
        request,
        selection,
        lambda: form_of(request.POST),
        lambda form: _ask(request, action, selection, form),
        shown,
    )


def _action(name: str) -> BulkAction:
    if name not in {BulkAction.LETTERS, BulkAction.CHASER}:
        raise Http404
    return BulkAction(name)


def _too_many(count: int) -> str:
    if count <= MOST:
        return ""
    return _("Letters are written for %(n)s requests at most at once. Narrow the list first.") % {
        "n": formats.number(MOST)
    }


def _why_none(found: LettersDue) -> str:
    """Why there is no form: nothing is due, or it would be too long. Empty when there is one."""
    if not found.due:
        reasons = dict.fromkeys(found.none.values())
        return formats.in_a_row([_("No letter is due to any of these requests."), *reasons])
    carriers = len({one.carrier.pk for one in found.due})
    if carriers > MOST_CARRIERS:
        return _("These are requests at %(n)s carriers. Write to %(most)s at most at once.") % {
            "n": carriers,
            "most": MOST_CARRIERS,
        }
    return ""


def _ask(request: AuthedHttpRequest, action: BulkAction, selection: Selection, form: ManyLettersForm) -> Errand:
    typed = QueryDict(mutable=True)
    for name in form.fields:
        if name != "form_key":
            typed.setlist(name, request.POST.getlist(name))
    what = letters_asked(action, selection.ids, selection.today)
    return ask_worker(
        request,
        KIND,
        what=what,
        title=BULK_ACTIONS[action],
        total=len(selection.ids),
        seen_at=seen_at(selection),
        secret=typed.urlencode(),
    )


def _page(
    request: AuthedHttpRequest,
    action: BulkAction,
    selection: Selection,
    found: LettersDue,
    refused: str,
    form: ManyLettersForm | None,
    status: int = 200,
) -> HttpResponse:
    asked = asked_of_cases(
        BULK_ACTIONS[action],
        selection,
        reverse("bulk_letters"),
        do=action,
        cases=[one.case for one in found.due[:SHOWN]],
        count=len(found.due),
        left_out=_left_out(found),
        refused=refused,
    )
    return asked_page(request, "bulk/letters.html", asked, form, status)


def _left_out(found: LettersDue) -> list[str]:
    """So many get no letter, for each of the reasons that most have; the errand lists them one by one."""
    told = []
    for why, count in Counter(map(str, found.none.values())).most_common(SHOWN):
        said = ngettext("%(n)s request gets no letter: %(why)s", "%(n)s requests get no letter: %(why)s", count)
        told.append(said % {"n": formats.number(count), "why": why})
    return told
