"""What stands on the holder's page, made in Python: its template only prints. Nothing personal comes this far."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from cancellations.domain import formats
from cancellations.domain.figures import figures_of
from cancellations.domain.holder import HolderCase, verdict
from cancellations.domain.holder_duties import WITH_CARRIER, advice, duties, how_long_others_took, track, what_to_do
from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.playbook import SimKind
from cancellations.models import Cancellation, Step, Workspace
from cancellations.models.courses import courses_of
from cancellations.models.holder_verbs import asked_of_holder

ADDRESSES = "/s/"  # what they all begin with
TEMPLATE = "holder/page.html"
# nothing but our style sheet: a page without scripts needs none of what the others are allowed
QUIET = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
}
_NAMELESS = "Lastcall"  # what a workspace is called until somebody names it


def holder_case(case: Cancellation, steps: Sequence[Step]) -> HolderCase:
    """What the holder may know of a case."""
    return HolderCase(
        facts=case.facts(steps),
        situation=case.situation,
        kind=SimKind(case.sim.kind),
        round=case.round,
        closed_on=timezone.localdate(case.closed_at) if case.closed_at else None,
        ended_on=case.ended_on,
        suspended_until=case.suspended_until,
        accounts_attached=case.accounts_attached,
        asked=asked_of_holder(list(steps)),
        usual_days=_usual_days(case) if case.situation.stage in WITH_CARRIER else None,
    )


def holder_context(case: Cancellation, workspace: Workspace, today: date) -> dict[str, Any]:
    """Everything that the page shows in the active language, but for what belongs to the link."""
    known = holder_case(case, case.current_steps())
    return {
        "workspace": "" if workspace.name == _NAMELESS else workspace.name,
        "carrier": case.carrier.name,
        "number": number_of(case),
        "verdict": verdict(known, today),
        "others": how_long_others_took(known),
        "track": track(known, today),
        "to_do": what_to_do(known),
        "duties": duties(known, today),
        "advice": list(advice(known, today)),
    }


def _usual_days(case: Cancellation) -> int | None:
    """From sending to the confirmation; None while there are too few to tell. One query."""
    usual = figures_of(courses_of(case.carrier, case)).confirmation.value
    return None if usual is None else max(ceil(usual), 1)


def number_of(case: Cancellation) -> str:
    """As much of the number as tells one card from another."""
    sim = case.sim
    return mask_msisdn(sim.msisdn) if sim.msisdn else mask_digits(sim.iccid)


def speak(request: HttpRequest, language: str = "") -> str:
    """Activate the language of this answer: as chosen on the page, else `language`, else the browser's.

    No cookie is asked: nothing that this browser does elsewhere shows on this page.
    """
    spoken = dict(settings.LANGUAGES)
    wanted = request.GET.get("lang", "")
    code = next((one for one in (wanted, language) if one in spoken), "") or _of_the_browser(request)
    translation.activate(code)
    return code


def answer(context: dict[str, Any], status: int = 200, template: str = TEMPLATE) -> HttpResponse:
    """A page for whoever has the link: kept by nobody, listed nowhere, and it tells nobody where one came from."""
    headers = {**QUIET, "Content-Language": translation.get_language() or settings.LANGUAGE_CODE}
    return HttpResponse(render_to_string(template, context), status=status, headers=headers)


def until(day: date, today: date) -> str:
    return formats.full_day(day, today)


def _of_the_browser(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
