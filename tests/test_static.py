"""What browsers are sent: small, legible in both themes, fit for both writing directions, without eval."""

import gzip
import re
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.storage import FileSystemStorage

from config.static import joined, without_comments

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
CSS = joined(FileSystemStorage(STATIC), "css/app.css")
HOLDER = (STATIC / "css" / "holder.css").read_text(encoding="utf-8")
SCRIPTS = [path.relative_to(STATIC).as_posix() for path in (STATIC / "js").glob("*.js")]
SCRIPT = re.sub(
    r"/\*.*?\*/|^\s*//.*?$",
    "",
    "\n".join((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS),
    flags=re.DOTALL | re.MULTILINE,
)
TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))

TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11
GROUNDS = ("bg", "surface", "surface-2")
STATES = ("red", "amber", "teal", "green", "purple", "grey")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("text", "text-2", "text-3", "accent") for ground in GROUNDS),
    *((state, f"{state}-soft", TEXT) for state in STATES),
    *((state, ground, TEXT) for state in STATES for ground in ("surface", "bg")),
    *(("text", f"{state}-soft", TEXT) for state in STATES),
    ("accent", "accent-soft", TEXT),
    ("accent-ink", "accent", TEXT),
    ("surface", "text", TEXT),
    *(("line-strong", ground, CONTROL) for ground in ("surface", "bg")),
    *(("focus", ground, CONTROL) for ground in GROUNDS),
]


EVERYWHERE = ["vendor/htmx-4.0.1.min.js", "js/app.js", "js/saving.js"]
OF_PAGES = [["js/case.js", "js/evidence.js"], ["js/list.js"]]  # on a request, and on lists of them


@pytest.mark.parametrize(
    ("names", "limit"),
    [
        *(([*EVERYWHERE, *names], 22 * 1024) for names in OF_PAGES),
        (["icons.svg", "favicon.svg"], 4 * 1024),
    ],
)
def test_gzipped_size(names: list[str], limit: int) -> None:
    assert sum(len(gzip.compress((STATIC / name).read_bytes(), 9, mtime=0)) for name in names) <= limit


def test_every_script_is_weighed() -> None:
    assert set(SCRIPTS) == {*EVERYWHERE[1:], *chain(*OF_PAGES)}


def test_gzipped_size_of_the_style_sheet() -> None:
    assert len(gzip.compress(CSS.encode(), 9, mtime=0)) <= 12 * 1024


class TestStyle:
    def test_layers_are_ordered_on_the_first_line(self) -> None:
        expected = "@layer reset, tokens, base, layout, components, utilities, print;"
        assert CSS.splitlines()[0] == expected

    def test_logical_properties_only(self) -> None:
        assert re.findall(r"\b(?:left|right)\b", CSS) == []
        sides = re.findall(r"(?:padding|margin|inset|border-width):\s*([^;{}]+)", CSS)
        values = (re.sub(r"\w*\((?:[^()]|\([^()]*\))*\)", "f()", side).split() for side in sides)
        assert [four for four in values if len(four) == 4 and four[1] != four[3]] == []

    def test_no_type_below_13_px(self) -> None:
        rem = chain(
            re.findall(r"font-size:\s*(\d*\.?\d+)rem", CSS),
            re.findall(r"--t-\w+:\s*(\d*\.?\d+)rem", CSS),
            re.findall(r"font:[^;]*?(\d*\.?\d+)rem", CSS),
        )
        assert min(map(float, rem)) >= 13 / 16
        assert re.findall(r"font-size:\s*(?:\d|1[012])(?:\.\d+)?px", CSS) == []

    def test_no_rule_needs_a_style_attribute_or_another_file(self) -> None:
        assert "[style" not in CSS
        assert "url(" not in CSS
        assert "@import" not in CSS

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize(("ink", "ground", "need"), PAIRS)
    def test_contrast(self, theme: str, ink: str, ground: str, need: float) -> None:
        colours = _tokens()[theme]
        assert _contrast(colours[ink], colours[ground]) >= need

    def test_old_engines_get_the_light_theme(self) -> None:
        tokens = _tokens()
        assert {name: tokens["flat"].get(name) for name in tokens["light"]} == tokens["light"]


