"""One letter of the carrier that confirms many cases: what it says, and every number that stands on it."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.errors import Locked, NotPossible
from cancellations.domain.formats import in_a_row, labelled
from cancellations.domain.obstacle_words import obstacle_sentence
from cancellations.domain.text import fold
from cancellations.forms.bulk import MISSES_NAMED, MatchingForm
from cancellations.forms.evidence import AlongsideForm, FilesField
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.steps.submit import NOT_THE_REQUEST_NUMBER
from cancellations.models import Cancellation
from cancellations.models.letter_verbs import Confirmation, NotConfirmed, Refusal

MOST_ON_A_LETTER = 500  # confirmed in one transaction, for which others wait some seconds


class ConfirmManyForm(MatchingForm):
    attached = FilesField(
        label=_("The letter"), required=False, help_text=_("It is filed as proof in each request that it confirms.")
    )
    replied_on = DayField(label=_("Answered on"), past=True)
    end_date = DayField(label=_("Contract ends on"))
    confirmation_number = LineField(label=_("Confirmation number"), required=False)
    says_so = forms.BooleanField(label=_("The reply itself says that the contracts end on this day"), required=False)

    field_order = ("attached", "lines", "replied_on", "end_date", "confirmation_number", "says_so")

    def __init__(self, *args: Any, sent: AlongsideForm | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent = sent
        self.fields["lines"].required = True
        self.fields["lines"].label = _("Every number on the letter")
        self.fields["lines"].help_text = _(
            "Copy them all: number, ICCID, our reference or the request number, one to a line or several with commas."
            " Behind a single one its confirmation number may stand, after a tab or comma. If one of them fits no"
            " selected request, or anything else stands there, nothing is confirmed. At most %(n)s at once."
        ) % {"n": formats.number(MOST_ON_A_LETTER)}

    def get_context(self) -> dict[str, Any]:
        self.fields["attached"].required = True  # shown so; what was sent is read by AlongsideForm
        return super().get_context()

    def clean(self) -> dict[str, Any]:
        if self.sent:
            self._check_files(self.sent)
        self._tell_numbers_apart()
        if len(self.matched.found) > MOST_ON_A_LETTER and not self.errors:
            self._have_it_in_parts()
        return self.cleaned_data

    def _have_it_in_parts(self) -> None:
        """The whole letter is looked at first: what refuses a later part would find the first ones confirmed."""
        try:
            refusals = Cancellation.objects.refused_by_letter(self.by, list(self.matched.found), self.told())
        except NotConfirmed as error:
            self.add_error(None, str(error.message))
            refusals = error.refusals
        except NotPossible as error:
            self.add_error("lines", str(error.message))
            return
        self._name(refusals)
        if not self.errors:
            said = _("All %(count)s fit. At most %(n)s are confirmed at once, so enter these in parts now.")
            counts = {"count": len(self.matched.found), "n": MOST_ON_A_LETTER}
            self.add_error("lines", str(said) % {name: formats.number(count) for name, count in counts.items()})

    def _tell_numbers_apart(self) -> None:
        """The number that the carrier gave the request is one more name of it, and confirms nothing."""
        numbers = {one.key: set(map(fold, one.numbers)) for one in self.known if one.key in self.matched.found}
        for key, number in self.matched.found.items():
            if fold(number) in numbers[key]:
                self.matched.found[key] = ""
        typed = fold(self.cleaned_data.get("confirmation_number", ""))
        if typed and any(typed in those for those in numbers.values()):
            self.add_error("confirmation_number", NOT_THE_REQUEST_NUMBER)

    def _check_files(self, sent: AlongsideForm) -> None:
        for text in sent.refusals():
            self.add_error("attached", text)
        if not sent.refusals() and not sent.files_to_keep():
            self.add_error("attached", str(_("Choose the file of the letter.")))

    def told(self) -> Confirmation:
        names = ("replied_on", "end_date", "confirmation_number", "says_so")
        return Confirmation(**{name: self.cleaned_data[name] for name in names})

    def refuse(self, error: NotConfirmed) -> None:
        """Name each case that the letter cannot confirm, and why."""
        self._name(error.refusals)

    def _name(self, refusals: Mapping[str, Refusal]) -> None:
        for reference, refused in islice(refusals.items(), MISSES_NAMED):
            why = (
                in_a_row(map(obstacle_sentence, refused.obstacles))
                if isinstance(refused, Locked)
                else str(refused.message)
            )
            self.add_error("lines", labelled(reference, why))
        if (more := len(refusals) - MISSES_NAMED) > 0:
            self.add_error("lines", ngettext("and %(n)s more", "and %(n)s more", more) % {"n": formats.number(more)})
