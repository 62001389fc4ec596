"""Logging a contact with the carrier: the outcome is all that must be said."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.typed import FIRST_DAY, as_by_keyboard
from cancellations.domain.words import CONTACT_OUTCOMES, DIRECTIONS, choices
from cancellations.forms.base import KeyedForm, channel_field, radio
from cancellations.forms.coming_days import refuse_past_days
from cancellations.forms.evidence import files_field
from cancellations.forms.fields import DayField, LineField, TextField
from cancellations.models import Cancellation
from cancellations.models.case_ladder import proposed_look

NOTE = 20_000
DRAFT = "draft-of-a-note"  # stands for the name that the browser keeps an unsent note under


class MomentField(forms.Field):
    """A moment as browsers send it (2026-11-21T15:42), in the reader's zone; empty means now."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        text = as_by_keyboard(value)
        if not text:
            return None
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None or moment.year < FIRST_DAY.year:
            raise forms.ValidationError(_("Enter day and time like 2026-11-21 15:42."), code="invalid")
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


class DigitRadio(forms.RadioSelect):
    """Radio buttons that the digits 1 to 9 pick; each shows its digit."""

    template_name = "forms/digits.jinja"


class ContactForm(KeyedForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=choices(CONTACT_OUTCOMES),
        widget=DigitRadio(attrs={"class": "chips"}),
    )
    channel = channel_field(label=_("Channel"), required=False)
    note = TextField(
        label=_("What was said"),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(
            attrs={"rows": 1, "data-draft": DRAFT, "placeholder": _("One line: who said what, promised by when")}
        ),
    )
    follow_up = forms.ChoiceField(
        label=_("Look again"),
        required=False,
        initial="auto",
        choices=[
            ("auto", _("As proposed")),
            ("1", _("Tomorrow")),
            ("7", _("In a week")),
            ("none", _("No change")),
        ],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    follow_up_on = DayField(label=_("or on"), required=False)
    promised_by = DayField(label=_("Promised by"), required=False)
    request_number = LineField(label=_("Request number"), required=False)
    agent = LineField(label=_("Who you spoke with"), required=False)
    at = MomentField(label=_("When, if not now"), required=False)
    direction = radio(DIRECTIONS, css="chips", label=_("Direction"), required=False, initial=Direction.OUT)
    gave = forms.BooleanField(label=_("With this we have given the carrier what it asked for"), required=False)

    attached = files_field(required=False)

    def __init__(self, data: Any = None, *, case: Cancellation, today: date, refused_files: Sequence[str] = ()) -> None:
        super().__init__(data, auto_id="log_%s")
        self.case, self.today, self.refused_files = case, today, refused_files
        self.sent_at = timezone.now()
        if not case.wants_since:
            del self.fields["gave"]

    def clean_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError(_("This is still to come. Log it when it has happened."))
        return moment

    def clean(self) -> dict[str, Any]:
        for text in self.refused_files:
            self.add_error("attached", text)
        if self.cleaned_data.get("outcome") == ContactOutcome.AUTO_REPLY:
            self._change_nothing()
        elif "at" in self.cleaned_data:
            refuse_past_days(self, timezone.localdate(self.cleaned_data["at"] or self.sent_at))
        if self.cleaned_data.get("gave") and self.cleaned_data.get("direction") == Direction.IN:
            self.add_error(
                "gave", _("Only what we wrote or said can give the carrier something. Look at the direction.")
            )
        return self.cleaned_data

    def _change_nothing(self) -> None:
        """It came from the carrier's machine; days that somebody typed with it would be lost without a word."""
        self.cleaned_data["direction"] = Direction.IN
        said = _("An automatic reply moves no dates. Leave this empty, or choose another outcome.")
        for name in ("promised_by", "follow_up_on"):
            if self.cleaned_data.get(name):
                self.add_error(name, said)
        if self.cleaned_data.get("follow_up") in {"1", "7"}:
            self.add_error("follow_up", said)

    def answers(self) -> list[forms.BoundField]:
        """What is asked only while the carrier wants something."""
        return [self[name] for name in ("gave",) if name in self.fields]

    def facts(self) -> dict[str, Any]:
        data = super().facts()
        data.pop("attached", None)  # kept before the transaction began
        chosen, day = data.pop("follow_up"), data["follow_up_on"]
        outcome = ContactOutcome(data["outcome"])
        at = data["at"] or self.sent_at
        data |= {
            "outcome": outcome,
            "channel": Channel(data["channel"] or Channel.CALL),
            "direction": Direction(data["direction"] or Direction.OUT),
            "at": at,
            "follow_up_on": day or self._follow_up(chosen, outcome, data),
        }
        return data

    def _follow_up(self, chosen: str, outcome: ContactOutcome, data: dict[str, Any]) -> date | None:
        if chosen == "none" or (data["promised_by"] and chosen in ("", "auto")):
            return None
        if chosen in ("1", "7"):
            return date.fromordinal(self.today.toordinal() + int(chosen))
        return proposed_look(self.case, outcome, self.today, gave=bool(data.get("gave")))
