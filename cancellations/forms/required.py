"""What a form says of a field that may not be empty: what to do, never that "this field is required"."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.typed import NOT_A_CURRENCY, NOT_A_DAY, NOT_AN_AMOUNT
from cancellations.forms.fields import CurrencyField, DayField, MoneyField, WholeField

DJANGOS = forms.Field.default_error_messages["required"]
_FILL_IN = _("Fill this in.")
_ASKS: tuple[tuple[type[forms.Field], Any], ...] = (  # the first that fits: some are a kind of the next
    (DayField, NOT_A_DAY),
    (MoneyField, NOT_AN_AMOUNT),
    (CurrencyField, NOT_A_CURRENCY),
    (WholeField, _("Enter a number.")),
    (forms.MultipleChoiceField, _("Choose at least one.")),
    (forms.ChoiceField, _("Choose one.")),
    (forms.BooleanField, _("Tick this to go on.")),
    (forms.FileField, _("Choose a file.")),
)


def ask(fields: Iterable[forms.Field]) -> None:
    """Give each that has Django's message the one of its kind; a field's own sentence stays."""
    for field in fields:
        if field.error_messages["required"] is DJANGOS:
            field.error_messages["required"] = next((say for kind, say in _ASKS if isinstance(field, kind)), _FILL_IN)


class AskingForm(forms.Form):
    """Looks when something was sent, so that fields which a form makes for itself are among them."""

    def full_clean(self) -> None:
        ask(self.fields.values())
        super().full_clean()
