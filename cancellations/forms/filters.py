"""What the list of carriers is narrowed to: a form over the query string."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.carrier_words import CARRIER_KINDS
from cancellations.domain.places import country_name
from cancellations.domain.words import Words, choices
from cancellations.forms.fields import LineField


class CarrierFilterForm(forms.Form):
    """Never wrong: what is unknown or cannot be read is left out."""

    use_required_attribute = False
    q = LineField(required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), required=False)

    def __init__(self, *args: Any, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter-%s", **kwargs})
        named = [(code, country_name(code)) for code in countries if code]
        self._offer("country", sorted(named, key=lambda one: one[1]))
        self._offer("kind", choices(CARRIER_KINDS))

    def wanted(self) -> dict[str, Any]:
        """The filters that are set."""
        self.is_valid()
        self.errors.clear()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def typed(self) -> str:
        """What is searched for, as it was typed."""
        return str(self["q"].value() or "")

    @property
    def selects(self) -> list[forms.BoundField]:
        """Everything but the search."""
        return [field for field in self if field.name != "q"]

    def _offer(self, name: str, options: list[tuple[str, Words]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type, cannot fail
        field.choices = [("", _("all")), *options]
