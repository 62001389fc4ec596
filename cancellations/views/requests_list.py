"""The requests list: filtered by its query string, searched, in any order, a page at a time."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cancellations.forms.case_filter import CaseFilter
from cancellations.models.own_lists import lists_of
from cancellations.models.worklists import count_worklists
from cancellations.templatetags.kept import address
from cancellations.views.counts import shell_counts
from cancellations.views.http import AuthedHttpRequest, signed_in, wants_fragment
from cancellations.views.list_page import ListPage, show_list
from cancellations.views.private_words import keeps_words
from cancellations.views.request_pages import request_page
from cancellations.views.rows import listed_cases, rows_html

_WORDS = {
    "title": gettext_lazy("Requests"),
    "help": gettext_lazy("Reference, number, ICCID, request number, nickname or holder"),
    "found": gettext_lazy("Requests found"),
    "mine": gettext_lazy("Assigned to you"),
    "cut": gettext_lazy(
        "Too many requests contain something like it to look through all at once: the next page goes on. Type three "
        "characters or more, or more of the name or number."
    ),
    "beyond": gettext_lazy("There are no more requests."),
    "unread": gettext_lazy(
        "This is looked for in one request after the other. Type three characters or more, or more of the name or "
        "number, to find it at once."
    ),
    "no_match": gettext_lazy("No request matches these filters."),
    "none": gettext_lazy("No request is open."),
    "instead": gettext_lazy("See the closed ones"),
}


@require_safe
@signed_in
@keeps_words
def requests(request: AuthedHttpRequest) -> HttpResponse:
    """The list as the query string filters it; open cases, due first, when it says nothing."""
    user, today, chosen = request.user, timezone.localdate(), CaseFilter(request.GET, request.user)
    order, look = chosen.order, chosen.look
    cases = None if chosen.is_plain else chosen.narrow_a_page(listed_cases(order.column).visible_to(user), today)
    shown = request_page(cases, request.GET, today, order=order, look=look, lists=lists_of(user), user=user)
    rows = rows_html(shown.rows, "requests/row.html", look.columns)
    more: dict[str, Any] = {
        "view": "" if chosen.saved else chosen.view,
        "instead": f"{address('requests')}?view=closed",
    }
    if not wants_fragment(request):
        more["counts"] = shell_counts(count_worklists(user, today))
    return show_list(request, _PAGE, chosen, shown, rows, **more)


def _counted(count: int, has_more: bool) -> str:
    if not count:
        return _("No request found")
    if has_more:
        return ngettext("%(n)s request on this page", "%(n)s requests on this page", count) % {"n": count}
    return ngettext("%(n)s request", "%(n)s requests", count) % {"n": count}


_PAGE = ListPage(
    name="requests",
    words=_WORDS,
    css="cases",
    bulk="requests/bulk_bar.html",
    look="list_look",
    first_filters=("view", "sort"),
    more_filters=("carrier", "assignee", "turn", "due", "stage", "kind", "tag"),
    counted=_counted,
)
