"""Whatever people paste into the forms of a case: no error of ours, nothing lost, nothing run, bounded time.

`hostile.json` says for each entry what to expect. Each field of each form gets each entry; requests go round
the entries, another one in each field, so that every form has met all of them (or 16 posts of them) as a whole.
"""

import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.forms import BaseForm
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils.http import urlencode

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome, Turn
from cancellations.domain.text import clean_line, clean_text, is_blank
from cancellations.forms.contact import ContactForm
from cancellations.forms.fields import CurrencyField, DayField, MoneyField, TextField, WholeField
from cancellations.forms.steps import STEP_FORMS
from cancellations.models import Cancellation, Event, Message, RequestNumber, User
from cancellations.views.cases import CASE_FORMS
from cancellations.views.steps import STEP_CHANGES
from tests.cases import TODAY, TYPED, at_step, case_of, do, fresh, sim_of, step_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile, hostile
from tests.pages import fields_of

pytestmark = pytest.mark.usefixtures("a_saturday")

K = StepKey
ENTRIES = hostile("text", "url", "next", "phone", "iccid")
SECONDS = 5.0
MOST_POSTS = 16
HARMLESS = "Harmless words"
MOVED = {"reason": HARMLESS, "until": "2026-12-01", "who": "holder"}
WHY = {"reason": HARMLESS}


@dataclass(frozen=True)
class Target:
    """One form: how its case is made, where it stands, what a person would type, and what of it is free text."""

    make: Callable[[User], Cancellation]
    path: str
    typed: dict[str, Any]
    free: tuple[str, ...] = ()


def _step(key: StepKey, *free: str) -> Target:
    return Target(lambda by: at_step(by, key), f"steps/{key}", TYPED[key], free)


def _held(by: User) -> Cancellation:
    case = case_of(by)
    case.wait_step(K.POLICY, by, waiting_on=Turn.HOLDER, until=date(2026, 12, 1))
    return fresh(case)


def _overtaken(by: User) -> Cancellation:
    case = case_of(by, to=K.BALANCE)
    case.reopen_step(K.DECISION, by, reason="x")
    return do(case, K.DECISION, by)


def _closed(by: User) -> Cancellation:
    case = case_of(by)
    case.close(by, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).log_contact(by, outcome=ContactOutcome.REFUSES)
    return fresh(case)


TARGETS: dict[str, Target] = {
    "policy": _step(K.POLICY, "notice", "fee", "documents", "source"),
    "decision": _step(K.DECISION, "note"),
    "backup": _step(K.BACKUP, "others"),
    "balance": _step(K.BALANCE, "how", "refund_to"),
    "devices": _step(K.DEVICES, "note"),
    "contact": _step(K.CONTACT),
    "identity": _step(K.IDENTITY, "note"),
    "submission": _step(K.SUBMISSION, "request_number", "proof", "given_by"),
    "confirmation": _step(K.CONFIRMATION, "confirmation_number", "what", "reason"),
    "verification": _step(K.VERIFICATION, "note"),
    "refund": _step(K.REFUND, "method", "reference", "write_off_reason"),
    "bill_check": _step(K.BILL_CHECK),
    "skip": Target(case_of, "steps/policy/skip", WHY, ("reason",)),
    "block": Target(case_of, "steps/policy/block", MOVED, ("reason",)),
    "wait": Target(case_of, "steps/policy/wait", MOVED, ("reason",)),
    "resume": Target(_held, "steps/policy/resume", {}),
    "reopen step": Target(_overtaken, "steps/decision/reopen", WHY, ("reason",)),
    "recheck": Target(_overtaken, "steps/backup/recheck", {}),
    "follow-up": Target(case_of, "follow-up", {"on": "2026-12-01", **WHY}, ("reason",)),
    "target": Target(case_of, "target", {"on": "2026-12-01"}),
    "numbers": Target(
        case_of,
        "numbers",
        {"number": "N-7", "given_on": "2026-11-20", "given_by": "Oksana"},
        ("number", "given_by"),
    ),
    "assignee": Target(case_of, "assignee", {"to": ""}),
    "close": Target(case_of, "close", {"outcome": "abandoned", **WHY}, ("reason",)),
    "reopen": Target(_closed, "reopen", WHY, ("reason",)),
    "late-reply": Target(_closed, "late-reply", WHY, ("reason",)),
    "log": Target(
        case_of,
        "log",
        {
            "outcome": "other", "channel": "call", "note": HARMLESS, "follow_up": "auto", "follow_up_on": "",
            "promised_by": "", "request_number": "N-7", "agent": "Oksana", "at": "", "direction": "out",
        },
        ("note", "request_number", "agent"),
    ),
}  # fmt: skip
targets = pytest.mark.parametrize("name", TARGETS)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def in_time(entry: Hostile) -> Iterator[None]:
    """By the processor's clock: the machine may be busy with something else."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < SECONDS, f"{entry.id}: {took:.1f} s"


def own_fields(case: Cancellation, target: Target) -> dict[str, str]:
    """What a form that was made just now carries beside what is typed."""
    parts = target.path.split("/")
    version = step_of(case, K(parts[1])).version if parts[0] == "steps" else fresh(case).version
    return {"version": str(version), "form_key": str(uuid.uuid4())}


# --- each field of each form takes each entry --------------------------------------------------------------


def form_of(case: Cancellation, target: Target, by: User, data: QueryDict) -> BaseForm:
    """The form that the view would make of `data`."""
    parts = target.path.split("/")
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
    url = f"{url_of(case)}{target.path}/"
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


# --- what was accepted is stored as typed ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["submission", "log"])
def test_free_text_is_stored_as_typed(client: Client, owner: User, name: str) -> None:
    target = TARGETS[name]
    case = target.make(owner)
    url = f"{url_of(case)}{target.path}/"
    for entry in ENTRIES:
        typed = {**target.typed, **dict.fromkeys(target.free, entry.value)}
        with undone():
            with in_time(entry):
                status = client.post(url, {**own_fields(case, target), **typed}).status_code
            if entry.kind == "text":
                allowed = set(entry.expect["http"])
                assert status in (allowed if name != "log" or entry.action != "reject" else {303}), entry.id
            assert status in {303, 422}, entry.id
            if status == 303 and not is_blank(entry.value):
                stored = everything_written(case)
                assert clean_line(entry.value) in stored or clean_text(entry.value) in stored, entry.id


def everything_written(case: Cancellation) -> str:
    """All texts that the case holds now, wherever a verb has put them."""
    steps = [str(value) for step in case.steps.all() for value in [*step.data.values(), step.reason]]
    numbers = [f"{one.number}\n{one.given_by}" for one in RequestNumber.objects.filter(cancellation=case)]
    messages = [f"{one.note}\n{one.agent}" for one in Message.objects.filter(cancellation=case)]
    events = [str(value) for one in Event.objects.filter(cancellation=case) for value in one.payload.values()]
    return "\0".join([*steps, *numbers, *messages, *events, fresh(case).outcome_reason])


# --- one bad field at a time -------------------------------------------------------------------------------

NASTY = ("text-xss-textarea",)


@targets
def test_one_bad_field_loses_none_of_the_others(client: Client, owner: User, name: str) -> None:
    target = TARGETS[name]
    case = target.make(owner)
    url = f"{url_of(case)}{target.path}/"
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


# --- what is stored is shown as text -----------------------------------------------------------------------


class _Shape(HTMLParser):
    """The elements of a page with the names of their attributes; text cannot change them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _value in attrs)))


