"""A call session's sheet, as its page sends it."""

import html
import re
import uuid
from typing import Any

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Carrier, User
from tests.cases import case_of, sim_of
from tests.pages import html_of

AT = "/calls/"
_NAMES = {"o": "outcome", "n": "line_note", "p": "promised_by", "r": "request_number"}


def waiting_at(carrier: Carrier, owner: User, count: int) -> list[Cancellation]:
    """Requests that wait for the carrier's answer, called Card 0 and so on."""
    cards = [sim_of(owner, carrier=carrier, nickname=f"Card {n}") for n in range(count)]
    return [case_of(owner, to=StepKey.CONFIRMATION, sim=card) for card in cards]


def sheet(carrier: Carrier, cases: list[Cancellation], **fields: Any) -> dict[str, Any]:
    """As the page sends it; `fields`: o0="processing" is the outcome of the first request, and so on."""
    data = {"carrier": carrier.slug, "case": [case.pk for case in cases], "form_key": str(uuid.uuid4())}
    for name, value in fields.items():
        line = name[1:]
        known = name[0] in _NAMES and line.isdigit()
        data[f"{cases[int(line)].pk}-{_NAMES[name[0]]}" if known else name] = value
    return data


def links_of(answer: Any) -> list[str]:
    """The addresses of sheets that the page has links to."""
    return [html.unescape(link) for link in re.findall(r'href="(/calls/[^"]*)"', html_of(answer))]
