"""A call session: one call, many requests, one outcome each. Who was spoken with is said once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain import formats
from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.text import LINE, clean_line, is_blank
from cancellations.domain.words import CONTACT_OUTCOMES
from cancellations.forms.base import KeyedForm
from cancellations.forms.coming_days import refuse_past_days
from cancellations.forms.contact import NOTE
from cancellations.forms.fields import DayField, LineField, TextField
from cancellations.models import Cancellation
from cancellations.models.case_ladder import proposed_look

NOT_ASKED = ""
_DETAILS = ("line_note", "promised_by", "request_number")
_HEARD = ("outcome", *_DETAILS)
_LONGEST_CALL = timedelta(hours=12)
_LONGEST_SHEET = timedelta(minutes=45)
_MOMENT = "%Y-%m-%dT%H:%M:%S%z"
# whoever can be rung says all of it but what a machine writes
_HEARD_ON_THE_PHONE = tuple(outcome for outcome in ContactOutcome if outcome is not ContactOutcome.AUTO_REPLY)


@dataclass(frozen=True)
class TypedOnce:
    """What is the same on all sheets of one call.

    `started`, and `sent`, when its last sheet was: as the form writes it. `asked`: the ids of requests.
    """

    agent: str
    note: str
    started: str
    sent: str
    asked: list[int]

    @property
    def at(self) -> datetime:
        """When it rang."""
        return datetime.fromisoformat(self.started)

    def can_be(self, now: datetime) -> bool:
        """Whether it can be a call of today at all."""
        return self.at <= now <= self.at + _LONGEST_CALL

    def may_go_on(self, now: datetime) -> bool:
        """Whether a sheet that is opened can still be one of the same call; else it was left lying."""
        sent = datetime.fromisoformat(self.sent)
        return self.can_be(now) and sent <= now <= sent + _LONGEST_SHEET


class Heard(forms.Form):
    """What was heard about one request."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[
            (NOT_ASKED, _("Not asked")),
            *((one.value, CONTACT_OUTCOMES[one].label) for one in _HEARD_ON_THE_PHONE),
        ],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    line_note = LineField(label=_("What was said"), required=False)
    promised_by = DayField(label=_("Promised by"), required=False)
    request_number = LineField(label=_("Request number"), required=False)

    @property
    def is_unfolded(self) -> bool:
        """Whether more than an outcome was typed, or something is wrong."""
        return bool(self.errors) or any(self[name].value() for name in _DETAILS)


class CallLine(Heard):
    """A request of the sheet; "not asked" leaves it as it is."""

    def __init__(self, data: Any = None, *, case: Cancellation) -> None:
        super().__init__(data, prefix=str(case.pk))
        self.case = case

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("outcome") and any(data.get(name) for name in _DETAILS):
            self.add_error("outcome", str(_("Choose what came of it, or empty the other fields.")))
        return data

    def is_right(self, at: datetime) -> bool:
        """Whether all of it can be so. `at`: when the call was."""
        if self.is_valid():
            refuse_past_days(self, timezone.localdate(at))
        return self.is_valid()

    @property
    def was_asked(self) -> bool:
        return bool(self.cleaned_data.get("outcome"))

    def facts(self, call: "CallForm", today: date) -> dict[str, Any]:
        """What Cancellation.log_contact takes."""
        data, outcome = self.cleaned_data, ContactOutcome(self.cleaned_data["outcome"])
        promised = data["promised_by"]
        return {
            "outcome": outcome,
            "channel": Channel.CALL,
            "direction": Direction.OUT,
            "at": call.at(),
            "agent": call.cleaned_data["agent"],
            "note": "\n".join(filter(None, [data["line_note"], call.cleaned_data["note"]])),
            "promised_by": promised,
            "request_number": data["request_number"],
            "follow_up_on": None if promised else proposed_look(self.case, outcome, today),
        }


