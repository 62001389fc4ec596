"""A workspace with many cards and requests, and somebody signed in to it; for measuring exports."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from cancellations.models import Cancellation, User
from tests.listed import build, days

EMAIL = "owner@exports.example"
CHUNK = 2_000


def prepare(rows: int) -> str:
    """The key of a session of the owner of `rows` open requests; those of an earlier run are used again."""
    call_command("setup", verbosity=0)
    owner = User.objects.filter(email=EMAIL).first() or User.objects.found_workspace(email=EMAIL)
    owner = User.objects.select_related("membership__workspace").get(pk=owner.pk)
    for start in range(Cancellation.objects.count(), rows, CHUNK):
        build(owner, [_case(number) for number in range(start, min(start + CHUNK, rows))])
    client = Client()
    client.force_login(owner)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _case(number: int) -> dict[str, Any]:
    """Open, with its card; no two references, numbers or ICCIDs are the same."""
    return {
        "reference": f"LC-{number:06}",
        "stage": "processing",
        "turn": "carrier",
        "action": "await_confirmation",
        "action_step": "",
        "due_on": days(number % 60 - 30),
        "submitted_on": days(-20),
        "request_number": f"MTS-{number}",
        "reason": "Работник уволился, номер больше не нужен",
        "sim__nickname": f"Рабочий номер {number}",
        "sim__holder": "Иванов Пётр Сергеевич",
        "sim__msisdn": f"+7916{number:07}",
        "sim__iccid": f"897010{number:013}",
        "sim__plan": "Корпоративный",
        "sim__monthly_fee": 350,
        "sim__currency": "RUB",
    }
