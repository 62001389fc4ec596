"""Somebody else was faster: both versions side by side, and the typed one ready to be put on top."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, ChoiceField, Field

from cancellations.domain import formats
from cancellations.domain.words import Words


@dataclass(frozen=True)
class Difference:
    label: Words
    theirs: str
    yours: str


@dataclass(frozen=True)
class Conflict:
    """`by`: who was faster, if that is known."""

    by: str
    differences: list[Difference]


def conflict_with(form: BaseForm, now: Mapping[str, Any], *, version: int, by: str) -> Conflict:
    """What the valid `form` would change of `now`, the values by now. Sent again, it goes on top of them."""
    sent: Any = form.data
    data = sent.copy()
    data[form.add_prefix("version")] = str(version)
    form.data = data
    return Conflict(by, list(_differences(form, now)))


def _differences(form: BaseForm, now: Mapping[str, Any]) -> Iterator[Difference]:
    for bound in form.visible_fields():
        if bound.name in now and form.cleaned_data[bound.name] != now[bound.name]:
            theirs, yours = now[bound.name], form.cleaned_data[bound.name]
            yield Difference(bound.label, _shown(bound.field, theirs), _shown(bound.field, yours))


def _shown(field: Field, value: Any) -> str:
    if isinstance(value, list | tuple):
        return formats.several(_shown(field, one) for one in value)
    text = "" if value is None else str(value)
    choices: Any = field.choices if isinstance(field, ChoiceField) else ()
    return next((str(label) for key, label in choices if str(key) == text), text)
