"""How forms look: one template for a field's frame, one for each kind of input.

They are Jinja templates: a page can hold a hundred inputs, and Django's own would take most of its time.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.forms import BoundField
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from jinja2 import Environment, FileSystemLoader, Template

from cancellations.forms.bare_text import BareTextEnvironment
from cancellations.forms.ready_words import ready_words

# Django names a widget's template after itself; ours live together in templates/forms/
_INPUTS = {
    "checkbox": "checkbox",
    "checkbox_select": "checkboxes",
    "date": "date",
    "datetime": "text",
    "email": "text",
    "hidden": "hidden",
    "number": "text",
    "password": "text",
    "checkbox_option": "one_option",
    "radio_option": "one_option",
    "radio": "radio",
    "select": "select",
    "search": "text",
    "tel": "text",
    "text": "text",
    "time": "text",
    "textarea": "textarea",
    "url": "text",
}
_TEMPLATES = {f"django/forms/widgets/{theirs}.html": f"forms/{ours}.jinja" for theirs, ours in _INPUTS.items()}


class ProjectRenderer(BaseRenderer):
    """Renders every form of the project; `{{ form }}` gives the error summary and all fields."""

    form_template_name = "forms/form.jinja"
    field_template_name = "forms/field.jinja"

    def get_template(self, template_name: str) -> Template:
        return _environment(get_language()).get_template(_TEMPLATES.get(template_name, template_name))

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        return SafeString(self.get_template(template_name).render(context).strip())


@lru_cache(maxsize=8)
def _environment(language: str | None) -> Environment:
    """All templates as they are printed while `language` is the active one: their words are compiled in."""
    words = lru_cache(maxsize=4096)(gettext)
    environment = BareTextEnvironment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates"),
        extensions=[ready_words(_=words, icon=icon)],
        autoescape=True,
        trim_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(_=words, icon=icon, first_input_id=first_input_id)
    # for all templates: an import in each of them would be looked up for every input of a page
    environment.globals["m"] = environment.get_template("forms/macros.jinja").module
    return environment


@lru_cache(maxsize=512)
def icon(name: str, css: str = "icon") -> SafeString:
    """The symbol `name` from the sprite; decoration only, so the words beside it carry the meaning."""
    address = static("icons.svg")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, address, name)


def first_input_id(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the input, or the first one of a group."""
    if field.use_fieldset and len(field):
        return str(field[0].id_for_label)
    return field.id_for_label
