"""SIM cards: a card's page, recording and changing them. Their list is in sims_list.py."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain.roles import Right
from cancellations.forms.sim import EditSimForm, SimForm
from cancellations.models import Event, Sim
from cancellations.views.conflict import Conflict, conflict_with
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed
from cancellations.views.sim_page import show_sim

_GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def detail(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """What is known of one card, its requests and its history. `?show` gives its numbers in full."""
    return show_sim(request, find_sim(request, pk))


@require_http_methods(_GET_OR_POST)
@signed_in
@replayed
def new(request: AuthedHttpRequest) -> HttpResponse:
    """Record a card; "and start cancelling" goes on with its request."""
    if request.method != "POST":
        request.user.must(Right.WORK)
        return _form_page(request, SimForm(user=request.user, initial=_wished(request)))
    added: list[Sim] = []
    with once(request, resolve_url("sims")) as posting:
        Sim.objects.hold(request.user.must(Right.WORK).workspace_id)  # what the form finds is what there is
        form = SimForm(request.POST, user=request.user)
        posting.run(
            form,
            lambda: added.append(Sim.objects.add(request.user, accepted=form.accepted, **form.facts())),
        )
        if posting.done:
            posting.led_to(url := _next_url(request, added[0]))
    if not posting.done:
        return _form_page(request, form, status=posting.status)
    messages.success(request, _("The card is recorded."))
    return redirect_after(request, url)


@require_http_methods(_GET_OR_POST)
@signed_in
@replayed
def edit(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a card."""
    sim = find_sim(request, pk)
    if request.method != "POST":
        request.user.must(Right.WORK)
        kept = {**_values(sim), "devices": "\n".join(sim.devices), "version": sim.version}
        return _form_page(request, EditSimForm(user=request.user, sim=sim, initial=kept), sim)
    url = resolve_url("sim", pk)
    with once(request, url) as posting:
        Sim.objects.hold(request.user.must(Right.WORK).workspace_id)  # what the form finds is what there is
        form = EditSimForm(request.POST, user=request.user, sim=sim)
        posting.run(form, lambda: _change(request, sim, form))
    if posting.done:
        messages.success(request, _("Saved."))
        return redirect_after(request, url)
    sim = find_sim(request, pk)
    conflict = _conflict(form, sim) if posting.status == 409 else None
    return _form_page(request, form, sim, conflict, posting.status)


def find_sim(request: AuthedHttpRequest, pk: int) -> Sim:
    """The card if it is the user's workspace's. Raises Http404 for foreign and missing ones alike."""
    try:
        return Sim.objects.visible_to(request.user).select_related("carrier").get(pk=pk)
    except Sim.DoesNotExist:
        raise Http404 from None


def _wished(request: AuthedHttpRequest) -> dict[str, str]:
    """What a link to the form fills in."""
    return {name: request.GET[name][:60] for name in ("carrier", "kind") if name in request.GET}


def _next_url(request: AuthedHttpRequest, sim: Sim) -> str:
    if "then_cancel" in request.POST:
        return f"{resolve_url('request_new')}?{urlencode({'sim': sim.pk})}"
    return resolve_url("sim", sim.pk)


def _change(request: AuthedHttpRequest, sim: Sim, form: EditSimForm) -> None:
    sim.edit(request.user, version=form.cleaned_data["version"], accepted=form.accepted, **form.facts())


def _form_page(
    request: AuthedHttpRequest,
    form: SimForm,
    sim: Sim | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "sim": sim, "conflict": conflict}
    return page(request, "sims/form.html", context, fragment="form", status=status)


def _conflict(form: EditSimForm, sim: Sim) -> Conflict:
    last = Event.objects.filter(sim=sim, kind="sim_edited").select_related("by").last()
    by = last.by.display_name if last and last.by else ""
    return conflict_with(form, _values(sim), version=sim.version, by=by)


def _values(sim: Sim) -> dict[str, Any]:
    """As the form's fields have them."""
    return {name: getattr(sim, name) for name in SimForm.base_fields if hasattr(sim, name)}
