"""One report: what it was asked about, and the addresses that lead from its numbers to what they count."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.reporting.period import Period, month_of
from cancellations.forms.report import ReportForm
from cancellations.models import Carrier, User
from cancellations.models.carrier import name_in_language
from cancellations.models.reports.keys import By, Key, Keys, keys_of
from cancellations.models.reports.scope import Scope, scope_of


@dataclass(frozen=True)
class Named:
    """A row's name, and where it leads; nowhere when `url` is empty."""

    name: str
    url: str = ""


class Report:
    """From a form that is valid."""

    def __init__(self, form: ReportForm, user: User, today: date) -> None:
        self.user, self.today, self.by = user, today, form.compared_by
        self.chosen: dict[str, str] = {
            name: form.cleaned_data[name] for name in ("carrier", "assignee") if form.cleaned_data[name]
        }
        self.narrowed = formats.several(form.narrowed())  # on paper there is no form to say it
        self.period: Period = form.period(today)
        self.scope: Scope = scope_of(user, carrier=self._carrier_id(), assignee=form.assignee_id(user))

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
        """The requests that a number counts, as the list can show them."""
        query = {**self.chosen, **more}
        return f"{resolve_url('requests')}{'?' if query else ''}{urlencode(query)}"

    def sims_url(self, **more: str) -> str:
        carrier = {name: value for name, value in self.chosen.items() if name == "carrier"}
        return f"{resolve_url('sims')}?{urlencode({**carrier, **more})}"

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

    def _carrier_id(self) -> int | None:
        slug = self.chosen.get("carrier")
        return Carrier.objects.visible_to(self.user).get(slug=slug).pk if slug else None

    def _carriers(self, keys: set[Key]) -> dict[Key, Named]:
        rows = Carrier.objects.visible_to(self.user).filter(pk__in=_ids(keys)).values_list("pk", "slug", "names")
        return {pk: Named(name_in_language(names), resolve_url("carrier", slug)) for pk, slug, names in rows}

    def _people(self, keys: set[Key]) -> dict[Key, Named]:
        nobody = Named(_("Nobody"), self.list_url(assignee="none"))
        people = User.objects.filter(pk__in=_ids(keys))
        here: dict[Key, Named] = {
            person.pk: Named(person.display_name, self.list_url(assignee=self._as_filter(person.pk)))
            for person in people
        }
        return {None: nobody, **here}

    def _as_filter(self, pk: int) -> str:
        return "me" if pk == self.user.pk else str(pk)

    def _month(self, key: str) -> Named:
        """Leads to the report of this month alone."""
        month = month_of(key, self.period)
        days = {"from": month.first.isoformat(), "to": month.last.isoformat()}
        return Named(formats.partial_day(key, self.today), f"?{urlencode({**days, **self.chosen})}")

    def _client(self, key: Key) -> Named:
        if key is None:
            return Named(_("All other clients"))
        return Named(str(key) or _("No holder recorded"))


def _ids(keys: set[Key]) -> list[int]:
    return [key for key in keys if isinstance(key, int)]
