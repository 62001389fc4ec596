"""What a page says in one language, looked up where the page looks it up: a new wording breaks no test."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page

from cancellations.domain.words import Words

_SCRIPT = {
    "zh-hans": re.compile(r"[\u3400-\u9fff]"),
    "ru": re.compile(r"[а-яё]", re.IGNORECASE),
    "en": re.compile(r"[a-z]", re.IGNORECASE),
}


class Speech:
    """The words of `language`. What has no translation fails: English is no Chinese."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str, **values: object) -> str:
        """A sentence of a template or a view, by its English."""
        with override(self.language):
            return self._said(gettext(text)) % values if values else self._said(gettext(text))

    def word(self, words: Words) -> str:
        """A word of a vocabulary."""
        with override(self.language):
            return self._said(str(words))

    def label(self, form: type[forms.Form], field: str) -> str:
        """What a field of a form is called."""
        return self.word(form.base_fields[field].label or "")

    def choice(self, form: type[forms.Form], field: str, value: str) -> str:
        """One of the answers that a field offers."""
        choices: Any = form.base_fields[field].choices  # type: ignore[attr-defined] # a choice field
        return self.word(dict(choices)[value])

    def _said(self, text: str) -> str:
        assert _SCRIPT[self.language].search(text), f"not in {self.language}: {text}"
        return text


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name)


def field(place: Page | Locator, name: str) -> Locator:
    """A field by its label, behind which "(optional)" may stand."""
    return place.get_by_label(re.compile(rf"^\s*{re.escape(name)}\s*([(（].*[)）])?\s*$"))
