"""The filters of the requests list, read from the query string. What cannot be read is left out, never an error.

No django.forms here: nothing is refused, nothing is saved, and rendering nine bound fields would cost more than
finding and rendering the fifty rows below them.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.situation import Stage, Turn
from cancellations.domain.text import clean_line
from cancellations.domain.words import SIM_KINDS, STAGES, TURNS, Words, choices
from cancellations.domain.worklist import WEEK, WORKLISTS, Worklist
from cancellations.models import Carrier, Membership, User
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.carrier import name_in_language
from cancellations.models.case import NEVER
from cancellations.models.statement import Statement
from cancellations.models.worklists import cases_in

LONGEST_SEARCH = 200  # characters; nobody types more
NEWEST = "newest"
ME, NOBODY = "me", "none"

Choices = tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Filter:
    """One select: `blank` is what it says when it filters nothing. `offered` for the user, or the same for all."""

    name: str
    label: Words
    blank: Words
    fixed: Choices = ()
    offered: Callable[[User], Choices] | None = None


@dataclass(frozen=True)
class Select:
    """A filter ready to print."""

    name: str
    label: str
    options: SafeString


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the query string that is left when it is taken away."""

    words: str
    rest: str


class CaseFilter:
    """What a query string asks of the list. Carriers and colleagues are read only where they are needed."""

    def __init__(self, query: QueryDict, user: User) -> None:
        self.user = user
        self._offered: dict[str, Choices] = {}
        self.search = clean_line(str(query.get("q", ""))[:LONGEST_SEARCH])
        asked = {name: str(query.get(name, "")) for name in FILTERS}
        self.chosen = {name: value for name, value in asked.items() if value and value in dict(self._offers(name))}

    @property
    def view(self) -> str:
        return self.chosen.get("view", "")

    @property
    def is_closed(self) -> bool:
        """Only closed cases are asked for: they have no due day, so the newest come first."""
        return Stage.CLOSED in {self.chosen.get("stage"), self.view}

    @property
    def is_newest_first(self) -> bool:
        return self.is_closed or self.chosen.get("sort") == NEWEST

    def narrow(self, cases: CancellationQuerySet, today: date) -> CancellationQuerySet:
        """The cases that pass every filter. Without a view, a stage or a search: of those that are open."""
        if self.view:
            cases = cases_in(Worklist(self.view), cases, today)
        elif not self.search and "stage" not in self.chosen:
            cases = cases.open_cases()
        for name, value in self.chosen.items():
            if name in _CONDITIONS:
                cases = cases.filter(_CONDITIONS[name](value, self.user, today))
        return cases.search(self.search, self.user) if self.search else cases

    def selects(self, *names: str) -> tuple[Select, ...]:
        """These filters with their options, ready to print."""
        language = get_language() or "en"
        return tuple(Select(name, str(FILTERS[name].label), self._options(FILTERS[name], language)) for name in names)

    def chips(self) -> list[Chip]:
        found = [Chip(self.search, self.query(without="q"))] if self.search else []
        for name, value in self.chosen.items():
            if name != "sort":
                words = formats.labelled(FILTERS[name].label, dict(self._offers(name))[value])
                found.append(Chip(words, self.query(without=name)))
        return found

    def query(self, *, without: str = "", **more: str) -> str:
        """The query string that gives this list again, with `more` in it."""
        kept = ({"q": self.search} if self.search else {}) | self.chosen | more
        return urlencode({name: value for name, value in kept.items() if name != without})

    def _offers(self, name: str) -> Choices:
        """The values that a filter takes, in words."""
        one = FILTERS[name]
        if one.offered is None:
            return one.fixed
        if name not in self._offered:
            self._offered[name] = one.offered(self.user)
        return self._offered[name]

    def _options(self, one: Filter, language: str) -> SafeString:
        chosen = NEWEST if one.name == "sort" and self.is_closed else self.chosen.get(one.name, "")
        if one.offered is None:
            return _fixed_options(one.name, chosen, language)
        return _offered_options(one.name, self._offers(one.name), chosen, language)


