"""What is known of a carrier, fact by fact: added, changed and checked, in place on the carrier's page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cancellations.domain.carrier_file import FactKind
from cancellations.domain.carrier_words import FACT_KINDS
from cancellations.domain.roles import Right
from cancellations.forms.base import VersionedForm
from cancellations.forms.carrier import FactForm, NewFactForm
from cancellations.models import Carrier, CarrierFact
from cancellations.views.carrier_page import show_fact
from cancellations.views.carriers import find_carrier
from cancellations.views.conflict import Conflict, conflict_with
from cancellations.views.http import AuthedHttpRequest, is_current_page, page, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed

_GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_OR_POST)
@signed_in
@replayed
def new(request: AuthedHttpRequest, slug: str) -> HttpResponse:
    """A fact that somebody of the workspace found out: first what it is about, then what is so."""
    carrier = find_carrier(request, slug)
    if request.method != "POST":
        request.user.must(Right.WORK)
        kind = _kind(request.GET.get("kind", ""))
        return _new_page(request, carrier, kind, NewFactForm(kind=kind) if kind else None)
    kind = _kind(request.POST.get("kind", ""))
    if kind is None:
        raise Http404
    added: list[CarrierFact] = []
    with once(request, resolve_url("carrier", slug)) as posting:
        form = NewFactForm(request.POST, kind=kind)
        add = CarrierFact.objects.add_own
        posting.run(form, lambda: added.append(add(carrier, request.user, kind=kind, **form.facts())))
    if not posting.done:
        return _new_page(request, carrier, kind, form, posting.status)
    messages.success(request, _("Saved."))
    return redirect_after(request, fact_url(added[0]))


@require_safe
@signed_in
def detail(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """One fact as the carrier's page shows it, for htmx; otherwise that page."""
    fact = find_fact(request, pk)
    return show_fact(request, fact) if wants_fragment(request) else redirect_after(request, fact_url(fact))


@require_http_methods(_GET_OR_POST)
@signed_in
@replayed
def edit(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """A fact in the workspace's own words; later releases leave it alone."""
    fact = find_fact(request, pk)
    if request.method != "POST":
        request.user.must(Right.WORK)
        return _edit_page(request, fact, _form_for(fact, None))
    with once(request, fact_url(fact)) as posting:
        form = _form_for(fact, request)
        posting.run(form, lambda: fact.edit(request.user, version=form.cleaned_data["version"], **form.facts()))
    if posting.done:
        return _saved(request, fact, _("Saved."))
    fact = find_fact(request, pk)
    conflict = None
    if posting.status == 409:
        by = fact.checked_by.display_name if fact.checked_by else ""
        conflict = conflict_with(form, _values(fact), version=fact.version, by=by)
    return _edit_page(request, fact, form, conflict, posting.status)


@require_POST
@signed_in
@replayed
def check(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """Somebody asked or looked today: it is still so."""
    fact = find_fact(request, pk)
    with once(request, fact_url(fact)) as posting:
        form = VersionedForm(request.POST)
        posting.run(form, lambda: fact.mark_checked(request.user, version=form.cleaned_data["version"]))
    if posting.done:
        return _saved(request, fact, _("Marked as checked today."))
    fact = find_fact(request, pk)
    if wants_fragment(request):
        return show_fact(request, fact, posting.status)
    messages.warning(request, _("This fact was changed in the meantime. Look at it again first."))
    return redirect_after(request, fact_url(fact))


def fact_url(fact: CarrierFact) -> str:
    """Where a fact stands on its carrier's page."""
    return f"{resolve_url('carrier', fact.carrier.slug)}#fact-{fact.pk}"


def find_fact(request: AuthedHttpRequest, pk: int) -> CarrierFact:
    """The fact if it may be seen. Raises Http404 for foreign, missing and untrusted ones alike."""
    facts = CarrierFact.objects.visible_to(request.user).shown().select_related("carrier", "checked_by")
    try:
        return facts.get(pk=pk)
    except CarrierFact.DoesNotExist:
        raise Http404 from None


def _saved(request: AuthedHttpRequest, fact: CarrierFact, said: str) -> HttpResponse:
    """The fact in its place on the carrier's page; from a page of its own, back to that page."""
    messages.success(request, said)
    own_page = is_current_page(request, resolve_url("fact_edit", fact.pk))
    in_place = wants_fragment(request) and not own_page
    return show_fact(request, fact) if in_place else redirect_after(request, fact_url(fact))


def _kind(name: str) -> FactKind | None:
    try:
        return FactKind(name)
    except ValueError:
        return None


def _values(fact: CarrierFact) -> dict[str, str]:
    """As the form's fields have them."""
    return {"text": fact.text, "number": fact.number, "source": fact.source}


def _form_for(fact: CarrierFact, request: AuthedHttpRequest | None) -> FactForm:
    return FactForm(
        request.POST if request else None,
        kind=fact.kind,
        initial={**_values(fact), "version": fact.version},
        auto_id=f"fact-{fact.pk}-%s",
    )


def _edit_page(
    request: AuthedHttpRequest,
    fact: CarrierFact,
    form: FactForm,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "carrier": fact.carrier,
        "fact": fact,
        "form": form,
        "kind": FACT_KINDS[FactKind(fact.kind)],
        "conflict": conflict,
    }
    return page(request, "carriers/fact.html", context, fragment="form", status=status)


def _new_page(
    request: AuthedHttpRequest,
    carrier: Carrier,
    kind: FactKind | None,
    form: NewFactForm | None,
    status: int = 200,
) -> HttpResponse:
    title = FACT_KINDS[kind] if kind else ""
    context = {"carrier": carrier, "kind": kind, "kinds": FACT_KINDS.items(), "form": form, "title": title}
    return page(request, "carriers/new_fact.html", context, fragment="form", status=status)
