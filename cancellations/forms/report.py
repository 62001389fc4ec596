"""What a report is asked about: the days, whose cases, and what to compare by. Read from the query string."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cancellations.domain import formats
from cancellations.domain.reporting.period import MOST_DAYS, Period, Preset, preset_period, weeks_until
from cancellations.domain.text import fold
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.offers import ME, NOBODY, Choices
from cancellations.forms.whose import HOLDER
from cancellations.models.people import User
from cancellations.models.reports.keys import By
from cancellations.models.sim import Sim

COMPARED_BY = {
    By.CARRIER: _("Carrier"),
    By.MONTH: _("Month"),
    By.PERSON: _("Team member"),
    By.CLIENT: _("Client (holder of the SIM card)"),
}


class ReportForm(forms.Form):
    """Days that are typed beat a preset; without either it is the last twelve weeks.

    `clients`: the holders who are offered; any other is typed.
    """

    use_required_attribute = False
    range = forms.CharField(required=False, widget=forms.HiddenInput)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False)
    holder = LineField(label=_("Holder"), required=False)
    by = forms.ChoiceField(label=_("Compare by"), required=False, choices=list(COMPARED_BY.items()))

    def __init__(
        self, *args: Any, user: User, carriers: Choices, people: Choices, clients: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "report-%s", **kwargs})
        self.user, self.clients = user, clients
        self._offered = {"carrier": carriers, "assignee": people}
        self.fields["from"] = DayField(label=pgettext_lazy("first day", "From"), required=False, past=True)
        self.fields["to"] = DayField(label=pgettext_lazy("last day", "To"), required=False, past=True)
        self.order_fields(["range", "from", "to", "carrier", "assignee", HOLDER, "by"])
        self._offer("carrier", (("", _("Any")), *carriers))
        self._offer("assignee", (("", _("Anybody")), *people))
        if clients:
            self.fields[HOLDER].widget.attrs["list"] = "report-clients"

    def clean_holder(self) -> str:
        """As recorded on a card, however it was typed."""
        typed = self.cleaned_data[HOLDER]
        if not typed:
            return ""
        alike = Sim.objects.visible_to(self.user).held_like(typed)
        found = [name for name in alike if name == typed] or [name for name in alike if fold(name) == fold(typed)]
        if not found:
            raise ValidationError(_("No SIM card here has this holder. Write the name as it is recorded."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from"), cleaned.get("to")
        if cleaned.get("range") and cleaned["range"] not in set(Preset):
            raise ValidationError({"from": _("Choose the days that the report is about.")})
        if first and last and last < first:
            raise ValidationError({"to": _("The last day is before the first one.")})
        if first and ((last or timezone.localdate()) - first).days >= MOST_DAYS:
            raise ValidationError({"from": _("A report covers ten years at most.")})
        return cleaned

    def period(self, today: date) -> Period:
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        if first:
            return Period(first, last or today)
        if last:
            return weeks_until(last)
        return preset_period(Preset(self.cleaned_data["range"] or Preset.WEEKS), today)

    @property
    def compared_by(self) -> By:
        return By(self.cleaned_data["by"] or By.CARRIER)

    def narrowed(self) -> list[str]:
        """Whose cases alone are asked for, in words."""
        client = self.cleaned_data[HOLDER]
        chosen = [
            formats.labelled(self.fields[name].label, dict(self._offered[name])[self.cleaned_data[name]])
            for name in ("carrier", "assignee")
            if self.cleaned_data[name]
        ]
        return [*chosen, formats.labelled(self.fields[HOLDER].label, client)] if client else chosen

    def assignee_id(self, user: User) -> int | None:
        """0: nobody. None: everybody."""
        match self.cleaned_data["assignee"]:
            case "":
                return None
            case chosen if chosen == ME:
                return user.pk
            case chosen if chosen == NOBODY:
                return 0
            case chosen:
                return int(chosen)

    def _offer(self, name: str, options: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type, cannot fail
        field.choices = list(options)
