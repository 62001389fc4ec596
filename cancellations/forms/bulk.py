"""What is asked before many cases are changed: once for all of them. The worker reads the same form again."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.bulk import MOST_LINES, BulkAction
from cancellations.domain.errors import NotPossible
from cancellations.domain.matching import Known, Matched, match_lines
from cancellations.domain.matching_words import miss_sentence
from cancellations.domain.playbook import StepKey
from cancellations.domain.tagging import split_names
from cancellations.forms.base import KeyedForm, channel_field
from cancellations.forms.coming_days import refuse_past_days
from cancellations.forms.contact import ContactForm
from cancellations.forms.course import AssignForm
from cancellations.forms.fields import DayField, LineField, TextField
from cancellations.models import Cancellation, User

MOST_TEXT = 400_000  # characters of a pasted list; sent by a form they may be three times as many
MISSES_NAMED = 20


class BulkForm(KeyedForm):
    """A form for many cases. `asked_on`: the day it was filled in, however long the worker takes."""

    has_lines: ClassVar[bool] = False  # whether its `lines` name cases: then it is told what they are known by

    def __init__(self, data: Any = None, *, by: User, asked_on: date, known: Sequence[Known] = ()) -> None:
        super().__init__(data)
        self.by, self.asked_on, self.known = by, asked_on, known


class LogManyForm(ContactForm):
    """One contact about all of them. Each gets its own follow-up day, by its own carrier's rules."""

    has_lines: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, by: User, asked_on: date, known: Sequence[Known] = ()) -> None:
        super().__init__(data, case=Cancellation(), today=asked_on)
        for name in ("attached", "request_number"):
            del self.fields[name]

    def facts_for(self, case: Cancellation) -> dict[str, Any]:
        """As ContactForm.facts, with the day to look again as this case has it."""
        self.case = case
        return self.facts()


class FollowUpManyForm(BulkForm):
    on = DayField(label=_("Look again on"))
    reason = LineField(label=_("Why another day?"))

    def clean(self) -> dict[str, Any]:
        refuse_past_days(self, self.asked_on)
        return self.cleaned_data


class AssignManyForm(AssignForm):
    has_lines: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, by: User, asked_on: date, known: Sequence[Known] = ()) -> None:
        super().__init__(data, by=by)


class TagManyForm(BulkForm):
    add = LineField(label=_("Add tags"), required=False, help_text=_("Several with commas between them."))
    remove = LineField(label=_("Remove tags"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for name in ("add", "remove"):
            cleaned[name] = split_names(cleaned.get(name, ""))
        if not cleaned["add"] and not cleaned["remove"] and not self.errors:
            self.add_error("add", str(_("Enter at least one tag.")))
        return cleaned


class MatchingForm(BulkForm):
    """A form with a pasted list whose lines name the cases."""

    has_lines = True
    lines = TextField(
        max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 6, "class": "input mono"})
    )

    matched: Matched = Matched({}, ())

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        if len(text.splitlines()) > MOST_LINES:
            raise forms.ValidationError(
                _("These are more lines than can be read at once: take %(n)s.") % {"n": formats.number(MOST_LINES)}
            )
        self.matched = match_lines(text, self.known)
        told = [miss_sentence(miss) for miss in self.matched.misses[:MISSES_NAMED]]
        if more := len(self.matched.misses) - len(told):
            told.append(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": formats.number(more)})
        if told:
            raise forms.ValidationError(told)
        return text


class SubmitManyForm(MatchingForm):
    """That they were sent: with one number for all, a number each, or none and what proves it."""

    channel = channel_field(label=_("How was it sent?"))
    submitted_on = DayField(label=_("Sent on"), past=True)
    request_number = LineField(
        label=_("Request number"), required=False, help_text=_("When the carrier gave one number for all of them.")
    )
    no_number = forms.BooleanField(label=_("The carrier gives no number"), required=False)
    proof = LineField(label=_("Then what proves it?"), required=False)
    given_by = LineField(label=_("Who gave the number"), required=False)
    requested_end_date = DayField(
        label=_("End date asked for"), required=False, help_text=_("Left empty, each keeps the day it has.")
    )
    promised_by = DayField(label=_("Answer promised by"), required=False)

    field_order = ("channel", "submitted_on", "request_number", "lines", "no_number", "proof", "given_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].label = _("Or a number each")
        self.fields["lines"].help_text = _(
            "One line a SIM card: its number, ICCID or our reference, then a tab or comma, then the request number."
            " At most %(n)s lines."
        ) % {"n": formats.number(MOST_LINES)}
        self.initial["submitted_on"] = self.asked_on

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "lines" in data and not (data.get("request_number") or data["lines"].strip() or data.get("no_number")):
            self.add_error("request_number", str(_("Enter the request number, or say that the carrier gives none.")))
        if data.get("no_number") and not data.get("proof"):
            self.add_error("proof", str(_("Without a number, say what proves that it was sent.")))
        if data.get("lines") and (unnumbered := [key for key, number in self.matched.found.items() if not number]):
            named = {one.key: one.reference for one in self.known}
            references = formats.several(named[key] for key in unnumbered[:MISSES_NAMED])
            said = _("No request number stands behind: %(references)s.")
            self.add_error("lines", str(said) % {"references": references})
        sent, promised = data.get("submitted_on"), data.get("promised_by")
        if sent and promised and promised < sent:
            self.add_error("promised_by", str(_("The promise cannot be before the day it was sent.")))
        return data

    def facts_for(self, case: Cancellation) -> dict[str, Any]:
        """The answers of the submission step of this case. Raises NotPossible for one that the list leaves out."""
        facts = self.facts()
        del facts["lines"]
        facts["request_number"] = self.matched.found.get(case.pk) or facts["request_number"]
        if not facts["request_number"] and not facts["no_number"]:
            raise NotPossible(_("It stands in no line of the list of request numbers."))
        facts["requested_end_date"] = facts["requested_end_date"] or case.requested_end_date
        return {**facts, "key": StepKey.SUBMISSION}


BULK_FORMS: dict[BulkAction, type[Any]] = {
    BulkAction.LOG: LogManyForm,
    BulkAction.FOLLOW_UP: FollowUpManyForm,
    BulkAction.ASSIGN: AssignManyForm,
    BulkAction.TAG: TagManyForm,
    BulkAction.SUBMIT: SubmitManyForm,
}
