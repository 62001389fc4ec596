"""The dossier as one HTML file that needs nothing else: no script, no font, no network."""

from functools import lru_cache

from django.conf import settings
from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString

from cancellations.exchange.document import Dossier

CSS = "css/dossier.css"
_AROUND = """
html { font: 16px/1.5 system-ui, sans-serif; }
body { max-inline-size: 60rem; margin: 1.5rem auto; padding: 0 1rem; }
"""


def html_file(dossier: Dossier) -> bytes:
    made = get_default_renderer().render("dossier/file.jinja", {"dossier": dossier, "css": _css()})
    return made.encode() + b"\n"


@lru_cache(maxsize=1)
def _css() -> SafeString:
    return SafeString(f"{_AROUND}{(settings.BASE_DIR / 'static' / CSS).read_text(encoding='utf-8')}")  # our own file
