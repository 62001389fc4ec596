"""Forms of a SIM card, sent again."""

from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from cancellations.forms.sim import SimForm

BAD_CHECK_DIGIT = "8970101234567890124"


def again(form: Any, kind: type[Any] = SimForm, **changes: str) -> Any:
    """The form as it would be sent again: with what it shows, and `changes`."""
    shown = {name: form[name].value() for name in form.fields if form[name].value()}
    return kind(QueryDict(urlencode(shown | changes)), user=form.user, sim=form.sim)
