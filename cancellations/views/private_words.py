"""What is searched for, a name or a number, stands in the address of a page, so the address is told to nobody."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cancellations.forms.whose import HOLDER

P = ParamSpec("P")
Request = TypeVar("Request", bound=HttpRequest)
Response = TypeVar("Response", bound=HttpResponseBase)

WORDS = frozenset({"q", HOLDER})  # the name of every search field, and of a filter that says a person's name
QUIET = "strict-origin"  # not `no-referrer`: with that, browsers send `Origin: null`, and no form of the page is taken
# as they stand in a query string, or in an address that is itself part of one
_IN_QUERY = re.compile(rf"(?:^|[?&]|%3F|%26)(?:{'|'.join(sorted(WORDS))})(?:=|%3D)", re.IGNORECASE)


def keeps_words(
    view: Callable[Concatenate[Request, P], Response],
) -> Callable[Concatenate[Request, P], Response]:
    """Have the browser leave the page's path and words out of Referer, which proxies like to log.

    For pages that may get words into their address later, by htmx; of those that have them, the middleware knows.
    """

    @wraps(view)
    def quiet(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Response:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = QUIET
        return response

    return quiet


def has_words(query: str) -> bool:
    """Whether a query string, or the address of another page in it, says what was searched for."""
    return bool(_IN_QUERY.search(query))


def without_words(url: str) -> str:
    """`url` without what was searched for."""
    parts = urlsplit(url)
    if not has_words(parts.query):
        return url
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in WORDS]
    return urlunsplit(parts._replace(query=urlencode(kept)))
