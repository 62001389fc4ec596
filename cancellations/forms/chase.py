"""Saying that a letter of the ladder has been sent. Until somebody says so, it has not been."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.ladder import patience_ends
from cancellations.domain.letters import LetterKind
from cancellations.domain.words import CHANNELS
from cancellations.forms.base import KeyedForm, radio
from cancellations.forms.coming_days import refuse_past_days
from cancellations.forms.contact import NOTE, MomentField
from cancellations.forms.fields import DayField, TextField
from cancellations.models import Cancellation
from cancellations.models.case_ladder import answer_by

_WRITTEN = {channel: look for channel, look in CHANNELS.items() if channel is not Channel.CALL}


class SentForm(KeyedForm):
    """The day to look again is filled in with the time that this letter is given; left empty, it is that one too.

    A day of the carrier's that is to come before brings the case back by itself.
    """

    channel = radio(_WRITTEN, css="chips", label=_("How was it sent?"), initial=Channel.EMAIL)
    at = MomentField(label=_("When, if not now"), required=False)
    follow_up_on = DayField(label=_("Look again on"), required=False)
    note = TextField(label=_("Note"), required=False, max_length=NOTE, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, case: Cancellation, rung: LetterKind, today: date) -> None:
        self.case, self.rung = case, rung
        super().__init__(data, initial={"follow_up_on": self._proposed(today)}, auto_id="sent_%s")

    def clean_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError(_("This is still to come. Log it when it has happened."))
        if moment and self.case.submitted_on and timezone.localdate(moment) < self.case.submitted_on:
            raise forms.ValidationError(_("The request itself was sent later than this."))
        return moment

    def clean(self) -> dict[str, Any]:
        if "at" in self.cleaned_data:
            refuse_past_days(self, timezone.localdate(self.cleaned_data["at"]))
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """For `log_contact`."""
        data = super().facts()
        at = data["at"] or timezone.now()
        return {
            "outcome": ContactOutcome.OTHER,
            "direction": Direction.OUT,
            "channel": Channel(data["channel"]),
            "note": data["note"],
            "at": at,
            "follow_up_on": data["follow_up_on"] or self._proposed(timezone.localdate(at)),
            "rung": self.rung,
        }

    def _proposed(self, on: date) -> date:
        ends, by = patience_ends(self.rung, on, self.case.facts(()).rules.calendar), answer_by(self.case)
        return by if by and timezone.localdate() <= by < ends else ends
