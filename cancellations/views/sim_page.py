"""Everything that the page of one SIM card shows, made in Python: its template only prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cancellations.domain import formats
from cancellations.domain.identifiers import (
    IdentifierError,
    group_digits,
    mask_digits,
    mask_msisdn,
    parse_iccid,
    parse_msisdn,
    show_msisdn,
)
from cancellations.domain.playbook import SimKind
from cancellations.domain.roles import Right
from cancellations.domain.sim_words import DOUBTS, SIM_FIELDS
from cancellations.domain.situation import SimStatus
from cancellations.domain.words import SIM_KINDS, SIM_STATUSES, Words
from cancellations.models import Cancellation, Event, Sim
from cancellations.views.case_history import TimelineItem, items_of
from cancellations.views.http import AuthedHttpRequest, page, wants_fragment
from cancellations.views.short_list import short_list
from cancellations.views.sim_rows import WITH_A_CONTRACT

TEMPLATE = "sims/detail.html"
MOST_CASES = 20
MOST_EVENTS = 50


@dataclass(frozen=True)
class IdentifierView:
    """A number of the card as it may be seen, and in words what is doubtful about it."""

    label: Words
    text: str
    doubts: list[Words]


def show_sim(request: AuthedHttpRequest, sim: Sim) -> HttpResponse:
    """The page of a card; for htmx the identifiers alone, in full or masked."""
    may_see = request.user.may(Right.SEE_IDENTIFIERS)
    in_full = may_see and "show" in request.GET
    context = {
        "sim": sim,
        "identifiers": list(_identifiers(sim, in_full=in_full)),
        "in_full": in_full,
        "may_see": may_see,
    }
    if not wants_fragment(request):
        context |= _rest(request, sim, timezone.localdate())
    return page(request, TEMPLATE, context, fragment="identifiers")


def _rest(request: AuthedHttpRequest, sim: Sim, today: date) -> dict[str, Any]:
    cases = Cancellation.objects.visible_to(request.user).filter(sim=sim)
    return {
        "kind": SIM_KINDS[SimKind(sim.kind)],
        "status": SIM_STATUSES[SimStatus(sim.status)],
        "facts": [(label, text) for label, text in _facts(sim) if text],
        "cases": short_list(cases.order_by("-pk")[:MOST_CASES], today, of_one_card=True),
        "can_be_cancelled": sim.status in WITH_A_CONTRACT,
        "open_case": cases.open_cases().values_list("reference", flat=True).first(),
        "timeline": _timeline(request, sim, today),
    }


def _identifiers(sim: Sim, *, in_full: bool) -> Iterator[IdentifierView]:
    show_number, show_digits = (show_msisdn, group_digits) if in_full else (mask_msisdn, mask_digits)
    if sim.msisdn:
        yield IdentifierView(SIM_FIELDS["msisdn"], show_number(sim.msisdn), list(_number_doubts(sim)))
    for name in ("iccid", "eid", "imsi", "imei"):
        value = getattr(sim, name)
        if value:
            doubts = _doubts(parse_iccid, value) if name == "iccid" else []
            yield IdentifierView(SIM_FIELDS[name], show_digits(value), list(doubts))


def _number_doubts(sim: Sim) -> Iterator[Words]:
    yield from _doubts(parse_msisdn, sim.msisdn)
    same = Sim.objects.filter(workspace_id=sim.workspace_id, msisdn=sim.msisdn)
    if same.exclude(pk=sim.pk).exists():
        yield DOUBTS["same_number"]


def _doubts(parse: Any, value: str) -> Iterator[Words]:
    """The warnings that the value was kept with."""
    try:
        warnings = parse(value).warnings
    except IdentifierError:
        return
    for remark in warnings:
        yield DOUBTS.get(remark.code, remark.code)


def _facts(sim: Sim) -> Iterator[tuple[Words, str]]:
    yield SIM_FIELDS["holder"], sim.holder
    yield SIM_FIELDS["plan"], sim.plan
    yield SIM_FIELDS["monthly_fee"], formats.money(sim.monthly_fee, sim.currency)
    yield SIM_FIELDS["billing_day"], str(sim.billing_day or "")
    yield SIM_FIELDS["devices"], "\n".join(sim.devices)
    yield SIM_FIELDS["note"], sim.note


def _timeline(request: AuthedHttpRequest, sim: Sim, today: date) -> list[TimelineItem]:
    events = Event.objects.visible_to(request.user).filter(sim=sim).select_related("by")
    return items_of(events.order_by("-pk")[:MOST_EVENTS], request.user, today)
