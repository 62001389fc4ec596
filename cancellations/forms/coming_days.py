"""Days that lay ahead when somebody said them: one of a wrong year would be overdue the moment it is recorded.

Where that is now, DayField(ahead=True) says so by itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from cancellations.domain.typed import GRACE, OVER

_TOLD: Mapping[str, Any] = {
    "promised_by": _("The promise cannot be for a day before the contact."),
    "follow_up_on": _("The day to look again cannot be before the contact."),
    "on": OVER,
}


def refuse_past_days(form: Form, said_on: date) -> None:
    """Mark the days of a form that were over when they were said."""
    for name, told in _TOLD.items():
        day = form.cleaned_data.get(name)
        if day and day < said_on - GRACE:
            form.add_error(name, str(told))
