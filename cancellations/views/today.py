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
from cancellations.domain.worklist import GROUPS, HINTS, WORKLISTS, Worklist
from cancellations.models import Sim, User
from cancellations.models.case import NEVER
from cancellations.models.worklists import SMALL_ACCOUNT, count_worklists, first_of_each_group
from cancellations.templatetags.kept import address
from cancellations.views.counts import count_text, shell_counts
from cancellations.views.http import AuthedHttpRequest, page, signed_in
from cancellations.views.rows import CaseRow, case_rows, listed_cases, rows_html

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
    more: bool
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
class Billed:
    """What still goes out every month in one currency."""

    amount: str
    cards: str


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
    billed = _billed(request.user, mine)
    context = {
        "day": formats.day(day, day),
        "iso_day": day.isoformat(),
        "mine": mine,
        "groups": groups,
        "headed": len(groups) > 1 or counts["sims"] > SMALL_ACCOUNT,
        "billed": billed,
        "cards": _cards(groups, counts, billed, day, mine) if counts["sims"] > SMALL_ACCOUNT else [],
        "quiet": _quiet(groups, mine, day),
        "counts": None if mine else shell_counts(counts),
    }
    return page(request, "today/today.html", context)


def _groups(user: User, counts: dict[str, int], day: date, mine: bool) -> list[Group]:
    """The groups that have rows, each with its first few."""
    places = first_of_each_group(user, day, MOST_ROWS + 1, mine=mine)
    by_group: dict[Worklist, list[CaseRow]] = {group: [] for group in GROUPS}
    for row in case_rows(listed_cases().filter(pk__in=places), day):
        by_group[places[row.id]].append(row)
    for key, rows in by_group.items():
        rows.sort(key=_by_news if key is Worklist.CONFIRMED else _by_due, reverse=key is Worklist.CONFIRMED)
    return [_group(key, rows, counts.get(key), mine) for key, rows in by_group.items() if rows]


def _by_due(row: CaseRow) -> tuple[date, int]:
    return row.due_on, row.id


def _by_news(row: CaseRow) -> tuple[date, int]:
    return row.confirmed_on or row.due_on, row.id


def _group(key: Worklist, rows: list[CaseRow], total: int | None, mine: bool) -> Group:
    """`total`: how many cases the group has; None when nobody counted."""
    more = len(rows) > MOST_ROWS or (total or 0) > MOST_ROWS
    if total is None and not more:
        total = len(rows)
    look = WORKLISTS[key]
    return Group(
        key=key,
        label=str(look.label),
        hint=str(HINTS[key]),
        colour=look.colour,
        rows=rows_html(rows[:MOST_ROWS], "today/row.html"),
        first=rows[0],
        total=total or 0,
        count="" if total is None else count_text(total),
        more=more,
        url=_list_url(key, mine),
    )


def _cards(groups: list[Group], counts: dict[str, int], billed: list[Billed], day: date, mine: bool) -> list[Card]:
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


def _billed(user: User, mine: bool) -> list[Billed]:
    sims = Sim.objects.visible_to(user)
    if mine:
        sims = sims.filter(cancellations__assignee=user, cancellations__is_open=True)
    return [
        Billed(
            formats.money(row["monthly"], row["currency"]),
            ngettext("%(n)s card", "%(n)s cards", row["cards"]) % {"n": row["cards"]},
        )
        for row in sims.billed()
    ]


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
        text = _("Nothing is due today. The next request is due on %(day)s.") % {"day": formats.day(due, day)}
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
    ) % {"n": group.count, "day": formats.day(group.first.due_on, day)}
    return Quiet(text, group.url, _("See those waiting"))


def _list_url(key: Worklist, mine: bool) -> str:
    return f"{address('requests')}?{urlencode({'view': key.value} | ({'assignee': 'me'} if mine else {}))}"
