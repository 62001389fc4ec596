"""manage.py send-mail: what cron runs where nothing serves, and what tells why mail waits."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import OutgoingMail, Reminders, User
from tests.listed import days, listed

pytestmark = pytest.mark.usefixtures("a_saturday")


def said() -> str:
    out = StringIO()
    call_command("send_mail", stdout=out)
    return out.getvalue()


def test_reminders_are_written_and_sent(owner: User) -> None:
    Reminders.objects.create(user=owner, digest_days="6", digest_hour=0)
    listed(owner, stage=Stage.SUBMITTED, turn=Turn.CARRIER, action=Action.AWAIT_RECEIPT, due_on=days(-2))
    assert said() == "1 reminders written, 1 mails sent, 0 failed; 0 wait, 0 were given up\n"
    assert mail.outbox[0].to == [owner.email]


def test_the_last_error_is_told(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, messages: object) -> int:
        raise ConnectionRefusedError("no mail server")

    Reminders.objects.create(user=owner, digest_days="6", digest_hour=0)
    listed(owner, stage=Stage.SUBMITTED, turn=Turn.CARRIER, action=Action.AWAIT_RECEIPT, due_on=days(-2))
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    assert said().endswith("1 wait, 0 were given up\nLast error: ConnectionRefusedError: no mail server\n")
    assert OutgoingMail.objects.get().attempts == 1
