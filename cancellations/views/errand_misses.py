"""Everything that an errand could not do, as a file: its page names the first of them only."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cancellations.exchange.export.csv_file import MEDIA_TYPE, csv_chunks
from cancellations.exchange.export.table import Table
from cancellations.models import Errand, ErrandMiss
from cancellations.views.downloads import streamed
from cancellations.views.http import AuthedHttpRequest, signed_in

_AT_ONCE = 2_000


@require_safe
@signed_in
def missed(request: AuthedHttpRequest, pk: int) -> HttpResponseBase:
    """What could not be done, why, and the page that it is about; for whoever sees the errand."""
    errand = get_object_or_404(Errand.objects.visible_to(request.user), pk=pk)
    if not errand.missed:
        raise Http404
    misses = ErrandMiss.objects.visible_to(request.user).filter(errand=errand).order_by("id")
    rows = (
        (label, why, request.build_absolute_uri(address) if address else "")
        for label, why, address in misses.values_list("label", "why", "address").iterator(chunk_size=_AT_ONCE)
    )
    name = _("What could not be done")
    table = Table(name, [_("Request or SIM card"), _("Reason"), _("Address")], rows)
    return streamed(request.user, csv_chunks(table), f"{name} {errand.pk}.csv", MEDIA_TYPE)
