"""Everything that a carrier's page shows, made in Python: its template only prints."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.carrier_file import CarrierKind, FactKind, ProcessingUnit
from cancellations.domain.carrier_words import CARRIER_KINDS, FACT_KINDS, SECTIONS, TIERS, UNITS, Section
from cancellations.domain.places import country_name, local_time
from cancellations.domain.playbook import StepKey
from cancellations.domain.words import STEPS, Words
from cancellations.models import Cancellation, Carrier, CarrierFact, Event
from cancellations.views.carrier_figures import figure_lines
from cancellations.views.case_history import TimelineItem, items_of
from cancellations.views.http import AuthedHttpRequest, page
from cancellations.views.short_list import ShortCase, short_list

TEMPLATE = "carriers/detail.html"
OPEN_CASES = 10
MOST_EVENTS = 30
_DIALS_FROM_ANYWHERE = "+"  # E.164; a short code reaches somebody else from another network


@dataclass(frozen=True)
class FactView:
    """One fact, ready to be printed. `form_key`: for the button that marks it as checked."""

    id: int
    version: int
    text: str
    note: str
    number: str
    source: str
    source_url: str
    details: list[Words]
    is_plain: bool
    is_old: bool
    form_key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def is_dialled(self) -> bool:
        return self.number.startswith(_DIALS_FROM_ANYWHERE)


@dataclass(frozen=True)
class Line:
    """What is known of one kind; nothing, when it has no facts."""

    kind: FactKind
    label: Words
    facts: list[FactView]


@dataclass(frozen=True)
class SectionView:
    title: Words
    icon: str
    lines: list[Line]


def show_carrier(request: AuthedHttpRequest, carrier: Carrier) -> HttpResponse:
    """The page of a carrier."""
    today = timezone.localdate()
    facts = carrier.facts.shown().select_related("checked_by")
    cases, more = _open_cases(request, carrier, today)
    context = {
        "carrier": carrier,
        "kind": CARRIER_KINDS[CarrierKind(carrier.kind)],
        "country": country_name(carrier.country),
        "local_time": local_time(carrier.time_zone, timezone.now(), today),
        "sections": _sections(facts, today),
        "days": _days(carrier),
        "figures": figure_lines(carrier, request.user),
        "cases": cases,
        "more_cases": more,
        "timeline": _timeline(request, carrier, today),
    }
    return page(request, TEMPLATE, context)


def show_fact(request: AuthedHttpRequest, fact: CarrierFact, status: int = 200) -> HttpResponse:
    """One fact of that page, for htmx; `status` 409 adds that it was changed meanwhile."""
    context = {"carrier": fact.carrier, "fact": fact_view(fact, timezone.localdate())}
    return page(request, TEMPLATE, context, fragment="fact", status=status)


def fact_view(fact: CarrierFact, today: date) -> FactView:
    return FactView(
        id=fact.pk,
        version=fact.version,
        text=fact.text,
        note=fact.note_text,
        number=fact.number,
        source=urlsplit(fact.source_url).netloc.removeprefix("www.") or fact.source,
        source_url=fact.source_url,
        details=list(_details(fact, today)),
        is_plain=fact.is_plain,
        is_old=fact.is_old(today),
    )


def _details(fact: CarrierFact, today: date) -> Iterable[Words]:
    """What tells how far a fact is to be trusted: the kind of source, its date, who checked it when."""
    yield TIERS.get(fact.tier, "")
    if fact.as_of:
        yield formats.partial_day(fact.as_of, today)
    if fact.checked_on:
        who = fact.checked_by.display_name if fact.checked_by else ""
        day = formats.short_day(fact.checked_on, today)
        yield _("checked on %(day)s by %(name)s") % {"day": day, "name": who}
    elif not fact.as_of:
        yield _("undated")


def _sections(facts: Iterable[CarrierFact], today: date) -> list[SectionView]:
    by_kind: dict[str, list[FactView]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact_view(fact, today))
    return [SectionView(section.title, section.icon, list(_lines(section, by_kind))) for section in SECTIONS]


def _lines(section: Section, by_kind: dict[str, list[FactView]]) -> Iterable[Line]:
    for kind in section.kinds:
        facts = by_kind.get(kind, [])
        if facts or kind in section.always:
            yield Line(kind, FACT_KINDS[kind], facts)


def _days(carrier: Carrier) -> list[tuple[Words, Words]]:
    """What new requests count with, and where the carrier says nothing."""
    days: list[tuple[Words, Words]] = [
        (_("Until a receipt"), _count(carrier.receipt_days)),
        (_("Until the confirmation"), _until_the_answer(carrier)),
        (_("Notice before the end"), _count(carrier.notice_days)),
        (_("Until a refund"), _count(carrier.refund_days)),
    ]
    left_out = formats.several(STEPS[StepKey(step)] for step in carrier.not_applicable_steps)
    return [*days, (_("Steps left out"), left_out)] if left_out else days


def _until_the_answer(carrier: Carrier) -> Words:
    if carrier.processing_unit == Carrier.Unit.BILLING_MONTH:
        return UNITS[ProcessingUnit.BILLING_MONTH]
    return _count(carrier.processing_days, working=carrier.processing_unit == Carrier.Unit.WORKING)


def _count(days: int | None, *, working: bool = False) -> str:
    if days is None:
        return _("not known")
    if working:
        return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _open_cases(request: AuthedHttpRequest, carrier: Carrier, today: date) -> tuple[list[ShortCase], bool]:
    """The first few that are due, and whether there are more."""
    cases = Cancellation.objects.visible_to(request.user).open_cases().filter(carrier=carrier)
    rows = short_list(cases.order_by("due_on", "pk")[: OPEN_CASES + 1], today)
    return rows[:OPEN_CASES], len(rows) > OPEN_CASES


def _timeline(request: AuthedHttpRequest, carrier: Carrier, today: date) -> list[TimelineItem]:
    """Who changed or checked what, newest first."""
    events = Event.objects.visible_to(request.user).filter(carrier=carrier).select_related("by")
    return items_of(events.order_by("-pk")[:MOST_EVENTS], request.user, today)
