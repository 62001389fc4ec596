"""The dossier of a case: its page, which prints, and the same as PDF and as ZIP."""

import hashlib
import io
from typing import IO

from django.http import HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cancellations.domain.errors import NotPossible
from cancellations.domain.roles import Right
from cancellations.exchange.bundle import bundle
from cancellations.exchange.dossier import dossier_of
from cancellations.exchange.page import CSS
from cancellations.exchange.printing import print_dossier
from cancellations.exchange.reading import CaseRows, read_case
from cancellations.views.case_reads import find_case
from cancellations.views.downloads import handed_out, only_with
from cancellations.views.http import AuthedHttpRequest, page, signed_in


@require_safe
@never_cache
@signed_in
def dossier(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """All of the case on one page, for reading and printing. Whoever may not see numbers gets them masked."""
    return _page(request, read_case(find_case(request, reference), request.user))


@require_POST
@signed_in
def pdf(request: AuthedHttpRequest, reference: str) -> HttpResponseBase:
    """The same on A4. A POST, since the timeline tells of it."""
    rows = read_case(find_case(request, reference), request.user)
    made = print_dossier(dossier_of(rows), at=rows.made_at)
    return _handed_out(rows, io.BytesIO(made), "pdf", "application/pdf")


@require_POST
@signed_in
def archive(request: AuthedHttpRequest, reference: str) -> HttpResponseBase:
    """The same with the evidence; identity documents only when `identity` is ticked, by those who may open them."""
    case = find_case(request, reference)
    rows = read_case(case, request.user, identity="identity" in request.POST)
    try:
        file = bundle(rows)
    except NotPossible as refused:
        return _page(request, rows, trouble=str(refused.message), status=422)
    return _handed_out(rows, file, "zip", "application/zip")


def _handed_out(rows: CaseRows, file: IO[bytes], form: str, media_type: str) -> HttpResponseBase:
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # any open file will do
    identity = sum(row.is_identity and row.is_present for row in rows.evidence)
    file.seek(0)
    answer = handed_out(rows.reader, file, f"{rows.case.reference}-{rows.today:%Y-%m-%d}.{form}", media_type)
    with only_with(answer):
        rows.case.dossier_made(rows.reader, form=form, sha256=digest, identity=identity)
    return answer


def _page(request: AuthedHttpRequest, rows: CaseRows, *, trouble: str = "", status: int = 200) -> HttpResponse:
    context = {
        "case": rows.case,
        "dossier": dossier_of(rows),
        "url": reverse("dossier", args=[rows.case.reference]),
        "css_url": static(CSS),
        "may_see": request.user.may(Right.SEE_IDENTIFIERS),
        "trouble": trouble,
    }
    return page(request, "dossier/page.html", context, status=status)
