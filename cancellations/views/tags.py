"""Tags: the workspace's list of them in the settings, and those of one case on its page."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cancellations.domain.roles import Right
from cancellations.forms.tag import CaseTagsForm, TagForm
from cancellations.models import Cancellation, Tag
from cancellations.models.own_lists import lists_of
from cancellations.views.case_reads import case_url, find_case, lock_case
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, signed_in, wants_fragment
from cancellations.views.posting import once, replayed


@require_safe
@signed_in
def index(request: AuthedHttpRequest) -> HttpResponse:
    """All tags of the workspace, to be renamed, merged and deleted."""
    return _shown(request)


@require_POST
@signed_in
@replayed
def change(request: AuthedHttpRequest, pk: int) -> HttpResponse:
    """What `do` says is done to one tag, and so on all cases that have it."""
    do = request.POST.get("do", "")
    if do not in _VERBS:
        raise Http404
    with once(request, reverse("tags")) as posting:
        tag = _find(request, pk)
        form = TagForm({"name": tag.name, "form_key": posting.key} if do == "remove" else request.POST)
        posting.run(form, lambda: _VERBS[do](tag, request, form.cleaned_data["name"]))
    if posting.done:
        return redirect_after(request, "tags")
    return _shown(request, form, failed=pk, status=posting.status)


_VERBS = {
    "rename": lambda tag, request, name: tag.rename(request.user, name),
    "merge": lambda tag, request, name: tag.merge_into(request.user, Tag.objects.called(request.user, name)),
    "remove": lambda tag, request, name: tag.remove(request.user),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@replayed
def of_case(request: AuthedHttpRequest, reference: str) -> HttpResponse:
    """The tags of a case: given and taken off one after the other, on its page or on this small one."""
    if request.method != "POST":
        request.user.must(Right.WORK)
        return _of_case(request, find_case(request, reference), None)
    with once(request, case_url(reference)) as posting:
        locked = lock_case(request, reference)
        form = CaseTagsForm(request.POST)
        posting.run(form, lambda: _give_or_take(locked, request, form))
    if posting.done and not wants_fragment(request):
        return redirect_after(request, f"{case_url(reference)}#tags")
    found = find_case(request, reference)
    return _of_case(request, found, None) if posting.done else _of_case(request, found, form, posting.status)


def _give_or_take(case: Cancellation, request: AuthedHttpRequest, form: CaseTagsForm) -> None:
    if form.cleaned_data["remove"]:
        case.untag(request.user, [form.cleaned_data["remove"]])
    else:
        case.tag(request.user, form.names())


def _of_case(
    request: AuthedHttpRequest, case: Cancellation, form: CaseTagsForm | None, status: int = 200
) -> HttpResponse:
    lists = lists_of(request.user)
    context: dict[str, Any] = {
        "case": case,
        "tags_form": form,
        "tags": lists.names(case.tag_ids),
        "tags_url": f"{case_url(case.reference)}tags/",
        "can_work": True,
        "offered_tags": [name for _pk, name in lists.offered()],
    }
    return page(request, "requests/tags.html", context, fragment="tags", status=status)


def _find(request: AuthedHttpRequest, pk: int) -> Tag:
    return get_object_or_404(Tag.objects.visible_to(request.user).living(), pk=pk)


def _shown(
    request: AuthedHttpRequest, form: TagForm | None = None, *, failed: int | None = None, status: int = 200
) -> HttpResponse:
    """`failed`: the tag whose `form` is wrong; its row keeps what was typed."""
    typed = {failed: form.data.get("name", "")} if form and failed else {}
    rows = [(pk, name, typed.get(pk, name)) for pk, name in lists_of(request.user).offered()]
    context = {"tags": rows, "form": form}
    return page(request, "settings/tags.html", context, fragment="list", status=status)
