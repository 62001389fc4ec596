"""The user's own columns of a list, and density and length of all lists."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cancellations.domain.listing import LISTINGS, REQUESTS, SIMS
from cancellations.forms.list_settings import ListSettingsForm
from cancellations.templatetags.kept import address
from cancellations.views.http import AuthedHttpRequest, page, redirect_after, safe_next, signed_in

_TITLES = {REQUESTS: gettext_lazy("Lists of requests"), SIMS: gettext_lazy("The list of SIM cards")}
_PAGES = {REQUESTS: "list_look", SIMS: "sims_look"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def list_look(request: AuthedHttpRequest, of: str) -> HttpResponse:
    """One page of checkboxes; it leads back to the list that it was opened from."""
    listing = LISTINGS[of]
    back = safe_next(request, address(listing.name))
    context = {"back": back, "title": _TITLES[listing], "own_address": address(_PAGES[listing])}
    context["others"] = [(_TITLES[one], address(_PAGES[one])) for one in _PAGES if one is not listing]
    if request.method != "POST":
        return page(request, "settings/list.html", context | {"form": ListSettingsForm(user=request.user, of=listing)})
    form = ListSettingsForm(request.POST, user=request.user, of=listing)
    if not form.is_valid():
        return page(request, "settings/list.html", context | {"form": form}, status=422)
    request.user.prefer(**form.preferences())
    messages.success(request, _("Your settings are saved."))
    return redirect_after(request, back)
