"""The post: what lies in the outbox is carried, as the worker would, and what came is given back."""

from typing import cast

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from cancellations.mails.sending import send_waiting


def delivered() -> list[EmailMultiAlternatives]:
    """Every mail that has come so far, after one run of the worker."""
    send_waiting()
    return cast("list[EmailMultiAlternatives]", mail.outbox)
