"""Everything that the page of one case shows, made in Python: its template only prints."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.forms.renderers import get_default_renderer
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.badge import badge, is_overdue
from cancellations.domain.derivation import is_movable
from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.places import local_time
from cancellations.domain.playbook import StepKey
from cancellations.domain.roles import Right
from cancellations.domain.sentences import Sentence, sentence
from cancellations.domain.situation import Action, Stage
from cancellations.domain.words import ACTIONS, SIM_KINDS, STAGES, STEP_HELP, Look
from cancellations.forms.contact import DRAFT, ContactForm
from cancellations.forms.steps.base import StepForm
from cancellations.models import Cancellation, CarrierFact, Event, RequestNumber, Step
from cancellations.models.people import attach_people
from cancellations.views.case_steps import StepList, earlier_rounds
from cancellations.views.http import AuthedHttpRequest, page, wants_fragment

SHOWN_EVENTS = 20
TEMPLATE = "requests/case.html"


@dataclass(frozen=True)
class TimelineItem:
    id: int
    said: Sentence
    when: str
    iso: str
    by: str


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


def situation_now(request: AuthedHttpRequest, case: Cancellation) -> list[tuple[str, str]]:
    """Where the case stands and what happened last: for somebody whose form has been overtaken."""
    today = timezone.localdate()
    last = Event.objects.filter(workspace_id=case.workspace_id, cancellation=case).select_related("by").last()
    happened = item_of(last, today) if last else None
    shown = [
        (_("Stage"), str(STAGES[Stage(case.stage)].label)),
        (_("Next step"), str(ACTIONS[Action(case.action)].label)),
        (_("Due"), formats.day(case.due, today)),
        (_("Last change"), f"{happened.said.title} {happened.said.text}".strip() if happened else ""),
        (_("By"), happened.by if happened else ""),
    ]
    return [(label, text) for label, text in shown if text]


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
    current, earlier = (steps, _earlier(case)) if steps else _split(case)
    if opened is None and case.is_open and case.action_step:
        opened = StepKey(case.action_step)
    events, more = newest_events(request, case) if whole else ([], False)
    attach_people(request.user, (current, "settled_by"), (earlier, "settled_by"), (events, "by"))
    context = {"case": case, "can_work": request.user.may(Right.WORK), "urls": _urls(case)}
    context |= _head(request, case, today) | _steps(case, current, earlier, today, opened)
    context["days"] = [(label, formats.day(day, today)) for label, day in _days(case) if day]
    facts = _known_facts(case, policy=opened is StepKey.POLICY) if whole or opened is StepKey.POLICY else []
    context["policy_facts"] = [fact for fact in facts if fact.kind in POLICY_KINDS]
    if whole:
        context |= _rail(case, facts, today) | empty_composer(request, case)
        context |= {"timeline": [item_of(event, today) for event in events], "more_events": more}
    return context


def empty_composer(request: AuthedHttpRequest, case: Cancellation) -> dict[str, Any]:
    """The composer before anybody typed; but for the draft's name it is the same everywhere."""
    fields = _composer_fields(get_language() or "en")
    draft = f"{request.user.pk}:{case.reference}:note"
    return {
        "log_form": None,
        "log_key": str(uuid.uuid4()),
        "log_fields": SafeString(fields.replace(DRAFT, draft)),  # both are our own letters and digits
    }


@lru_cache(maxsize=8)
def _composer_fields(language: str) -> SafeString:
    with override(language):
        form = ContactForm(case=Cancellation(), today=timezone.localdate())
        return SafeString(get_default_renderer().render("requests/composer_fields.jinja", {"form": form}))


def _urls(case: Cancellation) -> dict[str, str]:
    url = case_url(case.reference)
    return {
        "case": url,
        "log": f"{url}log/",
        "requests": reverse("requests"),
        "sim": reverse("sim", args=[case.sim_id]),
        "carrier": reverse("carrier", args=[case.carrier.slug]),
    }


def _split(case: Cancellation) -> tuple[list[Step], list[Step]]:
    """The present round's steps in order, and those of earlier rounds; one query."""
    every = Step.objects.filter(workspace_id=case.workspace_id, cancellation=case)
    rows = sorted(every, key=lambda step: (step.round, step.position))
    current = sorted((step for step in rows if step.is_current), key=lambda step: step.position)
    return current, [step for step in rows if not step.is_current]


def _earlier(case: Cancellation) -> list[Step]:
    if case.round == 1:
        return []
    old = Step.objects.filter(workspace_id=case.workspace_id, cancellation=case, is_current=False)
    return list(old.order_by("round", "position"))


def _known_facts(case: Cancellation, *, policy: bool) -> list[CarrierFact]:
    kinds = {"phone", *POLICY_KINDS} if policy else {"phone"}
    facts = CarrierFact.objects.filter(workspace_id=case.workspace_id, carrier_id=case.carrier_id)
    return list(facts.filter(kind__in=kinds).shown())


def newest_events(request: AuthedHttpRequest, case: Cancellation) -> tuple[list[Event], bool]:
    """The newest events, and whether there are older ones."""
    shown = None if request.GET.get("events") == "all" else SHOWN_EVENTS
    of_case = Event.objects.filter(workspace_id=case.workspace_id, cancellation=case).order_by("-id")
    events = list(of_case[: shown + 1] if shown else of_case)
    return events[:shown], shown is not None and len(events) > shown


def item_of(event: Event, today: date) -> TimelineItem:
    at = _happened(event)
    name = event.by.display_name if event.by else ""
    return TimelineItem(
        event.pk, sentence(event.kind, event.payload, today), formats.moment(at, today), at.isoformat(), name
    )


