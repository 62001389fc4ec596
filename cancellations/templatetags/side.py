"""The navigation beside every page: printed once for all pages that show the same in it.

It is the larger part of the frame that pages stand in, and prints as slowly as a short page. Two things in it are
each page's own, and are put in whenever it is shown: the token of its forms, and the address they lead back to.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cancellations.domain.roles import Right
from cancellations.domain.worklist import IN_SIDEBAR, WORKLISTS
from cancellations.models import User
from cancellations.models.own_lists import ViewLink, lists_of
from cancellations.templatetags.kept import address

register = template.Library()

MOST_SAVED = 20  # the others are in the settings
WITH_KEYS = 9  # G and a digit opens these

_TOKEN, _BACK = "\0token\0", "\0back\0"  # no text of ours or of a user's has a NUL
_LEADS_TO = ("today", "requests", "sims", "carriers", "calls", "reports", "settings")
_AT_THIS_PAGE = format_html(' aria-current="{}"', "page")
_BELOW_THIS_PAGE = format_html(' aria-current="{}"', "true")


@dataclass(frozen=True, slots=True)
class Look:
    """All that makes one navigation look different from another. `here`: for each link, what marks it as present."""

    name: str
    initial: str
    workspace: str
    can_work: bool
    counts: tuple[tuple[str, str], ...]
    view: str
    saved: tuple[ViewLink, ...]
    opened: int | None
    here: tuple[str, ...]
    language: str


@register.simple_tag(takes_context=True)
def side(context: template.Context) -> SafeString:
    """The navigation for this page, with as many cases as are counted on it, and the present place marked."""
    request: HttpRequest = context["request"]
    user: User = context["user"]
    look = Look(
        name=user.display_name,
        initial=user.initial,
        workspace=user.workspace.name if user.workspace else "",
        can_work=user.may(Right.WORK),
        counts=tuple((context.get("counts") or {}).items()),
        view=str(context.get("view", "")),
        saved=lists_of(user).views[:MOST_SAVED],
        opened=opened.pk if isinstance(opened := context.get("saved"), ViewLink) else None,
        here=tuple(_mark(request.path, name) for name in _LEADS_TO),
        language=get_language() or "en",
    )
    own = {"token": escape(str(context["csrf_token"])), "back": escape(request.get_full_path())}
    # the template escapes what it prints, and both of these are escaped
    return SafeString(_printed(look) % own)


@lru_cache(maxsize=512)
def _printed(look: Look) -> str:
    """The navigation, with %(token)s and %(back)s for what is each page's own."""
    counts = dict(look.counts)
    links = [
        {
            "url": f"{address('requests')}?view={one}",
            "look": WORKLISTS[one],
            "count": counts.get(one.value, ""),
            "is_here": one == look.view,
        }
        for one in IN_SIDEBAR
    ]
    saved = [
        {
            "url": f"{address(one.listing)}?saved={one.pk}{'&' if one.query else ''}{one.query}",
            "name": one.name,
            "is_shared": one.is_shared,
            "is_here": one.pk == look.opened,
            "digit": place if place <= WITH_KEYS else None,
        }
        for place, one in enumerate(look.saved, start=1)
    ]
    here = dict(zip(_LEADS_TO, look.here, strict=True))
    filled = {
        **asdict(look),
        "counts": counts,
        "here": here,
        "links": links,
        "saved": saved,
        "csrf_token": _TOKEN,
        "back": _BACK,
    }
    printed = render_to_string("shell/side.html", filled).replace("%", "%%")
    return printed.replace(_TOKEN, "%(token)s").replace(_BACK, "%(back)s")


def _mark(path: str, name: str) -> str:
    """aria-current for the link to the URL called `name`: "page" on it, "true" anywhere below it."""
    target = address(name)
    if path == target:
        return _AT_THIS_PAGE
    return _BELOW_THIS_PAGE if target != "/" and path.startswith(target) else ""
