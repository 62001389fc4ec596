"""Cards at several carriers, the form of their letters as somebody fills it in, and the archive that comes of it."""

import io
import uuid
import zipfile
from datetime import date
from typing import Any

from django.test import Client
from pypdf import PdfReader

from cancellations.domain.playbook import StepKey
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Cancellation, Carrier, Errand, User
from cancellations.models.storage import evidence_storage
from tests.cases import carrier_of, case_of, do, sim_of
from tests.letters.typed import TYPED

AT = "/requests/bulk/letters/"
HOLDER = "Чжоу Кай"
_FOR_EACH_CARRIER = {"language", "addressee", "addressee_address"}
_OF_ONE = {"contract_number", "contract_date", "account", "balance", "currency", "do"}
SECRETS = ("E12345678", "40817810099910004312", "40817 810", "Бюро выезда", "zhou@lastcall.example", "200000")


def at_carrier(by: User, carrier: Carrier, count: int, *, begin: int = 0, **fields: Any) -> list[Cancellation]:
    """Cases in the order of their numbers, which is that of the list."""
    return [
        case_of(
            by,
            to=StepKey.SUBMISSION,
            sim=sim_of(
                by,
                carrier=carrier,
                **{
                    "msisdn": f"+7916{1000000 + begin + place}",
                    "iccid": f"89701012345678{begin + place:05}",
                    "holder": HOLDER,
                    **fields,
                },
            ),
        )
        for place in range(count)
    ]


def russian(by: User) -> Carrier:
    return carrier_of(by, country="RU")


def silent(by: User, carrier: Carrier, count: int, *, begin: int = 0, **fields: Any) -> list[Cancellation]:
    """Sent, and the promised day has passed."""
    cases = at_carrier(by, carrier, count, begin=begin, **fields)
    return [
        do(case, StepKey.SUBMISSION, by, request_number=f"REQ-{begin + place}", promised_by=date(2026, 11, 17))
        for place, case in enumerate(cases)
    ]


def typed_for(action: str, cases: list[Cancellation], **changed: Any) -> dict[str, Any]:
    """The same sender for all; the addressee of each carrier. What is changed may be a field of every carrier."""
    data: dict[str, Any] = {name: value for name, value in TYPED.items() if name not in _FOR_EACH_CARRIER | _OF_ONE}
    data |= {"do": action, "case": [case.pk for case in cases], "form_key": str(uuid.uuid4())}
    for pk in {case.carrier_id for case in cases}:
        own = {name: TYPED[name] for name in _FOR_EACH_CARRIER} | {"mode": "list"}
        data |= {f"c{pk}_{name}": changed.pop(name, value) for name, value in own.items()}
    return data | changed


def worked_off() -> Errand:
    work_off(PARTS)
    return Errand.objects.latest("id")


def letters_in(errand: Errand) -> dict[str, bytes]:
    """Path in the archive -> PDF."""
    with evidence_storage().open(errand.stored) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def words(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def written(client: Client, action: str, cases: list[Cancellation], **changed: Any) -> Errand:
    answer = client.post(AT, typed_for(action, cases, **changed))
    assert answer.status_code == 303, answer.content.decode()
    return worked_off()


def missed(errand: Errand) -> dict[str, str]:
    return dict(errand.misses.values_list("label", "why"))
