"""Make static/icons.svg, the one sprite of the pages, from a folder of lucide icons.

    python static/vendor/make_icons.py FOLDER

FOLDER holds the icons of the npm package lucide-static (its folder `icons`), ISC licence: see lucide-LICENSE.
The sprite keeps shapes only; colour and stroke come from the class `icon` in app.css.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

SPRITE = Path(__file__).resolve().parent.parent / "icons.svg"

# our name: lucide's name
ICONS = {
    "alert": "triangle-alert",
    "calendar": "calendar",
    "chart": "chart-line",
    "chat": "message-square",
    "check": "check",
    "clock": "clock",
    "copy": "copy",
    "device": "smartphone",
    "down": "chevron-down",
    "eye": "eye",
    "file": "file-text",
    "flag": "flag",
    "gear": "settings",
    "globe": "globe",
    "help": "circle-question-mark",
    "inbox": "inbox",
    "info": "info",
    "key": "key-round",
    "left": "chevron-left",
    "letter": "mail-open",
    "link": "link",
    "lock": "lock",
    "logout": "log-out",
    "mail": "mail",
    "money": "banknote",
    "moon": "moon",
    "pencil": "pencil",
    "phone": "phone",
    "plus": "plus",
    "print": "printer",
    "refresh": "refresh-cw",
    "right": "chevron-right",
    "search": "search",
    "sim": "card-sim",
    "skip": "minus",
    "stop": "ban",
    "store": "store",
    "today": "calendar-check",
    "tower": "radio-tower",
    "trash": "trash-2",
    "undo": "undo-2",
    "user": "user-round",
    "x": "x",
}


def sprite(folder: Path) -> str:
    """The sprite as text: one <symbol id="i-NAME"> for each icon, in alphabetical order."""
    symbols = "\n".join(_symbol(name, folder / f"{source}.svg") for name, source in sorted(ICONS.items()))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str, path: Path) -> str:
    root = ElementTree.parse(path).getroot()  # noqa: S314, the icons come from a package we chose
    return f'<symbol id="i-{name}" viewBox="{root.attrib["viewBox"]}">{"".join(map(_shape, root))}</symbol>'


def _shape(element: ElementTree.Element) -> str:
    tag = re.sub(r"^\{.*\}", "", element.tag)
    attributes = "".join(f' {key}="{value}"' for key, value in element.attrib.items())
    return f"<{tag}{attributes}/>"


if __name__ == "__main__":
    SPRITE.write_text(sprite(Path(sys.argv[1])), encoding="utf-8")
