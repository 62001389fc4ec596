"""Carriers: the list, a carrier's page, own carriers, and what the workspace says of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain.carrier_file import CarrierKind
from cancellations.domain.carrier_words import CARRIER_KINDS
from cancellations.domain.places import country_name
from cancellations.domain.roles import Right
from cancellations.domain.words import Words
from cancellations.forms.carrier import CarrierForm, EditCarrierForm, name_field
from cancellations.forms.filters import CarrierFilterForm
from cancellations.jobs import do_errands_soon
from cancellations.models import Cancellation, Carrier, Errand, Event
from cancellations.models.carrier import CarrierQuerySet
from cancellations.views.carrier_page import show_carrier
from cancellations.views.conflict import Conflict, conflict_with
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed
from cancellations.views.private_words import keeps_words

PAGE = 100
_GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class CarrierRow:
    slug: str
    name: str
    country: str
    kind: Words
    open_cases: int


@require_safe
@signed_in
@keeps_words
def index(request: AuthedHttpRequest) -> HttpResponse:
    """All carriers by name, narrowed by what the query string asks for."""
    carriers = Carrier.objects.visible_to(request.user)
    form = CarrierFilterForm(request.GET, countries=list(carriers.values_list("country", flat=True).distinct()))
    wanted = form.wanted()
    found = _narrowed(carriers.by_name(), wanted).after(request.GET.get("after", "").replace("\0", "")[:60])
    rows = list(found[: PAGE + 1])
    context = {
        "address": resolve_url("carriers"),
        "form": form,
        "filtered": bool(wanted),
        "rows": _rows(request, rows[:PAGE]),
        "result": _result(len(rows[:PAGE])),
    }
    if len(rows) > PAGE:
        query = request.GET.copy()
        query["after"] = rows[PAGE - 1].slug
        context["more"] = query.urlencode()
    return page(request, "carriers/index.html", context, fragment="results")


@require_safe
@signed_in
def detail(request: AuthedHttpRequest, slug: str) -> HttpResponse:
    """What is known of one carrier, and what is open there."""
    return show_carrier(request, find_carrier(request, slug))


@require_http_methods(_GET_OR_POST)
@signed_in
@replayed
def new(request: AuthedHttpRequest) -> HttpResponse:
    """A carrier of the workspace's own."""
    if request.method != "POST":
        request.user.must(Right.WORK)
        return _form_page(request, CarrierForm())
    added: list[Carrier] = []
    with once(request, resolve_url("carriers")) as posting:
        form = CarrierForm(request.POST)
        posting.run(form, lambda: added.append(Carrier.objects.add_own(request.user, **form.facts())))
        if posting.done:
            posting.led_to(url := resolve_url("carrier", added[0].slug))
    if not posting.done:
        return _form_page(request, form, status=posting.status)
    messages.success(request, _("%(name)s is added.") % {"name": added[0].name})
    return redirect_after(request, url)


@require_http_methods(_GET_OR_POST)
@signed_in
@replayed
def edit(request: AuthedHttpRequest, slug: str) -> HttpResponse:
    """What the workspace says of a carrier; open requests keep what they were opened with."""
    carrier = find_carrier(request, slug)
    if request.method != "POST":
        request.user.must(Right.WORK)
        kept = {**_values(carrier), "version": carrier.version}
        return _form_page(request, EditCarrierForm(initial=kept), carrier)
    url = resolve_url("carrier", slug)
    with once(request, url) as posting:
        form = EditCarrierForm(request.POST, initial=_values(carrier))
        moving: list[Errand | None] = []
        posting.run(form, lambda: moving.append(_edit(request, carrier, form)))
    if posting.done:
        messages.success(request, _("Saved."))
        if any(moving):
            messages.info(
                request, _("Its cards and requests are being sorted by the new name: see the background tasks.")
            )
        return redirect_after(request, url)
    carrier = find_carrier(request, slug)
    conflict = _conflict(form, carrier) if posting.status == 409 else None
    return _form_page(request, form, carrier, conflict, posting.status)


def _edit(request: AuthedHttpRequest, carrier: Carrier, form: EditCarrierForm) -> Errand | None:
    moving = carrier.edit(request.user, version=form.cleaned_data["version"], **form.facts())
    if moving:
        do_errands_soon()
    return moving


def find_carrier(request: AuthedHttpRequest, slug: str) -> Carrier:
    """The carrier if it is the user's workspace's. Raises Http404 for foreign and missing ones alike."""
    try:
        return Carrier.objects.visible_to(request.user).get(slug=slug)
    except Carrier.DoesNotExist:
        raise Http404 from None


def _narrowed(carriers: CarrierQuerySet, wanted: dict[str, Any]) -> CarrierQuerySet:
    exact = {name: wanted[name] for name in ("country", "kind") if name in wanted}
    return carriers.filter(**exact).search(wanted.get("q", ""))


def _result(count: int) -> str:
    if not count:
        return _("No carrier found")
    return ngettext("%(n)s carrier", "%(n)s carriers", count) % {"n": count}


def _rows(request: AuthedHttpRequest, carriers: list[Carrier]) -> list[CarrierRow]:
    open_cases = Cancellation.objects.visible_to(request.user).open_cases().filter(carrier__in=carriers)
    counts = dict(open_cases.order_by().values_list("carrier").annotate(Count("pk")))
    return [
        CarrierRow(
            carrier.slug,
            carrier.name,
            country_name(carrier.country),
            CARRIER_KINDS[CarrierKind(carrier.kind)],
            counts.get(carrier.pk, 0),
        )
        for carrier in carriers
    ]


def _form_page(
    request: AuthedHttpRequest,
    form: CarrierForm,
    carrier: Carrier | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "carrier": carrier, "conflict": conflict}
    return page(request, "carriers/form.html", context, fragment="form", status=status)


def _conflict(form: EditCarrierForm, carrier: Carrier) -> Conflict:
    last = Event.objects.filter(carrier=carrier, kind="carrier_edited").select_related("by").last()
    by = last.by.display_name if last and last.by else ""
    return conflict_with(form, _values(carrier), version=carrier.version, by=by)


def _values(carrier: Carrier) -> dict[str, Any]:
    """As the form's fields have them."""
    names = {name_field(language): name for language, name in carrier.names.items()}
    return names | {
        name: getattr(carrier, name)
        for name in EditCarrierForm.base_fields
        if hasattr(carrier, name) and name != "version"
    }
