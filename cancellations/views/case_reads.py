"""What is read of one case: the case itself, its steps, its history, what is known of its carrier."""

from django.http import Http404
from django.urls import reverse

from cancellations.models import Cancellation, CarrierFact, Event, RequestNumber, Step
from cancellations.views.http import AuthedHttpRequest

SHOWN_EVENTS = 20


POLICY_KINDS = frozenset(
    {
        "procedure",
        "documents",
        "notice_period",
        "processing_time",
        "fee",
        "refund",
        "inactivity",
        "suspension",
        "esim",
    }
)


def find_case(request: AuthedHttpRequest, reference: str) -> Cancellation:
    """The case if it is the user's workspace's. Raises Http404 for foreign and missing ones alike."""
    cases = Cancellation.objects.visible_to(request.user).select_related("sim", "carrier", "assignee")
    try:
        return cases.get(reference=_readable(reference))
    except Cancellation.DoesNotExist:
        raise Http404 from None


def lock_case(request: AuthedHttpRequest, reference: str) -> Cancellation:
    """As find_case, for a change."""
    try:
        return Cancellation.objects.visible_to(request.user).lock(_readable(reference))
    except Cancellation.DoesNotExist:
        raise Http404 from None


def _readable(reference: str) -> str:
    if not reference.isprintable():  # PostgreSQL would fail on a NUL
        raise Http404
    return reference


def case_url(reference: str, key: str = "") -> str:
    url = reverse("request", args=[reference])
    return f"{url}#step-{key}" if key else url


def split_steps(case: Cancellation) -> tuple[list[Step], list[Step]]:
    """The present round's steps in order, and those of earlier rounds; one query."""
    every = Step.objects.filter(workspace_id=case.workspace_id, cancellation=case)
    rows = sorted(every, key=lambda step: (step.round, step.position))
    current = sorted((step for step in rows if step.is_current), key=lambda step: step.position)
    return current, [step for step in rows if not step.is_current]


def earlier_steps(case: Cancellation) -> list[Step]:
    if case.round == 1:
        return []
    old = Step.objects.filter(workspace_id=case.workspace_id, cancellation=case, is_current=False)
    return list(old.order_by("round", "position"))


def newest_events(request: AuthedHttpRequest, case: Cancellation) -> tuple[list[Event], bool]:
    """The newest events, and whether there are older ones."""
    shown = None if request.GET.get("events") == "all" else SHOWN_EVENTS
    of_case = Event.objects.filter(workspace_id=case.workspace_id, cancellation=case).order_by("-id")
    events = list(of_case[: shown + 1] if shown else of_case)
    return events[:shown], shown is not None and len(events) > shown


def known_facts(case: Cancellation, *, policy: bool) -> list[CarrierFact]:
    kinds = {"phone", *POLICY_KINDS} if policy else {"phone"}
    facts = CarrierFact.objects.filter(workspace_id=case.workspace_id, carrier_id=case.carrier_id)
    return list(facts.filter(kind__in=kinds).shown())


def request_numbers(case: Cancellation) -> list[RequestNumber]:
    return list(RequestNumber.objects.filter(workspace_id=case.workspace_id, cancellation=case))
