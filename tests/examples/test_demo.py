"""Example data: what it covers, and that it is repeatable and true."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.identifiers import parse_eid, parse_iccid, parse_imei, parse_imsi, parse_msisdn
from cancellations.domain.playbook import SimKind, StepKey, StepState
from cancellations.domain.reference import parse_reference
from cancellations.domain.situation import Action, Outcome, Stage, Turn
from cancellations.domain.worklist import GROUPS
from cancellations.examples.cards import RANGES, invented_card
from cancellations.examples.clear import clear_examples
from cancellations.examples.load import LIVED, SIZE, load_examples
from cancellations.examples.stories import STORIES
from cancellations.examples.texts import TEXTS
from cancellations.forms.steps import STEP_FORMS
from cancellations.models import (
    Cancellation,
    Carrier,
    Event,
    Message,
    Sim,
    Step,
    User,
    Workspace,
)
from cancellations.models.carrier import shipped_carriers
from cancellations.models.worklists import cases_in
from tests.examples.rows import ROOMS, rows
from tests.people import someone

NEVER_NEXT = {Action.CONFIRMATION}  # a reply that is claimed is Action.RECORD_REPLY


# --- what there is ----------------------------------------------------------------------------------------


class TestEveryStory(TestCase):
    """A workspace in which every story has happened once in every language."""

    owner: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.owner = someone("owner@lastcall.example", Workspace.objects.create(name="Yuanxing Travel"))
        load_examples(cls.owner, LIVED)

    def test_between_them_the_stories_reach_every_situation(self) -> None:
        cases = Cancellation.objects.visible_to(self.owner)
        found = {
            name: set(cases.values_list(name, flat=True)) for name in ("stage", "turn", "action", "outcome", "round")
        }
        assert found["stage"] == set(Stage)
        assert found["turn"] == set(Turn)
        assert found["action"] == set(Action) - NEVER_NEXT
        assert found["outcome"] == {*Outcome, ""}
        assert found["round"] == {1, 2, 3}
        assert set(Step.objects.values_list("state", flat=True)) == set(StepState)
        assert set(Message.objects.values_list("outcome", flat=True)) == set(ContactOutcome)
        assert set(Sim.objects.values_list("kind", flat=True)) == set(SimKind)
        assert {carrier.shipped_id for carrier in Carrier.objects.filter(sims__isnull=False)} == set(RANGES)
        assert Step.objects.filter(check_again=True).exists()
        assert Event.objects.filter(kind="gate_overridden").exists()

    def test_nothing_in_the_examples_lies_in_the_future(self) -> None:
        now, today = timezone.now(), timezone.localdate()
        assert not Event.objects.filter(at__gt=now).exists()
        assert not Message.objects.filter(at__gt=now).exists()
        assert not Cancellation.objects.filter(opened_on__gte=today).exists()
        assert not Step.objects.filter(settled_at__gt=now).exists()

    def test_events_are_told_in_order_and_name_their_message(self) -> None:
        for case in Cancellation.objects.visible_to(self.owner):
            told = list(Event.objects.filter(cancellation=case).order_by("id"))
            assert [event.at for event in told] == sorted(event.at for event in told)
            assert told[0].kind == "opened"
            assert timezone.localdate(told[0].at) == case.opened_on
            for event in told:
                if event.kind == "contact_logged":
                    assert Message.objects.get(pk=event.payload["message"]).cancellation_id == case.pk

    def test_what_was_recorded_would_pass_the_forms(self) -> None:
        today = timezone.localdate()
        for step in Step.objects.filter(state=StepState.DONE, is_current=True).exclude(data={}):
            case = Cancellation.objects.select_related("sim", "carrier").get(pk=step.cancellation_id)
            form_class = STEP_FORMS[StepKey(step.key)]
            shown = form_class(case=case, step=step, today=today)
            typed = {name: shown[name].value() for name in shown.fields}
            last = step.data["checks"][-1] if step.key == StepKey.BILL_CHECK else {}  # of several bills
            recorded = {**typed, **step.data, **last, "version": step.version}
            form = form_class(recorded, case=case, step=step, today=today)
            assert form.is_valid(), (step.key, form.errors)

    def test_names_and_numbers_are_filled_in(self) -> None:
        for model in ROOMS:
            for values in model._default_manager.values():
                assert "@agent" not in str(values)
                assert "@message" not in str(values)
                assert "'#1'" not in str(values)


def test_the_first_dozen_fill_every_group_of_today(owner: User) -> None:
    assert load_examples(owner) == SIZE
    cases, today = Cancellation.objects.visible_to(owner), timezone.localdate()
    assert all(cases_in(group, cases, today).exists() for group in GROUPS)


def test_copies_are_true_too(owner: User) -> None:
    """Situations of copies moved to other days are what their facts say."""
    load_examples(owner, LIVED + 80)
    told = StringIO()
    call_command("situations", "--check", stdout=told)
    assert told.getvalue().startswith(f"{LIVED + 80} cases, 0 differ")
    assert set(Cancellation.objects.values_list("is_example", flat=True)) == {True}


@pytest.mark.parametrize("shipped_id", [*RANGES, "xx-unknown"])
@pytest.mark.parametrize("serial", [1, 12, 999, 20_000, 100_000, 1_000_012])
def test_invented_cards_pass_every_check(shipped_id: str, serial: int) -> None:
    card = invented_card(shipped_id, SimKind.ESIM, serial)
    assert not parse_iccid(card["iccid"]).warnings
    for parse, value in ((parse_eid, card["eid"]), (parse_imsi, card["imsi"]), (parse_imei, card["imei"])):
        assert parse(value).value == value
    assert not card["msisdn"] or not parse_msisdn(card["msisdn"]).warnings


def test_every_shipped_carrier_has_its_numbers() -> None:
    assert [one.id for one in shipped_carriers()] == list(RANGES)


def test_every_language_says_the_same_things() -> None:
    assert len({frozenset(texts) for texts in TEXTS.values()}) == 1
    assert len({story.name for story in STORIES}) == len(STORIES)


# --- the same again ---------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same(owner: User) -> None:
    load_examples(owner, 30)
    first = rows(owner)
    clear_examples(owner)
    load_examples(owner, 30)
    assert rows(owner) == first
    assert all(parse_reference(case[0]) == case[0] for case in first["cases"])


def test_a_larger_size_begins_with_the_smaller_one(owner: User) -> None:
    load_examples(owner, 5)
    few = rows(owner)["cases"]
    clear_examples(owner)
    load_examples(owner, 9)
    assert rows(owner)["cases"][:5] == few


def test_another_seed_makes_others(owner: User) -> None:
    load_examples(owner, 6)
    first = rows(owner)["cases"]
    clear_examples(owner)
    load_examples(owner, 6, seed=8)
    assert not {case[0] for case in first} & {case[0] for case in rows(owner)["cases"]}


def test_another_day_moves_everything_along(owner: User) -> None:
    load_examples(owner, 3, today=date(2026, 3, 1))
    assert Cancellation.objects.order_by("id")[0].opened_on == date(2026, 3, 1) - timedelta(days=52)


def test_examples_that_are_there_are_not_doubled(owner: User) -> None:
    load_examples(owner, 4)
    assert load_examples(owner, 4) == 0
    assert Cancellation.objects.count() == 4
