"""The project's own system checks: what must be right before the first request is answered."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from cancellations.database_checks import database_is_safe as database_is_safe  # registers itself
from cancellations.domain.words import VOCABULARY, Look, Words

COLOURS = "css/app/tokens.css"


@register(Tags.security)
def debug_stays_at_home(**kwargs: Any) -> list[CheckMessage]:
    """DEBUG shows source and settings to whoever causes an error: never on an address that others reach."""
    if settings.DEBUG and not is_loopback(settings.HOST):
        return [
            Error(
                f"DEBUG is on and HOST is {settings.HOST}, which other machines can reach.",
                hint="Unset DEBUG, or set HOST=127.0.0.1.",
                id="lastcall.E004",
            )
        ]
    return []


@register(Tags.security)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """A wildcard would let a stranger's Host header into links and caches."""
    if "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "ALLOWED_HOSTS allows every host name.",
                hint="Name the hosts, by comma: ALLOWED_HOSTS=lastcall.example.org",
                id="lastcall.E005",
            )
        ]
    return []


@register()
def words_are_complete(**kwargs: Any) -> list[CheckMessage]:
    """Every coded value has its words; where it has a shape and a colour, both exist."""
    static = settings.BASE_DIR / "static"
    icons = set(re.findall(r'id="i-([a-z-]+)"', (static / "icons.svg").read_text(encoding="utf-8")))
    colours = set(re.findall(r"\.(is-[a-z]+)", (static / COLOURS).read_text(encoding="utf-8")))
    wrong = [
        f"{coded.__name__}.{one.name} {what}"
        for coded, words in VOCABULARY.items()
        for one in coded
        for what in _lacks(words.get(one), icons, colours)
    ]
    hint = "Words, icons and colours of coded values stand in cancellations/domain/words.py."
    return [Error(f"{words}.", hint=hint, id="lastcall.E006") for words in wrong]


def _lacks(shown: Look | Words | None, icons: set[str], colours: set[str]) -> Iterator[str]:
    label = shown.label if isinstance(shown, Look) else shown
    if not label:
        yield "has no words"
    if isinstance(shown, Look) and shown.icon not in icons:
        yield f"has no icon {shown.icon} in static/icons.svg"
    if isinstance(shown, Look) and shown.colour not in colours:
        yield f"has no colour {shown.colour} in static/{COLOURS}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