class TestHoldersStyle:
    """The browsers inside messengers are old: nothing newer than what they all know."""

    def test_flat_and_small(self) -> None:
        assert len(HOLDER.encode()) <= 4096
        newer = r"var\(|@layer|@supports|light-dark|:is\(|:where\(|:has\(|clamp\(|&|grid|-inline|-block:|::|url\("
        assert re.findall(newer, HOLDER) == []
        inside = re.sub(r"@media[^{]*{(.*?\n)}", r"\1", HOLDER, flags=re.DOTALL)
        assert re.findall(r"{[^}]*{", inside) == []  # no nesting

    def test_only_colours_that_are_legible(self) -> None:
        """Those of app.css, whose contrast is tested above."""
        tokens = _tokens()
        known = {*tokens["light"].values(), *tokens["dark"].values(), "#fff"}
        assert {colour.rstrip(";") for colour in re.findall(r"#[0-9a-f]{3,6}\b", HOLDER)} <= known


class TestScript:
    def test_no_markup_and_no_code_from_text(self) -> None:
        words = r"\beval\(|\bFunction\(|innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|setHTML"
        assert re.findall(words, SCRIPT) == []

    def test_asks_nobody_else(self) -> None:
        """Of each other they import by name, so that collecting files puts the fingerprint there."""
        ours = re.findall(r"^import {[\w, ]+} from './app\.js';$", SCRIPT, re.MULTILINE)
        assert re.findall(r"\bimport\b.*", SCRIPT) == ours
        assert re.findall(r"https?://|\bfetch\(|XMLHttpRequest|sendBeacon", SCRIPT) == []

    @pytest.mark.parametrize(
        ("script", "sent"),
        [
            ("/*\n * What it is.\n */\n\none();\n", "\none();\n"),
            ("  // why\n  two(); // kept\n", "  two(); // kept\n"),
            ("/** One. */\nthree('a //b');\n", "three('a //b');\n"),
            ("const path = '/*';\nfour('*/');\n", "const path = '/*';\nfour('*/');\n"),
        ],
    )
    def test_is_sent_without_what_only_explains_it(self, script: str, sent: str) -> None:
        assert without_comments(script) == sent


class TestTemplates:
    def test_icons_are_in_the_sprite(self) -> None:
        used = set(re.findall(r"""{%\s*icon\s+["']([\w-]+)["']|#i-([\w-]+)["']""", TEMPLATES))
        assert {first or second for first, second in used} - _icons() == set()

    def test_classes_are_in_the_style_sheet(self) -> None:
        attributes = re.findall(r'class="([^"]*)"', re.sub(r"{[{%].*?[%}]}", " ", TEMPLATES))
        used = {name for value in attributes for name in value.split() if not name.endswith("-")}
        assert used - set(re.findall(r"\.([a-zA-Z][\w-]*)", CSS + HOLDER)) == set()

    def test_no_inline_script_or_style(self) -> None:
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|\shx-on|<script(?![^>]*\ssrc=)|js:", TEMPLATES) == []


def _icons() -> set[str]:
    root = ElementTree.parse(STATIC / "icons.svg").getroot()  # noqa: S314 - our own file
    return {symbol.attrib["id"].removeprefix("i-") for symbol in root}


def _tokens() -> dict[str, dict[str, str]]:
    """Colour tokens by theme; "flat" is what an engine without light-dark() sees."""
    pairs = re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)", CSS)
    return {
        "light": {name: light for name, light, _ in pairs},
        "dark": {name: dark for name, _, dark in pairs},
        "flat": dict(re.findall(r"--([\w-]+):\s*(#\w{6});", CSS)),
    }


def _contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, from two colours like #19202b."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
