"""Asking the holder, the link to their page, and what they answer: who may, what counts, what is written."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Turn
from cancellations.models import Cancellation, Event, HolderLink, User
from cancellations.models.evidence import Evidence
from cancellations.models.filing import check_bytes, keeping
from cancellations.models.holder_link import digest_of
from tests.cases import case_of, fresh, is_derived, kinds_of, refused, step_of

K = StepKey
LATER = date(2027, 1, 15)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


def asked(case: Cancellation, by: User, ask: HolderAsk = HolderAsk.UNLINK, key: StepKey = K.BACKUP) -> Cancellation:
    case.ask_holder(key, by, ask=ask, words="Thanks", until=LATER)
    return fresh(case)


class TestAsking:
    def test_the_step_waits_for_the_holder(self, case: Cancellation, owner: User) -> None:
        asked(case, owner)
        step = step_of(case, K.BACKUP)
        assert (step.state, step.waiting_on, step.asked, step.reason) == ("waiting", "holder", "unlink", "Thanks")
        assert step.until == LATER
        assert kinds_of(case)[-1] == "holder_asked"
        assert is_derived(case)

    def test_other_things_take_words(self, case: Cancellation, owner: User) -> None:
        with refused(NotPossible):
            case.ask_holder(K.BALANCE, owner, ask=HolderAsk.OTHER, until=LATER)

    def test_not_by_a_viewer_nor_for_a_settled_step_nor_over_somebody_faster(self, owner: User, viewer: User) -> None:
        case = case_of(owner, to=K.DECISION)
        with refused(PermissionDenied):
            asked(case, viewer)
        with refused(NotPossible):
            asked(case, owner, key=K.POLICY)
        with refused(Stale):
            case.ask_holder(K.BACKUP, owner, ask=HolderAsk.UNLINK, until=LATER, version=7)

    def test_going_on_forgets_what_was_asked(self, case: Cancellation, owner: User) -> None:
        asked(case, owner).resume_step(K.BACKUP, owner)
        assert step_of(case, K.BACKUP).asked == ""


class TestTheLink:
    def test_it_is_hashed_and_works_for_a_fortnight(self, case: Cancellation, owner: User) -> None:
        token = case.make_holder_link(owner, language="ru")
        link = HolderLink.objects.with_token(token)
        assert (link.cancellation, link.language, link.created_by) == (case, "ru", owner)
        assert link.expires_on == timezone.localdate() + timedelta(days=14)
        assert len(token) >= 22  # 128 bit
        assert token not in str(HolderLink.objects.values().get())
        assert token not in str(list(Event.objects.values()))
        assert link.token_hash == digest_of(token)

    def test_it_works_on_its_last_day_and_no_longer(self, case: Cancellation, owner: User) -> None:
        with time_machine.travel("2026-11-21 12:00", tick=False):
            token = case.make_holder_link(owner)
        with time_machine.travel("2026-12-05 12:00", tick=False):
            assert HolderLink.objects.with_token(token)
        with time_machine.travel("2026-12-06 12:00", tick=False):
            with pytest.raises(HolderLink.DoesNotExist):
                HolderLink.objects.with_token(token)
            case.renew_holder_link(owner)
            assert HolderLink.objects.with_token(token).expires_on == date(2026, 12, 20)

    def test_a_new_one_ends_the_one_before(self, case: Cancellation, owner: User) -> None:
        first, second = case.make_holder_link(owner), case.make_holder_link(owner)
        assert HolderLink.objects.with_token(second)
        with pytest.raises(HolderLink.DoesNotExist):
            HolderLink.objects.with_token(first)

    def test_revoked_is_for_good(self, case: Cancellation, owner: User) -> None:
        token = case.make_holder_link(owner)
        case.revoke_holder_link(owner)
        with refused(NotPossible):
            case.renew_holder_link(owner)
        with refused(NotPossible):
            case.revoke_holder_link(owner)
        with pytest.raises(HolderLink.DoesNotExist):
            HolderLink.objects.with_token(token)
        assert kinds_of(case)[-2:] == ["holder_link_made", "holder_link_revoked"]

    def test_not_by_a_viewer(self, case: Cancellation, viewer: User) -> None:
        for verb in (case.make_holder_link, case.renew_holder_link, case.revoke_holder_link):
            with refused(PermissionDenied):
                verb(viewer)
        assert not HolderLink.objects.exists()

    def test_a_visit_is_noted_by_its_day(self, case: Cancellation, owner: User) -> None:
        link = HolderLink.objects.with_token(case.make_holder_link(owner))
        link.seen()
        link.refresh_from_db()
        assert link.last_seen_on == timezone.localdate()


class TestTheAnswer:
    def test_done_makes_it_our_turn_and_completes_nothing(self, case: Cancellation, owner: User) -> None:
        asked(case, owner).holder_done(K.BACKUP)
        case = fresh(case)
        step = step_of(case, K.BACKUP)
        assert (step.state, step.waiting_on, step.until) == (StepState.WAITING, Turn.US, timezone.localdate())
        assert (step.asked, step.reason) == ("unlink", "Thanks")
        assert step.is_answered
        event = case.events.latest("id")
        assert (event.kind, event.by, event.payload["step"]) == ("holder_done", None, "backup")
        assert is_derived(case)

    def test_it_is_the_next_thing_to_do_where_nothing_else_is(self, owner: User) -> None:
        case = case_of(owner, to=K.CONFIRMATION)
        asked(case, owner, key=K.CONFIRMATION).holder_done(K.CONFIRMATION)
        case = fresh(case)
        assert (case.turn, case.action, case.due) == (Turn.US, Action.HOLDER_ANSWERED, timezone.localdate())

    def test_said_twice_it_counts_once(self, case: Cancellation, owner: User) -> None:
        case = asked(case, owner)
        case.holder_done(K.BACKUP)
        fresh(case).holder_done(K.BACKUP)
        assert kinds_of(case).count("holder_done") == 1

    def test_only_what_was_asked(self, case: Cancellation, owner: User) -> None:
        with refused(NotPossible):
            case.holder_done(K.BACKUP)
        asked(case, owner, HolderAsk.DOCUMENT, K.IDENTITY)
        with refused(NotPossible):
            fresh(case).holder_done(K.IDENTITY)
        with refused(NotPossible), keeping([check_bytes(b"words", "a.txt")]) as kept:
            fresh(case).holder_uploaded(K.BACKUP, kept)
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(("ask", "kind"), [(HolderAsk.DOCUMENT, "identity"), (HolderAsk.SCREENSHOT, "other")])
    def test_files_are_kept_for_the_team(self, case: Cancellation, owner: User, ask: HolderAsk, kind: str) -> None:
        case = asked(case, owner, ask, K.IDENTITY)
        for _time in range(2):  # the second time, the same file says nothing new
            with keeping([check_bytes(b"words", "a.txt")]) as kept:
                fresh(case).holder_uploaded(K.IDENTITY, kept)
        row = Evidence.objects.get()
        assert (row.kind, row.visibility, row.step, row.added_by) == (kind, "team", "identity", None)
        assert step_of(case, K.IDENTITY).is_answered
        assert kinds_of(case).count("holder_uploaded") == 1

    def test_too_many_are_refused(self, case: Cancellation, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cancellations.models.holder_verbs.FILES_AN_HOUR", 1)
        case = asked(case, owner, HolderAsk.SCREENSHOT, K.BALANCE)
        files = [check_bytes(b"one", "a.txt"), check_bytes(b"two", "b.txt")]
        with refused(NotPossible), keeping(files) as kept:
            case.holder_uploaded(K.BALANCE, kept)
        with keeping(files[:1]) as kept:
            fresh(case).holder_uploaded(K.BALANCE, kept)
        assert fresh(case).holder_may_send() == 0

    def test_a_closed_case_takes_nothing(self, case: Cancellation, owner: User) -> None:
        asked(case, owner)
        Cancellation.objects.filter(pk=case.pk).update(outcome="withdrawn")
        with refused(NotPossible):
            fresh(case).holder_done(K.BACKUP)
