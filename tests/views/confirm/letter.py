"""A letter that confirms many requests, as its form is sent."""

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Carrier, User
from tests.cases import case_of, sim_of
from tests.files import PDF

AT = "/requests/bulk/confirm/"


def waits(owner: User, carrier: Carrier, msisdn: str) -> Cancellation:
    return case_of(owner, to=StepKey.CONFIRMATION, sim=sim_of(owner, carrier=carrier, msisdn=msisdn))


def post(client: Client, cases: list[Cancellation], lines: str, **fields: Any) -> Any:
    data = {
        "case": [case.pk for case in cases],
        "form_key": str(uuid.uuid4()),
        "attached": SimpleUploadedFile("letter.pdf", PDF),
        "lines": lines,
        "replied_on": "2026-11-20",
        "end_date": "2026-11-30",
        **fields,
    }
    return client.post(AT, {name: value for name, value in data.items() if value is not None})
