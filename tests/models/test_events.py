"""Events: written once, by the verb that did it, in its transaction, never changed afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model

from cancellations.domain.playbook import StepKey
from cancellations.domain.sentences import KINDS
from cancellations.models import Cancellation, Event, Evidence, HolderLink, Message, RequestNumber, Sim, Step, User
from tests.cases import case_of, sim_of
from tests.models.verbs import LATER, VERBS

K = StepKey
TABLES: tuple[type[Model], ...] = (Cancellation, Step, Sim, Message, RequestNumber, Evidence, HolderLink, Event)


def everything() -> list[list[dict[str, Any]]]:
    """All rows of all tables that verbs write."""
    return [list(model._default_manager.order_by("pk").values()) for model in TABLES]


def test_an_event_is_never_changed(owner: User) -> None:
    event = case_of(owner).events.get()
    event.kind = "closed"
    for change in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(kind="closed"),
        lambda: Event.objects.filter(pk=event.pk).update(kind="closed"),
        lambda: Event.objects.visible_to(owner).update(kind="closed"),
        lambda: Event.objects.bulk_update([event], ["kind"]),
        lambda: Event.objects.update_or_create(pk=event.pk, defaults={"kind": "closed"}),
    ):
        with pytest.raises(TypeError, match="never"), transaction.atomic():
            change()
    assert Event.objects.get(pk=event.pk).kind == "opened"


# --- one table of all that can be done to a case -----------------------------------------------------------


@pytest.mark.parametrize("name", VERBS)
def test_each_verb_writes_what_it_did(owner: User, colleague: User, name: str) -> None:
    prepare, verb, kinds = VERBS[name]
    case = prepare(case_of(owner), owner)
    before = case.events.count()
    verb(case, colleague)
    new = list(case.events.order_by("id"))[before:]
    assert [event.kind for event in new] == kinds
    assert set(kinds) <= KINDS
    assert {event.by for event in new} == {colleague}
    assert {event.workspace_id for event in new} == {case.workspace_id}
    assert case.last_events == new


def test_no_verb_is_missing_here() -> None:
    # a verb writes in the frame of `changing`; whoever adds one finds it missing in VERBS
    verbs = {
        name
        for parent in Cancellation.__mro__
        for name, method in vars(parent).items()
        if callable(method) and not name.startswith("_")
        if "changing" in getattr(getattr(method, "__code__", None), "co_names", ())
        or "_changing_step" in getattr(getattr(method, "__code__", None), "co_names", ())
        or "_hold_up" in getattr(getattr(method, "__code__", None), "co_names", ())
    }
    assert verbs - {"begin"} == {
        "ask_holder", "attach", "describe_evidence", "make_holder_link", "remove_evidence", "renew_holder_link",
        "revoke_holder_link",
        "add_request_number", "assign", "block_step", "change_follow_up", "change_target", "close",
        "complete_step", "dismiss_late_charge", "dismiss_late_reply", "leave_suspension_to", "log_contact",
        "recheck_step", "record_late_charge", "reopen", "reopen_step", "resume_step", "save_step", "skip_step",
        "suspend_until", "suspend_without_end", "tag", "untag", "wait_step",
    }  # fmt: skip


# --- all or nothing ----------------------------------------------------------------------------------------


class Torn(Exception):
    """What a test lets happen in the middle of a verb."""


class TearingAfter:
    """Lets so many writing statements through, then raises Torn."""

    def __init__(self, statements: int) -> None:
        self.left = statements

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.left -= 1
            if self.left < 0:
                raise Torn
        return done


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_happens_whole_or_not_at_all(owner: User, name: str) -> None:
    prepare, verb, _kinds = VERBS[name]
    pk = prepare(case_of(owner), owner).pk
    before = everything()
    for statements in range(20):
        case = Cancellation.objects.get(pk=pk)
        try:
            with transaction.atomic(), connection.execute_wrapper(TearingAfter(statements)):
                verb(case, owner)
        except Torn:
            assert everything() == before, f"torn after {statements} statements"
        else:
            assert statements >= 2, "a fact and an event at least"
            break
    assert everything() != before


def test_opening_happens_whole_or_not_at_all(owner: User) -> None:
    sim = sim_of(owner)
    before = everything()
    for statements in range(20):
        try:
            with transaction.atomic(), connection.execute_wrapper(TearingAfter(statements)):
                Cancellation.objects.start(Sim.objects.get(pk=sim.pk), owner, requested_end_date=LATER)
        except Torn:
            assert everything() == before, f"torn after {statements} statements"
        else:
            assert statements >= 3
            break
    assert Event.objects.filter(kind="opened").count() == 1


def test_without_its_event_nothing_has_happened(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(owner)
    before = everything()

    def broken(self: Event, *args: Any, **kwargs: Any) -> None:
        raise Torn

    monkeypatch.setattr(Event, "save", broken)
    with pytest.raises(Torn), transaction.atomic():
        case.complete_step(K.POLICY, owner, notice="x")
    assert everything() == before
