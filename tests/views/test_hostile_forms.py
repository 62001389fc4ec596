"""Whatever people paste into the forms of a case: no error of ours, nothing lost, nothing run, bounded time.

`hostile.json` says for each entry what to expect. Each field of each form gets each entry; requests go round
the entries, another one in each field, so that every form has met all of them (or 16 posts of them) as a whole.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.forms import BaseForm
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils.http import urlencode

from cancellations.domain.playbook import StepKey
from cancellations.domain.text import clean_line, clean_text, is_blank
from cancellations.forms.contact import ContactForm
from cancellations.forms.fields import CurrencyField, DayField, LineField, MoneyField, TextField, WholeField
from cancellations.forms.holder import HolderLinkForm
from cancellations.forms.holiday import HolidayForm
from cancellations.forms.steps import STEP_FORMS
from cancellations.models import Cancellation, User
from cancellations.views.cases import CASE_FORMS
from cancellations.views.steps import STEP_CHANGES
from tests.cases import TODAY, step_of
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile
from tests.hostile_targets import ENTRIES, TARGETS, Target, in_time, own_fields, undone
from tests.pages import fields_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey
MOST_POSTS = 16
OWN_FORMS: dict[str, type[BaseForm]] = {"holder-link": HolderLinkForm, "/settings/holidays/": HolidayForm}
targets = pytest.mark.parametrize("name", TARGETS)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


# --- each field of each form takes each entry --------------------------------------------------------------


def form_of(case: Cancellation, target: Target, by: User, data: QueryDict) -> BaseForm:
    """The form that the view would make of `data`."""
    parts = target.path.split("/")
    if target.path in OWN_FORMS:
        return OWN_FORMS[target.path](data)
    if parts[0] == "log":
        return ContactForm(data, case=case, today=TODAY)
    if parts[0] != "steps":
        request: Any = RequestFactory().get("/")
        request.user = by
        return CASE_FORMS[parts[0]].make(request, case, data)
    if len(parts) == 3:
        return STEP_CHANGES[parts[2]].form(data)
    key = K(parts[1])
    return STEP_FORMS[key](data, case=case, step=step_of(case, key), today=TODAY)


@targets
def test_each_field_takes_each_entry(owner: User, name: str) -> None:
    target = TARGETS[name]
    case = target.make(owner)
    own = own_fields(case, target)
    for entry in ENTRIES:
        typed = dict.fromkeys([*target.typed, "unknown"], entry.value)
        form = form_of(case, target, owner, QueryDict(urlencode({**own, **typed})))
        with in_time(entry):
            form.is_valid()
        for field in target.typed:
            assert form[field].data in ([entry.value], entry.value, True), f"{entry.id} in {field}: lost"
            judge(form, field, entry, free=field in target.free)


def judge(form: BaseForm, field: str, entry: Hostile, *, free: bool) -> None:
    """Free text is kept as typed; everything else is refused, or read for what it says."""
    said, kind = f"{entry.id} in {field}", form.fields[field]
    refused = field in form.errors
    if not free:
        if isinstance(kind, DayField | MoneyField | WholeField | CurrencyField):
            digits = entry.kind in {"phone", "iccid"}  # some can be read as an amount
            assert refused or is_blank(entry.value) or digits, said
        if entry.action == "accept_as_text_reject_as_number" and isinstance(kind, DayField | MoneyField | WholeField):
            assert refused, said
        return
    kept = clean_text(entry.value) if isinstance(kind, TextField) else clean_line(entry.value)
    if is_blank(entry.value):
        assert refused or form.cleaned_data[field] == "", said
        assert not kind.required or refused, said
    elif isinstance(kind, LineField) and kind.max_length and len(kept) > kind.max_length:
        assert refused, said
    elif entry.action == "accept_verbatim":
        assert form.cleaned_data.get(field) == kept, said
    elif not refused:
        assert form.cleaned_data[field] == kept, said
        assert "\0" not in kept, said


# --- as requests: no error of ours, and everything comes back ----------------------------------------------


def rounds(fields: list[str]) -> Iterator[dict[str, Hostile]]:
    """The entries, another one in each field, until all have been there (or MOST_POSTS rounds are over)."""
    width = max(1, len(fields))
    for start in range(0, min(len(ENTRIES), MOST_POSTS * width), width):
        yield {field: ENTRIES[(start + place) % len(ENTRIES)] for place, field in enumerate(fields)}


@targets
def test_a_form_full_of_them(client: Client, owner: User, name: str) -> None:
    target = TARGETS[name]
    case = target.make(owner)
    url = target.url(case)
    shown = text_inputs(client, url)
    for chosen in rounds([*target.typed, "next"]):
        typed = {field: entry.value for field, entry in chosen.items()}
        sent = {**own_fields(case, target), **typed}
        with undone(), in_time(next(iter(chosen.values()))):
            response = client.post(url, sent, headers=HTMX)
            ids = {field: entry.id for field, entry in chosen.items()}
            assert response.status_code in {200, 204, 409, 422}, f"{response.status_code}: {ids}"
            assert "evil" not in response.get("HX-Redirect", "") + response.get("Location", "")
            assert_harmless(response, str(ids))
            if response.status_code in {409, 422}:
                assert_comes_back(response, url, {field: typed[field] for field in shown & set(typed)}, ids)


def text_inputs(client: Client, url: str) -> set[str]:
    """The fields that can show any text: inputs and text areas, not buttons, boxes or lists."""
    page = client.get(url).content.decode()
    start = page.index(f'action="{url}"')
    form = page[start : page.index("</form>", start)]
    inputs = re.findall(r"<(?:input|textarea)[^>]*>", form)
    free = [tag for tag in inputs if not re.search('type="(?:radio|checkbox|hidden)"', tag)]
    return {found[1] for tag in free if (found := re.search(r'name="([^"]+)"', tag))}


def assert_comes_back(response: Any, url: str, typed: dict[str, str], ids: dict[str, str]) -> None:
    """What was typed stands in the form again, but for what HTML itself cannot hold."""
    fields = fields_of(response, url)
    for field, value in typed.items():
        [back] = fields[field]
        same = {value, value.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n"), value.removeprefix("\n")}
        assert back in same | {one.replace("\0", "\ufffd") for one in same}, f"{ids[field]} in {field}"


class _Suspicious(HTMLParser):
    """Collects what no page of a case has: handlers, frames, pictures, scripts, addresses that run something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "img", "object", "embed", "link", "b", "style", "base"}:
            self.found.append(tag)
        for name, value in attrs:
            runs = name in {"href", "src", "action"} and re.match(
                r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE
            )
            if runs or name.startswith(("on", "hx-on", "style")):
                self.found.append(f"{name}={value}")


def assert_harmless(response: Any, said: str) -> None:
    parser = _Suspicious()
    parser.feed(response.content.decode())
    assert parser.found == [], said


# --- one bad field at a time -------------------------------------------------------------------------------

NASTY = ("text-xss-textarea",)


@targets
def test_one_bad_field_loses_none_of_the_others(client: Client, owner: User, name: str) -> None:
    target = TARGETS[name]
    case = target.make(owner)
    url = target.url(case)
    shown = text_inputs(client, url)
    accounts = [field for field in target.typed if field.startswith("account_")][1:]  # eleven times the same
    for entry in (one for one in ENTRIES if one.id in NASTY):
        for field in [one for one in [*target.typed, "version", "form_key"] if one not in accounts]:
            typed = {**own_fields(case, target), **target.typed, field: entry.value}
            with undone(), in_time(entry):
                response = client.post(url, typed, headers=HTMX)
                said = f"{entry.id} in {field}"
                assert response.status_code in {200, 204, 409, 422}, f"{said}: {response.status_code}"
                assert_harmless(response, said)
                if response.status_code in {409, 422}:
                    back = {one: typed[one] for one in shown & set(typed)}
                    assert_comes_back(response, url, back, dict.fromkeys(back, said))
