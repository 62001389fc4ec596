"""Saved views: made from a list's filter, and put in order in the settings."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cancellations.domain.listing import REQUESTS, SIMS
from cancellations.domain.roles import Right
from cancellations.forms.saved_view import SavedViewForm
from cancellations.models import SavedView
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed

_NAMES = {REQUESTS.name: gettext_lazy("Requests"), SIMS.name: gettext_lazy("SIM cards")}
_WITH_KEYS = 9  # G and a digit opens these


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def index(request: AuthedHttpRequest) -> HttpResponse:
    """All views that the user has, to be renamed, shared, moved and deleted; POST keeps a filter as a new one."""
    if request.method != "POST":
        return _shown(request, None)
    made: list[SavedView] = []
    with once(request, reverse("saved_views"), right=None) as posting:
        form = SavedViewForm(request.POST, by=request.user)
        posting.run(form, lambda: made.append(SavedView.objects.add(request.user, **form.facts())))
        if posting.done:
            posting.led_to(view_url(made[0]))
    if not posting.done:
        return _shown(request, form, status=posting.status)
    messages.success(request, _("The view is saved."))
    return redirect_after(request, view_url(made[0]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def change(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """GET opens the view in its list. POST: what `do` says is done to it."""
    if request.method != "POST":
        return redirect_after(request, view_url(_find(request, pk)))
    view, do = _find(request, pk), request.POST.get("do", "")
    if do not in _VERBS:
        raise Http404
    with once(request, reverse("saved_views"), right=None) as posting:
        told = {**request.POST.dict(), "listing": view.listing}  # whose filters `query` is read as
        form = SavedViewForm(told if do == "rename" else {**told, "name": view.name}, by=request.user)
        posting.run(form, lambda: _VERBS[do](view, request, form.cleaned_data))
    if not posting.done:
        return _shown(request, form, failed=view.pk, status=posting.status)
    return redirect_after(request, view_url(view) if do == "update" else reverse("saved_views"))


def view_url(view: SavedView) -> str:
    query = f"&{view.query}" if view.query else ""
    return f"{reverse(view.listing)}?saved={view.pk}{query}"


_VERBS: dict[str, Callable[[SavedView, AuthedHttpRequest, dict[str, Any]], None]] = {
    "rename": lambda view, request, told: view.change(request.user, name=told["name"]),
    "update": lambda view, request, told: view.change(request.user, query=told["query"]),
    "share": lambda view, request, told: view.change(request.user, is_shared=True),
    "unshare": lambda view, request, told: view.change(request.user, is_shared=False),
    "up": lambda view, request, told: view.move(request.user, up=True),
    "down": lambda view, request, told: view.move(request.user, up=False),
    "remove": lambda view, request, told: view.remove(request.user),
}


def _find(request: AuthedHttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


def _shown(
    request: AuthedHttpRequest, form: SavedViewForm | None, *, failed: int | None = None, status: int = 200
) -> HttpResponse:
    """`failed`: the view whose `form` is wrong; its row keeps what was typed. Without it, the new view's."""
    typed = {failed: form.data.get("name", "")} if form and failed else {}
    views = SavedView.objects.visible_to(request.user).in_order().select_related("owner")
    rows = [
        {
            "view": view,
            "typed": typed.get(view.pk, view.name),
            "url": view_url(view),
            "may_change": view.may_change(request.user),
            "may_share": request.user.may(Right.WORK),
            "key": place if place <= _WITH_KEYS else None,
            "listing": _NAMES[view.listing],
            "of": "" if view.owner_id == request.user.pk else view.owner.display_name,
        }
        for place, view in enumerate(views, start=1)
    ]
    context = {"rows": rows, "form": form, "failed_row": failed}
    return page(request, "settings/views.html", context, fragment="list", status=status)
