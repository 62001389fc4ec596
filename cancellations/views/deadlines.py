"""The deadlines of a case: a short list beside it, and a page that shows how each day was counted."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cancellations.domain.carrier_file import POLICY_KINDS
from cancellations.domain.deadline_words import day_of, explain, title_of
from cancellations.domain.deadlines.of_case import deadlines_of
from cancellations.domain.situation import CaseFacts
from cancellations.models import Cancellation, CarrierFact
from cancellations.views.case_reads import find_case, split_steps
from cancellations.views.http import AuthedHttpRequest, page, signed_in, wants_fragment


@dataclass(frozen=True)
class DeadlineRow:
    key: str
    title: str
    day: str


def deadline_rows(facts: CaseFacts, today: date) -> list[DeadlineRow]:
    """What is still to come, for the list beside the case; how it was counted is fetched when it is opened."""
    return [
        DeadlineRow(one.key, title_of(one), day_of(one, today)) for one in deadlines_of(facts) if one.met_on is None
    ]


@require_safe
@signed_in
def deadlines(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """How each day was counted. For htmx only the one that is asked for by `of`."""
    case, today = find_case(request, reference), timezone.localdate()
    steps, _earlier = split_steps(case)
    explained = [explain(one, today) for one in deadlines_of(case.facts(steps))]
    context = {"case": case, "explained": explained}
    if wants_fragment(request):
        wanted = [one for one in explained if one.key == request.GET.get("of")]
        return page(request, "requests/deadlines.html", {**context, "explained": wanted}, fragment="counted")
    context["old_facts"] = _old_facts(case, today)
    return page(request, "requests/deadlines.html", context)


def _old_facts(case: Cancellation, today: date) -> int:
    """How many of the facts that requests to this carrier count on are to be checked again now."""
    facts = CarrierFact.objects.filter(workspace_id=case.workspace_id, carrier_id=case.carrier_id)
    return sum(fact.is_old(today) for fact in facts.filter(kind__in=POLICY_KINDS).shown())
