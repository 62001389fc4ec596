"""Many cases at once: what is selected and what is asked before they are changed; the worker changes them."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cancellations.domain import formats
from cancellations.domain.bulk import BULK_ACTIONS, MOST_CASES, BulkAction
from cancellations.domain.errands import ErrandKind
from cancellations.domain.roles import Right
from cancellations.errands.bulk import VERBS, form_for
from cancellations.forms.selection import Selection
from cancellations.jobs import do_errands_soon
from cancellations.models import Errand
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed
from cancellations.views.private_words import keeps_words

SHOWN = 10  # of the selected cases, by name
# what is asked on pages of their own
_ELSEWHERE = {
    "confirm": "bulk_confirm",
    "letters": "bulk_letters",
    "chaser": "bulk_letters",
    "export": "requests_export",
    "dossiers": "requests_dossiers",
}
# kept by no errand: what the form's own protection needs, and what is selected, which stands in `cases`
_NOT_TYPED = ("csrfmiddlewaretoken", "form_key", "case", "all", "seen", "q")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@keeps_words
@replayed
def bulk(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the form of `do` for what is selected. POST: an errand that does it, each case by its own verb."""
    request.user.must(Right.WORK)
    sent = request.POST if request.method == "POST" else request.GET
    if page_of_its_own := _ELSEWHERE.get(str(sent.get("do"))):
        return redirect(f"{reverse(page_of_its_own)}?{sent.urlencode()}")
    action = _action(sent.get("do", ""))
    selection = Selection(sent, request.user, timezone.localdate())
    if refused := refusal(selection):
        return bulk_page(request, action, selection, None, refused=refused, status=422)
    if request.method != "POST":
        return bulk_page(request, action, selection, _form(request, action, selection, None))
    with once(request, reverse("errands")) as posting:
        form = _form(request, action, selection, request.POST)
        if selection.is_all and sent.get("seen", selection.mark) != selection.mark:
            said = _("What was asked for does not fit any more: somebody changed these requests meanwhile.")
            form.add_error(None, said)
        asked: list[Errand] = []
        posting.run(form, lambda: asked.append(_ask(request, action, selection)))
        if posting.done:
            posting.led_to(reverse("errand", args=[asked[0].pk]))
    if posting.done:
        return redirect_after(request, "errand", asked[0].pk)
    return bulk_page(request, action, selection, form, status=posting.status)


def bulk_page(
    request: AuthedHttpRequest,
    action: BulkAction,
    selection: Selection,
    form: Any,
    *,
    refused: str = "",
    status: int = 200,
    address: str = "",
) -> HttpResponse:
    """The form of a change, with what it would change. `address`: where it is sent, if not to `bulk`."""
    first = selection.ids[:SHOWN]
    context = {
        "title": BULK_ACTIONS[action],
        "action": action,
        "address": address or reverse("bulk"),
        "form": form,
        "refused": refused,
        "count": counted(len(selection.ids)),
        "cases": [(case.reference, case.sim.title) for case in selection.cases(first)],
        "more": counted(len(selection.ids) - SHOWN) if len(selection.ids) > SHOWN else "",
        "hidden": [*selection.hidden(), ("seen", selection.mark)] if not refused else [],
    }
    return page(request, "bulk/form.html", context, fragment="form", status=status)


def counted(count: int) -> str:
    """So many requests, in words."""
    return ngettext("%(n)s request", "%(n)s requests", count) % {"n": formats.number(count)}


def seen_at(selection: Selection) -> str:
    """Where to look at what became of them: their batch, if they were selected in one, else their list."""
    batch = str(selection.query.get("batch", ""))
    if batch.isascii() and batch.isdigit() and len(batch) < 19:
        return reverse("batch", args=[int(batch)])
    told = [(name, value) for name, value in selection.hidden() if name not in {"all", "case"}]
    return f"{reverse('requests')}?{urlencode(told)}" if told else reverse("requests")


def refusal(selection: Selection) -> str:
    """Why nothing can be done to what is selected; empty when something can."""
    if not selection.ids:
        return _("Nothing is selected. Go back to the list and tick what you mean.")
    if selection.is_too_much:
        return _("More than %(n)s requests at once are too many. Narrow the list first.") % {
            "n": formats.number(MOST_CASES)
        }
    return ""


def _action(name: str) -> BulkAction:
    if name not in set(VERBS):
        raise Http404
    return BulkAction(name)


def _form(request: AuthedHttpRequest, action: BulkAction, selection: Selection, data: QueryDict | None) -> Any:
    return form_for(action, data, request.user, selection.today, selection.ids)


def _ask(request: AuthedHttpRequest, action: BulkAction, selection: Selection) -> Errand:
    typed = request.POST.copy()
    for name in _NOT_TYPED:
        typed.pop(name, None)
    asked = Errand.objects.ask(
        request.user,
        ErrandKind.BULK,
        what={"action": action, "asked_on": selection.today.isoformat(), "cases": selection.ids},
        secret=typed.urlencode(),  # what was said on the phone and pasted is nobody's business afterwards
        title=str(BULK_ACTIONS[action]),
        total=len(selection.ids),
    )
    asked.result = {"address": seen_at(selection)}
    asked.save(update_fields=["result"])
    do_errands_soon()
    return asked