_ALL_CARRIERS = Statement(lambda user: Carrier.objects.visible_to(user).values_list("slug", "names"))
_ALL_MEMBERS = Statement(
    lambda user: Membership.objects.filter(workspace_id=user.workspace_id).values_list(
        "user_id", "user__name", "user__email"
    )
)


def _carriers(user: User) -> Choices:
    return _by_name(tuple(_ALL_CARRIERS.rows(user)), get_language() or "en")


@lru_cache(maxsize=64)
def _by_name(carriers: tuple[tuple[str, str], ...], _language: str) -> Choices:
    """Kept: as long as no carrier comes or goes, each page of the list offers the same."""
    named = [(slug, name_in_language(json.loads(names))) for slug, names in carriers]
    return tuple(sorted(named, key=lambda one: one[1].casefold()))


def _people(user: User) -> Choices:
    """Me, nobody, and the colleagues by name."""
    members = [(str(pk), name or (email or "").split("@")[0]) for pk, name, email in _ALL_MEMBERS.rows(user)]
    colleagues = sorted((one for one in members if one[0] != str(user.pk)), key=lambda one: one[1].casefold())
    return ((ME, _("Me")), (NOBODY, _("Nobody")), *colleagues)


_TURNS = tuple((key, words) for key, words in choices(TURNS) if key != Turn.NOBODY)
_DAYS = (
    ("overdue", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Today")),
    ("week", gettext_lazy("Within a week")),
    ("none", gettext_lazy("No date")),
)
_ANY = gettext_lazy("Any")
FILTERS: dict[str, Filter] = {
    one.name: one
    for one in (
        Filter("view", gettext_lazy("View"), gettext_lazy("All open"), tuple(choices(WORKLISTS))),
        Filter("carrier", gettext_lazy("Carrier"), _ANY, offered=_carriers),
        Filter("assignee", gettext_lazy("Assigned to"), gettext_lazy("Anybody"), offered=_people),
        Filter("turn", gettext_lazy("Turn"), _ANY, _TURNS),
        Filter("due", gettext_lazy("Due"), _ANY, _DAYS),
        Filter("stage", gettext_lazy("Stage"), _ANY, tuple(choices(STAGES))),
        Filter("kind", gettext_lazy("SIM kind"), _ANY, tuple(choices(SIM_KINDS))),
        Filter("sort", gettext_lazy("Order"), gettext_lazy("Due first"), ((NEWEST, gettext_lazy("Newest first")),)),
    )
}


def _assignee(value: str, user: User, today: date) -> Q:
    return Q(assignee=user.pk if value == ME else None if value == NOBODY else int(value))


def _due(value: str, user: User, today: date) -> Q:
    match value:
        case "overdue":
            return Q(due_on__lt=today)
        case "today":
            return Q(due_on=today)
        case "week":
            return Q(due_on__range=(today, today + WEEK))
        case _:
            return Q(due_on=NEVER)


_CONDITIONS: dict[str, Callable[[str, User, date], Q]] = {
    "carrier": lambda slug, user, today: Q(carrier__slug=slug),
    "assignee": _assignee,
    "turn": lambda turn, user, today: Q(turn=turn),
    "due": _due,
    "stage": lambda stage, user, today: Q(stage=stage),
    "kind": lambda kind, user, today: Q(sim__kind=kind),
}


@lru_cache(maxsize=256)
def _offered_options(name: str, offered: Choices, chosen: str, _language: str) -> SafeString:
    return _options([("", FILTERS[name].blank), *offered], chosen)


@lru_cache(maxsize=256)
def _fixed_options(name: str, chosen: str, language: str) -> SafeString:
    """Kept a language: looking up sixty translations takes longer than finding fifty cases."""
    one = FILTERS[name]
    return _options([("", one.blank), *one.fixed], chosen)


def _options(offered: Iterable[tuple[str, Words]], chosen: str) -> SafeString:
    return format_html_join("", "{}", ((_option(key, words, key == chosen),) for key, words in offered))


def _option(key: str, words: Words, chosen: bool) -> SafeString:
    frame = '<option value="{}" selected>{}</option>' if chosen else '<option value="{}">{}</option>'
    return format_html(frame, key, words)
