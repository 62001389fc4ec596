"""What the forms of all steps share: made from a step, prefilled with what was saved, a draft when only saved."""

import json
from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.playbook import StepKey
from cancellations.forms.base import BranchedForm
from cancellations.forms.fields import DayField, MoneyField
from cancellations.models import Cancellation, Step

Fact = tuple[str, str]  # label and text
NOT_SHOWN = {"version", "form_key", "override_reason"}
_PRINTED: dict[Hashable, SafeString] = {}  # by what they look like
_MOST_PRINTED = 512


class StepForm(BranchedForm):
    """`key`: the step it belongs to. A draft asks for nothing; only the formats must be right.

    `above`: the template of what is said before its fields, which `fragment` prints.
    """

    key: ClassVar[StepKey]
    above: ClassVar[str] = ""
    fragment: ClassVar[str] = "steps/plain.jinja"

    def __init__(self, data: Any = None, *, case: Cancellation, step: Step, today: date, draft: bool = False) -> None:
        self.case, self.step, self.today, self.draft = case, step, today, draft
        saved = {name: value for name, value in step.data.items() if value not in (None, "")}
        super().__init__(data, initial={**self.proposed(), **saved, "version": step.version}, prefix=None)
        self.auto_id = f"{step.key}_%s"
        self.adapt()
        if draft:
            for name, field in self.fields.items():
                field.required = name == "version"

    def proposed(self) -> dict[str, Any]:
        """What is filled in before anybody typed."""
        return {}

    def adapt(self) -> None:
        """Add or drop fields that depend on the case. Whatever else it changes is named by `adapted_to`."""

    def adapted_to(self) -> Hashable:
        """What of the case the fields look like, beside their names, what is proposed and what the step holds."""
        return None

    def clean(self) -> dict[str, Any]:
        if not self.draft:
            self.check_whole()
        return self.cleaned_data

    def check_whole(self) -> None:
        """What must hold between the fields before the step counts as done."""

    def printed(self) -> SafeString:
        """The visible fields. Printed once a day for all forms that look alike and that hold nobody's own words."""
        if self.is_bound or self._holds_words():
            return self._print()
        filled = json.dumps([{**self.initial, "version": None}, self.step.data], default=str)
        look = (type(self), get_language(), self.today, tuple(self.fields), filled, self.adapted_to())
        if look not in _PRINTED:
            if len(_PRINTED) >= _MOST_PRINTED:
                _PRINTED.clear()
            _PRINTED[look] = self._print()
        return _PRINTED[look]

    def need(self, name: str, message: str | Promise) -> None:
        """Ask for a field that another answer made necessary."""
        if name not in self.errors and self.cleaned_data.get(name) in (None, "", [], False):
            self.add_error(name, str(message))

    def _holds_words(self) -> bool:
        """Whether something is saved that was not chosen among our own answers, alone or in a list of things."""
        return any(
            value and not isinstance(value, dict) and not isinstance(self.fields.get(name), forms.ChoiceField)
            for name, value in self.step.data.items()
        )

    def _print(self) -> SafeString:
        return SafeString(self.renderer.render(self.fragment, {"form": self}))

    @classmethod
    def recorded(cls, step: Step, case: Cancellation, today: date) -> Iterator[Fact]:
        """What the step holds, in words: label and text of each answer. Made without a form: pages show many."""
        for name, field in cls.base_fields.items():
            value = step.data.get(name)
            if name in NOT_SHOWN or value in (None, "", [], {}, False):
                continue
            yield str(field.label or name), in_words(field, value, today, step.data.get("currency") or "")


def in_words(field: forms.Field, value: Any, today: date, currency: str) -> str:
    """A stored answer as the field would have asked it."""
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in cast("list[tuple[str, str]]", field.choices)}
        values = value if isinstance(value, list) else [value]
        return formats.several(labels.get(str(one), str(one)) for one in values)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, DayField):
        return day_of(value, today)
    return money_of(value, currency) if isinstance(field, MoneyField) else str(value)


def day_of(stored: str, today: date) -> str:
    """A stored day for the eye."""
    return formats.day(date.fromisoformat(stored), today)


def money_of(stored: str, currency: str) -> str:
    """A stored amount for the eye."""
    return formats.money(Decimal(stored), currency)
