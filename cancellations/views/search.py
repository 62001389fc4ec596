"""The search: requests, SIM cards, contacts and carriers on one page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cancellations.domain.reference import parse_reference
from cancellations.domain.searching import LONGEST_TERM
from cancellations.domain.text import clean_line
from cancellations.models import Cancellation
from cancellations.models.worklists import count_worklists
from cancellations.templatetags.kept import address
from cancellations.views.counts import shell_counts
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in, wants_fragment
from cancellations.views.private_words import keeps_words
from cancellations.views.search_rows import Finder, Group

_ENOUGH = 3  # characters that the index finds in any script


@require_safe
@signed_in
@keeps_words
def search(request: AuthedHttpRequest) -> HttpResponse:
    """A few of each kind that contain the words. One of our references, typed in full, opens its request."""
    words = clean_line(request.GET.get("q", "")[:LONGEST_TERM])
    reference = parse_reference(words)
    if reference and Cancellation.objects.visible_to(request.user).filter(reference=reference).exists():
        if wants_fragment(request):
            return redirect_after(request, "request", reference)
        return redirect("request", reference)
    finder = Finder(words, request.user)
    groups = finder.groups() if finder.terms else []
    at = address("search")
    context: dict[str, Any] = {
        "words": words if finder.terms else "",
        "address": at,
        "groups": groups,
        "result": _result(groups) if finder.terms else "",
        "not_all": any(group.is_cut for group in groups),
        "is_short": 0 < len(words) < _ENOUGH,
        "announce": wants_fragment(request),
    }
    if not context["announce"]:
        context["counts"] = shell_counts(count_worklists(request.user, timezone.localdate()))
    response = page(request, "search/page.html", context, fragment="results")
    if context["announce"]:
        response["HX-Push-Url"] = f"{at}?{urlencode({'q': words})}" if words else at
    return response


def _result(groups: list[Group]) -> str:
    count = sum(len(group.hits) for group in groups)
    if not count:
        return _("Nothing found")
    if any(group.has_more for group in groups):
        return ngettext("The newest %(n)s hit", "The newest %(n)s hits", count) % {"n": count}
    return ngettext("%(n)s hit", "%(n)s hits", count) % {"n": count}
