"""The holder's page: for whoever has the link. No account, no session, no cookie, no script."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from cancellations.domain.errors import NotPossible
from cancellations.domain.file_types import ACCEPT
from cancellations.domain.playbook import StepKey
from cancellations.forms.holder import HolderFilesForm
from cancellations.models import Cancellation, HolderLink
from cancellations.models.filing import keeping
from cancellations.models.holder_verbs import TOO_MANY
from cancellations.views.holder_page import QUIET, answer, holder_context, speak, until
from cancellations.views.http import SeeOther

GONE = "holder/gone.html"


# no cookie stands behind this page: whoever can send its forms has the token already
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def holder_page(request: HttpRequest, token: str = "") -> HttpResponse:
    """GET shows where the case stands and changes nothing but the day of the last visit; POST answers what was asked.

    Unknown, expired and revoked links give the same bytes, and nothing of what was sent to them is read.
    """
    request.user = AnonymousUser()  # whoever is signed in here is nobody on this page
    try:
        link = HolderLink.objects.with_token(token)
    except HolderLink.DoesNotExist:
        speak(request)
        return answer({}, 404, GONE)
    code = speak(request, link.language)
    if request.method == "POST":
        return _answered(request, link, code)
    if request.method == "GET":
        link.seen()
    return _shown(link, code)


def _shown(link: HolderLink, code: str, *, step: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = holder_context(link.cancellation, link.workspace, today)
    context |= {
        "lang": code,
        "until": until(link.expires_on, today),
        "accept": ACCEPT,
        "failed_step": step if any(duty.step == step for duty in context["duties"]) else "",
        "problem": problem,
    }
    return answer(context, status)


def _answered(request: HttpRequest, link: HolderLink, code: str) -> HttpResponse:
    """Files, or the word that it is done. What is wrong is said beside the form."""
    sent = request.POST.get("step", "")
    key = StepKey(sent) if sent in set(StepKey) else None
    try:
        if key is None:
            problem = _("Nothing of this kind is asked of you any more.")
        elif "done" in request.POST:
            with transaction.atomic():
                link.cancellation.holder_done(key)
            problem = ""
        else:
            problem = _filed(link.cancellation, key, HolderFilesForm(request.POST, request.FILES))
    except NotPossible as refused:
        problem = str(refused.message)
    if problem:
        link = HolderLink.objects.select_related("workspace", "cancellation__sim", "cancellation__carrier").get(
            pk=link.pk
        )
        return _shown(link, code, step=sent, problem=problem, status=422)
    return SeeOther(f"{request.path}?lang={code}#step-{sent}", headers=QUIET)


def _filed(case: Cancellation, key: StepKey, form: HolderFilesForm) -> str:
    """Keep the files; gives what is wrong with them. Nothing is stored for somebody who sent too much."""
    if not form.is_valid():
        return form.problem()
    files = form.cleaned_data["attached"]
    if len(files) > case.holder_may_send():
        return str(TOO_MANY)
    with keeping(files) as kept, transaction.atomic():
        case.holder_uploaded(key, kept)
    return ""
