"""One report: what it was asked about, and the addresses that lead from its numbers to what they count."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.reporting.counted import AS_OF_TODAY, Counted, What
from cancellations.domain.reporting.period import Period, month_of
from cancellations.forms.offers import ME, NOBODY
from cancellations.forms.report import ReportForm
from cancellations.forms.whose import HOLDER, exactly
from cancellations.models import Carrier, User
from cancellations.models.carrier import name_in_language
from cancellations.models.reports.keys import By, Key, Keys, keys_of
from cancellations.models.reports.scope import Scope, scope_of
from cancellations.views.reporting.counting import Found, LongCounts, takes_long


@dataclass(frozen=True)
class Named:
    """A row's name, and where it leads; nowhere when `url` is empty.

    `filters`: what narrows the list of requests to those of this row; None where no filter can. `period`: the days of
    the row, when they are not those of the report.
    """

    name: str
    url: str = ""
    filters: dict[str, str] | None = None
    period: Period | None = None


class Report:
    """From a form that is valid. `patience`: seconds to wait while other long reports are counted."""

    def __init__(self, form: ReportForm, user: User, today: date, *, patience: float = 0) -> None:
        self.user, self.today, self.by = user, today, form.compared_by
        self.chosen: dict[str, str] = {
            name: form.cleaned_data[name] for name in ("carrier", "assignee", HOLDER) if form.cleaned_data[name]
        }
        self.narrowed = formats.several(form.narrowed())  # on paper there is no form to say it
        self.period: Period = form.period(today)
        whose = {"assignee": form.assignee_id(user), "holder": form.cleaned_data[HOLDER]}
        self.scope: Scope = scope_of(user, carrier=self._carrier_id(), **whose)
        self.kept = LongCounts(self._asked(), patience=patience) if takes_long(user) else None

    def count(self, section: str, of: Callable[[], Found]) -> Found:
        """What `of` counts; where there are very many cases, what was counted of it lately. Raises Busy."""
        return self.kept.count(section, of) if self.kept else of()

    def as_of(self, section: str) -> str:
        """When it was counted, where that was not at this moment."""
        at = self.kept.at(section) if self.kept else None
        return formats.moment(timezone.localtime(at), self.today) if at else ""

    def has_to_wait(self, section: str) -> bool:
        return self.kept is not None and self.kept.at(section) is None

    @cached_property
    def keys(self) -> Keys:
        return keys_of(self.scope, self.period, self.by)

    @property
    def query(self) -> str:
        """The query string that gives this report again on any later day."""
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return urlencode({**days, **self.chosen, "by": self.by})

    @property
    def days(self) -> str:
        """From when to when, in words."""
        ends = {"first": formats.short_day(self.period.first, self.today), "last": self.last_day}
        return _("%(first)s to %(last)s") % ends

    @property
    def last_day(self) -> str:
        return formats.short_day(self.period.last, self.today)

    def list_url(self, **more: str) -> str:
        """Requests as the list can show them; all that are open when it is not told more."""
        client = self.chosen.get(HOLDER)
        query = {**self.chosen, **({HOLDER: exactly(client)} if client else {}), **more}
        return f"{resolve_url('requests')}{'?' if query else ''}{urlencode(query)}"

    def open_url(self, **more: str) -> str:
        """All that are open; the list alone would show examples too."""
        return self.list_url(**more, **({"counted": str(Counted(What.OPEN))} if self.scope.without_examples else {}))

    def counted_url(self, of: Named, what: What, currency: str = "") -> str:
        """The requests behind a number of this row; nothing where the list cannot show exactly these."""
        period = of.period or self.period
        first, last = (None, None) if what in AS_OF_TODAY else (period.first, period.last)
        counted = str(Counted(what, first, last, currency))
        if of.filters is None or Counted.read(counted) is None:
            return ""
        return self.list_url(**of.filters, counted=counted)

    def named(self, keys: set[Key]) -> dict[Key, Named]:
        """The words for what is compared. One query at most."""
        match self.by:
            case By.CARRIER:
                return self._carriers(keys)
            case By.PERSON:
                return self._people(keys)
            case By.MONTH:
                return {key: self._month(str(key)) for key in keys}
            case By.CLIENT:
                return {key: self._client(key) for key in keys}

    def _asked(self) -> dict[str, Hashable]:
        """All that the numbers of each section depend on; a closing is on a day of the reader's time zone."""
        of_all = (
            self.user.workspace_id,
            self.scope.carrier,
            self.scope.assignee,
            self.scope.holder,
            self.scope.without_examples,
            self.today,
        )
        days = (self.period.first, self.period.last)
        compared = *of_all, days, self.by
        zone = timezone.get_current_timezone_name()
        return {"flow": (*of_all, days, zone), "backlog": of_all, "scores": compared, "money": compared}

    def _carrier_id(self) -> int | None:
        slug = self.chosen.get("carrier")
        return Carrier.objects.visible_to(self.user).get(slug=slug).pk if slug else None

    def _carriers(self, keys: set[Key]) -> dict[Key, Named]:
        rows = Carrier.objects.visible_to(self.user).filter(pk__in=_ids(keys)).values_list("pk", "slug", "names")
        return {
            pk: Named(name_in_language(names), resolve_url("carrier", slug), {"carrier": slug})
            for pk, slug, names in rows
        }

    def _people(self, keys: set[Key]) -> dict[Key, Named]:
        people = User.objects.filter(pk__in=_ids(keys)).select_related("membership")
        here: dict[Key, Named] = {person.pk: self._person(person) for person in people}
        return {None: self._whose(_("Nobody"), NOBODY), **here}

    def _person(self, person: User) -> Named:
        """Who left can be no filter of the list any more."""
        if person.workspace_id != self.user.workspace_id:
            return Named(person.display_name)
        return self._whose(person.display_name, ME if person.pk == self.user.pk else str(person.pk))

    def _whose(self, name: str, assignee: str) -> Named:
        return Named(name, self.open_url(assignee=assignee), {"assignee": assignee})

    def _month(self, key: str) -> Named:
        """Leads to the report of this month alone."""
        month = month_of(key, self.period)
        days = {"from": month.first.isoformat(), "to": month.last.isoformat()}
        return Named(formats.partial_day(key, self.today), f"?{urlencode({**days, **self.chosen})}", {}, month)

    def _client(self, key: Key) -> Named:
        if key is None:
            return Named(_("All other clients"))
        holder = exactly(str(key))
        return Named(str(key) or _("No holder recorded"), self.open_url(**{HOLDER: holder}), {HOLDER: holder})


def _ids(keys: set[Key]) -> list[int]:
    return [key for key in keys if isinstance(key, int)]
