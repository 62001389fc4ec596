"""Somebody of the team at the pages of Lastcall: what they read there, and what they send."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, Clock, User
from tests.cases import fresh, typed_for, url_of
from tests.pages import Response, text_of


@dataclass
class Desk:
    user: User

    def open(self, url: str) -> Any:
        """The answer to a look at a page. Everybody signs in anew: weeks lie between two looks."""
        return self._client().get(url)

    def reads(self, case: Cancellation, *parts: str) -> str:
        """The words of the case's page, or of one below it."""
        return plain(self.open(url_of(case, *parts)))

    def line_today(self, case: Cancellation) -> str:
        """What Today says of the case, if it stands there."""
        rows = self.open("/").content.decode().split('<li class="rowx">')[1:]
        mine = [row.split("</li>")[0] for row in rows if url_of(case) in row]
        return plain(HttpResponse(mine[0])) if mine else ""

    def bar(self, case: Cancellation) -> str:
        """What is proposed as the next step: its title, why, and the ways on."""
        page = self.open(url_of(case)).content.decode()
        shown = page[page.index('<h2 id="next-title"') :]
        return plain(HttpResponse(shown[: shown.index("</section>")]))

    def sends(self, url: str, **typed: Any) -> Any:
        """The answer to a form that was filled in; 303 when it was taken, 422 when something is missing."""
        return self._client().post(url, {"form_key": str(uuid.uuid4()), **typed})

    def does(self, case: Cancellation, key: str, **typed: Any) -> Any:
        """A step's form, filled in as usual but for what is given."""
        return self._client().post(url_of(case, "steps", key), typed_for(case, StepKey(key), **typed))

    def logs(self, case: Cancellation, outcome: str, **typed: Any) -> Any:
        """One contact with the carrier."""
        return self.sends(url_of(case, "log"), outcome=outcome, **typed)

    def changes(self, case: Cancellation, *parts: str, **typed: Any) -> Any:
        """One of the small forms, as just fetched."""
        return self.sends(url_of(case, *parts), **{"version": fresh(case).version, **typed})

    def _client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client


def plain(response: Response) -> str:
    """What can be read, with plain spaces."""
    return " ".join(text_of(response).split())


def tick() -> int:
    """The clock runs once; gives how many events it wrote."""
    return Clock.objects.tick()
