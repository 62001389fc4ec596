"""The requests list: filtered by its query string, searched, fifty at a time."""

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cancellations.domain.reference import parse_reference
from cancellations.forms.case_filter import CaseFilter, Select
from cancellations.models import Cancellation
from cancellations.models.worklists import count_worklists
from cancellations.templatetags.kept import address
from cancellations.views.counts import shell_counts
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in, wants_fragment
from cancellations.views.paging import CasePage, case_page
from cancellations.views.rows import listed_cases, rows_html

MORE_FILTERS = ("carrier", "assignee", "turn", "due", "stage", "kind")  # folded away on phones


@require_safe
@signed_in
def requests(request: AuthedHttpRequest) -> HttpResponse:
    """The list as the query string filters it; open cases, due first, when it says nothing."""
    return _list(request, address("requests"))


@require_safe
@signed_in
def search(request: AuthedHttpRequest) -> HttpResponse:
    """The list with the cursor in its search field. One of our references, typed in full, opens its case."""
    reference = parse_reference(request.GET.get("q", ""))
    if reference and Cancellation.objects.visible_to(request.user).filter(reference=reference).exists():
        if wants_fragment(request):
            return redirect_after(request, "request", reference)
        return redirect("request", reference)
    return _list(request, address("search"), searching=True)


def _list(request: AuthedHttpRequest, own_address: str, *, searching: bool = False) -> HttpResponse:
    today = timezone.localdate()
    chosen = CaseFilter(request.GET, request.user)
    cases = listed_cases().visible_to(request.user)
    shown = case_page(chosen.narrow(cases, today), request.GET, today, newest=chosen.is_newest_first)
    context: dict[str, Any] = {
        "search": chosen.search,
        "address": own_address,
        "searching": searching,
        "rows": rows_html(shown.rows, "requests/row.html"),
        "result": _result(shown),
        "chips": chosen.chips(),
        "view": chosen.view,
        "by_due": not chosen.is_newest_first,
        "due_address": None if chosen.is_closed else _with_query(own_address, chosen.query(without="sort")),
        "previous": chosen.query(before=shown.before) if shown.before else "",
        "next": chosen.query(after=shown.after) if shown.after else "",
        "beyond": shown.is_beyond,
        "first_address": _with_query(own_address, chosen.query()),
        "closed_address": f"{address('requests')}?view=closed",
        "announce": wants_fragment(request),
    }
    if not context["announce"]:
        context |= {
            "first_selects": _printed(chosen.selects("view", "sort")),
            "more_selects": _printed(chosen.selects(*MORE_FILTERS)),
        }
        context["counts"] = shell_counts(count_worklists(request.user, today))
    response = page(request, "requests/list.html", context, fragment="results")
    if context["announce"]:
        # the address to come back to, without the filters that say nothing
        response["HX-Push-Url"] = _with_query(own_address, chosen.query())
    return response


@lru_cache(maxsize=256)
def _printed(selects: tuple[Select, ...]) -> SafeString:
    """Filters as they stand on the page; most pages of the list have the same."""
    return render_to_string("requests/selects.html", {"selects": selects})


def _result(shown: CasePage) -> str:
    """How many there are, as far as it is known without counting them all."""
    count = len(shown.rows)
    if not count:
        return _("No request found")
    if shown.before or shown.after:
        return ngettext("%(n)s request on this page", "%(n)s requests on this page", count) % {"n": count}
    return ngettext("%(n)s request", "%(n)s requests", count) % {"n": count}


def _with_query(at: str, query: str) -> str:
    return f"{at}?{query}" if query else at
