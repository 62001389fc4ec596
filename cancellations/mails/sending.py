"""Send what waits in the outbox: at least once, by as many workers as there are, in a bounded time.

A server that refuses, hangs or speaks half a line costs one try and ends the run, so that a job never waits for it
longer than TRY_SECONDS; the next run begins with another mail.
"""

import logging
import threading
import time
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from cancellations.models import OutgoingMail

logger = logging.getLogger("lastcall")

RUN_SECONDS = 40.0
RUN_MAILS = 500
TRY_SECONDS = 30.0  # a server that sends a letter now and then would pass EMAIL_TIMEOUT for ever

_ABOUT_ONE_MAIL = (SMTPRecipientsRefused, SMTPDataError)  # the next mail may well be taken


@dataclass
class Run:
    """How many mails a run has sent, and how many it tried in vain."""

    sent: int = 0
    failed: int = 0


class TookTooLong(OSError):
    """The mail server did not come to an end."""


def send_waiting() -> Run:
    """Try the mails that are due, oldest first. Never raises for what a mail server does."""
    run, until = Run(), time.monotonic() + RUN_SECONDS
    for mail in OutgoingMail.objects.due(timezone.now())[:RUN_MAILS]:
        if time.monotonic() > until:
            break
        if not mail.claim():
            continue
        error = _problem_with(mail)
        if error is None:
            mail.was_sent()
            run.sent += 1
            continue
        mail.was_not_sent(f"{type(error).__name__}: {error}")
        logger.warning("mail %s (%s) was not sent: %s", mail.pk, mail.kind, type(error).__name__)
        run.failed += 1
        if isinstance(error, OSError) and not isinstance(error, _ABOUT_ONE_MAIL):
            break  # the server itself: the others would only wait for it too
    return run


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it is sent. Raises ValueError (BadHeaderError) for anything that would make another header."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.address], headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _problem_with(mail: OutgoingMail) -> Exception | None:
    """What went wrong with one try, if anything did."""
    outcome: list[Exception | None] = []
    # in a thread of its own that dies with the process: nothing ends a socket that gets a byte every few seconds
    trying = threading.Thread(target=lambda: outcome.append(_try(mail)), daemon=True)
    trying.start()
    trying.join(TRY_SECONDS)
    return outcome[0] if outcome else TookTooLong(f"no end after {TRY_SECONDS:.0f} seconds")


def _try(mail: OutgoingMail) -> Exception | None:
    connection = get_connection()
    try:
        connection.open()
        taken = connection.send_messages([message_of(mail)])
    except Exception as error:  # one odd mail, or one odd server, must not stop the others
        _close(connection)
        return error
    _close(connection)  # a server that hangs now has the mail already
    return None if taken else OSError("the mail was not taken")


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined] # of any backend
    except OSError as error:
        logger.info("the mail server did not say goodbye: %s", type(error).__name__)
