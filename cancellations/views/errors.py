"""Error pages: in the reader's language, as a page, or as a fragment when htmx asks.

htmx swaps none of them in (noSwap in templates/shell/head.html): the form keeps what was typed, and app.js
says below it that it was not saved. None of them needs the database. A missing object and another workspace's
object give the same bytes. Whoever has a holder's link gets a page as plain as that one.
"""

import logging
import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cancellations.domain.evidence import MEGABYTE, MOST_BODY, MOST_BYTES
from cancellations.models.refusals import is_busy, is_full
from cancellations.models.storage import NO_ROOM, StorageFailed
from cancellations.views import holder_page
from cancellations.views.downloads import Crowded
from cancellations.views.http import wants_fragment

logger = logging.getLogger("lastcall")

RETRY_AFTER_SECONDS = 5
FOR_HOLDERS = "holder/problem.html"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be read, and what is too much to be read (413)."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _problem(
            request,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("This is too much text for one form"),
            _("Nothing was saved. Go back, shorten the text, or save it in parts."),
        )
    return _problem(
        request,
        HTTPStatus.BAD_REQUEST,
        _("This request could not be read"),
        _("Go back, check what you sent, and try again."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request,
        HTTPStatus.FORBIDDEN,
        _("You may not do this"),
        _("Your role does not allow it. Ask the owner of the workspace."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is nothing here"),
        _("The address may be mistyped, or what was here is gone."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _problem(
        request,
        HTTPStatus.FORBIDDEN,
        _("This page was open for too long"),
        _("Nothing was saved. Copy what you typed, reload the page and try again."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _problem(
        request,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("This is too much at once"),
        _("Nothing was saved. A file may have %(file)s MB, and all files of one form together %(all)s MB.")
        % {"file": MOST_BYTES // MEGABYTE, "all": MOST_BODY // MEGABYTE},
    )


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many attempts"),
        _("Wait a while and try again. Signing in with a one-time link from the console still works."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Anything unforeseen, and a busy database that was met outside a view."""
    exception = sys.exc_info()[1]
    busy = busy_database(request, exception) if isinstance(exception, Exception) else None
    return busy or _problem(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on our side"),
        _("It has been written to the log. Try again; what was saved before is safe."),
    )


def busy_database(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """503 when the database is locked or away, the disk full, the storage away or too many files under way; or None."""
    if _says_full(exception):
        title = _("Not saved: the disk is full")
        advice = _("What was saved before is safe and can be read. Free some space, then try again.")
    elif isinstance(exception, StorageFailed):
        title = _("Not possible: the files cannot be reached")
        advice = _("Nothing was saved, and nothing was lost but this one attempt. Try again in a while.")
    elif isinstance(exception, Crowded) and exception.by_own:
        title = _("Not now: you are downloading several files already")
        advice = _("Nothing is wrong with this one. Try again when one of the others is through.")
    elif isinstance(exception, Crowded):
        title = _("Not now: many files are being downloaded")
        advice = _("Nothing is wrong with yours. Try again when the others are through, in a minute perhaps.")
    elif is_busy(exception):
        title = _("Not saved: the database is busy")
        advice = _("Try again in a few seconds. Nothing was lost but this one attempt.")
    else:
        return None
    logger.error("unavailable: %s", exception)
    response = _problem(request, HTTPStatus.SERVICE_UNAVAILABLE, title, advice)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _says_full(exception: Exception) -> bool:
    if isinstance(exception, StorageFailed):
        return exception.full
    if isinstance(exception, OSError):
        return exception.errno in NO_ROOM
    return is_full(exception)


def _problem(request: HttpRequest, status: HTTPStatus, title: str, advice: str) -> HttpResponse:
    if request.path.startswith(holder_page.ADDRESSES):
        told = {"title": title, "advice": advice, "lang": holder_page.speak(request)}
        return holder_page.answer(told, status, FOR_HOLDERS)
    # rendered without the request: no user, no session and so no database
    template = "errors/problem.html#problem" if wants_fragment(request) else "errors/problem.html"
    body = render_to_string(template, {"title": title, "advice": advice})
    return HttpResponse(body, status=status)
