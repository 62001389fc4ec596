"""One change to many cases: each by its own verb; what refuses is listed by case, and nothing is done twice."""

import uuid
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from cancellations.domain.bulk import BulkAction
from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.domain.matching import Known
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Stage, Turn
from cancellations.errands import bulk
from cancellations.errands.bulk import change_cases
from cancellations.errands.running import work_off
from cancellations.models import Cancellation, Errand, Membership, Message, User
from cancellations.models.known_cases import known_cases
from tests.cases import TODAY, case_of, fresh, is_derived, kinds_of, sim_of
from tests.suspensions import suspended_with_no_end

pytestmark = pytest.mark.usefixtures("a_saturday")


def do(by: User, action: BulkAction, cases: list[Cancellation], **data: Any) -> Errand:
    typed = urlencode({"form_key": str(uuid.uuid4()), **data}, doseq=True)
    what = {"action": action, "asked_on": TODAY.isoformat(), "cases": [case.pk for case in cases]}
    errand = Errand.objects.ask(by, ErrandKind.BULK, what=what, secret=typed, title="", total=len(cases))
    work_off({ErrandKind.BULK: change_cases})
    errand.refresh_from_db()
    return errand


def missed(errand: Errand) -> list[tuple[str, str]]:
    return list(errand.misses.values_list("label", "why"))


def test_one_contact_is_logged_in_each(owner: User) -> None:
    cases = [case_of(owner, to=StepKey.CONFIRMATION) for _ in range(3)]
    errand = do(owner, BulkAction.LOG, cases, outcome="processing", note="One call for all", agent="Oksana")
    assert (errand.state, errand.done, errand.missed) == (ErrandState.DONE, 3, 0)
    assert Message.objects.filter(note="One call for all", agent="Oksana").count() == 3
    assert all(kinds_of(case)[-1] == "contact_logged" and is_derived(case) for case in cases)


def test_the_contact_was_when_it_was_sent_however_late_the_worker_is(owner: User) -> None:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    what = {"action": BulkAction.LOG, "asked_on": TODAY.isoformat(), "cases": [case.pk]}
    errand = Errand.objects.ask(
        owner, ErrandKind.BULK, what=what, secret="outcome=processing&note=Secret", title="", total=1
    )
    sent_at = errand.asked_at - timedelta(days=1)
    Errand.objects.update(asked_at=sent_at)
    work_off({ErrandKind.BULK: change_cases})
    assert Message.objects.latest("id").at == sent_at
    errand.refresh_from_db()
    assert (errand.sealed, errand.secret) == ("", "")  # what was typed is not kept longer than it is needed


def test_what_refuses_is_listed_and_the_rest_is_done(owner: User) -> None:
    cases = [case_of(owner) for _ in range(3)]
    cases[1].close(owner, outcome="withdrawn", reason="Kept after all")  # type: ignore[arg-type] # a StrEnum
    errand = do(owner, BulkAction.FOLLOW_UP, cases, on="2026-12-01", reason="Agreed")
    assert missed(errand) == [(cases[1].reference, "This request is closed. Reopen it first.")]
    assert [fresh(case).follow_up_on for case in cases] == [date(2026, 12, 1), None, date(2026, 12, 1)]
    assert errand.misses.get().address == f"/requests/{cases[1].reference}/"


def test_a_suspension_with_no_end_known_is_looked_at_another_day_too(owner: User) -> None:
    case = suspended_with_no_end(owner)
    errand = do(owner, BulkAction.FOLLOW_UP, [case_of(owner), case], on="2027-06-01", reason="Still blocked")
    assert (errand.done, errand.missed) == (2, 0)
    assert (fresh(case).follow_up_on, fresh(case).is_open) == (date(2027, 6, 1), False)


def test_a_day_that_hides_a_late_carrier_is_refused_case_by_case(owner: User) -> None:
    """Sent, with an answer due by 3 December; and not sent yet, where nobody can be late."""
    answering, preparing = case_of(owner, to=StepKey.CONFIRMATION), case_of(owner)
    typed = {"outcome": "processing", "follow_up_on": "2027-06-01"}
    errand = do(owner, BulkAction.LOG, [answering, preparing], **typed)
    [(label, why)] = missed(errand)
    assert label == answering.reference
    assert why.startswith("The carrier has until")
    assert [fresh(case).follow_up_on for case in (answering, preparing)] == [None, date(2027, 6, 1)]


def test_assigned_to_somebody_and_to_nobody(owner: User, colleague: User) -> None:
    cases = [case_of(owner), case_of(owner)]
    do(owner, BulkAction.ASSIGN, cases, to=colleague.pk)
    assert {fresh(case).assignee_id for case in cases} == {colleague.pk}
    do(owner, BulkAction.ASSIGN, cases, to="")
    assert {fresh(case).assignee_id for case in cases} == {None}


