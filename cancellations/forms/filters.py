"""What lists are narrowed to: forms over the query string."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.carrier_words import CARRIER_KINDS
from cancellations.domain.places import country_name
from cancellations.domain.words import SIM_KINDS, SIM_STATUSES, Words, choices
from cancellations.forms.fields import LineField
from cancellations.models import Carrier, Sim, User
from cancellations.models.carrier import name_in_language
from cancellations.models.sim import SimQuerySet


class FilterForm(forms.Form):
    """Never wrong: what is unknown or cannot be read is left out."""

    use_required_attribute = False
    q = LineField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "class": "input", "maxlength": 200, "enterkeyhint": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})

    def wanted(self) -> dict[str, Any]:
        """The filters that are set."""
        self.is_valid()
        self.errors.clear()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def selects(self) -> list[forms.BoundField]:
        """Everything but the search."""
        return [field for field in self if field.name != "q"]

    def offer(self, name: str, options: list[tuple[str, Words]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type, cannot fail
        field.choices = [("", _("all")), *options]


class CarrierFilterForm(FilterForm):
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), required=False)

    def __init__(self, *args: Any, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, country_name(code)) for code in countries if code]
        self.offer("country", sorted(named, key=lambda one: one[1]))
        self.offer("kind", choices(CARRIER_KINDS))


class SimFilterForm(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)

    def __init__(self, *args: Any, carriers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].help_text = _("Number, ICCID, nickname, holder or plan")
        self.offer("kind", choices(SIM_KINDS))
        self.offer("status", choices(SIM_STATUSES))
        self.offer("carrier", list(carriers))


def carriers_offered(user: User) -> list[tuple[str, str]]:
    """Slug and name of the user's carriers, by name."""
    carriers = Carrier.objects.visible_to(user).by_name()
    return [(slug, name_in_language(names)) for slug, names in carriers.values_list("slug", "names")]


def narrow_sims(user: User, wanted: Mapping[str, Any]) -> SimQuerySet:
    """The user's cards that pass the filters of a SimFilterForm, in no order."""
    lookups = {"kind": "kind", "status": "status", "carrier": "carrier__slug"}
    exact = {lookup: wanted[name] for name, lookup in lookups.items() if name in wanted}
    return Sim.objects.visible_to(user).filter(**exact).search(wanted.get("q", ""), user)
