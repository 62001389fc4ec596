"""How lists look for one user: the columns of each and their order; how dense they are, and how long."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.listing import FIRST, PAGE_SIZES, Density, Listing, read_columns
from cancellations.forms.required import AskingForm
from cancellations.models import User

COMFORTABLE = "comfortable"


class ListSettingsForm(AskingForm):
    """A checkbox a column and a number for its place. Of two with the same number, the earlier one here is first."""

    use_required_attribute = False
    density = forms.ChoiceField(
        label=_("Rows"),
        choices=[(COMFORTABLE, _("Comfortable")), (Density.COMPACT.value, _("Compact"))],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    size = forms.TypedChoiceField(
        label=_("Rows on a page"),
        choices=[(size, str(size)) for size in PAGE_SIZES],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )

    def __init__(self, data: Any = None, *, user: User, of: Listing) -> None:
        self.of, shown = of, read_columns(getattr(user, of.chosen), of)
        # those that are shown in their order, then the others
        self.columns = (*shown, *(name for name in of.columns if name not in shown and name != FIRST))
        places = [(str(place), str(place)) for place in range(1, len(of.columns))]
        initial: dict[str, Any] = {"density": user.list_density or COMFORTABLE, "size": user.list_size}
        for place, name in enumerate(self.columns, start=1):
            initial |= {f"show_{name}": name in shown, f"place_{name}": str(place)}
        super().__init__(data, initial=initial, auto_id="list_%s")
        for name in self.columns:
            label = of.columns[name].label
            self.fields[f"show_{name}"] = forms.BooleanField(label=label, required=False)
            self.fields[f"place_{name}"] = forms.ChoiceField(
                label=label, choices=places, widget=forms.Select(attrs={"class": "input short"})
            )

    @property
    def column_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"show_{name}"], self[f"place_{name}"]) for name in self.columns]

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(f"show_{name}") for name in self.columns):
            raise forms.ValidationError(_("Choose at least one column."))
        return self.cleaned_data

    def preferences(self) -> dict[str, str | int]:
        """As User.prefer keeps them; the usual columns as nothing, so that later releases may change what is usual."""
        cleaned = self.cleaned_data
        shown = [name for name in self.columns if cleaned[f"show_{name}"]]
        shown.sort(key=lambda name: int(cleaned[f"place_{name}"]))
        return {
            self.of.chosen: "" if tuple(shown) == self.of.usual else ",".join(shown),
            "list_density": "" if cleaned["density"] == COMFORTABLE else cleaned["density"],
            "list_size": cleaned["size"],
        }
