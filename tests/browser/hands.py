"""Somebody at a keyboard: no mouse, no jumping to elements; and an ear for focus that was lost."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

FAR = 120  # presses of Tab after which something counts as out of reach

_LISTEN = """
document.addEventListener('htmx:after:swap', (event) => {
  const place = event.detail.ctx.target?.id ?? '';
  setTimeout(() => swapped([place, document.activeElement === document.body]), 50);
});
"""
_IS_FOCUSED = "element => element === document.activeElement"


@dataclass
class Keyboard:
    """`pressed` counts the keys, a text that is typed as one. `swaps`: where, and whether the focus was lost."""

    tab: Page
    pressed: int = 0
    swaps: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.expose_function("swapped", lambda swap: self.swaps.append(tuple(swap)))
        self.tab.add_init_script(_LISTEN)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tab.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.tab.keyboard.type(text)
        self.pressed += 1

    def go_to(self, place: Locator, key: str = "Tab") -> None:
        """Press `key` until the place has the focus."""
        place.wait_for()
        for _ in range(FAR):
            if place.evaluate(_IS_FOCUSED):
                return
            self.press(key)
        raise AssertionError(f"out of reach by {key}: {place}")

    def enter(self, place: Locator, text: str) -> None:
        """Replace what a field holds."""
        self.go_to(place)
        self.press("Control+a")
        self.type(text)

    def pick(self, group: Locator, name: str) -> None:
        """One of several radio buttons: into the group, to the answer by the arrows."""
        wanted = group.get_by_role("radio", name=name, exact=True)
        wanted.wait_for()
        for _ in range(FAR):
            if group.evaluate("group => group.contains(document.activeElement)"):
                break
            self.press("Tab")
        self.go_to(wanted, "ArrowDown")
        if not wanted.is_checked():
            self.press("Space")

    @property
    def lost(self) -> list[str]:
        """Where the focus fell to the page when something was swapped."""
        return [place for place, is_lost in self.swaps if is_lost]
