"""Files that somebody sends, and what is said of them. Every file is looked into before it counts as valid."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import MOST_BODY, MOST_BYTES, MOST_FILES, EvidenceKind, Visibility
from cancellations.domain.file_types import ACCEPT
from cancellations.domain.words import EVIDENCE_KINDS, VISIBILITIES
from cancellations.forms.base import KeyedForm, VersionedForm, radio
from cancellations.forms.fields import LineField, TextField
from cancellations.models.filing import Checked, check_file


class FilesInput(forms.FileInput):
    """Any number of files; dropped, pasted or chosen."""

    allow_multiple_selected = True
    template_name = "forms/files.jinja"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        limits = {"data-most-bytes": MOST_BYTES, "data-most-body": MOST_BODY}
        super().__init__({"multiple": True, "accept": ACCEPT, **limits, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Gives the files as Checked. What is wrong with each of them is said by its name."""

    widget = FilesInput
    default_error_messages = {"required": _("Choose a file.")}

    def clean(self, value: "Sequence[File[bytes]] | None") -> list[Checked]:
        files = list(value or [])
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            said = ngettext("At most %(count)s file at once.", "At most %(count)s files at once.", MOST_FILES)
            raise forms.ValidationError(said % {"count": MOST_FILES}, code="many")
        checked, refused = [], []
        for file in files:
            try:
                checked.append(check_file(file, file.name or ""))
            except NotPossible as error:
                refused.append(str(error.message))
        if refused:
            raise forms.ValidationError([forms.ValidationError(text, code="refused") for text in refused])
        return checked


def files_field(*, required: bool) -> FilesField:
    help_text = _("Pictures, PDF, text, e-mails (.eml), Word or Excel, at most 25 MB each. Cover ID numbers first.")
    return FilesField(label=_("Files"), required=required, help_text=help_text)


class DescriptionFields(KeyedForm):
    """What a file proves, and who may see it."""

    kind = radio(EVIDENCE_KINDS, css="chips", label=_("What it is"), initial=EvidenceKind.OTHER)
    note = TextField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    visibility = radio(
        VISIBILITIES,
        css="chips",
        label=_("Who may see it"),
        initial=Visibility.DOSSIER,
        help_text=_(
            "The holder's page shows no files. Identity documents stay with the team, and are deleted some time after"
            " closing."
        ),
    )

    def facts(self) -> dict[str, Any]:
        data = super().facts()
        return {
            **data,
            "kind": EvidenceKind(data["kind"]),
            "visibility": Visibility(data["visibility"]),
        }


class DescriptionForm(DescriptionFields, VersionedForm):
    """A file that is there, described anew."""


class EvidenceForm(DescriptionFields):
    """New files, all described alike."""

    attached = files_field(required=True)
    field_order = ["attached", "kind", "note", "visibility"]

    def files_to_keep(self) -> list[Checked]:
        """The files, once the whole form is right; none before."""
        return self.cleaned_data["attached"] if self.is_valid() else []

    def wants_previews(self) -> bool:
        return self.is_valid() and self.cleaned_data["kind"] != EvidenceKind.IDENTITY

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "attached"}


class AlongsideForm(forms.Form):
    """Files sent along with another form, looked into before its transaction begins."""

    attached = files_field(required=False)

    def files_to_keep(self) -> list[Checked]:
        return self.cleaned_data["attached"] if self.is_valid() else []

    def refusals(self) -> list[str]:
        """What is wrong with the files, to be said by the other form."""
        return [str(text) for text in self.errors.get("attached", [])]


class RemovalForm(KeyedForm):
    reason = LineField(
        label=_("Why is it removed?"), help_text=_("The file is deleted. Its name, its SHA-256 and your reason stay.")
    )
