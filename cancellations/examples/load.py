"""Example cases, made at one click on the first-run page or by `manage.py demo`."""

from datetime import date
from functools import cache
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.reference import new_reference
from cancellations.domain.roles import Right, Role
from cancellations.examples.cards import invented_card, range_of
from cancellations.examples.cast import Part, cast, save
from cancellations.examples.life import Life, live
from cancellations.examples.people import LANGUAGES
from cancellations.examples.stories import STORIES, Story
from cancellations.models import Cancellation, Carrier, Sim, User, Workspace
from cancellations.models.carrier import shipped_carriers

SIZE, SEED = 12, 7
LIVED = len(STORIES) * len(LANGUAGES)  # so many are lived, each story in each language; the rest are copies
BATCH = 500  # cases in a transaction
STARTS = 16  # a life has that many days to have begun on, so that many copies share what is made ready once
CARRIERS_APART = 5  # neighbours in the list of stories are at carriers of different countries
SERIALS_APART = 1_000_000


def load_examples(by: User, size: int = SIZE, *, seed: int = SEED, today: date | None = None) -> int:
    """Fill the workspace with example cases; gives how many were made: none when it has examples already.

    The same seed makes the same on the same day, and the first cases are the same whatever the size.
    """
    by.must(Right.MANAGE)
    with transaction.atomic():
        workspace = Workspace.objects.held().get(memberships__user=by)
        if workspace.has_examples:
            return 0
        workspace.has_examples = True
        workspace.save(update_fields=["has_examples"])
        troupe = Troupe(workspace, by, size, seed, today or timezone.localdate())
        save([troupe.play(serial) for serial in range(1, min(size, BATCH) + 1)])
    for start in range(BATCH + 1, size + 1, BATCH):
        with transaction.atomic():
            save([troupe.play(serial) for serial in range(start, min(size + 1, start + BATCH))])
    return size


class Troupe:
    """The lives that are copied, and who plays them."""

    def __init__(self, workspace: Workspace, by: User, size: int, seed: int, today: date) -> None:
        carriers = _carriers(workspace)
        self.lives = [_rehearse(number, carriers, by, today) for number in range(min(size, LIVED))]
        self.weights = [life.story.weight for life in self.lives]
        working = User.objects.filter(membership__workspace=workspace, is_active=True)
        self.team = list(working.exclude(membership__role=Role.VIEWER).order_by("id"))
        self.seed = seed
        self._taken = set(Cancellation.objects.values_list("reference", flat=True))
        self._own_cards = set(Sim.objects.filter(workspace=workspace).values_list("iccid", flat=True))
        self._earlier = cache(lambda place, days: self.lives[place].earlier(days))

    def play(self, serial: int) -> Part:
        """Case number `serial`, from 1 on: every life as it was lived, and then copies of an earlier time."""
        rng = Random(f"{self.seed}:{serial}")  # noqa: S311 - to be the same again, not to be secret
        life = self.lives[serial - 1] if serial <= len(self.lives) else self._copied(rng)
        return cast(life, card=self._card(life, serial), reference=self._reference(rng), rng=rng, team=self.team)

    def _copied(self, rng: Random) -> Life:
        [place] = rng.choices(range(len(self.lives)), self.weights)
        spread = self.lives[place].story.spread
        return self._earlier(place, rng.randrange(0, spread + 1, spread // STARTS + 1))

    def _card(self, life: Life, serial: int) -> dict[str, Any]:
        """An invented card that nobody of the workspace has entered as an own one."""
        card = invented_card(life.carrier.shipped_id, SimKind(life.sim["kind"]), serial)
        taken = card["iccid"] in self._own_cards
        return self._card(life, serial + SERIALS_APART) if taken else card

    def _reference(self, rng: Random) -> str:
        reference = new_reference(rng)
        while reference in self._taken:
            reference = new_reference(rng)
        self._taken.add(reference)
        return reference


def _rehearse(number: int, carriers: list[Carrier], by: User, today: date) -> Life:
    lap, place = divmod(number, len(STORIES))
    story = STORIES[place]
    carrier = _carrier_for(story, carriers, number * CARRIERS_APART + lap)
    return live(
        story,
        carrier=carrier,
        kind=_kind(story, carrier, number),
        currency=range_of(carrier.shipped_id).currency,
        language=LANGUAGES[(number + lap) % len(LANGUAGES)],
        by=by,
        today=today,
    )


def _carrier_for(story: Story, carriers: list[Carrier], number: int) -> Carrier:
    fitting = [one for one in carriers if not (story.shows_papers and StepKey.IDENTITY in one.not_applicable_steps)]
    return fitting[number % len(fitting)]


def _kind(story: Story, carrier: Carrier, number: int) -> SimKind:
    if carrier.kind == Carrier.Kind.ESIM_RESELLER:
        return SimKind.ESIM
    return story.kind or (SimKind.ESIM if number % 2 else SimKind.PHYSICAL)


def _carriers(workspace: Workspace) -> list[Carrier]:
    """The shipped ones, in the order of the file; a workspace that has none yet gets them."""
    shipped = shipped_carriers()
    found = _shipped_in(workspace)
    if any(one.id not in found for one in shipped):
        Carrier.objects.load_shipped(workspace, shipped)
        found = _shipped_in(workspace)
    return [found[one.id] for one in shipped]


def _shipped_in(workspace: Workspace) -> dict[str, Carrier]:
    return {one.shipped_id: one for one in Carrier.objects.filter(workspace=workspace).exclude(shipped_id="")}
