"""The list of SIM cards: filtered by its query string, searched, in any order, a page at a time."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cancellations.domain.roles import Right
from cancellations.forms.sim_filter import SimFilter
from cancellations.models import Sim
from cancellations.templatetags.kept import address
from cancellations.views.http import AuthedHttpRequest, signed_in
from cancellations.views.list_page import ListPage, show_list
from cancellations.views.private_words import keeps_words
from cancellations.views.sim_rows import TO_DO, sim_page, sim_rows_html

_WORDS = {
    "title": gettext_lazy("SIM cards"),
    "help": gettext_lazy("Number, ICCID, nickname, holder or plan"),
    "found": gettext_lazy("Cards found"),
    "do": gettext_lazy("What to do"),
    "cut": gettext_lazy(
        "Too many cards contain something like it to look through all at once: the next page goes on. Type three "
        "characters or more, or more of the name or number."
    ),
    "beyond": gettext_lazy("There are no more cards."),
    "unread": gettext_lazy(
        "This is looked for in one card after the other. Type three characters or more, or more of the name or number, "
        "to find it at once."
    ),
    "no_match": gettext_lazy("No card matches these filters."),
    "none": gettext_lazy("No card is recorded yet."),
    "instead": gettext_lazy("Record a card"),
}


@require_safe
@signed_in
@keeps_words
def sims(request: AuthedHttpRequest) -> HttpResponse:
    """The list as the query string filters it; all cards, latest recorded first, when it says nothing."""
    user, chosen, can_work = request.user, SimFilter(request.GET, request.user), request.user.may(Right.WORK)
    cards, order, look = chosen.narrow(Sim.objects.visible_to(user)), chosen.order, chosen.look
    shown = sim_page(cards, request.GET, timezone.localdate(), order=order, size=look.size, is_all=chosen.is_plain)
    rows = sim_rows_html(shown.rows, (*look.columns, TO_DO) if can_work else look.columns)
    instead = address("sim_new") if can_work else ""
    return show_list(request, _PAGE, chosen, shown, rows, to_do=can_work, buttons="sims/buttons.html", instead=instead)


def _counted(count: int, has_more: bool) -> str:
    if not count:
        return _("No card found")
    if has_more:
        return ngettext("%(n)s card on this page", "%(n)s cards on this page", count) % {"n": count}
    return ngettext("%(n)s card", "%(n)s cards", count) % {"n": count}


_PAGE = ListPage(
    name="sims",
    words=_WORDS,
    css="cards",
    bulk="sims/bulk_bar.html",
    look="sims_look",
    first_filters=("status", "carrier", "kind", "tag", "sort"),
    more_filters=(),
    counted=_counted,
)
