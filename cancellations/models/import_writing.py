"""What an import writes: the cards in one transaction, the requests in many small ones, and all of it taken back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.db import transaction

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.identifiers import iccid_spellings
from cancellations.domain.importing.course import Fate
from cancellations.domain.said import Said
from cancellations.domain.said import said as _
from cancellations.domain.situation import SimStatus
from cancellations.models.batch import Batch
from cancellations.models.cancellation import Cancellation
from cancellations.models.carrier import Carrier
from cancellations.models.case_bulk import Wish
from cancellations.models.erasing import erase
from cancellations.models.event import Event
from cancellations.models.hand_changes import IMPORTED, RESTORED
from cancellations.models.import_additions import add_tags
from cancellations.models.imported_row import ImportedRow
from cancellations.models.people import User
from cancellations.models.pile import Pile
from cancellations.models.sim import Sim
from cancellations.models.sim_bulk import CardChange, NewCard, NewCards
from cancellations.models.sim_import import SimImport
from cancellations.models.sim_matching import Fingerprint, Verdict
from cancellations.models.writing import Mould, insert_many, place_of

_FIRST_VERSION = 1


class CarrierGone(Exception):
    """Cards are to be written of a carrier that is not there any more: the preview does not hold."""


@dataclass
class Plan:
    """What is to be written, made ready outside the transaction. `since`: the last event before it was made."""

    since: int
    new: Pile[NewCard] = field(default_factory=Pile)
    new_lines: Pile[list[Any]] = field(default_factory=Pile)
    changes: list[CardChange] = field(default_factory=list)
    other_lines: list[list[Any]] = field(default_factory=list)  # of changed cards, and of others that get a request
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    wishes: int = 0
    tags: set[str] = field(default_factory=set)  # of the requests that are to be opened
    carriers: set[int] = field(default_factory=set)  # that the cards will be of
    names: set[str] = field(default_factory=set)  # by which somebody else could have recorded one of the new cards
    fingerprint: Fingerprint = field(default_factory=Fingerprint)


class Planner:
    """Makes ready what an import will write, verdict after verdict. To be made before the first card is looked for."""

    def __init__(self, one: SimImport) -> None:
        self._one = one
        self._cards = NewCards(Sim(workspace_id=one.workspace_id))
        line = ImportedRow(workspace_id=one.workspace_id, sim_import=one, number=0, sim=0, version=0)
        self._lines = Mould(line)
        with transaction.atomic():
            Sim.objects.hold(one.workspace_id)  # who is recording a card has an older event, and not committed it
            self.plan = Plan(since=last_event(one))

    def add(self, verdict: Verdict) -> None:
        row, plan = verdict.row, self.plan
        plan.fingerprint.add(verdict)
        plan.counts[verdict.fate] += 1
        plan.wishes += verdict.opens
        plan.tags.update(row.tags if verdict.opens else ())
        told: dict[str, Any] = {"file": self._one.file_name, "row": row.number}
        if row.doubts:
            told["doubts"] = list(row.doubts)
        if verdict.fate is Fate.CREATE:
            card = row.card
            plan.new.add(self._cards.card(card, told))
            plan.carriers.add(card["carrier_id"])
            plan.names.update(str(card.get(name, "")) for name in ("iccid", "msisdn", "nickname"))
            plan.new_lines.add(self._line(verdict, sim=0, version=_FIRST_VERSION))
        elif verdict.card and verdict.fate is Fate.UPDATE:
            change = CardChange.of(verdict.card, verdict.changes, told)
            plan.changes.append(change)
            plan.carriers.add(verdict.card.carrier_id)
            line = self._line(verdict, sim=change.pk, version=change.version + 1, before=change.before)
            plan.other_lines.append(line)
        elif verdict.card and verdict.opens:
            plan.other_lines.append(self._line(verdict, sim=verdict.card.pk, version=verdict.card.version))

    def _line(self, verdict: Verdict, **values: Any) -> list[Any]:
        row = verdict.row
        if verdict.opens:
            wish = {"end": row.end_date, "reason": row.reason, "assignee": row.assignee, "tags": row.tags}
            values["wish"] = wish
        return self._lines.cast({"number": row.number, "fate": verdict.fate.value, **values})


def last_event(one: SimImport) -> int:
    return Event.objects.filter(workspace_id=one.workspace_id).order_by("-id").values_list("id", flat=True).first() or 0


def write_cards(one: SimImport, by: User, plan: Plan) -> None:
    """All cards of the plan, in the caller's transaction.

    Raises Stale when somebody wrote of a card meanwhile, and CarrierGone.
    """
    Sim.objects.hold(one.workspace_id)
    _hold_carriers(one, plan)
    if _is_recorded_meanwhile(one, plan):
        raise Stale
    keys = Sim.objects.take_in(by, IMPORTED, plan.new, plan.changes)
    insert_many(ImportedRow, chain(_with_keys(plan.new_lines, keys), plan.other_lines))
    Cancellation.objects.follow_sims([change.pk for change in plan.changes])
    one.found["added_tags"] = _made_tags(by, plan.tags)
    one.last_event = last_event(one)
    one.can_be_undone = bool(plan.new_lines or plan.other_lines)
    if plan.wishes:
        one.batch = Batch.objects.begin(by, one.file_name)


def _hold_carriers(one: SimImport, plan: Plan) -> None:
    """Until the transaction ends nobody takes them back. Raises CarrierGone when somebody did."""
    theirs = Carrier.objects.filter(pk__in=plan.carriers)
    own = theirs.filter(workspace_id=one.workspace_id).order_by("pk")
    list(own.select_for_update(no_key=True).values_list("pk"))
    if theirs.count() < len(plan.carriers):
        raise CarrierGone


def _with_keys(lines: Iterable[list[Any]], keys: Iterable[int]) -> Iterator[list[Any]]:
    """The rows of new cards, each with the key that its card has got."""
    place = place_of(ImportedRow, "sim")
    for key, line in zip(keys, lines, strict=True):
        line[place] = key
        yield line


def _made_tags(by: User, names: Iterable[str]) -> list[tuple[int, str]]:
    """With the cards, so that the requests find them. Raises Stale when others have taken the room for them."""
    try:
        return add_tags(by, names)
    except NotPossible as error:
        raise Stale from error


def _is_recorded_meanwhile(one: SimImport, plan: Plan) -> bool:
    """Whether one of the new cards may be among those that others wrote of since the plan was made."""
    since = Event.objects.filter(workspace_id=one.workspace_id, id__gt=plan.since).exclude(sim=None)
    cards = Sim.objects.filter(pk__in=since.values("sim")).values_list("iccid", "msisdn", "nickname")
    told = {name for iccid, *names in cards for name in (*(iccid_spellings(iccid) if iccid else ()), *names)}
    return not plan.names.isdisjoint(told - {""})


@dataclass(frozen=True)
class Opened:
    """`after`: the row that was looked at last; 0: there was none. `missed`: rows whose wish was not met, and why."""

    after: int = 0
    looked: int = 0
    count: int = 0
    missed: Sequence[tuple[ImportedRow, Said]] = ()


def open_cases(one: SimImport, by: User, after: int, most: int) -> Opened:
    """Open the next requests that are wished for, in the caller's transaction."""
    lines = list(ImportedRow.objects.of(one).filter(pk__gt=after, wish__isnull=False).order_by("pk")[:most])
    if not lines:
        return Opened()
    members = {user.pk: user for user in User.objects.filter(membership__workspace_id=one.workspace_id)}
    wishes = [_wish(line, members) for line in lines]
    opened = Cancellation.objects.start_many(by, wishes, batch=one.batch)
    missed: list[tuple[ImportedRow, Said]] = []
    for line in lines:
        line.case = opened[line.sim].pk if line.sim in opened else 0
        if not line.case:
            missed.append((line, _("No request was opened: somebody opened one meanwhile, or the contract has ended.")))
        elif why := _not_tagged(line, by):
            missed.append((line, why))
    last = last_event(one)  # of the cases no one else has written yet: nobody sees them before this is committed
    for line in lines:
        line.case_event = last if line.case else 0
    ImportedRow.objects.bulk_update([line for line in lines if line.case], ["case", "case_event"])
    return Opened(lines[-1].pk, len(lines), len(opened), missed)


