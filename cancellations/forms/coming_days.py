"""Days that lie ahead when somebody says them: one of a wrong year would be overdue the moment it is recorded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

_PAST: Mapping[str, Any] = {
    "promised_by": _("The promise cannot be for a day before the contact."),
    "follow_up_on": _("The day to look again cannot be before the contact."),
    "on": _("The day to look again cannot be in the past."),
}


def refuse_past_days(form: Form, said_on: date) -> None:
    """Mark the days of a form that were over when they were said. At the carrier's place it may still be the day
    before."""
    for name, said in _PAST.items():
        day = form.cleaned_data.get(name)
        if day and day < said_on - timedelta(days=1):
            form.add_error(name, str(said))
