"""What every view shares: the typed request, page or fragment, the redirect after a POST, who may come in."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.middleware import HtmxDetails

from cancellations.forms.signin import SignInForm
from cancellations.models import User
from cancellations.views.kept_form import sealed
from cancellations.views.private_words import without_words

P = ParamSpec("P")
Response = TypeVar("Response", bound=HttpResponseBase)  # a page, or a file that is streamed


class HtmxHttpRequest(HttpRequest):
    """Any request: django-htmx's middleware has looked at it."""

    htmx: HtmxDetails


class AuthedHttpRequest(HtmxHttpRequest):
    """A request that came through `signed_in`: somebody is signed in."""

    user: User


class SeeOther(HttpResponseRedirect):
    """303: whatever the method was, the next request is a GET."""

    status_code = 303


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only its partial called `fragment` when htmx swaps a part of the page.

    The same URL gives both; the middleware says so in Vary. A fragment brings along the messages that were
    said meanwhile. Status 422 and 409 put "Error:" before the page's title.
    """
    partial = fragment is not None and wants_fragment(request)
    filled = {**(context or {}), "failed": status in {409, 422}}
    response = render(request, f"{template}#{fragment}" if partial else template, filled, status=status)
    if partial:
        response.content += _said(request)
    return response


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page: not boosted, not Back or Forward, not the whole body."""
    htmx = _details(request)
    whole = htmx.boosted or htmx.history_restore_request or htmx.request_type == "full"
    return bool(htmx) and not whole


def redirect_after(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Where the browser goes after a POST that succeeded: 303 for plain forms, told by header to htmx.

    htmx would follow a 303 inside the fragment; HX-Redirect loads the page. A target that differs from the
    current page by its #anchor only would not load anything, so that page is refreshed instead.
    """
    url = resolve_url(to, *args, **kwargs)
    if not wants_fragment(request):
        return SeeOther(url)
    response = HttpResponse(status=204)
    if is_current_page(request, url):
        response["HX-Refresh"] = "true"
    else:
        response["HX-Redirect"] = iri_to_uri(url)
    return response


def is_current_page(request: HttpRequest, url: str) -> bool:
    """Whether htmx asks from a page that differs from `url` by its #anchor at most."""
    try:
        current = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # any text can stand in a header
        return False
    wanted = urlsplit(url)
    return (current.path, current.query) == (wanted.path, wanted.query)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address in the `next` parameter when it stays on this host, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted.startswith("/") and _is_local(request, wanted) else default


def authenticated(
    view: Callable[Concatenate[AuthedHttpRequest, P], Response],
) -> Callable[Concatenate[HttpRequest, P], Response | HttpResponse]:
    """Let in whoever is signed in; ask everybody else to sign in, without losing what they typed."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> Response | HttpResponse:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type] # signed in, as AuthedHttpRequest says

    return guarded


def signed_in(
    view: Callable[Concatenate[AuthedHttpRequest, P], Response],
) -> Callable[Concatenate[HttpRequest, P], Response | HttpResponse]:
    """Let in members of a workspace who are through the welcome page.

    Nobody signed in: the sign-in page, or 401 with a sign-in form for the dialog when htmx asks. Signed in
    but removed from the workspace: 403 and a page that says so. First run unfinished: the welcome page.
    """

    @wraps(view)
    def guarded(request: AuthedHttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> Response | HttpResponse:
        if request.user.member is None:
            return page(request, "errors/no_workspace.html", fragment="problem", status=403)
        if request.user.email is None:
            return redirect_after(request, "welcome")
        return view(request, *args, **kwargs)

    return authenticated(guarded)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if not wants_fragment(request):
        if kept := sealed(request):
            return page(request, "account/login.html", {"form": SignInForm(), "kept": kept}, status=401)
        came_for = request.get_full_path() if request.method in {"GET", "HEAD"} else _referring_path(request)
        came_for = without_words(came_for)
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': came_for})}")
    response = page(request, "account/again.html", fragment="form", status=401)
    response["HX-Retarget"] = "#dialog"
    response["HX-Reswap"] = "innerHTML"
    response["HX-Push-Url"] = "false"
    return response


def _referring_path(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if not came_from or not _is_local(request, came_from):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_local(request: HttpRequest, url: str) -> bool:
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())


def _details(request: HttpRequest) -> HtmxDetails:
    details = getattr(request, "htmx", None)
    return details if details is not None else HtmxDetails(request)


def _said(request: HttpRequest) -> bytes:
    said = list(get_messages(request))
    return render_to_string("shell/oob_messages.html", {"said": said}, request).encode() if said else b""
