"""The requests list: filtered by its query string, searched, fifty at a time."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cancellations.domain.roles import Right
from cancellations.forms.case_filter import CaseFilter
from cancellations.models import SavedView
from cancellations.models.own_lists import lists_of
from cancellations.models.worklists import count_worklists
from cancellations.templatetags.kept import address
from cancellations.views.counts import shell_counts
from cancellations.views.export_links import export_links
from cancellations.views.http import AuthedHttpRequest, page, signed_in, wants_fragment
from cancellations.views.list_frame import bulk_bar, headings
from cancellations.views.paging import CasePage, case_page
from cancellations.views.private_words import keeps_words
from cancellations.views.rows import listed_cases, rows_html

MORE_FILTERS = ("carrier", "assignee", "turn", "due", "stage", "kind", "tag")  # folded away on phones


@require_safe
@signed_in
@keeps_words
def requests(request: AuthedHttpRequest) -> HttpResponse:
    """The list as the query string filters it; open cases, due first, when it says nothing."""
    today, chosen = timezone.localdate(), CaseFilter(request.GET, request.user)
    own_query = _with_query(address("requests"), chosen.query())
    context = _found(request, chosen, today, own_query)
    if chosen.is_set or chosen.saved:
        context |= {"offer_save": True, "to_save": chosen.to_save()}
        context |= {"changed": chosen.is_changed, "may_update": _may_update(chosen)}
    if not context["announce"]:
        context |= {
            "first_selects": _printed(_Selects(("view", "sort"), chosen.offered(), chosen)),
            "more_selects": _printed(_Selects(MORE_FILTERS, chosen.offered(), chosen)),
            "kept": chosen.beside_filters(),
        }
        context["counts"] = shell_counts(count_worklists(request.user, today))
    response = page(request, "requests/list.html", context, fragment="results")
    if context["announce"]:
        # the address to come back to, without the filters that say nothing
        response["HX-Push-Url"] = own_query
    return response


def _found(request: AuthedHttpRequest, chosen: CaseFilter, today: date, own_query: str) -> dict[str, Any]:
    """The page of rows that the filter gives, and what stands around them. `own_query`: where the list begins."""
    user, own_address, order, query = request.user, address("requests"), chosen.order, chosen.query()
    cases = None if chosen.is_plain else chosen.narrow(listed_cases(order.column).visible_to(user), today)
    shown = case_page(cases, request.GET, today, order=order, look=chosen.look, lists=lists_of(user), user=user)
    columns = chosen.look.columns
    has_more = bool(shown.before or shown.after)
    return {
        "search": chosen.search,
        "address": own_address,
        "headings": headings(columns, order, own_address, chosen.query(without="sort")),
        "rows": rows_html(shown.rows, "requests/row.html", columns),
        "bulk": bulk_bar(query, can_work=user.may(Right.WORK), has_more=has_more),
        "exports": export_links("requests", query),
        "columns": ",".join(columns),
        "compact": chosen.look.is_compact,
        "result": _result(shown),
        "chips": chosen.chips(),
        "view": "" if chosen.saved else chosen.view,
        "saved": chosen.saved,
        "previous": shown.link("before", query),
        "next": shown.link("after", query),
        "beyond": shown.is_beyond,
        "cut": shown.is_cut,
        "first_address": own_query,
        "look_address": f"{address('list_look')}?{urlencode({'next': own_query})}",
        "closed_address": f"{own_address}?view=closed",
        "announce": wants_fragment(request),
    }


def _may_update(chosen: CaseFilter) -> bool:
    """Whether the opened view may be given the filter as it is now; asked only when it differs."""
    if not chosen.saved or not chosen.is_changed:
        return False
    view = SavedView.objects.visible_to(chosen.user).filter(pk=chosen.saved.pk).first()
    return view is not None and view.may_change(chosen.user)


@dataclass(frozen=True)
class _Selects:
    """Some of the filters; they look alike whenever `offered` is alike."""

    names: tuple[str, ...]
    offered: tuple[Hashable, ...]
    chosen: CaseFilter = field(compare=False)


@lru_cache(maxsize=256)
def _printed(selects: _Selects) -> SafeString:
    """Filters as they stand on the page; most pages of the list have the same."""
    return render_to_string("requests/selects.html", {"selects": selects.chosen.selects(*selects.names)})


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
