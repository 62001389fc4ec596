"""What is read of one case: the case itself, its steps, its history, what is known of its carrier.

After the lists this is asked for most, so its SQL is written once.
"""

from functools import cache
from urllib.parse import quote

from django.http import Http404
from django.urls import reverse

from cancellations.domain.carrier_file import POLICY_KINDS
from cancellations.models import Cancellation, CarrierFact, Event, RequestNumber, Step
from cancellations.models.people import beside_name
from cancellations.models.statement import RowsOf
from cancellations.views.http import AuthedHttpRequest

SHOWN_EVENTS = 20
_STAND_IN = "LC-000000"


_CASE = RowsOf(
    lambda user, reference: Cancellation.objects.visible_to(user).whole().filter(reference=reference),
    by_text=True,
)
_LOCKED_CASE = RowsOf(
    lambda user, reference: (
        Cancellation.objects.visible_to(user).whole().select_for_update(of=("self",)).filter(reference=reference)
    ),
    by_text=True,
)
_EVENTS = RowsOf(
    lambda user, case_id: (
        Event.objects.visible_to(user)
        .filter(cancellation_id=case_id)
        .select_related("by")
        .defer(*beside_name("by"))
        .order_by("-id")[: SHOWN_EVENTS + 1]
    )
)
_PHONES = RowsOf(
    lambda user, carrier_id: CarrierFact.objects.visible_to(user).filter(carrier_id=carrier_id, kind="phone").shown()
)
_PHONES_AND_POLICY = RowsOf(
    lambda user, carrier_id: (
        CarrierFact.objects.visible_to(user)
        .filter(carrier_id=carrier_id, kind__in=["phone", *sorted(POLICY_KINDS)])
        .shown()
    )
)
_NUMBERS = RowsOf(lambda user, case_id: RequestNumber.objects.visible_to(user).filter(cancellation_id=case_id))


def find_case(request: AuthedHttpRequest, reference: str) -> Cancellation:
    """The case if it is the user's workspace's. Raises Http404 for foreign and missing ones alike."""
    return _found(_CASE, request, reference)


def lock_case(request: AuthedHttpRequest, reference: str) -> Cancellation:
    """As find_case, for a change: kept from changing until the transaction ends."""
    case = _found(_LOCKED_CASE, request, reference)
    case.hold()
    return case


def _found(cases: RowsOf[Cancellation], request: AuthedHttpRequest, reference: str) -> Cancellation:
    # PostgreSQL would fail on a NUL
    case = cases.first(request.user, reference) if reference.isprintable() else None
    if case is None:
        raise Http404
    return case


def case_url(reference: str, key: str = "") -> str:
    before, after = _around_reference()
    url = f"{before}{quote(reference)}{after}"
    return f"{url}#step-{key}" if key else url


@cache
def _around_reference() -> tuple[str, str]:
    """What stands around the reference in a case's address: a page asks for a dozen, and reversing each is slow."""
    before, after = reverse("request", args=[_STAND_IN]).split(_STAND_IN)
    return before, after


def split_steps(case: Cancellation) -> tuple[list[Step], list[Step]]:
    """The present round's steps in order, and those of earlier rounds; one query."""
    every = Step.objects.of_case(case)
    current = sorted((step for step in every if step.is_current), key=lambda step: step.position)
    return current, [step for step in every if not step.is_current]


def earlier_steps(case: Cancellation) -> list[Step]:
    return [] if case.round == 1 else split_steps(case)[1]


def newest_events(request: AuthedHttpRequest, case: Cancellation) -> tuple[list[Event], bool]:
    """The newest events, and whether there are older ones."""
    if request.GET.get("events") == "all":
        every = Event.objects.visible_to(request.user).filter(cancellation=case).select_related("by")
        return list(every.order_by("-id")), False
    events = _EVENTS.rows(request.user, case.pk)
    return events[:SHOWN_EVENTS], len(events) > SHOWN_EVENTS


def known_facts(case: Cancellation, *, policy: bool) -> list[CarrierFact]:
    """What is known of the case's carrier: how to ring it and, with `policy`, how it lets its customers go."""
    return (_PHONES_AND_POLICY if policy else _PHONES).rows(case, case.carrier_id)


def request_numbers(case: Cancellation) -> list[RequestNumber]:
    return _NUMBERS.rows(case, case.pk)