class LostLine(Heard):
    """What was typed about something that is no request of the sheet: shown, so that it can be kept elsewhere."""

    def __init__(self, data: Any, *, key: str) -> None:
        super().__init__(data, prefix=key)
        self.key = key

    @property
    def called(self) -> str:
        """How the sheet called it when it still stood there; else what its fields are named after."""
        return clean_line(str(self.data.get(f"{self.key}-called", "")))[:LINE] or self.key

    def clean(self) -> dict[str, Any]:
        said = _("This cannot be recorded. Keep it elsewhere, then choose “Not asked” and empty the other fields.")
        self.add_error("outcome", str(said))
        return self.cleaned_data


class CallForm(KeyedForm):
    """The sheet of one call: what is the same for every request of it, and a line for each; right or wrong together.

    What was typed about others than `cases` refuses the whole, as it would be lost.
    `started`: when the page was opened, so about when it rang. `kept`: typed on a sheet before, when the call goes on;
    it may end with a sheet where nothing was asked. `goes_on`: to the next sheet, with or without anything asked here.
    """

    agent = LineField(label=_("Who you spoke with"), required=False)
    note = TextField(
        label=_("What was said about all of them"), required=False, max_length=NOTE, widget=forms.Textarea({"rows": 2})
    )
    started = forms.DateTimeField(required=False, widget=forms.HiddenInput, input_formats=[_MOMENT])

    def __init__(
        self, data: Any = None, *, cases: Sequence[Cancellation], kept: TypedOnce | None = None, goes_on: bool = False
    ) -> None:
        super().__init__(data, auto_id="call_%s")
        self.kept, self.goes_on = kept, goes_on
        self.initial.update(asdict(kept) if kept else {"started": _written(timezone.now())})
        self.lines = [CallLine(data, case=case) for case in cases]
        there = {str(case.pk) for case in cases}
        self.lost = [LostLine(data, key=key) for key in typed_about(data or {}) if key not in there]

    def clean(self) -> dict[str, Any]:
        right = [line.is_right(self.at()) for line in self.lines]
        if self.lost:
            names = formats.several(line.called for line in self.lost)
            said = _("Nothing is recorded yet. What you typed about these does not stand on this sheet: %(names)s.")
            self.add_error(None, str(said) % {"names": names})
            return self.cleaned_data
        if not all(right):
            self.add_error(None, str(_("Something is missing at the requests that are marked.")))
        elif not self.asked and not self._may_be_empty():
            self.add_error(None, str(_("Nothing was asked yet: choose an outcome for at least one request.")))
        return self.cleaned_data

    @property
    def asked(self) -> list[CallLine]:
        return [line for line in self.lines if line.was_asked]

    def at(self) -> datetime:
        """When the call was: as the page says, if that can be; it may have lain open since yesterday, or be made up."""
        now, started = timezone.now(), self.cleaned_data.get("started")
        return started if started and now - _LONGEST_CALL <= started <= now else now

    def typed_once(self) -> TypedOnce:
        """For the call's next sheet."""
        data, before = self.cleaned_data, self.kept.asked if self.kept else []
        asked = [*before, *(line.case.pk for line in self.asked)]
        return TypedOnce(data["agent"], data["note"], _written(self.at()), _written(timezone.now()), asked)

    def _may_be_empty(self) -> bool:
        """Whether nothing is lost when nothing was asked: all that is typed is kept, or was on a sheet before."""
        if self.goes_on or not self.kept:
            return self.goes_on
        agent, note = self.cleaned_data.get("agent"), self.cleaned_data.get("note")
        return agent in {self.kept.agent, ""} and note in {self.kept.note, ""}


def _written(moment: datetime) -> str:
    return moment.strftime(_MOMENT)


def typed_about(data: Mapping[str, Any]) -> list[str]:
    """What the fields are named after in which something was typed: the ids of requests, if the page made them."""
    named = ((name.rpartition("-"), value) for name, value in data.items())
    typed = (key for (key, dash, field), value in named if dash and field in _HEARD and not is_blank(str(value)))
    return list(dict.fromkeys(typed))
