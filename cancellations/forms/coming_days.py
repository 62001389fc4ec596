"""Days that lie ahead: one of a wrong year would be overdue the moment it is recorded.

DayField(ahead=True) says so by itself. It is not for fields that are filled in with a day of long ago, or that are read
again days later: these are looked at here.
"""

from datetime import date
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from cancellations.domain.typed import GRACE, OVER

BEFORE_THE_CONTACT = _("The promise cannot be for a day before the contact.")
_OURS = ("follow_up_on", "look_again_on", "on", "until")


def refuse_past_days(form: Form, *, said_on: date, today: date) -> None:
    """Mark a promise that was over when the carrier gave it, on `said_on`, and days of our own that are over."""
    _refuse(form, "promised_by", said_on, BEFORE_THE_CONTACT)
    for name in _OURS:
        _refuse(form, name, today, OVER)


def _refuse(form: Form, name: str, since: date, told: Any) -> None:
    day = form.cleaned_data.get(name)
    if day and day < since - GRACE:
        form.add_error(name, str(told))
