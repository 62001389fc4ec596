"""Reading the requests list: its page, its rows, its links."""

import re
from typing import Any

from django.test import Client

from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Cancellation, User
from cancellations.models.case import NEVER
from tests.listed import listed

NUMBER, MASKED, FULL = "+79161234567", "+7 916 *** ** 67", "+7 916 123-45-67"


def page_of(client: Client, **query: str) -> str:
    """The list with these filters."""
    response = client.get("/requests/", query)
    assert response.status_code == 200
    return str(response.content.decode())


def shown(page: str) -> list[str]:
    """The references in the rows, in their order."""
    return re.findall(r'<th scope="row"><a href="/requests/(LC-\w+)/"', page)


def found(client: Client, **query: str) -> list[str]:
    """The references that these filters let through, in their order."""
    return shown(page_of(client, **query))


def closed(owner: User, **columns: Any) -> Cancellation:
    """A terminated one."""
    told = {"turn": Turn.NOBODY, "action": Action.NONE, "outcome": "terminated", "due_on": NEVER}
    return listed(owner, stage=Stage.CLOSED, **told, **columns)
