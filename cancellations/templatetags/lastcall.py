"""The few tags that templates need beyond Django's; loaded everywhere (see TEMPLATES in the settings)."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.renderers import get_default_renderer
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cancellations.domain.roles import Right
from cancellations.forms.renderer import icon
from cancellations.models import User
from cancellations.templatetags.kept import address

register = template.Library()

_PAGE_LANGUAGES = {"zh-hans": "zh-Hans"}
_AT_THIS_PAGE = format_html(' aria-current="{}"', "page")
# each language is called by its own name, whatever language the page is in
_OWN_NAMES = (("zh-hans", "zh-Hans", "简体中文"), ("en", "en", "English"), ("ru", "ru", "Русский"))


register.simple_tag(icon)


@register.simple_tag(takes_context=True)
def body(context: template.Context, name: str) -> SafeString:
    """The part of a page that is printed most: a Jinja template, in a fifth of the time, with the same context."""
    filled: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    token = filled.get("csrf_token")
    filled["csrf_input"] = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    return SafeString(get_default_renderer().render(name, filled))


@register.simple_tag
def form_summary(form: BaseForm | str) -> SafeString:
    """What is wrong with the form, each error a link to its field; nothing while all is well."""
    if not isinstance(form, BaseForm) or not form.errors:
        return SafeString("")
    return SafeString(form.renderer.render("forms/summary.jinja", {"form": form}))


@register.simple_tag
def page_language() -> str:
    """The active language as BCP 47 writes it, for the lang attribute: zh-Hans, en, ru."""
    code = get_language() or "en"
    return _PAGE_LANGUAGES.get(code, code)


@register.simple_tag(takes_context=True)
def exactly(context: template.Context, name: str) -> SafeString | str:
    """aria-current for the link to the URL called `name`: "page" on it, nothing elsewhere."""
    return _AT_THIS_PAGE if _path(context) == address(name) else ""


@register.simple_tag
def language_names() -> list[tuple[str, str, str, bool]]:
    """The languages on offer: code, BCP 47 tag, own name, and whether it is the active one."""
    active = get_language()
    return [(code, tag, name, code == active) for code, tag, name in _OWN_NAMES]


@register.filter
def may(user: object, right: str) -> bool:
    """Whether `user` has the right of that name (see cancellations.domain.roles)."""
    return isinstance(user, User) and user.may(Right(right))


def _path(context: template.Context) -> str:
    request = context.get("request")
    return request.path if request is not None else ""
