"""A day that a workspace knows better than the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.places import countries
from cancellations.forms.base import KeyedForm
from cancellations.forms.fields import DayField, LineField

FREE, WORKED = "free", "worked"


class HolidayForm(KeyedForm):
    country = forms.ChoiceField(label=_("Country"))
    day = DayField(label=_("Day"))
    name = LineField(label=_("Name of the day"))
    what = forms.ChoiceField(
        label=_("What is it there?"),
        choices=[(FREE, _("A day off")), (WORKED, _("A working day, though the calendar has it as free"))],
        widget=forms.RadioSelect,
        initial=FREE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="holiday_%s", **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type, cannot fail
        field.choices = countries()

    def facts(self) -> dict[str, Any]:
        """As Holiday.objects.add takes them."""
        facts = super().facts()
        is_working = facts.pop("what") == WORKED
        return {**facts, "is_working": is_working}
