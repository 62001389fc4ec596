"""The site's addresses, and some that fail in every way a view can."""

import sqlite3
from collections.abc import Callable
from typing import NoReturn

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from config import urls as site

handler400 = site.handler400
handler403 = site.handler403
handler404 = site.handler404
handler429 = site.handler429
handler500 = site.handler500


def failing(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> NoReturn:
        raise error

    return view


@signed_in
def notes(request: AuthedHttpRequest) -> HttpResponse:
    """A page with a fragment, and a POST that leads back to it."""
    if request.method == "POST":
        return redirect_after(request, request.POST.get("to", "/notes/"))
    status = int(request.GET.get("status", "200"))
    if said := request.GET.get("said"):
        messages.success(request, said)
    return page(request, "errors/no_workspace.html", {}, fragment="problem", status=status)


urlpatterns = [
    path("notes/", notes),
    path("bad/", failing(SuspiciousOperation("odd"))),
    path("denied/", failing(PermissionDenied())),
    path("foreign/", failing(Http404("request 17 of another workspace"))),
    path("broken/", failing(ValueError("secret detail"))),
    path("locked/", failing(OperationalError("database is locked"))),
    path("full/", failing(OperationalError("database or disk is full"))),
    path("jobs-locked/", failing(sqlite3.OperationalError("database is locked"))),
    path("no-such-table/", failing(OperationalError("no such table: sim"))),
    *site.urlpatterns,
]
