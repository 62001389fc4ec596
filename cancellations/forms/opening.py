"""Opening a request in four fields: the SIM card (chosen, or typed in place), carrier, target date, reason."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.deadlines import add_days, next_billing_day
from cancellations.domain.sim_words import SIM_FIELDS
from cancellations.domain.situation import SimStatus
from cancellations.forms.base import BranchRadio
from cancellations.forms.fields import CurrencyField, DayField, LineField, MoneyField, WholeField
from cancellations.forms.sim import SimFields
from cancellations.models import Cancellation, Sim, User

NEW = "new"
OFFERED = 8  # cards to choose from; all others are opened from the list of cards
USUAL_DAYS = 30
COST = ("monthly_fee", "currency", "billing_day")


class OpeningForm(SimFields):
    """`card` is a known card or NEW; the fields of a new card count only then."""

    card = forms.ChoiceField(label=_("Which SIM card?"), initial=NEW)
    monthly_fee = MoneyField(label=SIM_FIELDS["monthly_fee"], required=False)
    currency = CurrencyField(label=SIM_FIELDS["currency"], required=False)
    billing_day = WholeField(label=SIM_FIELDS["billing_day"], least=1, most=31, required=False)
    requested_end_date = DayField(
        label=_("When should the contract end?"), help_text=_("You can change it until the request is sent.")
    )
    reason = LineField(label=_("Reason"), required=False)

    field_order = ("card", "carrier", "kind", "identifier", "nickname", *COST, "requested_end_date", "reason")

    def __init__(self, data: Any = None, *, user: User, today: date, chosen: Sim | None = None) -> None:
        self.known = {str(sim.pk): sim for sim in self._offered(user, chosen, (data or {}).get("card", ""))}
        card = str(chosen.pk) if chosen else NEW
        day = self._usual_day(chosen, today)
        super().__init__(data, user=user, initial={"card": card, "requested_end_date": day})
        self.running: Cancellation | None = None  # the open case that the chosen card has already
        self._offer()
        if data is not None and data.get("card") in self.known:
            for name in (*self.NEW_CARD, *COST):
                del self.fields[name]

    def chosen(self) -> Sim | None:
        """The known card that was chosen; None: a new one."""
        return self.known.get(self.cleaned_data["card"])

    def sim_facts(self) -> dict[str, Any]:
        cost = {name: self.cleaned_data.get(name) for name in COST}
        return {**super().sim_facts(), **cost, "currency": cost["currency"] or ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("monthly_fee") and not cleaned.get("currency") and not self.has_error("currency"):
            self.add_error("currency", _("Enter the currency of the fee, like RUB."))
        return cleaned

    def new_card(self) -> list[forms.BoundField]:
        """The fields that count for a new card only."""
        return [self[name] for name in ("carrier", "kind", "identifier", "nickname") if name in self.fields]

    def cost(self) -> list[forms.BoundField]:
        return [self[name] for name in COST if name in self.fields]

    def rest(self) -> list[forms.BoundField]:
        """What is asked for every card; and, after a doubtful identifier, whether it is right."""
        shown = {"card", *self.NEW_CARD, *COST}
        return [field for field in self.visible_fields() if field.name not in shown]

    def _offer(self) -> None:
        labels = [(pk, f"{sim.title} · {sim.carrier.name}") for pk, sim in self.known.items()]
        field = cast("forms.ChoiceField", self.fields["card"])
        field.widget = BranchRadio({NEW: "f"}, attrs={"class": "choices"})
        field.choices = [*labels, (NEW, _("A card not recorded yet"))]
        if not labels:
            field.widget = forms.HiddenInput()

    @staticmethod
    def _offered(user: User, chosen: Sim | None, posted: str) -> list[Sim]:
        """The newest cards in use, the one that was asked for, and the one that was sent."""
        cards = Sim.objects.visible_to(user).select_related("carrier")
        offered = list(cards.filter(status=SimStatus.ACTIVE).order_by("-pk")[:OFFERED])
        if posted.isascii() and posted.isdigit() and len(posted) < 19:
            offered += [sim for sim in cards.filter(pk=int(posted)) if sim not in offered]
        return [chosen, *(sim for sim in offered if sim != chosen)] if chosen else offered

    @staticmethod
    def _usual_day(sim: Sim | None, today: date) -> date:
        """The day before the carrier bills again, so that no further month is paid; else in a month."""
        if sim and sim.billing_day:
            return add_days(next_billing_day(today, sim.billing_day), -1)
        return add_days(today, USUAL_DAYS)
