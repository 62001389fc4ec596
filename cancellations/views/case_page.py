"""Everything that the page of one case shows, made in Python: its template only prints."""

import uuid
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.forms.renderers import get_default_renderer
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.carrier_file import POLICY_KINDS
from cancellations.domain.ending_words import ending_days
from cancellations.domain.money import read_money
from cancellations.domain.money_words import charge_label, charge_offer, money_lines
from cancellations.domain.places import local_time
from cancellations.domain.playbook import StepKey
from cancellations.domain.roles import Right
from cancellations.domain.situation import CaseFacts
from cancellations.forms.contact import DRAFT, ContactForm
from cancellations.forms.steps.base import StepForm
from cancellations.models import Cancellation, CarrierFact, Step
from cancellations.models.own_lists import lists_of
from cancellations.views.case_head import Link, head_of
from cancellations.views.case_history import items_of
from cancellations.views.case_reads import (
    case_url,
    earlier_steps,
    known_facts,
    newest_events,
    request_numbers,
    split_steps,
)
from cancellations.views.case_steps import StepList, earlier_rounds
from cancellations.views.deadlines import deadline_rows
from cancellations.views.evidence_panel import evidence_panel
from cancellations.views.http import AuthedHttpRequest, page, wants_fragment

TEMPLATE = "requests/case.html"


def show_case(
    request: AuthedHttpRequest,
    case: Cancellation,
    *,
    opened: StepForm | StepKey | None = None,
    fragment: str | None = None,
    steps: list[Step] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a case; for htmx only its fragment `case`: all but the log and what stands beside it."""
    whole = fragment is None or not wants_fragment(request)
    context = case_context(request, case, opened=opened, steps=steps, whole=whole)
    return page(request, TEMPLATE, {**context, **more}, fragment=fragment, status=status)


def case_context(
    request: AuthedHttpRequest,
    case: Cancellation,
    *,
    opened: StepForm | StepKey | None = None,
    steps: list[Step] | None = None,
    whole: bool = True,
) -> dict[str, Any]:
    """What the page prints. `steps`: as a verb has just left them, so that they are not read again."""
    today = timezone.localdate()
    current, earlier = (steps, earlier_steps(case)) if steps else split_steps(case)
    if opened is None and case.is_open and case.action_step:
        opened = StepKey(case.action_step)
    events, more = newest_events(request, case) if whole else ([], False)
    context = {"case": case, "can_work": request.user.may(Right.WORK), "urls": _urls(case)}
    told = (steps and case.last_facts) or case.facts(current)
    context |= head_of(request, case, today) | _steps(case, current, earlier, today, opened, told)
    context["days"] = [(label, formats.day(day, today)) for label, day in _days(case) if day]
    context["deadlines"] = deadline_rows(told, today)
    context["money"] = list(money_lines(read_money(current), today))
    if context["can_work"] and (case.confirmed_on or case.outcome):
        context["charge_offer"] = charge_offer(after_end=case.confirmed_on is not None)
    facts = known_facts(case, policy=opened is StepKey.POLICY) if whole or opened is StepKey.POLICY else []
    policy = [fact for fact in facts if fact.kind in POLICY_KINDS]
    context["policy_facts"] = [
        (fact, formats.short_day(fact.checked_on, today) or formats.partial_day(fact.as_of, today), fact.is_old(today))
        for fact in policy
    ]
    if whole:
        context |= _rail(case, facts, today) | empty_composer(request, case)
        context["evidence"] = evidence_panel(case, request.user)
        context |= {"timeline": items_of(events, request.user, today), "more_events": more}
        context |= {"tags": lists_of(request.user).names(case.tag_ids), "tags_url": f"{case_url(case.reference)}tags/"}
    return context


def empty_composer(request: AuthedHttpRequest, case: Cancellation) -> dict[str, Any]:
    """The composer before anybody typed; but for the draft's name it is the same everywhere."""
    fields = _composer_fields(get_language() or "en", case.wants_since)
    draft = f"{request.user.pk}:{case.reference}:note"
    return {
        "log_form": None,
        "log_key": str(uuid.uuid4()),
        "log_fields": SafeString(fields.replace(DRAFT, draft)),  # both are our own letters and digits
    }


@lru_cache(maxsize=64)
def _composer_fields(language: str, wants_since: date | None) -> SafeString:
    with override(language):
        form = ContactForm(case=Cancellation(wants_since=wants_since), today=timezone.localdate())
        return SafeString(get_default_renderer().render("requests/composer_fields.jinja", {"form": form}))


def _urls(case: Cancellation) -> dict[str, str]:
    url = case_url(case.reference)
    return {
        "case": url,
        "log": f"{url}log/",
        "evidence": f"{url}evidence/",
        "requests": _address("requests"),
        "sim": _address("sim", case.sim_id),
        "carrier": _address("carrier", case.carrier.slug),
    }


@lru_cache(maxsize=4096)
def _address(name: str, *of: int | str) -> str:
    """Kept: a page that is printed after each step asks for the same three."""
    return reverse(name, args=of)


def _steps(
    case: Cancellation,
    current: list[Step],
    earlier: list[Step],
    today: date,
    opened: StepForm | StepKey | None,
    facts: CaseFacts,
) -> dict[str, Any]:
    phases = StepList(case, current, today, opened, facts).phases()
    return {
        "phases": phases,
        "steps_settled": sum(phase.settled for phase in phases),
        "steps_total": len(current),
        "rounds": earlier_rounds(case, earlier, today),
    }


@dataclass(frozen=True)
class Phone:
    number: str
    uri: str
    text: str
    is_plain: bool


def _rail(case: Cancellation, facts: list[CarrierFact], today: date) -> dict[str, Any]:
    phones = [_phone(fact) for fact in facts if fact.kind == "phone"]
    return {
        "numbers": request_numbers(case) if case.submitted_on or case.request_number or case.round > 1 else [],
        "phones": phones,
        "bar": _bar(phones),
        "local_time": local_time(case.carrier.time_zone, timezone.now(), today),
    }


def _bar(phones: list[Phone]) -> list[Link]:
    """What a thumb reaches on a phone: ring if a number is known, else the next step; and the log."""
    first = phones[0].uri if phones else ""
    ring = Link(_("Ring and log"), first, "phone", css="primary-btn", call="log")
    go_on = Link(_("Next step"), "#next", "right", css="primary-btn")
    return [ring if first else go_on, Link(_("Log a contact"), "#log", "chat")]


def _phone(fact: CarrierFact) -> Phone:
    number = fact.number
    return Phone(number, f"tel:{quote(number, safe='+')}" if number else "", fact.text, fact.is_plain)


def _days(case: Cancellation) -> list[tuple[str, date | None]]:
    """The dates kept apart, each under its own name."""
    return [
        (_("End date asked for"), case.requested_end_date),
        (_("Submitted"), case.submitted_on),
        (_("Receipt"), case.acknowledged_on),
        (_("Promised by"), case.promised_by),
        (_("Carrier wants something since"), case.wants_since),
        (_("Confirmed"), case.confirmed_on),
        (_("Contract ends"), case.confirmed_end_date),
        (_("Checked that it ended"), case.verified_on),
        (charge_label(after_end=case.charged_first_on is not None), case.charged_on),
        *ending_days(case.outcome, case.ended_on, case.suspended_until),
        (_("Look again"), case.follow_up_on),
    ]
