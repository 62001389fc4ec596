"""As what a list leaves the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cancellations.domain.export_words import FILE_FORMS, FileForm
from cancellations.forms.base import radio
from cancellations.forms.required import AskingForm

ALL, SHOWN = "all", "shown"
COLUMNS = {ALL: _("All columns"), SHOWN: _("The columns of the list")}


class ExportForm(AskingForm):
    use_required_attribute = False

    form = radio(FILE_FORMS, label=_("File"), initial=FileForm.CSV)
    take = radio(COLUMNS, label=_("Columns"), initial=ALL)

    def chosen(self) -> tuple[FileForm, bool]:
        """The form, and whether all columns are wanted."""
        cleaned: dict[str, Any] = self.cleaned_data
        return FileForm(cleaned["form"]), cleaned["take"] == ALL
