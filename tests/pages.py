"""What stands in a page: its forms with the values that a browser would send again."""

from html.parser import HTMLParser
from typing import Any, Protocol

Fields = dict[str, list[str]]
_WITHOUT_VALUE = {"submit", "button", "reset"}


class Response(Protocol):
    """An answer, of the test client's or of ours."""

    @property
    def content(self) -> bytes: ...


class _Forms(HTMLParser):
    """Collects the fields of every form by its action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self.words: list[str] = []
        self._fields: Fields | None = None
        self._textarea: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attrs = dict(found)
        if tag == "form":
            self._fields = self.forms.setdefault(attrs.get("action") or "", {})
        elif tag == "input" and attrs.get("type") not in _WITHOUT_VALUE:
            if attrs.get("type") not in {"radio", "checkbox"} or "checked" in attrs:
                self._keep(attrs.get("name"), attrs.get("value") or "")
        elif tag == "textarea":
            self._textarea = attrs.get("name")
            self._keep(self._textarea, "")
        elif tag == "select":
            self._select = attrs.get("name")
        elif tag == "option" and "selected" in attrs:
            self._keep(self._select, attrs.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea and self._fields is not None:
            self._fields[self._textarea][-1] += data
        self.words.append(data)

    def _keep(self, name: str | None, value: str) -> None:
        if name and self._fields is not None:
            self._fields.setdefault(name, []).append(value)


def parsed(response: Response) -> _Forms:
    parser = _Forms()
    parser.feed(response.content.decode())
    parser.close()
    return parser


def fields_of(response: Response, action: str) -> Fields:
    """The fields of the form with this action; text areas without the line break that HTML drops."""
    fields = parsed(response).forms[action]
    return {name: [value.removeprefix("\n") for value in values] for name, values in fields.items()}


def html_of(response: Response) -> str:
    """The whole page as it was sent."""
    return response.content.decode()


def text_of(response: Response) -> str:
    """All that can be read in the page, entities resolved."""
    return "".join(parsed(response).words)


def assert_kept(response: Response, action: str, typed: dict[str, Any]) -> None:
    """The form comes back with everything that was typed in it."""
    fields = fields_of(response, action)
    for name, value in typed.items():
        if name not in {"version", "draft", "form_key"}:
            expected = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
            assert [one for one in fields.get(name, []) if one] == expected, name