def shape_of(response: Any) -> list[tuple[str, tuple[str, ...]]]:
    shape = _Shape()
    shape.feed(response.content.decode())
    return shape.elements


def case_that_says(texts: list[str], by: User) -> Cancellation:
    """A case that holds the texts wherever a person can put them, one after the other and round again."""
    number = iter(range(10_000))

    def words() -> str:
        return clean_text(texts[next(number) % len(texts)])

    def line() -> str:
        return clean_line(words())

    sim = sim_of(by, nickname=line(), holder=line(), devices=[line()], kind="esim")
    case = case_of(by, sim=sim, reason=line())
    verbs: list[Callable[[Cancellation], object]] = [
        lambda one: one.complete_step(K.POLICY, by, notice=line(), fee=line(), documents=line(), source=line()),
        lambda one: one.complete_step(K.BACKUP, by, receives_sms="no", accounts={}, others=words()),
        lambda one: one.save_step(K.BALANCE, by, how=line(), refund_to=line()),
        lambda one: one.skip_step(K.DEVICES, by, reason=line()),
        lambda one: one.block_step(K.IDENTITY, by, reason=line(), unblocked_by=Turn.US, review_on=TODAY),
        lambda one: one.log_contact(
            by, outcome=ContactOutcome.OTHER, agent=line(), note=words(), request_number=line()
        ),
        lambda one: one.change_follow_up(by, on=TODAY, reason=line()),
        lambda one: one.assign(by, to=None),
    ]
    for verb in verbs:
        verb(fresh(case))
    return fresh(case)


PAGES = ("", "steps/policy/", "steps/backup/", "steps/balance/", "steps/devices/", "log/", "close/")
AT_A_TIME = 9


def test_what_is_stored_is_shown_as_text(client: Client, owner: User) -> None:
    with undone():
        plain = case_that_says([HARMLESS], owner)
        expected = {path: shape_of(client.get(f"{url_of(plain)}{path}")) for path in PAGES}
    shown = [entry for entry in ENTRIES if not is_blank(entry.value) and len(entry.value) <= 5000]
    assert len(shown) > 100
    for start in range(0, len(shown), AT_A_TIME):
        some = shown[start : start + AT_A_TIME]
        with undone():
            case = case_that_says([entry.value for entry in some], owner)
            for path in PAGES:
                response = client.get(f"{url_of(case)}{path}")
                said = f"{[entry.id for entry in some]} at {path!r}"
                assert response.status_code == 200, said
                assert shape_of(response) == expected[path], said
                never_contains(response, some)


def never_contains(response: Any, some: list[Hostile]) -> None:
    """`html_never_contains_unescaped`, in the part of the page that is about the case."""
    body = response.content.decode()
    body = body[body.index("<main") : body.index("</main>")].replace('<svg class="icon" aria-hidden="true">', "")
    for entry in some:
        for forbidden in entry.expect.get("html_never_contains_unescaped", []):
            assert not forbidden.startswith("<") or forbidden not in body, f"{entry.id}: {forbidden}"
