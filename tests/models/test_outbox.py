"""The outbox: written once, with the transaction; claimed by one; tried again, given up, replaced, cleared."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cancellations.domain.reminding import MailKind, MailState, MailText
from cancellations.models import OutgoingMail, User
from tests.hostile import Hostile, hostile_params

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def put(user: User | None, key: str = "one", kind: MailKind = MailKind.DIGEST, **given: str) -> OutgoingMail:
    text = MailText(given.get("subject", "Subject"), "Body", "<p>Body</p>")
    address = given.get("address", "lin@lastcall.example")
    OutgoingMail.objects.put(text, address=address, kind=kind, language="en", user=user, key=key)
    return OutgoingMail.objects.get(key=key)


def again(mail: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=mail.pk)


def test_it_is_written_with_an_id_of_its_own(owner: User) -> None:
    one, two = put(owner), put(owner, "two")
    assert one.message_id != two.message_id
    assert one.message_id.endswith("@localhost>")
    assert (one.workspace_id, one.state, one.next_try_at) == (owner.workspace_id, MailState.WAITING, NOON)


def test_the_same_key_is_the_same_mail(owner: User) -> None:
    put(owner, subject="First")
    assert put(owner, subject="Second").subject == "First"
    assert OutgoingMail.objects.count() == 1


def test_it_goes_with_the_transaction_that_caused_it(owner: User) -> None:
    with transaction.atomic():
        put(owner)
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_no_text_becomes_a_second_line(owner: User, entry: Hostile) -> None:
    assert len(put(owner, subject=f"{entry.value}\x85Bcc: x").subject.splitlines()) == 1


def test_line_breaks_become_spaces(owner: User) -> None:
    mail = put(owner, subject="Due\r\nBcc: victim@mail.example", address="lin@lastcall.example\nBcc: x@mail.example")
    assert "\n" not in mail.subject + mail.address
    assert "\r" not in mail.subject + mail.address


def test_one_claims_it(owner: User) -> None:
    put(owner)
    mine, theirs = OutgoingMail.objects.get(), OutgoingMail.objects.get()
    assert [mine.claim(), theirs.claim()] == [True, False]
    assert again(mine).state is MailState.SENDING
    assert not OutgoingMail.objects.due(timezone.now()).exists()


def test_the_claim_of_a_worker_that_died_runs_out(owner: User, clock: time_machine.Traveller) -> None:
    put(owner).claim()
    clock.shift(timedelta(minutes=6))
    [mail] = OutgoingMail.objects.due(timezone.now())
    assert mail.claim()
    assert again(mail).attempts == 2


def test_a_clock_that_was_wrong_does_not_hold_it_for_years(owner: User, clock: time_machine.Traveller) -> None:
    clock.move_to(NOON + timedelta(days=2000))
    put(owner).claim()
    clock.move_to(NOON)
    [mail] = OutgoingMail.objects.due(timezone.now())
    assert mail.claim()


def test_what_was_sent_keeps_no_text(owner: User) -> None:
    mail = put(owner)
    mail.claim()
    mail.was_sent()
    mail = again(mail)
    assert (mail.state, mail.body, mail.html, mail.last_error) == (MailState.SENT, "", "", "")


def fail_for_good(mail: OutgoingMail, clock: time_machine.Traveller) -> OutgoingMail:
    while (mail := again(mail)).state is MailState.WAITING:
        assert mail.body
        clock.move_to(mail.next_try_at)
        assert mail.claim()
        mail.was_not_sent("451 come back\r\nlater")
    return mail


def test_what_failed_waits_longer_each_time_and_is_given_up(owner: User, clock: time_machine.Traveller) -> None:
    mail = fail_for_good(put(owner), clock)
    assert mail.state is MailState.GIVEN_UP
    assert mail.attempts > 7
    assert mail.last_error == "451 come back  later"
    assert timezone.now() - NOON < timedelta(days=2)
    assert not OutgoingMail.objects.due(timezone.now() + timedelta(days=1)).exists()


def test_a_link_that_is_dead_is_neither_kept_nor_sent(owner: User, clock: time_machine.Traveller) -> None:
    mail = fail_for_good(put(owner, kind=MailKind.ACCOUNT), clock)
    assert (mail.state, mail.body, mail.html) == (MailState.GIVEN_UP, "", "")
    assert not mail.try_again(owner)
    assert fail_for_good(put(owner, "two"), clock).try_again(owner), "a digest has no such link"


def test_a_late_word_of_a_slow_worker_changes_nothing_that_was_sent(owner: User, clock: time_machine.Traveller) -> None:
    slow = put(owner)
    slow.claim()
    clock.shift(timedelta(minutes=6))
    quick = again(slow)
    quick.claim()
    quick.was_sent()
    slow.was_not_sent("timeout")
    assert again(slow).state is MailState.SENT


def test_it_can_be_tried_at_once(owner: User) -> None:
    mail = put(owner)
    mail.claim()
    assert not mail.try_again(owner)  # somebody is sending it
    mail.was_not_sent("no answer")
    assert again(mail).next_try_at > NOON
    assert mail.try_again(owner)
    assert again(mail).next_try_at == NOON


def test_what_was_sent_is_not_tried_again(owner: User) -> None:
    mail = put(owner)
    mail.claim()
    mail.was_sent()
    assert not mail.try_again(owner)


def test_a_viewer_tries_nothing(owner: User, viewer: User) -> None:
    with pytest.raises(PermissionDenied):
        put(owner).try_again(viewer)


def test_a_newer_digest_replaces_the_old_one(owner: User, colleague: User) -> None:
    old, of_other = put(owner, "digest:1"), put(colleague, "digest:2")
    OutgoingMail.objects.replace_digests(owner)
    assert (again(old).state, again(old).body) == (MailState.GIVEN_UP, "")
    assert again(of_other).state is MailState.WAITING
    assert not again(old).try_again(owner)


def test_each_workspace_sees_its_own(owner: User, stranger: User) -> None:
    put(owner)
    put(None, "nobody")
    assert OutgoingMail.objects.visible_to(owner).count() == 1
    assert not OutgoingMail.objects.visible_to(stranger).exists()


def test_old_ones_are_cleared_and_waiting_ones_never(owner: User, clock: time_machine.Traveller) -> None:
    sent, _waiting = put(owner), put(owner, "two")
    sent.claim()
    sent.was_sent()
    clock.shift(timedelta(days=31))
    assert OutgoingMail.objects.clear_old() == 1
    assert OutgoingMail.objects.get().key == "two"
