"""What of the workspace can be taken along: everything at once for its owner, and what was taken by whom."""

from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cancellations.domain import formats
from cancellations.domain.export_words import which_export
from cancellations.domain.roles import Right
from cancellations.errands.archive import KIND, archive_asked
from cancellations.models import Event
from cancellations.models.exporting import latest_exports
from cancellations.views.errands import asked_once
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in

MOST = 50


@dataclass(frozen=True)
class Row:
    what: str
    who: str
    when: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def data(request: AuthedHttpRequest) -> HttpResponse:
    """GET: the latest exports, the owner's of everybody. POST: an errand that puts everything into one archive."""
    if request.method != "POST":
        return _page(request)
    request.user.must(Right.MANAGE)
    answer: HttpResponse = _archive(request)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator] # allauth has no types
def _archive(request: AuthedHttpRequest) -> HttpResponse:
    """Whoever finds the browser open does not leave with everything: the password is asked for, if not just given."""
    what = archive_asked(identity="identity" in request.POST)
    return redirect_after(request, "errand", asked_once(request, KIND, what, title=gettext_lazy("Everything")))


def _page(request: AuthedHttpRequest) -> HttpResponse:
    owner = request.user.may(Right.MANAGE)
    exports = latest_exports(request.user)
    rows = (exports if owner else exports.filter(by=request.user))[:MOST]
    context = {
        "url": reverse("data"),
        "owner": owner,
        "rows": [_row(event) for event in rows],
        "lists": [(reverse(f"{name}_export"), words) for name, words in _lists()],
    }
    return page(request, "settings/data.html", context)


def _lists() -> list[tuple[str, str]]:
    return [("requests", _("Export the requests")), ("sims", _("Export the SIM cards"))]


def _row(event: Event) -> Row:
    when = formats.moment(timezone.localtime(event.at), timezone.localdate())
    return Row(which_export(event.payload), event.by.display_name if event.by else "", when)
