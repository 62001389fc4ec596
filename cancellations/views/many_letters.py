"""Letters for many requests at once: what is asked before the worker writes them. Nothing counts as sent by it."""

from collections import Counter
from typing import Any

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
from cancellations.jobs import do_errands_soon
from cancellations.models import Errand
from cancellations.models.letters_due import LettersDue
from cancellations.views.bulk import SHOWN, counted, refusal, seen_at
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed
from cancellations.views.private_words import keeps_words

MOST = 1_000  # requests in one go; a letter each takes the worker a minute or two
MOST_CARRIERS = 20  # each with fields of its own


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@keeps_words
@replayed
def many_letters(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the form. POST: an errand that writes the letters and files them."""
    request.user.must(Right.WORK)
    request.user.must(Right.SEE_IDENTIFIERS)
    sent = request.POST if request.method == "POST" else request.GET
    action = _action(sent.get("do", ""))
    selection = Selection(sent, request.user, timezone.localdate())
    refused = refusal(selection) or _too_many(len(selection.ids))
    found = due_for(action, request.user, [] if refused else selection.ids, selection.today)
    refused = refused or _nothing_due(found)
    if refused:
        return _page(request, action, selection, found, None, refused=refused, status=422)
    if request.method != "POST":
        return _page(request, action, selection, found, ManyLettersForm(due=found.due, today=selection.today))
    with once(request, reverse("errands")) as posting:
        form = ManyLettersForm(request.POST, due=found.due, today=selection.today)
        asked: list[Errand] = []
        posting.run(form, lambda: asked.append(_ask(request, action, selection, form)))
        if posting.done:
            posting.led_to(reverse("errand", args=[asked[0].pk]))
    if posting.done:
        return redirect_after(request, "errand", asked[0].pk)
    return _page(request, action, selection, found, form, status=posting.status)


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


def _nothing_due(found: LettersDue) -> str:
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
    title, total = str(BULK_ACTIONS[action]), len(selection.ids)
    asked = Errand.objects.ask(request.user, KIND, what=what, title=title, total=total, secret=typed.urlencode())
    asked.result = {"address": seen_at(selection)}
    asked.save(update_fields=["result"])
    do_errands_soon()
    return asked


def _page(
    request: AuthedHttpRequest,
    action: BulkAction,
    selection: Selection,
    found: LettersDue,
    form: ManyLettersForm | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = found.due[:SHOWN]
    context: dict[str, Any] = {
        "title": BULK_ACTIONS[action],
        "action": action,
        "url": reverse("bulk_letters"),
        "form": form,
        "refused": refused,
        "count": counted(len(found.due)),
        "cases": [(one.case.reference, one.case.sim.title) for one in shown],
        "more": counted(len(found.due) - SHOWN) if len(found.due) > SHOWN else "",
        "left_out": _left_out(found),
        "hidden": list(selection.hidden()) if not refused else [],
    }
    return page(request, "bulk/letters.html", context, fragment="form", status=status)


def _left_out(found: LettersDue) -> list[str]:
    """So many get no letter, for each of the reasons that most have; the errand lists them one by one."""
    told = []
    for why, count in Counter(found.none.values()).most_common(SHOWN):
        said = ngettext("%(n)s request gets no letter: %(why)s", "%(n)s requests get no letter: %(why)s", count)
        told.append(said % {"n": formats.number(count), "why": why})
    return told
