"""Many cases at once: what is selected and what is asked before they are changed; the worker changes them."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cancellations.domain.bulk import BULK_ACTIONS, BulkAction
from cancellations.domain.errands import ErrandKind
from cancellations.domain.roles import Right
from cancellations.domain.said import Said, number
from cancellations.domain.said import said_of as ngettext
from cancellations.domain.words import Words
from cancellations.errands.bulk import VERBS, form_for
from cancellations.forms.case_choices import FILTERS
from cancellations.forms.selection import Selection
from cancellations.models import Cancellation, Errand
from cancellations.views.asked import SHOWN, Asked, Row, answer_by_errand, ask_worker, asked_page
from cancellations.views.case_reads import case_url
from cancellations.views.http import AuthedHttpRequest, signed_in
from cancellations.views.posting import replayed

# what is asked on pages of their own
_ELSEWHERE = {"confirm": "bulk_confirm", "letters": "bulk_letters", "chaser": "bulk_letters"}
# kept by no errand: what the form's own protection needs, and what is selected, which stands in `cases`
_NOT_TYPED = ("csrfmiddlewaretoken", "form_key", "case", "all", "seen", "q", *FILTERS)

_EACH_BY_ITSELF = gettext_lazy(
    "Each request keeps its own history. What cannot be done is listed by request; the rest is done."
)
_ALL_OR_NONE = gettext_lazy(
    "Each request keeps its own history. If one number on the letter fits none of them, nothing is confirmed."
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def bulk(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the form of `do` for what is selected. POST: an errand that does it, each case by its own verb."""
    request.user.must(Right.WORK)
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET
    elsewhere = _ELSEWHERE.get(sent.get("do", ""))
    if elsewhere and not posted:
        return redirect(f"{reverse(elsewhere)}?{sent.urlencode()}")
    action = _action(sent.get("do", ""))
    selection = Selection(sent, request.user, timezone.localdate())
    shown = partial(form_page, request, action, selection)
    if selection.refusal():
        return shown(None)
    form_of = partial(form_for, action, by=request.user, asked_on=selection.today, ids=selection.ids)
    if not posted:
        return shown(form_of(None))
    return answer_by_errand(
        request, selection, lambda: form_of(request.POST), lambda _form: _ask(request, action, selection), shown
    )


def asked_of_cases(
    title: Words,
    selection: Selection,
    address: str,
    *,
    cases: Iterable[Cancellation],
    count: int,
    do: str = "",
    left_out: Sequence[str] = (),
    refused: str = "",
    note: Words = "",
) -> Asked:
    """What a page says that asks before something is done with `count` cases; `cases`: the first of them."""
    return Asked(
        title=title,
        list=_("Requests"),
        list_url=reverse("requests"),
        address=address,
        count=counted(count),
        rows=[Row(case_url(case.reference), case.reference, case.sim.title) for case in cases],
        more=counted(count - SHOWN) if count > SHOWN else "",
        hidden=[("do", do), *selection.hidden()] if do else selection.hidden(),
        left_out=[*filter(None, [selection.missing()]), *left_out],
        refused=refused,
        note=note,
    )


def form_page(
    request: AuthedHttpRequest,
    action: BulkAction,
    selection: Selection,
    form: BaseForm | None,
    status: int = 200,
    *,
    at: str = "bulk",
) -> HttpResponse:
    """The page of a form that is the same for all that are selected, or why there is none. `at`: where it is sent."""
    refused = selection.refusal()
    cases = () if refused else selection.cases(selection.ids[:SHOWN])
    asked = asked_of_cases(
        BULK_ACTIONS[action],
        selection,
        reverse(at),
        do=action,
        cases=cases,
        count=len(selection.ids),
        refused=refused,
        note=_ALL_OR_NONE if action is BulkAction.CONFIRM else _EACH_BY_ITSELF,
    )
    return asked_page(request, "bulk/form.html", asked, form, status)


def counted(count: int) -> str:
    """So many requests, in words."""
    return str(counted_said(count))


def counted_said(count: int) -> Said:
    """The same, to be kept and told in the language of whoever reads it."""
    return ngettext("%(n)s request", "%(n)s requests", count) % {"n": number(count)}


def seen_at(selection: Selection) -> str:
    """Where to look at what became of them: their batch, if they were selected in one, else their list."""
    batch = str(selection.query.get("batch", ""))
    if batch.isascii() and batch.isdigit() and len(batch) < 19:
        return reverse("batch", args=[int(batch)])
    told = [(name, value) for name, value in selection.hidden() if name not in {"all", "case", "seen"}]
    return f"{reverse('requests')}?{urlencode(told)}" if told else reverse("requests")


def _action(name: str) -> BulkAction:
    if name not in set(VERBS):
        raise Http404
    return BulkAction(name)


def _ask(request: AuthedHttpRequest, action: BulkAction, selection: Selection) -> Errand:
    typed = request.POST.copy()
    for name in _NOT_TYPED:
        typed.pop(name, None)
    return ask_worker(
        request,
        ErrandKind.BULK,
        what={"action": action, "asked_on": selection.today.isoformat(), "cases": selection.ids},
        title=BULK_ACTIONS[action],
        total=len(selection.ids),
        seen_at=seen_at(selection),
        secret=typed.urlencode(),  # what was said on the phone and pasted is nobody's business afterwards
    )
