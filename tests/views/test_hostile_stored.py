"""Whatever people type, stored as typed and shown as text."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Turn
from cancellations.domain.text import clean_line, clean_text, is_blank
from cancellations.models import Cancellation, Event, Message, RequestNumber, User
from tests.cases import TODAY, case_of, fresh, sim_of, url_of
from tests.conftest import ClientOf
from tests.hostile import Hostile
from tests.hostile_targets import ENTRIES, HARMLESS, TARGETS, in_time, own_fields, undone

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


# --- what was accepted is stored as typed ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["submission", "log"])
def test_free_text_is_stored_as_typed(client: Client, owner: User, name: str) -> None:
    target = TARGETS[name]
    case = target.make(owner)
    url = target.url(case)
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
