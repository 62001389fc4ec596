"""What a user wants to be told, and when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cancellations.domain import formats
from cancellations.domain.reminding import EVERY_DAY
from cancellations.forms.required import AskingForm
from cancellations.models import Reminders

HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]
_MINE, _ALL = "mine", "all"
_A_MONDAY = date(2026, 11, 23)
_weekday = lazy(formats.weekday, str)
WEEKDAYS = [(day, _weekday(_A_MONDAY + timedelta(days=int(day) - 1))) for day in EVERY_DAY]


class NotificationsForm(AskingForm):
    """Saves nothing: `choices` are the columns of Reminders."""

    use_required_attribute = False
    digest = forms.BooleanField(
        label=_("Write me once a day what is due"),
        required=False,
        help_text=_("Only when something is overdue, needs you today or comes up within a week."),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("At"), choices=HOURS, coerce=int, widget=forms.Select(attrs={"class": "input short"})
    )
    digest_days = forms.MultipleChoiceField(
        label=_("On these days"),
        choices=WEEKDAYS,
        error_messages={"required": _("Choose at least one day, or switch the daily mail off.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    digest_of = forms.ChoiceField(
        label=_("About"),
        choices=[(_MINE, _("Requests assigned to me")), (_ALL, _("All requests"))],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    overdue = forms.BooleanField(
        label=_("Write me at once when a carrier is overdue"),
        required=False,
        help_text=_("About requests that are assigned to you."),
    )
    calendar_nicknames = forms.BooleanField(
        label=_("Name the card in my calendar"),
        required=False,
        help_text=_("Otherwise its titles hold our reference and the next action only."),
    )

    @classmethod
    def showing(cls, reminders: Reminders) -> "NotificationsForm":
        """Filled in with what was chosen."""
        same = {name: getattr(reminders, name) for name in ("digest", "digest_hour", "overdue", "calendar_nicknames")}
        whose = _MINE if reminders.digest_mine else _ALL
        return cls(initial={**same, "digest_days": list(reminders.digest_days), "digest_of": whose})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("digest") and self.has_error("digest_days", "required"):
            del self.errors["digest_days"]  # whoever wants no mail need not say on which days
            cleaned["digest_days"] = []
        return cleaned

    def choices(self) -> dict[str, Any]:
        """The cleaned data as Reminders keeps it."""
        kept = dict(self.cleaned_data)
        kept["digest_mine"] = kept.pop("digest_of") == _MINE
        kept["digest_days"] = "".join(sorted(set(kept["digest_days"])))
        return kept
