"""Every kind of page that there is, in a workspace with one example of every story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action
from cancellations.examples.load import load_examples
from cancellations.examples.stories import STORIES
from cancellations.models import Cancellation, CarrierFact, SigninLink, Sim, User
from cancellations.views.cases import CASE_FORMS

CARRIER = "ru-mts"
MANY_AT_ONCE = (
    f"/calls/?carrier={CARRIER}", "/calls/", "/errands/", "/batches/", "/batches/new/?all=1", "/sims/import/",
    *(f"/requests/bulk/?do={name}&all=1" for name in ("log", "tag", "submit", "confirm", "letters")),
    "/requests/export/", "/requests/dossiers/?all=1",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An address; `send` is the button to press there, when it is the answer to a form that matters."""

    address: str
    send: str = ""


class World:
    """A workspace full of examples, and who looks at it. `beginner` has a workspace with nothing in it."""

    def __init__(self, owner: User, beginner: User, newcomer: User) -> None:
        self.owner, self.beginner, self.newcomer = owner, beginner, newcomer
        load_examples(owner, len(STORIES))

    @cached_property
    def requests(self) -> dict[str, str]:
        """The address of one case for every next action, and of one in every stage."""
        cases = list(Cancellation.objects.visible_to(self.owner))
        found = {case.stage: case.reference for case in cases} | {case.action: case.reference for case in cases}
        return {what: f"/requests/{reference}/" for what, reference in found.items()}

    def all_places(self) -> Iterator[tuple[User | None, list[Place]]]:
        yield None, list(self._outside())
        yield self.newcomer, [Place("/welcome/"), Place("/welcome/", send="#begin")]
        yield self.beginner, [Place("/"), Place("/requests/"), Place("/sims/"), Place("/requests/new/")]
        yield self.owner, [*self.main_places(), *self._small_places()]

    def main_places(self) -> Iterator[Place]:
        """One of each layout."""
        yield from map(Place, ("/", "/requests/", "/requests/?view=closed", "/requests/new/", "/reports/"))
        yield Place("/requests/new/", send="#open-request")
        for what in (
            Action.POLICY,
            Action.BACKUP,
            Action.UNBLOCK,
            Action.AWAIT_CONFIRMATION,
            Action.CLOSE,
            Action.NONE,
        ):
            yield Place(self.requests[what])
        yield Place(self.requests[Action.POLICY], send="#save-policy")
        yield Place(f"{self.requests[Action.POLICY]}close/")
        yield from map(Place, ("/sims/", self._sim, f"{self._sim}edit/"))
        yield from map(Place, ("/carriers/", f"/carriers/{CARRIER}/", "/settings/", "/nothing/here/"))

    def _outside(self) -> Iterator[Place]:
        yield Place("/account/login/")
        yield Place("/account/login/", send="#sign-in")
        yield Place("/account/password/reset/")
        yield Place("/account/signup/")
        yield Place(f"/signin/{SigninLink.objects.issue(self.owner)}/")
        yield Place("/signin/spent/")
        yield Place("/s/spent/")
        for what in (Action.POLICY, Action.AWAIT_CONFIRMATION, Action.CLOSE, Action.NONE):
            yield Place(self._holders_page(what))
        asked = self._holders_page(Action.BACKUP, ask=True)
        yield Place(asked)
        yield Place(asked, send="form[enctype] button")

    def _small_places(self) -> Iterator[Place]:
        for key in StepKey:
            address = self.requests.get(key, self.requests[Action.AWAIT_CONFIRMATION])
            yield Place(f"{address}steps/{key}/")
        for what in (Action.RECORD_REPLY, Action.FOLLOW_UP, Action.DISPUTE_CHARGE, Action.REVIEW_LATE_REPLY):
            yield Place(self.requests[what])
        case = self.requests[Action.POLICY]
        yield from (Place(f"{case}{name}/") for name in CASE_FORMS if name != "close")
        yield from (Place(f"{case}steps/policy/{name}/") for name in ("wait", "ask", "block", "skip"))
        yield Place(f"{case}steps/policy/block/", send="#do-block-policy")
        yield Place(f"{case}log/")
        yield from (Place(f"{address}chase/") for address in (case, self._late))
        yield from (Place(f"{case}{name}/") for name in ("holder", "holder-link"))
        yield Place(case, send="#log-save")
        yield from map(Place, ("/requests/?q=nobody", "/search/?q=LC", "/sims/?q=nobody", "/sims/new/"))
        yield Place("/sims/new/", send="#save-sim")
        fact = CarrierFact.objects.visible_to(self.owner).filter(carrier__slug=CARRIER).earliest("pk").pk
        yield from map(Place, (f"/facts/{fact}/", f"/facts/{fact}/edit/", f"/carriers/{CARRIER}/facts/new/"))
        yield from map(Place, ("/carriers/new/", f"/carriers/{CARRIER}/edit/"))
        yield from map(Place, MANY_AT_ONCE)
        for tab in ("password", "email", "sessions", "data", "tags", "views", "list"):
            yield Place(f"/settings/{tab}/")
        yield Place("/account/logout/")

    def _holders_page(self, what: str, *, ask: bool = False) -> str:
        """In the language of the browser; with `ask`, everything that can be asked for is asked for."""
        case = Cancellation.objects.visible_to(self.owner).get(reference=self.requests[what].split("/")[2])
        open_steps = [step.step_key for step in case.current_steps() if not step.is_settled] if ask else []
        for key, one in zip(open_steps, HolderAsk, strict=False):
            case.ask_holder(key, self.owner, ask=one, words="2026-11-30", until=date(2027, 1, 15))
        return f"/s/{case.make_holder_link(self.owner)}/"

    @cached_property
    def _late(self) -> str:
        """A carrier that has let its day pass, and can be written to."""
        late = Cancellation.objects.visible_to(self.owner).overdue(timezone.localdate())
        return f"/requests/{late.filter(action=Action.AWAIT_CONFIRMATION)[0].reference}/"

    @cached_property
    def _sim(self) -> str:
        return f"/sims/{Sim.objects.visible_to(self.owner).latest('pk').pk}/"