def test_submitted_with_a_number_each(owner: User) -> None:
    cases = [case_of(owner, to=StepKey.SUBMISSION, sim=sim_of(owner, msisdn=f"+7916123456{n}")) for n in (1, 2)]
    lines = "+79161234562;REQ-2\n8 916 123-45-61\tREQ-1"
    errand = do(owner, BulkAction.SUBMIT, cases, channel="email", submitted_on="2026-11-20", lines=lines)
    assert missed(errand) == []
    assert [fresh(case).request_number for case in cases] == ["REQ-1", "REQ-2"]
    assert {(case.stage, case.turn) for case in map(fresh, cases)} == {(Stage.SUBMITTED, Turn.CARRIER)}
    assert all(map(is_derived, cases))


@pytest.mark.parametrize(
    "lines", ["+79161234561, +79161234562", "+79161234561\twill follow", "+79161234561;+79990001122"]
)
def test_a_column_of_numbers_has_nothing_but_them(owner: User, lines: str) -> None:
    cases = [case_of(owner, to=StepKey.SUBMISSION, sim=sim_of(owner, msisdn=f"+7916123456{n}")) for n in (1, 2)]
    form = bulk.form_for(
        BulkAction.SUBMIT,
        QueryDict(urlencode({"form_key": "k", "channel": "email", "submitted_on": "2026-11-20", "lines": lines})),
        owner,
        TODAY,
        [case.pk for case in cases],
    )
    assert "lines" in form.errors


def test_a_list_is_matched_once_however_many_parts_there_are(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PART", 1)
    asked: list[int] = []

    def counted(by: User, ids: list[int]) -> list[Known]:
        asked.append(len(ids))
        return known_cases(by, ids)

    monkeypatch.setattr(bulk, "known_cases", counted)
    cases = [case_of(owner, to=StepKey.SUBMISSION, sim=sim_of(owner, msisdn=f"+7916123456{n}")) for n in range(3)]
    lines = "\n".join(f"{case.reference}\tREQ-{number}" for number, case in enumerate(cases))
    errand = do(owner, BulkAction.SUBMIT, cases, channel="email", submitted_on="2026-11-20", lines=lines)
    assert (errand.state, errand.done, missed(errand), asked) == (ErrandState.DONE, 3, [], [3])


def test_who_is_not_in_the_column_has_no_number_and_is_not_submitted(owner: User) -> None:
    cases = [case_of(owner, to=StepKey.SUBMISSION, sim=sim_of(owner, msisdn=f"+7916123456{n}")) for n in (1, 2)]
    lines = "+79161234561\tREQ-1"
    errand = do(owner, BulkAction.SUBMIT, cases, channel="email", submitted_on="2026-11-20", lines=lines)
    assert [label for label, _ in missed(errand)] == [cases[1].reference]
    assert fresh(cases[1]).submitted_on is None


def test_what_stands_before_the_submission_is_told(owner: User) -> None:
    case = case_of(owner)
    errand = do(owner, BulkAction.SUBMIT, [case], channel="email", submitted_on="2026-11-20", request_number="N-1")
    assert "First:" in missed(errand)[0][1]
    assert fresh(case).submitted_on is None


def test_others_cases_are_not_touched(owner: User, stranger: User) -> None:
    case = case_of(owner)
    errand = do(stranger, BulkAction.FOLLOW_UP, [case], on="2026-12-01", reason="x")
    assert [why for _, why in missed(errand)] == ["It is not there any more."]
    assert fresh(case).follow_up_on is None


def test_who_was_removed_meanwhile_changes_nothing(owner: User, colleague: User) -> None:
    case = case_of(owner)
    data = urlencode({"on": "2026-12-01", "reason": "x"})
    what = {"action": BulkAction.FOLLOW_UP, "asked_on": TODAY.isoformat(), "cases": [case.pk]}
    errand = Errand.objects.ask(colleague, ErrandKind.BULK, what=what, secret=data, title="", total=1)
    Membership.objects.filter(user=colleague).update(role="viewer")
    work_off({ErrandKind.BULK: change_cases})
    errand.refresh_from_db()
    assert errand.state is ErrandState.FAILED
    assert fresh(case).follow_up_on is None


def test_a_worker_that_dies_repeats_nothing(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second part breaks after it has changed a case: the next worker does that part anew, and only that."""
    monkeypatch.setattr(bulk, "PART", 2)
    cases = [case_of(owner) for _ in range(5)]
    real, calls = bulk.VERBS[BulkAction.LOG], []

    def dies_once(case: Cancellation, by: User, form: Any) -> None:
        real(case, by, form)
        calls.append(case.pk)
        if len(calls) == 3:
            raise RuntimeError

    monkeypatch.setitem(bulk.VERBS, BulkAction.LOG, dies_once)
    errand = do(owner, BulkAction.LOG, cases, outcome="processing")
    assert (errand.state, errand.done, len(calls)) == (ErrandState.DONE, 5, 6)
    assert Message.objects.count() == 5
