"""How forms look: one template for a field's frame, one for each kind of input."""

from typing import Any

from django.forms.renderers import TemplatesSetting

# Django names a widget's template after itself; ours live together in templates/forms/
_INPUTS = {
    "attrs": "attrs",
    "checkbox": "checkbox",
    "checkbox_select": "checkboxes",
    "date": "date",
    "datetime": "text",
    "email": "text",
    "hidden": "hidden",
    "number": "text",
    "password": "text",
    "radio": "radio",
    "select": "select",
    "search": "text",
    "tel": "text",
    "text": "text",
    "time": "text",
    "textarea": "textarea",
    "url": "text",
}
_TEMPLATES = {f"django/forms/widgets/{theirs}.html": f"forms/{ours}.html" for theirs, ours in _INPUTS.items()}


class ProjectRenderer(TemplatesSetting):
    """Renders every form of the project; `{{ form }}` gives the error summary and all fields."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        return super().get_template(_TEMPLATES.get(template_name, template_name))
