"""A carrier that broke its promise, and what the pages about writing to it show."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.models import Cancellation, User
from tests.cases import fresh, url_of
from tests.letters.typed import silent_case


def promised_case(owner: User) -> Cancellation:
    """Sent on 3 November, received on the 5th, an answer promised by the 19th; it is the 21st."""
    case = silent_case(owner)
    case.log_contact(
        owner,
        outcome=ContactOutcome.RECEIPT,
        at=datetime(2026, 11, 5, 12, tzinfo=UTC),
        promised_by=date(2026, 11, 19),
    )
    return fresh(case)


def chase_url(case: Cancellation, *rung: str) -> str:
    return url_of(case, "chase", *rung)


def typed_as_sent(**changed: Any) -> dict[str, Any]:
    sent = {"channel": "email", "at": "", "follow_up_on": "", "note": "", "form_key": str(uuid.uuid4())}
    return {**sent, **changed}


def action_bar(client: Client, case: Cancellation) -> str:
    page = client.get(url_of(case)).content.decode()
    shown = page[page.index('id="next-title"') :]
    return shown[: shown.index("</section>")]


def texts_of(client: Client, url: str) -> list[str]:
    page = client.get(url).content.decode()
    return [
        part.split(">", 1)[1].split("</textarea>")[0] for part in page.split('<textarea class="input" id="text-')[1:]
    ]
