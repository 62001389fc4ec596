"""Preparing many requests: what is the same for all of them, step by step. Nothing is sent to a carrier by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cancellations.domain import formats
from cancellations.domain.carrier_file import POLICY_KINDS
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import Decision
from cancellations.domain.words import STEPS
from cancellations.forms.bulk import BulkForm
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.steps.prepare import SAID_FOR, UNBINDINGS, DecisionForm, device_names
from cancellations.forms.steps.submit import IdentityForm
from cancellations.models import Cancellation, Carrier, CarrierFact, User

_PIECE = 5_000  # ids in one query
ZERO, UNWANTED, UNKNOWN = "zero", "unwanted", "unknown"
# in the order in which they are done; what a step needs stands before it
PREPARED = {
    StepKey.POLICY: "a",
    StepKey.DECISION: "b",
    StepKey.BACKUP: "c",
    StepKey.BALANCE: "d",
    StepKey.DEVICES: "e",
    StepKey.IDENTITY: "f",
}
_FIELDS = {
    StepKey.POLICY: ("source",),
    StepKey.DECISION: ("why", "note"),
    StepKey.BACKUP: ("nothing_attached", "said_by", "receives_sms"),
    StepKey.BALANCE: ("balance", "seen_on", "how", "left_out_because"),
    StepKey.DEVICES: ("unbinding",),
    StepKey.IDENTITY: ("documents", "shown_on", "identity_note"),
}
_NEEDED = {
    StepKey.DECISION: ("why",),
    StepKey.BACKUP: ("nothing_attached", "said_by"),
    StepKey.BALANCE: ("balance",),
    StepKey.DEVICES: ("unbinding",),
    StepKey.IDENTITY: ("documents", "shown_on"),
}


def tick_of(key: StepKey) -> str:
    """The name of the field that says whether the step is to be done."""
    return f"step_{key}"


@dataclass(frozen=True)
class Selected:
    """What the form asks depends on whom the requests go to, and on whether there are eSIMs among the cards."""

    carriers: tuple[Carrier, ...] = ()
    has_esims: bool = False
    count: int = 0

    @classmethod
    def among(cls, by: User, ids: Sequence[int]) -> "Selected":
        found: set[tuple[int, str]] = set()
        for start in range(0, len(ids), _PIECE):
            cases = Cancellation.objects.visible_to(by).filter(pk__in=ids[start : start + _PIECE])
            found |= set(cases.order_by().values_list("carrier_id", "sim__kind").distinct())
        carriers = Carrier.objects.visible_to(by).filter(pk__in={carrier for carrier, kind in found})
        by_name = sorted(carriers, key=lambda one: one.name)
        return cls(tuple(by_name), any(kind == SimKind.ESIM for carrier, kind in found), len(ids))


@dataclass(frozen=True)
class Part:
    """One step of the form: its tick, and what is asked when it is ticked. `letter`: see BranchRadio."""

    tick: forms.BoundField
    letter: str
    fields: list[forms.BoundField]
    known: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)  # carrier, its facts with their days


class PrepareManyForm(BulkForm):
    """A tick for each step, and its answers. What is not ticked is not asked."""

    template_name = "bulk/prepare.jinja"

    source = LineField(label=_("Where you read or heard it"), required=False)
    why = forms.ChoiceField(label=_("Why?"), choices=DecisionForm.base_fields["why"].choices, required=False)  # type: ignore[attr-defined] # a choice field
    note = LineField(label=_("Note"), required=False)
    nothing_attached = forms.BooleanField(
        label=_("Nothing hangs on these numbers any more: no bank, no login, no messenger, no payment"), required=False
    )
    said_by = LineField(label=_("Who says so?"), required=False)
    receives_sms = forms.ChoiceField(
        label=_("Do the SIMs still receive SMS?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not tried"))],
        initial="unknown",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    balance = forms.ChoiceField(
        label=_("What is left on these cards?"),
        choices=[
            (ZERO, _("Nothing there")),
            (UNWANTED, _("Whatever is there is not wanted back")),
            (UNKNOWN, _("Not known; a refund is wanted if there is something")),
        ],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices one"}),
    )
    seen_on = DayField(label=_("Seen on"), past=True, required=False)
    how = LineField(label=_("How you saw it"), required=False)
    left_out_because = LineField(
        label=_("Why is it not checked card by card?"),
        required=False,
        help_text=_("Asked for unless nothing is there. The step is left out of each request, with this reason."),
    )
    unbinding = forms.ChoiceField(
        label=_("What about the profiles on the devices?"),
        choices=UNBINDINGS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    documents = forms.MultipleChoiceField(
        label=_("What was shown?"),
        choices=IdentityForm.base_fields["documents"].choices,  # type: ignore[attr-defined] # a choice field
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    shown_on = DayField(label=_("When"), past=True, required=False)
    identity_note = LineField(label=_("Note"), required=False, help_text=_("Never a password, a PIN or a code."))

    def __init__(self, data: Any = None, *, by: User, asked_on: date, selected: Selected) -> None:
        super().__init__(data, by=by, asked_on=asked_on)
        self.selected = selected
        self.notices = {f"notice_{carrier.pk}": carrier for carrier in selected.carriers}
        self.fields["nothing_attached"].help_text = gettext(
            "This answer is recorded in each request as what it is: said for %(n)s at once. Requests on whose number "
            "accounts still hang, by what is recorded here, are left out and listed."
        ) % {"n": formats.number(selected.count)}
        for name, carrier in self.notices.items():
            label = gettext("Notice period at %(carrier)s") % {"carrier": carrier.name}
            self.fields[name] = LineField(label=label, required=False, help_text=_("“None” is an answer."))
        for key, letter in PREPARED.items():
            if key is not StepKey.DEVICES or selected.has_esims:
                tick = forms.CheckboxInput(attrs={"data-then": letter})
                self.fields[tick_of(key)] = forms.BooleanField(label=STEPS[key], required=False, widget=tick)
        self.initial = {**self.initial, "seen_on": asked_on, "shown_on": asked_on}

    def parts(self) -> Iterator[Part]:
        """The steps in their order, each with what it asks."""
        for key, letter in PREPARED.items():
            if tick_of(key) in self.fields:
                names = [*(self.notices if key is StepKey.POLICY else ()), *_FIELDS[key]]
                for name in self._needed(key):
                    self.fields[name].required = True  # shown so: it is, once the step is ticked
                known = self._known() if key is StepKey.POLICY else []
                yield Part(self[tick_of(key)], letter, [self[name] for name in names], known)

    def ticked(self) -> list[StepKey]:
        """The steps to be done, in their order."""
        return [key for key in PREPARED if self.cleaned_data.get(tick_of(key))]

    def clean(self) -> dict[str, Any]:
        data, ticked = self.cleaned_data, self.ticked()
        if not ticked and not self.errors:
            self.add_error(tick_of(StepKey.POLICY), gettext("Tick at least one step."))
        for key in ticked:
            for name in self._needed(key):
                self._need(name)
        if StepKey.BALANCE in ticked and data.get("balance"):
            self._need("seen_on" if data["balance"] == ZERO else "left_out_because")
        return data

    def answers(self, key: StepKey, case: Cancellation) -> dict[str, Any]:
        """The answers of a step of this case, as its own form gives them."""
        data = self.cleaned_data
        match key:
            case StepKey.POLICY:
                return {"notice": data[f"notice_{case.carrier_id}"], "source": data["source"]}
            case StepKey.DECISION:
                return {"choice": Decision.TERMINATE, "why": data["why"], "note": data["note"]}
            case StepKey.BACKUP:
                said = {"receives_sms": data["receives_sms"] or "unknown", "others": "", "said_by": data["said_by"]}
                return {"accounts": {}, **said, SAID_FOR: self.selected.count}  # nobody went through the list
            case StepKey.BALANCE:
                seen = {"seen_on": data["seen_on"], "how": data["how"]}
                return {"amount": Decimal(0), "currency": case.sim.currency, "plan": ZERO, **seen}
            case StepKey.DEVICES:
                return {"devices": dict.fromkeys(device_names(case), data["unbinding"]), "note": ""}
            case _:
                shown = {"documents": data["documents"], "shown_on": data["shown_on"]}
                return {**shown, "note": data["identity_note"]}

    def left_out(self, key: StepKey) -> tuple[StepKey, ...]:
        """The steps that are left out, with the reason given, instead of this one being completed."""
        if key is not StepKey.BALANCE or self.cleaned_data["balance"] == ZERO:
            return ()
        is_wanted = self.cleaned_data["balance"] == UNKNOWN
        return (StepKey.BALANCE,) if is_wanted else (StepKey.BALANCE, StepKey.REFUND)

    def _needed(self, key: StepKey) -> tuple[str, ...]:
        return tuple(self.notices) if key is StepKey.POLICY else _NEEDED[key]

    def _need(self, name: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(
                name, gettext("This is asked for when its step is ticked: %(field)s.") % {"field": self[name].label}
            )

    def _known(self) -> list[tuple[str, list[tuple[str, str]]]]:
        facts = CarrierFact.objects.visible_to(self.by).filter(carrier__in=self.selected.carriers)
        told: dict[int, list[tuple[str, str]]] = {carrier.pk: [] for carrier in self.selected.carriers}
        for fact in facts.filter(kind__in=POLICY_KINDS).shown():
            day = formats.short_day(fact.checked_on, self.asked_on) or formats.partial_day(fact.as_of, self.asked_on)
            told[fact.carrier_id].append((fact.text, day))
        return [(carrier.name, told[carrier.pk]) for carrier in self.selected.carriers if told[carrier.pk]]
