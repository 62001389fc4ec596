"""The form of one letter: filled with what the case and earlier letters know, read into the facts of a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.identifiers import mask_digits
from cancellations.domain.letters import (
    WORDS,
    LetterFacts,
    LetterKind,
    missing,
)
from cancellations.forms.fields import CurrencyField, MoneyField
from cancellations.forms.letter_fields import (
    KEPT,
    SECRET,
    LongAgoField,
    is_asked,
    language_field,
)
from cancellations.forms.letter_reading import proposed, with_typed
from cancellations.forms.sender import SenderForm, always_missing, line_field


class LetterForm(SenderForm):
    """`kept`: what was kept for the card, `mark` which that is; `seen` tells it of a form that comes back.

    Nothing is required by the browser: `missing` names what a letter lacks.
    """

    language = language_field(label=_("Language of the letter"))
    addressee = line_field(_("Full legal name"), help_text=_("As it stands in the contract."))
    addressee_address = line_field(_("Postal address for claims"))
    contract_number = line_field(_("Contract number"))
    contract_date = LongAgoField(label=_("Date of the contract"), required=False)
    account = line_field(_("Personal account at the carrier"))
    charge = MoneyField(label=_("Charged"), required=False)
    charge_currency = CurrencyField(label=_("Currency"), required=False)
    charged_on = LongAgoField(label=_("Charged on"), required=False)
    balance = MoneyField(label=_("Amount to be refunded"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False)
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    keep = forms.BooleanField(
        label=_("Keep these details for the next letter about this SIM card"),
        required=False,
        help_text=_("Encrypted, with a key of its own. Without the tick, what was kept before is deleted."),
    )

    def __init__(
        self, data: Any = None, *, kind: LetterKind, facts: LetterFacts, kept: dict[str, Any], mark: str = ""
    ) -> None:
        self.kind, self.known, self.kept = kind, facts, kept
        shown = {name: value for name, value in kept.items() if name not in SECRET and value not in (None, "")}
        super().__init__(
            data, initial={**proposed(facts), **shown, "keep": bool(kept), "seen": mark}, auto_id="letter_%s"
        )
        for name in [name for name in self.fields if not is_asked(name, kind)]:
            del self.fields[name]
        self._require_what_it_always_needs()
        for name in SECRET:
            if kept.get(name) and name in self.fields:
                self.fields[name].required = False
                hidden = mask_digits(str(kept[name]))
                self.fields[name].help_text = str(_("Kept: %(masked)s. Leave empty to use it.") % {"masked": hidden})

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name in SECRET:
            if name in self.fields and not data.get(name) and name not in self.errors:
                data[name] = self.kept.get(name, "")
        self._check_typed()
        self._check_currencies()
        if data.get("translation") == data.get("language"):
            data["translation"] = ""
        self._name_what_is_missing()
        return data

    def facts_of_letter(self) -> LetterFacts:
        """What the case knows, with what was typed. Call on a form without errors."""
        return with_typed(self.known, self.cleaned_data, self.kind)

    def details_to_keep(self) -> dict[str, Any]:
        """What was typed of the fields that may be kept, and of those this letter does not ask for, what was kept."""
        typed = {name: self.cleaned_data[name] for name in KEPT if name in self.fields}
        return {**self.kept, **typed}

    def _require_what_it_always_needs(self) -> None:
        """So that fields are not called optional which are not; the error names the element."""
        for element in always_missing(self.kind, self.known):
            if element.value in self.fields:
                self.fields[element.value].required = True
                self.fields[element.value].error_messages["required"] = str(WORDS[element])

    def _check_currencies(self) -> None:
        for amount, currency in (("balance", "currency"), ("charge", "charge_currency")):
            if self.cleaned_data.get(amount) and not self.cleaned_data.get(currency) and currency in self.fields:
                self.add_error(currency, str(_("Enter the currency.")))

    def _name_what_is_missing(self) -> None:
        for element in missing(self.kind, self.facts_of_letter()):
            if element.value not in self.errors:
                self.add_error(element.value if element.value in self.fields else None, str(WORDS[element]))
