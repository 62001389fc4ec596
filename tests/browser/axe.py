"""What axe-core finds on the page that is open. It is put in from outside: the page keeps its policy."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# no "preload": it would copy imported style sheets into the page, which the policy forbids, for rules not asked for
_RUN = """
async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`));
}
"""


def violations(tab: Page) -> list[str]:
    """The rule and the element of everything that WCAG 2.2 AA or good practice forbids."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(_source())
    found: list[str] = tab.evaluate(_RUN, RULES)
    return found


def overflow(tab: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")