def _happened(event: Event) -> datetime:
    """A contact stands at the time it took place, not at the time it was written down."""
    at = event.payload.get("contact_at")
    moment = datetime.fromisoformat(str(at)) if at else event.at
    return timezone.localtime(moment)


def _head(request: AuthedHttpRequest, case: Cancellation, today: date) -> dict[str, Any]:
    sim, full = case.sim, request.user.may(Right.SEE_IDENTIFIERS)
    look = badge(case.stage, case.turn, case.action, case.due, today, case.outcome)
    return {
        "badge": look,
        "overdue": is_overdue(case.turn, case.due, today),
        "sim_kind": SIM_KINDS[sim.kind],  # type: ignore[index] # stored values are the vocabulary's
        "masked": mask_msisdn(sim.msisdn) if sim.msisdn else mask_digits(sim.iccid) if sim.iccid else "",
        "full": (sim.number or sim.iccid) if full else "",
        "fee": formats.money(sim.monthly_fee, sim.currency) if sim.status == "cancelling" and sim.monthly_fee else "",
        "stages": _stages(case, today),
        "next": _next(case, look, today),
    }


def _stages(case: Cancellation, today: date) -> list[tuple[str, str, str, bool]]:
    """Label, the day under it, css class, whether it is the present one."""
    order, now = list(Stage), Stage(case.stage)
    closed = timezone.localdate(case.closed_at) if case.closed_at else None
    days = [case.opened_on, case.submitted_on, case.acknowledged_on, case.confirmed_on, closed]
    made = []
    for stage, day in zip(order, days, strict=True):
        # a closed case may have ended before it was ever sent: only what it came to is done
        done = day is not None if now is Stage.CLOSED else order.index(stage) < order.index(now)
        made.append((str(STAGES[stage].label), formats.short_day(day, today), "done" if done else "", stage is now))
    return made


@dataclass(frozen=True)
class Link:
    """One way on from the next-step panel; the first is the main one."""

    label: str
    url: str
    icon: str = ""
    key: str = ""
    kbd: str = ""
    css: str = ""


def _next(case: Cancellation, look: Look, today: date) -> dict[str, Any]:
    action = Action(case.action)
    overdue = is_overdue(case.turn, case.due, today)
    step = StepKey(case.action_step) if case.action_step else None
    return {
        "title": _("Ring the carrier and ask") if overdue else str(ACTIONS[action].label),
        "icon": "phone" if overdue else ACTIONS[action].icon,
        "kicker": look.label,
        "colour": look.colour,
        "why": _why(case, overdue, step, today),
        "links": list(_links(case, action, step, overdue)),
    }


def _links(case: Cancellation, action: Action, step: StepKey | None, overdue: bool) -> Iterator[Link]:
    url = case_url(case.reference)
    main = {"key": "KeyN", "kbd": "N", "css": "primary-btn"}
    if action is Action.REVIEW_LATE_REPLY:
        yield Link(_("Reopen the request"), f"{url}reopen/", "undo", **main)
        yield Link(_("It changes nothing"), f"{url}late-reply/")
    elif action is Action.CLOSE:
        yield Link(_("Close the request"), f"{url}close/", "check", **main)
    elif overdue or action in {
        Action.AWAIT_RECEIPT,
        Action.AWAIT_CONFIRMATION,
        Action.CONTACT,
        Action.FOLLOW_UP,
    }:
        yield Link(_("Log a contact"), "#log", "phone", **{**main, "kbd": "L", "key": "KeyN"})
        if case.submitted_on and not case.confirmed_on:
            yield Link(_("Record the reply"), f"{url}steps/confirmation/#step-confirmation", "mail")
    elif step:
        yield Link(_("Do it now"), f"{url}steps/{step}/#step-{step}", "right", **main)
    if case.is_open and is_movable(Stage(case.stage), action):
        yield Link(_("Look again another day"), f"{url}follow-up/", css="ghost")


def _why(case: Cancellation, overdue: bool, step: StepKey | None, today: date) -> str:
    due = formats.day(case.due, today)
    if overdue and case.promised_by == case.due:
        return _("They promised an answer by %(day)s. Quote your request number.") % {"day": due}
    if overdue:
        return _("An answer was due by %(day)s. Quote your request number.") % {"day": due}
    if case.outcome:
        return case.outcome_reason
    if case.action in {Action.AWAIT_RECEIPT, Action.AWAIT_CONFIRMATION}:
        return _("Nothing to do until %(day)s. A receipt is no confirmation yet.") % {"day": due}
    if case.action == Action.VERIFICATION and case.confirmed_end_date:
        day = formats.day(case.confirmed_end_date, today)
        return _("The contract ends on %(day)s. Check then that it is really dead.") % {"day": day}
    return str(STEP_HELP[step]) if step else ""


def _steps(
    case: Cancellation,
    current: list[Step],
    earlier: list[Step],
    today: date,
    opened: StepForm | StepKey | None,
) -> dict[str, Any]:
    phases = StepList(case, current, today, opened).phases()
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


def _phone(fact: CarrierFact) -> Phone:
    number = fact.number
    return Phone(number, f"tel:{quote(number, safe='+')}" if number else "", fact.text, fact.is_plain)


def request_numbers(case: Cancellation) -> list[RequestNumber]:
    return list(RequestNumber.objects.filter(workspace_id=case.workspace_id, cancellation=case))


def _rail(case: Cancellation, facts: list[CarrierFact], today: date) -> dict[str, Any]:
    return {
        "numbers": request_numbers(case) if case.submitted_on or case.request_number or case.round > 1 else [],
        "phones": [_phone(fact) for fact in facts if fact.kind == "phone"],
        "local_time": local_time(case.carrier.time_zone, timezone.now(), today),
    }


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
        (_("Charged after the end"), case.charged_on),
        (_("Look again"), case.follow_up_on),
    ]
