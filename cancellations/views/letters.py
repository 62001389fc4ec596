"""The letters of a case: which can be written now, the form of one, its text, its PDF, and filing that as evidence."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.file_names import attachment
from cancellations.domain.letters import (
    HELP,
    LABELS,
    REFUNDING,
    Letter,
    LetterKind,
    as_text,
    exists,
    is_called_for,
    regulator_of,
    write,
)
from cancellations.domain.roles import Right
from cancellations.forms.base import set_hidden
from cancellations.forms.letter import LetterForm
from cancellations.letters.render import render
from cancellations.models import Cancellation, SenderDetails
from cancellations.models.filing import check_bytes, keeping
from cancellations.models.letter_facts import facts_of
from cancellations.views.case_reads import find_case, lock_case
from cancellations.views.evidence_panel import evidence_url
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in
from cancellations.views.posting import once, replayed


@require_safe
@signed_in
def index(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """The letters that there are, those that the case calls for first."""
    request.user.must(Right.WORK)
    case = find_case(request, reference)
    facts = facts_of(case)
    kinds = [kind for kind in LetterKind if exists(kind, facts)]
    rows = [(kind, LABELS[kind], HELP[kind], _url(case, kind), is_called_for(kind, facts)) for kind in kinds]
    groups = [[row for row in rows if row[-1]], [row for row in rows if not row[-1]]]
    context = {"case": case, "now": groups[0], "later": groups[1], "regulator": regulator_of(facts.country)}
    return page(request, "letters/index.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@replayed
def letter(request: AuthedHttpRequest, reference: str, kind: str) -> HttpResponse:
    """One letter: its form. POST: its text on the page, the PDF, or the PDF filed in the case, as `do` says."""
    request.user.must(Right.WORK)
    case, form = _made(request, reference, kind)
    if request.method != "POST":
        return _form_page(request, case, form)
    if request.POST.get("do") == "file":
        return _file(request, case, form)
    if not form.is_valid():
        return _form_page(request, case, form, status=422)
    own, beside = _written(form)
    if request.POST.get("do") != "pdf":
        return _form_page(request, case, form, texts=[one for one in (own, beside) if one])
    made = _printed(form)
    if made is None:
        return _form_page(request, case, form, status=422)
    try:
        _keep_or_forget(request, case, form)
    except Stale:
        return _stale_page(request, case, form)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = attachment(_name(case, form))
    return response


def _file(request: AuthedHttpRequest, case: Cancellation, form: LetterForm) -> HttpResponse:
    """File the PDF, with its hash, once: the file is on the disk before the row is."""
    made = _printed(form) if form.is_valid() else None
    checked = [check_bytes(made, _name(case, form))] if made else []
    with keeping(checked, previews=False) as kept, once(request, evidence_url(case.reference)) as posting:
        locked = lock_case(request, case.reference)

        def verb() -> None:
            locked.attach(
                request.user,
                kept[0],
                kind=EvidenceKind.LETTER,
                note=str(LABELS[form.kind]),
                visibility=Visibility.TEAM if form.kind in REFUNDING else Visibility.DOSSIER,
            )
            _keep_or_forget(request, locked, form)

        posting.run(form, verb)
    if posting.done:
        return redirect_after(request, evidence_url(case.reference))
    if posting.status == 409 and form.is_valid():
        return _stale_page(request, case, form)
    return _form_page(request, case, form, status=posting.status)


def _made(request: AuthedHttpRequest, reference: str, name: str) -> tuple[Cancellation, LetterForm]:
    case = find_case(request, reference)
    facts = facts_of(case)
    if name not in set(LetterKind) or not exists(LetterKind(name), facts):
        raise Http404
    row = SenderDetails.objects.of_card(case.sim)
    kept, mark = (row.details, row.mark) if row else ({}, "")
    data = request.POST if request.method == "POST" else None
    return case, LetterForm(data, kind=LetterKind(name), facts=facts, kept=kept, mark=mark)


def _written(form: LetterForm) -> tuple[Letter, Letter | None]:
    facts, data = form.facts_of_letter(), form.cleaned_data
    own = write(form.kind, facts, data["language"])
    return own, write(form.kind, facts, data["translation"]) if data["translation"] else None


def _printed(form: LetterForm) -> bytes | None:
    """The PDF; None when something cannot be printed, which the form then says."""
    own, beside = _written(form)
    try:
        return render(own, on=form.cleaned_data["dated"], translation=beside)
    except NotPossible as refused:
        form.add_error(None, str(refused.message))
        return None


def _keep_or_forget(request: AuthedHttpRequest, case: Cancellation, form: LetterForm) -> None:
    """A form from before a colleague kept other details deletes nothing, and is asked before it keeps its own."""
    seen = form.cleaned_data["seen"]
    if form.cleaned_data["keep"]:
        SenderDetails.objects.keep(case.sim, request.user, form.details_to_keep(), seen=seen)
    elif form.kept:
        SenderDetails.objects.forget(case.sim, request.user, seen=seen)


def _stale_page(request: AuthedHttpRequest, case: Cancellation, form: LetterForm) -> HttpResponse:
    said = _("Somebody has kept other details for this SIM card meanwhile. Send it again to keep yours instead.")
    form.add_error("keep", said)
    row = SenderDetails.objects.of_card(case.sim)
    set_hidden(form, seen=row.mark if row else "")
    return _form_page(request, case, form, status=409)


def _name(case: Cancellation, form: LetterForm) -> str:
    return f"{case.reference}-{form.kind}-{form.cleaned_data['dated']:%Y-%m-%d}.pdf"


def _url(case: Cancellation, kind: LetterKind) -> str:
    return reverse("letter", args=[case.reference, kind])


def _form_page(
    request: AuthedHttpRequest,
    case: Cancellation,
    form: LetterForm,
    *,
    texts: list[Letter] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "title": LABELS[form.kind],
        "help": HELP[form.kind],
        "url": _url(case, form.kind),
        "texts": [(one.language, one.subject, as_text(one)) for one in texts or []],
        "regulator": regulator_of(form.known.country) if form.kind is LetterKind.REGULATOR else None,
        "reader": get_language(),
    }
    return page(request, "letters/letter.html", context, status=status)
