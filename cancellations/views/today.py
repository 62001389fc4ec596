"""Today: what is pending, by whose turn it is, and what it costs while it is."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cancellations.domain import formats
from cancellations.domain.words import Words
from cancellations.domain.worklist import HINTS, WORKLISTS, Worklist
from cancellations.models import User
from cancellations.models.case import NEVER
from cancellations.models.worklists import COUNTED, COUNTED_TO, SMALL_ACCOUNT, count_worklists, first_of_each_group
from cancellations.templatetags.kept import address
from cancellations.views.counts import count_text, shell_counts
from cancellations.views.http import AuthedHttpRequest, page, signed_in
from cancellations.views.rows import CaseRow, case_rows, cases_with_ids, rows_html
from cancellations.views.today_money import money_groups

MOST_ROWS = 8  # of a group; the rest is one link away


@dataclass(frozen=True)
class Group:
    key: Worklist
    label: str
    hint: str
    colour: str
    rows: SafeString
    first: CaseRow
    total: int
    count: str
    more: str  # what the link to all of them says; empty when they are all here
    url: str


@dataclass(frozen=True)
class Card:
    """A number that leads to the list behind it."""

    value: str
    label: Words
    about: str
    colour: str
    url: str


@dataclass(frozen=True)
class Quiet:
    """Nothing is due: the sentence that says so, and the one way on."""

    text: str
    url: str
    link: str


@require_safe
@signed_in
def today(request: AuthedHttpRequest) -> HttpResponse:
    """The groups of pending cases; until there is a first one, three ways to begin."""
    day = timezone.localdate()
    mine = "mine" in request.GET
    counts = count_worklists(request.user, day, mine=mine)
    if not counts["any"]:
        return page(request, "today/today.html", {"first_run": True})
    groups = _groups(request.user, counts, day, mine)
    context = {
        "day": formats.day(day, day),
        "iso_day": day.isoformat(),
        "mine": mine,
        "groups": groups,
        "headed": len(groups) > 1 or counts["sims"] > SMALL_ACCOUNT,
        "money": money_groups(request.user, day, mine=mine, is_large=counts["open"] > COUNTED_TO),
        "cards": _cards(groups, counts, day, mine) if counts["sims"] > SMALL_ACCOUNT else [],
        "quiet": _quiet(groups, mine, day),
        "counts": None if mine else shell_counts(counts),
    }
    return page(request, "today/today.html", context)


def _groups(user: User, counts: dict[str, int], day: date, mine: bool) -> list[Group]:
    """The groups that have cases, each with its first few."""
    places = first_of_each_group(user, day, MOST_ROWS + 1, mine=mine)
    shown = [pk for ids in places.values() for pk in ids[:MOST_ROWS]]
    rows = {row.id: row for row in case_rows(cases_with_ids(shown), day)}
    found = {key: [rows[pk] for pk in ids[:MOST_ROWS] if pk in rows] for key, ids in places.items()}
    return [_group(key, some, counts.get(key, len(places[key])), mine) for key, some in found.items() if some]


def _group(key: Worklist, rows: list[CaseRow], total: int, mine: bool) -> Group:
    """`total`: how many cases the group has; of one that nobody counted, whether there are more than shown."""
    look, is_counted = WORKLISTS[key], key in COUNTED or total <= MOST_ROWS
    count = count_text(total) if is_counted else ""
    return Group(
        key=key,
        label=str(look.label),
        hint=str(HINTS[key]),
        colour=look.colour,
        rows=rows_html(rows, "today/row.html"),
        first=rows[0],
        total=total,
        count=count,
        more=_all_of(count) if total > MOST_ROWS else "",
        url=_list_url(key, mine),
    )


def _all_of(count: str) -> str:
    return _("All %(count)s") % {"count": count} if count else _("See all")


def _cards(groups: list[Group], counts: dict[str, int], day: date, mine: bool) -> list[Card]:
    first = {group.key: group.first for group in groups}
    about = {
        Worklist.OVERDUE: _longest(first.get(Worklist.OVERDUE), day),
        Worklist.TODAY: _longest(first.get(Worklist.TODAY), day),
        Worklist.WAITING: ngettext("%(n)s due this week", "%(n)s due this week", counts["week"])
        % {"n": count_text(counts["week"])},
        Worklist.CONFIRMED: str(HINTS[Worklist.CONFIRMED]),
    }
    return [
        Card(count_text(counts[key]), WORKLISTS[key].label, text, WORKLISTS[key].colour, _list_url(key, mine))
        for key, text in about.items()
    ]


def _longest(row: CaseRow | None, day: date) -> str:
    """For how long the first of a group has been due."""
    days = (day - row.due_on).days if row else 0
    return ngettext("oldest %(n)s day", "oldest %(n)s days", days) % {"n": days} if days > 0 else ""


def _quiet(groups: list[Group], mine: bool, day: date) -> Quiet | None:
    """What to say when nothing is late and nothing is due today: what comes next, and where it is."""
    found = {group.key: group for group in groups}
    if Worklist.OVERDUE in found or Worklist.TODAY in found:
        return None
    if Worklist.WAITING in found:
        return _only_waiting(found[Worklist.WAITING], day)
    if Worklist.COMING in found:
        group = found[Worklist.COMING]
        due = group.first.due_on
        text = _("Nothing is due today. The next request is due on %(day)s.") % {"day": formats.said_day(due, day)}
        return Quiet(_("Nothing is due today.") if due == NEVER else text, group.url, _("See what is coming up"))
    if groups:
        return Quiet(_("Nothing is due today."), groups[0].url, _("See what was confirmed"))
    if mine:
        return Quiet(_("No open request is assigned to you."), address("today"), _("See everybody's"))
    return Quiet(_("No request is open."), _list_url(Worklist.CLOSED, mine), _("See the closed ones"))


def _only_waiting(group: Group, day: date) -> Quiet:
    text = ngettext(
        "Nothing is due today. %(n)s request waits for the carrier, until %(day)s.",
        "Nothing is due today. %(n)s requests wait for the carrier, the first until %(day)s.",
        group.total,
    ) % {"n": group.count, "day": formats.said_day(group.first.due_on, day)}
    return Quiet(text, group.url, _("See those waiting"))


def _list_url(key: Worklist, mine: bool) -> str:
    return f"{address('requests')}?{urlencode({'view': key.value} | ({'assignee': 'me'} if mine else {}))}"
