"""Writing to a carrier that is late: the ready letter in both languages, and the form that says it has been sent."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cancellations.domain import formats
from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.ladder import Proposal, rungs_in
from cancellations.domain.ladder_words import RUNGS, WRITE, why_not
from cancellations.domain.letters import (
    HELP,
    LetterFacts,
    LetterKind,
    as_text,
    language_of_country,
    regulator_of,
    write,
)
from cancellations.domain.mail_link import mail_link
from cancellations.domain.roles import Right
from cancellations.forms.chase import SentForm
from cancellations.models import Cancellation, CarrierFact, Message
from cancellations.models.case_ladder import proposed_for
from cancellations.models.letter_facts import facts_of
from cancellations.views.case_reads import case_url, find_case, lock_case
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def chase(request: AuthedHttpRequest, reference: str, rung: str = "") -> HttpResponse:
    """The letter that is proposed now, or the one called `rung`. POST: it has been sent; that is logged, once."""
    today = timezone.localdate()
    if request.method != "POST":
        return _chase_page(request, find_case(request, reference), rung)
    with once(request, f"{case_url(reference)}#timeline") as posting:
        case = lock_case(request, reference)
        kind = _chosen(case, rung, proposed_for(case, today))
        form = SentForm(request.POST, case=case, rung=kind, today=today)
        posting.run(form, lambda: case.log_contact(request.user, **form.facts()))
    if posting.done:
        return redirect_after(request, f"{case_url(reference)}#timeline")
    return _chase_page(request, find_case(request, reference), rung, form, posting.status)


def _chosen(case: Cancellation, rung: str, proposed: Proposal) -> LetterKind:
    """Raises Http404 for what is no letter of this carrier's ladder."""
    if not rung:
        return proposed.rung
    if rung not in rungs_in(case.carrier.country):
        raise Http404
    return LetterKind(rung)


def _chase_page(
    request: AuthedHttpRequest, case: Cancellation, rung: str, form: SentForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    proposed = proposed_for(case, today)
    kind = _chosen(case, rung, proposed)
    can_work = request.user.may(Right.WORK)
    context: dict[str, Any] = {
        "case": case,
        "title": WRITE[kind] if proposed.is_offered or form else _("Letters to a silent carrier"),
        "why_not": why_not(proposed, today),
        "ladder": _rungs(case, kind, proposed),
        "can_work": can_work,
        "back": case_url(case.reference),
    }
    if proposed.is_offered or form:
        context |= _letter(case, kind, full=request.user.may(Right.SEE_IDENTIFIERS), can_work=can_work)
        if can_work:
            context["form"] = form or SentForm(case=case, rung=kind, today=today)
    return page(request, "requests/chase.html", context, fragment="sent" if "form" in context else None, status=status)


def _letter(case: Cancellation, kind: LetterKind, *, full: bool, can_work: bool) -> dict[str, Any]:
    """The text for the carrier, its translation unless the reader reads the carrier's language, and the ways to send
    it; for those who may not work only the text, with the card's numbers masked.
    """
    facts = facts_of(case) if full else _masked(facts_of(case))
    theirs, readers = language_of_country(facts.country), get_language() or "en"
    own = write(kind, facts, theirs)
    text = as_text(own)
    made: dict[str, Any] = {
        "help": HELP[kind],
        "subject": own.subject,
        "texts": [(theirs, text), *([(readers, as_text(write(kind, facts, readers)))] if readers != theirs else [])],
        "regulator": regulator_of(facts.country) if kind is LetterKind.REGULATOR else None,
        "action": reverse("chase_rung", args=[case.reference, kind]),
    }
    if can_work:
        # a regulator is no carrier: its address is not known
        to = "" if kind is LetterKind.REGULATOR else CarrierFact.objects.trusted_email(case.carrier)
        url, is_whole = mail_link(to, own.subject, text)
        made |= {
            "to": to,
            "mail": url,
            "mail_is_whole": is_whole,
            "print": reverse("letter", args=[case.reference, kind]),
        }
    return made


def _masked(facts: LetterFacts) -> LetterFacts:
    return replace(facts, number=mask_msisdn(facts.number), iccid=mask_digits(facts.iccid), eid=mask_digits(facts.eid))


def _rungs(case: Cancellation, shown: LetterKind, proposed: Proposal) -> list[dict[str, Any]]:
    """Every letter that there is, when each was sent in this round, and which one is next."""
    today = timezone.localdate()
    sent = Message.objects.sent_rungs(case)
    return [
        {
            "label": RUNGS[rung],
            "url": reverse("chase_rung", args=[case.reference, rung]),
            "sent": formats.short_day(sent.get(rung), today),
            "is_shown": rung is shown,
            "is_next": rung is proposed.rung,
        }
        for rung in rungs_in(case.carrier.country)
    ]