def _not_tagged(line: ImportedRow, by: User) -> Said | None:
    """Give the case its tags; why it could not be done: somebody has deleted them, and there is no room any more."""
    tags = _wished(line)["tags"]
    if not tags:
        return None
    try:
        with transaction.atomic():
            Cancellation.objects.get(pk=line.case).tag(by, tags)
    except NotPossible as error:
        return _("The request was opened without its tags. %(why)s") % {"why": error.message}
    return None


def hold_rows(one: SimImport, lines: Iterable[ImportedRow]) -> None:
    """Wait until nobody else changes the cards of these rows or their requests; from then on nobody can."""
    Sim.objects.hold(one.workspace_id)
    sims = [line.sim for line in lines]
    cards = Sim.objects.filter(workspace_id=one.workspace_id, pk__in=sims)
    cases = Cancellation.objects.filter(workspace_id=one.workspace_id, sim__in=sims)
    for rows in (cards, cases):
        list(rows.select_for_update().order_by("pk").values_list("pk"))


def take_back(one: SimImport, by: User, lines: Sequence[ImportedRow]) -> None:
    """Undo these rows, which are held and nobody has touched, in the caller's transaction."""
    erase(Cancellation.objects.filter(workspace_id=one.workspace_id, pk__in=[line.case for line in lines if line.case]))
    made = [line.sim for line in lines if line.fate == Fate.CREATE]
    changed = {line.sim: line for line in lines if line.fate != Fate.CREATE}
    erase(Sim.objects.filter(workspace_id=one.workspace_id, pk__in=made))
    cards = Sim.objects.filter(workspace_id=one.workspace_id, pk__in=changed)
    told = {"file": one.file_name}
    back = [CardChange.of(sim, former, told) for sim in cards if (former := changed[sim.pk].former())]
    Sim.objects.take_in(by, RESTORED, [], back)
    without = {line.sim for line in lines if line.case and line.fate != Fate.CREATE}
    Sim.objects.filter(workspace_id=one.workspace_id, pk__in=without).update(status=SimStatus.ACTIVE)
    Cancellation.objects.follow_sims([change.pk for change in back])
    ImportedRow.objects.of(one).filter(pk__in=[line.pk for line in lines]).delete()


def _wish(line: ImportedRow, members: Mapping[int, User]) -> Wish:
    asked = _wished(line)
    day = date.fromisoformat(asked["end"]) if asked["end"] else None
    return Wish(line.sim, day, asked["reason"], members.get(asked["assignee"]))


def _wished(line: ImportedRow) -> dict[str, Any]:
    return line.wish or {"end": "", "reason": "", "assignee": None, "tags": []}
