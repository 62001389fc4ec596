"""The links of a list that lead to it as a file."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def export_links(name: str, query: str) -> SafeString:
    """`name`: requests or sims; `query`: the list's query string. Kept, as most lists are looked at more than once."""
    return _links(name, query, get_language() or "en")


@lru_cache(maxsize=256)
def _links(name: str, query: str, _language: str) -> SafeString:
    told = f"?{query}" if query else ""
    urls = {form: f"{reverse(f'{name}_{form}')}{told}" for form in ("csv", "xlsx", "export")}
    return render_to_string("exports/links.html", urls)
