"""The form of the letters for many cases: sender and refund once, the addressee for each carrier."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cancellations.domain.formats import labelled, several
from cancellations.domain.letters import (
    REFUNDING,
    WORDS,
    Element,
    LetterFacts,
    LetterKind,
    language_of_country,
    missing,
    printable,
)
from cancellations.domain.text import fold
from cancellations.forms.base import radio
from cancellations.forms.letter_fields import is_asked, language_field
from cancellations.forms.letter_reading import with_typed
from cancellations.forms.sender import Section, SenderForm, always_missing, line_field
from cancellations.letters.glyphs import unprintable
from cancellations.models import Carrier
from cancellations.models.letters_due import Due

NAMED = 20  # references in one sentence
MODES = {"list": _("One letter that lists the numbers"), "each": _("One letter each")}
# of one person; a letter in another's name must not have them
_PERSONAL = ("latin", "born_on", "document_number", "issued_by", "issued_on", "old_document", "way")
_TO = ("addressee", "addressee_address")


@dataclass(frozen=True)
class Planned:
    """One letter: about one case, or a list of them, of one carrier and one holder."""

    kind: LetterKind
    cases: tuple[int, ...]


class ManyLettersForm(SenderForm):
    """`due`: the letters that are due, in the order in which they will be listed."""

    template_name = "bulk/letters.jinja"

    def __init__(self, data: Any = None, *, due: Sequence[Due], today: date) -> None:
        self.due = list(due)
        self.by_carrier: dict[Carrier, list[Due]] = defaultdict(list)
        for one in due:
            self.by_carrier[one.carrier].append(one)
        super().__init__(data, initial=self._proposed(today), auto_id="letters_%s")
        kinds = {one.kind for one in due}
        for name in [name for name in self.fields if not any(is_asked(name, kind) for kind in kinds)]:
            del self.fields[name]
        for carrier in self.by_carrier:
            self._ask_about(carrier)
        self.fields["name"].help_text = str(_("Left empty, each letter is in the name of the card's own holder."))
        if "end_on" in self.fields:
            self.fields["end_on"].help_text = str(
                _("Empty: the day that each request asks for, else the day on which the carrier gets it.")
            )
        self._require_what_all_need()

    def sections(self) -> Iterator[Section]:
        """The carriers first, then the sender's sections."""
        for carrier in self.by_carrier:
            names = [name for part in ("mode", "language", *_TO) if (name := field_of(carrier, part)) in self.fields]
            yield f"carrier-{carrier.pk}", carrier.name, [(self[name], "") for name in names]
        yield from super().sections()

    def clean(self) -> dict[str, Any]:
        for carrier in self.by_carrier:
            for part in _TO:
                self._check_printable(field_of(carrier, part), self.cleaned_data.get(field_of(carrier, part), ""))
        self._check_typed()
        self._check_whose()
        self._check_cases()
        return self.cleaned_data

    def letters(self) -> list[Planned]:
        """The letters to write, carrier by carrier. Call on a form without errors."""
        found: list[Planned] = []
        for carrier, due in self.by_carrier.items():
            groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
            for one in due:
                if not self.is_anothers(one):
                    alone = self.cleaned_data.get(field_of(carrier, "mode")) == "each"
                    groups[(one.kind, fold(self._name(one)), one.case.pk if alone else 0)].append(one.case.pk)
            found += [Planned(key[0], tuple(cases)) for key, cases in groups.items()]
        return found

    def is_anothers(self, one: Due) -> bool:
        """Whether the card's recorded holder is somebody else than the sender typed."""
        holder = fold(one.facts.sender.name)
        typed = {fold(self.cleaned_data.get(name) or "") for name in ("name", "latin")} - {""}
        return bool(holder and self.cleaned_data.get("name") and holder not in typed)

    def facts_for(self, one: Due) -> LetterFacts:
        """What the case knows, with what was typed."""
        data, carrier = self.cleaned_data, one.carrier
        to = {part: data.get(field_of(carrier, part)) or "" for part in _TO}
        told = with_typed(one.facts, {**data, **to}, one.kind)
        return replace(
            told,
            sender=replace(told.sender, name=self._name(one)),
            requested_end=data.get("end_on") or one.facts.requested_end,
            balance=one.facts.balance,
        )

    def languages(self, carrier: Carrier) -> tuple[str, str]:
        """Of the letter, and of the translation beside it; that one is empty for none."""
        own, beside = self.cleaned_data[field_of(carrier, "language")], self.cleaned_data["translation"]
        return own, "" if beside == own else beside

    def _proposed(self, today: date) -> dict[str, Any]:
        holders = {one.facts.sender.name for one in self.due}
        ends = {one.facts.requested_end for one in self.due}
        languages, reader = {language_of_country(one.facts.country) for one in self.due}, get_language() or "en"
        return {
            "name": holders.pop() if len(holders) == 1 else "",
            "end_on": ends.pop() if len(ends) == 1 else None,
            "translation": "" if languages == {reader} else reader,
            "way": "",
            "debt": "",
            "dated": today,
        }

    def _ask_about(self, carrier: Carrier) -> None:
        due = self.by_carrier[carrier]
        facts, kinds = due[0].facts, {one.kind for one in due}
        if len(due) > 1:
            self._add(carrier, "mode", radio(MODES, label=_("How"), initial="list"))
        language = language_field(label=_("Language of the letter"), initial=language_of_country(facts.country))
        self._add(carrier, "language", language)
        if kinds - {LetterKind.REGULATOR}:
            legal = line_field(_("Full legal name"), help_text=_("As it stands in the contract."))
            legal.initial = facts.addressee
            self._add(carrier, "addressee", legal)
            self._add(carrier, "addressee_address", line_field(_("Postal address for claims")))

    def _add(self, carrier: Carrier, part: str, field: forms.Field) -> None:
        self.fields[field_of(carrier, part)] = field

    def _require_what_all_need(self) -> None:
        for carrier, kind in {(one.carrier, one.kind): None for one in self.due}:
            known = self.by_carrier[carrier][0].facts
            for element in always_missing(kind, known) - {Element.NAME}:
                name = self._field(element, carrier)
                if name:
                    self.fields[name].required = True
                    self.fields[name].error_messages["required"] = str(WORDS[element])

    def _check_whose(self) -> None:
        data = self.cleaned_data
        if data.get("name") or "name" in self.errors:
            return
        if any(data.get(name) for name in _PERSONAL) and len({fold(self._name(one)) for one in self.due}) > 1:
            said = _("These cards have several holders, but the details are of one person: enter the name.")
            self.add_error("name", str(said))

    def _check_cases(self) -> None:
        """Name what the letters lack, and what in the cases cannot be printed: once, with the cases it is about."""
        told: dict[tuple[str | None, str], list[str]] = defaultdict(list)
        for one in self.due:
            if self.is_anothers(one):
                continue
            facts = self.facts_for(one)
            for element in missing(one.kind, facts):
                told[self._field(element, one.carrier), str(WORDS[element])].append(one.case.reference)
            of_case = (*facts.request_numbers, *(contact.agent for contact in facts.contacts), facts.sender.name)
            if lacking := unprintable(printable("".join(of_case))):
                said = str(_("The letter's fonts cannot print “%(characters)s”.")) % {"characters": " ".join(lacking)}
                told[None, said].append(one.case.reference)
        for (name, sentence), references in told.items():
            if name and len(references) == len(self.due):
                if name not in self.errors:
                    self.add_error(name, sentence)
            elif name is None or name not in self.errors:
                which = several(references[:NAMED])
                self.add_error(name, [sentence, labelled(_("Requests"), which)])

    def _field(self, element: Element, carrier: Carrier) -> str | None:
        name = field_of(carrier, element.value) if element.value in _TO else element.value
        return name if name in self.fields else None

    def _name(self, one: Due) -> str:
        return str(self.cleaned_data.get("name") or one.facts.sender.name)


def field_of(carrier: Carrier, part: str) -> str:
    """The name of a field that is asked for each carrier."""
    return f"c{carrier.pk}_{part}"


def is_for_the_team(letter: Planned) -> bool:
    """Whether the holder of one card must not get the letter: it names others' numbers, or an account."""
    return len(letter.cases) > 1 or letter.kind in REFUNDING
