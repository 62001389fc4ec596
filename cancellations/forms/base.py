"""What every form that changes something carries: a key that makes it count once, and the version it was made from."""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict

from cancellations.domain.contact import Channel
from cancellations.domain.words import CHANNELS, choices
from cancellations.forms.required import AskingForm


def set_hidden(form: forms.BaseForm, **values: object) -> None:
    """Give a form that was sent in other hidden values; all that was typed stays as it is."""
    data = cast("QueryDict", form.data).copy()
    for name, value in values.items():
        data[form.add_prefix(name)] = str(value)
    form.data = data


class KeyedForm(AskingForm):
    """`form_key`: one fresh key a rendered form. A form that comes back with errors keeps its key."""

    use_required_attribute = False
    form_key = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = str(uuid.uuid4())

    def facts(self) -> dict[str, Any]:
        """The cleaned data without what belongs to the form itself."""
        own = {"form_key", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


class VersionedForm(KeyedForm):
    """`version`: of the row that the form was made from; another one now means that somebody was faster."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class BranchedForm(VersionedForm):
    """Some fields are shown with certain answers only; a BranchRadio among the others says with which."""

    template_name = "forms/branched.jinja"
    shown_if: ClassVar[dict[str, str]] = {}  # field -> the letter of the answers that it is shown with

    def laid_out(self) -> Iterator[tuple[forms.BoundField, str]]:
        """The visible fields in order, each with the letter that it is shown for."""
        for field in self.visible_fields():
            yield field, self.shown_if.get(field.name, "")


class BranchRadio(forms.RadioSelect):
    """Radio buttons that show other fields: `then` maps a value to the letters of the fields shown with it."""

    def __init__(self, then: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.then = then

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.then:
            option["attrs"]["data-then"] = self.then[str(value)]
        return option


def radio(words: dict[Any, Any], *, css: str = "choices", **kwargs: Any) -> forms.ChoiceField:
    """One of a vocabulary, as radio buttons."""
    return forms.ChoiceField(choices=choices(words), widget=forms.RadioSelect(attrs={"class": css}), **kwargs)


def channel_field(**kwargs: Any) -> forms.ChoiceField:
    return radio(CHANNELS, css="chips", initial=Channel.CALL, **kwargs)
