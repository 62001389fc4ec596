"""A letter's form as somebody fills it in, and what is on the paper that comes of it."""

import io
import uuid
from datetime import date
from typing import Any

from pypdf import PdfReader

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from tests.cases import carrier_of, case_of, do, sim_of, url_of

TYPED: dict[str, Any] = {
    "language": "ru",
    "translation": "zh-hans",
    "end_on": "2026-12-01",
    "addressee": "ПАО «МТС»",
    "addressee_address": "109147, Москва, ул. Примерная, 4",
    "name": "Чжоу Кай",
    "latin": "ZHOU KAI",
    "address": "200000, Шанхай",
    "phone": "+86 138 1234 5678",
    "email": "zhou@lastcall.example",
    "born_on": "1990-02-03",
    "citizenship": "КНР",
    "document": "passport",
    "document_number": "E12345678",
    "issued_by": "Бюро выезда",
    "issued_on": "2019-05-06",
    "contract_number": "123-45/6",
    "contract_date": "2024-03-05",
    "account": "277012345678",
    "signed_by": "holder",
    "balance": "120,50",
    "currency": "RUB",
    "way": "account",
    "recipient": "Чжоу Кай",
    "bank_account": "40817 810 0 9991 0004312",
    "bank": "АО «Банк»",
    "bic": "044525225",
    "correspondent": "30101810400000000225",
    "debt": "none",
    "attachments": ["passport", "contract"],
    "place": "Шанхай",
    "dated": "2026-11-21",
    "do": "pdf",
}


def silent_case(by: User) -> Cancellation:
    """Sent to a Russian carrier, which has let the promised day pass."""
    carrier = carrier_of(by, country="RU")
    sim = sim_of(by, carrier=carrier, msisdn="+79161234567", holder="Чжоу Кай")
    case = case_of(by, to=StepKey.SUBMISSION, sim=sim)
    return do(case, StepKey.SUBMISSION, by, promised_by=date(2026, 11, 17))


def letter_url(case: Cancellation, kind: str = "application") -> str:
    return url_of(case, "letters", kind)


def typed(**changed: Any) -> dict[str, Any]:
    return {**TYPED, "form_key": str(uuid.uuid4()), **changed}


def read(content: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
