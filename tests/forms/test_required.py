"""An empty field is told what to do in a sentence of ours, in every form that there is."""

import inspect
import pkgutil
from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module

import pytest
from django.forms import BaseForm, CharField, ChoiceField, Field

from cancellations import forms
from cancellations.forms import signin
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.required import DJANGOS, AskingForm, ask


def all_forms() -> Iterator[type[BaseForm]]:
    for module in pkgutil.walk_packages(forms.__path__, f"{forms.__name__}."):
        for _name, one in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(one, BaseForm) and one.__module__ == module.name:
                yield one


def says_djangos(form: type[BaseForm]) -> list[str]:
    """The fields of a form that would tell their reader what Django tells."""
    fields: dict[str, Field] = deepcopy(vars(form)["base_fields"])
    if issubclass(form, AskingForm):
        ask(fields.values())
    theirs = {name for name, one in fields.items() if one.required and one.error_messages["required"] is DJANGOS}
    return sorted(theirs - set(signin.ASKED if issubclass(form, signin.InOurWords) else ()))


@pytest.mark.parametrize("form", list(all_forms()), ids=lambda form: form.__name__)
def test_no_form_says_what_django_says(form: type[BaseForm]) -> None:
    assert says_djangos(form) == []


def test_they_are_found() -> None:
    assert len(list(all_forms())) > 50


def test_a_form_that_asks_nobody_would_be_caught() -> None:
    class Careless(BaseForm):
        base_fields = {"name": CharField(), "note": CharField(required=False)}

    assert says_djangos(Careless) == ["name"]


def test_each_kind_says_what_to_do() -> None:
    class Made(AskingForm):
        own = LineField(error_messages={"required": "Enter a name."})
        on = DayField()

        def __init__(self, sent: dict[str, str]) -> None:
            super().__init__(sent)
            self.fields["pick"] = ChoiceField(choices=[("a", "A")])

    assert {name: list(said) for name, said in Made({}).errors.items()} == {
        "own": ["Enter a name."],
        "on": ["Enter a day like 2026-11-30 or 30.11.2026."],
        "pick": ["Choose one."],
    }
