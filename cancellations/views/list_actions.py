"""What one key does to a row of a list of cases, without leaving the list."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cancellations.domain.listing import REQUESTS, read_columns
from cancellations.models import Cancellation
from cancellations.models.own_lists import lists_of
from cancellations.views.case_reads import case_url, lock_case
from cancellations.views.http import AuthedHttpRequest, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed
from cancellations.views.rows import case_rows, cases_with_ids, rows_html


@require_POST
@signed_in
@replayed
def mine(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """I look after it from now on; the answer is its row with the columns that the list has at the moment."""
    with once(request, case_url(reference)):
        case: Cancellation = lock_case(request, reference)
        case.assign(request.user, to=request.user)
    if not wants_fragment(request):
        return redirect_after(request, case_url(reference))
    columns = read_columns(request.POST.get("columns", "")[:200], REQUESTS)
    rows = case_rows(cases_with_ids([case.pk]), timezone.localdate(), lists_of(request.user), columns)
    return HttpResponse(rows_html(rows, "requests/row.html", columns))
