"""Days that lie ahead: one of a wrong year would be overdue the moment it is recorded.

DayField(ahead=True) says so by itself. It is not for fields that are filled in with a day of long ago, or that are read
again days later: these are looked at here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from cancellations.domain.typed import GRACE, OVER

BEFORE_THE_CONTACT = _("The promise cannot be for a day before the contact.")
_TOLD: Mapping[str, Any] = {
    "promised_by": BEFORE_THE_CONTACT,
    **dict.fromkeys(("follow_up_on", "look_again_on", "on", "until"), OVER),
}


def refuse_past_days(form: Form, said_on: date) -> None:
    """Mark the days of a form that were over when they were said: a contact of last week keeps the days of its time."""
    for name, told in _TOLD.items():
        day = form.cleaned_data.get(name)
        if day and day < said_on - GRACE:
            form.add_error(name, str(told))
