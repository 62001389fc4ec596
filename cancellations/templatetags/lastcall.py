"""The few tags that templates need beyond Django's; loaded everywhere (see TEMPLATES in the settings)."""

from functools import lru_cache

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cancellations.domain.roles import Right
from cancellations.models import User

register = template.Library()

_PAGE_LANGUAGES = {"zh-hans": "zh-Hans"}
_AT_THIS_PAGE = format_html(' aria-current="{}"', "page")
_BELOW_THIS_PAGE = format_html(' aria-current="{}"', "true")
# each language is called by its own name, whatever language the page is in
_OWN_NAMES = (("zh-hans", "zh-Hans", "简体中文"), ("en", "en", "English"), ("ru", "ru", "Русский"))


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, css: str = "icon") -> SafeString:
    """The symbol `name` from the sprite; decoration only, so the words beside it carry the meaning."""
    address = static("icons.svg")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, address, name)


@register.simple_tag
def page_language() -> str:
    """The active language as BCP 47 writes it, for the lang attribute: zh-Hans, en, ru."""
    code = get_language() or "en"
    return _PAGE_LANGUAGES.get(code, code)


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str) -> SafeString | str:
    """aria-current for the link to the URL called `name`: "page" on it, "true" anywhere below it."""
    path, target = _path(context), reverse(name)
    if path == target:
        return _AT_THIS_PAGE
    return _BELOW_THIS_PAGE if target != "/" and path.startswith(target) else ""


@register.simple_tag(takes_context=True)
def exactly(context: template.Context, name: str) -> SafeString | str:
    """As `here`, for links whose neighbours lie below them: "page" on it, nothing elsewhere."""
    return _AT_THIS_PAGE if _path(context) == reverse(name) else ""


@register.simple_tag
def language_names() -> list[tuple[str, str, str, bool]]:
    """The languages on offer: code, BCP 47 tag, own name, and whether it is the active one."""
    active = get_language()
    return [(code, tag, name, code == active) for code, tag, name in _OWN_NAMES]


@register.filter
def may(user: object, right: str) -> bool:
    """Whether `user` has the right of that name (see cancellations.domain.roles)."""
    return isinstance(user, User) and user.may(Right(right))


@register.filter
def first_input_id(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the input, or the first one of a group."""
    if field.use_fieldset and len(field):
        return str(field[0].id_for_label)
    return field.id_for_label


def _path(context: template.Context) -> str:
    request = context.get("request")
    return request.path if request is not None else ""
