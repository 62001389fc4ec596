"""The user's own columns, density and length of lists."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cancellations.forms.list_settings import ListSettingsForm
from cancellations.templatetags.kept import address
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, safe_next, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def list_look(request: AuthedHttpRequest) -> HttpResponse:
    """One page of checkboxes; it leads back to the list that it was opened from."""
    back = safe_next(request, address("requests"))
    if request.method != "POST":
        return page(request, "settings/list.html", {"form": ListSettingsForm(user=request.user), "back": back})
    form = ListSettingsForm(request.POST, user=request.user)
    if not form.is_valid():
        return page(request, "settings/list.html", {"form": form, "back": back}, status=422)
    request.user.prefer(**form.preferences())
    messages.success(request, _("Your settings are saved."))
    return redirect_after(request, back)
