"""Everything that a dossier tells of one case, read with the same few queries however long the case is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone

from cancellations.domain import formats
from cancellations.domain.evidence import EvidenceKind
from cancellations.domain.roles import Right
from cancellations.exchange.document import joined
from cancellations.models import Cancellation, Event, Evidence, Message, RequestNumber, Step, User
from cancellations.models.evidence import RETENTION
from cancellations.models.people import attach_people

_NAMED_ALWAYS = frozenset({"evidence", "kind", "sha256", "step"})  # of a file that stays in the house


@dataclass(frozen=True)
class CaseRows:
    """`evidence`: what leaves the house with the dossier; `held_back`: how many files do not, with
    `letters_held` letters among them.
    """

    case: Cancellation
    reader: User
    made_at: datetime
    steps: list[Step]
    events: list[Event]
    sim_events: list[Event]
    messages: list[Message]
    numbers: list[RequestNumber]
    evidence: list[Evidence]
    held_back: int
    letters_held: int
    with_identity: bool

    @property
    def today(self) -> date:
        return timezone.localdate(self.made_at)

    @property
    def in_full(self) -> bool:
        """Whether numbers are shown to the last digit."""
        return self.reader.may(Right.SEE_IDENTIFIERS)

    @property
    def current(self) -> list[Step]:
        return sorted((step for step in self.steps if step.is_current), key=lambda step: step.position)

    @property
    def archived(self) -> dict[int, int]:
        """The number of each piece of evidence in the index, by its key."""
        return {row.pk: number for number, row in enumerate(self.evidence, start=1)}

    @property
    def expired(self) -> set[int]:
        """The keys of identity documents whose time was over."""
        return {row.pk for row in self.evidence if row.deleted_reason == RETENTION}

    def stamp(self, at: datetime | None, by: User | None = None) -> str:
        """“Lin Jing · 3 Nov 14:05”."""
        when = formats.moment(timezone.localtime(at), self.today) if at else ""
        return joined(by.display_name if by else "", when)

    def payload_of(self, event: Event) -> dict[str, object]:
        """As recorded; of a file that stays in the house neither its name nor what was noted of it.

        Nor of an identity document whose time is over: its row has forgotten them, and events are never changed.
        """
        file = event.payload.get("evidence")
        if file is None or (file in self.archived and file not in self.expired):
            return dict(event.payload)
        return {name: value for name, value in event.payload.items() if name in _NAMED_ALWAYS}


def read_case(case: Cancellation, reader: User, *, identity: bool = False) -> CaseRows:
    """`identity`: with identity documents too, for those who may open them."""
    with_identity = identity and reader.may(Right.SEE_IDENTIFIERS)
    messages = list(Message.objects.visible_to(reader).filter(cancellation=case).order_by("at", "id"))
    numbers = list(RequestNumber.objects.visible_to(reader).filter(cancellation=case))
    events = list(Event.objects.visible_to(reader).filter(cancellation=case).order_by("id"))
    sim_events = list(Event.objects.visible_to(reader).filter(sim_id=case.sim_id).order_by("id"))
    files = Evidence.objects.visible_to(reader).of_case(case)
    leaving = files.for_dossier()
    if with_identity:
        leaving = leaving | files.filter(kind=EvidenceKind.IDENTITY)
    evidence = [row for row in leaving if row.may_open(reader)]
    all_files = files.aggregate(files=Count("pk"), letters=Count("pk", filter=Q(kind=EvidenceKind.LETTER)))
    letters = sum(row.kind == EvidenceKind.LETTER for row in evidence)
    attach_people(
        reader,
        ([case], "opened_by"),
        (messages, "logged_by"),
        (numbers, "recorded_by"),
        (events + sim_events, "by"),
        (evidence, "added_by"),
    )
    return CaseRows(
        case=case,
        reader=reader,
        made_at=timezone.now(),
        steps=Step.objects.of_case(case),
        events=events,
        sim_events=sim_events,
        messages=messages,
        numbers=numbers,
        evidence=evidence,
        held_back=all_files["files"] - len(evidence),
        letters_held=all_files["letters"] - letters,
        with_identity=with_identity,
    )


def happened_at(event: Event) -> datetime:
    """A contact stands at the time it took place, not at the time it was written down."""
    at = event.payload.get("contact_at")
    return timezone.localtime(datetime.fromisoformat(str(at)) if at else event.at)


def names_the_day(payload: Mapping[str, object], day: date) -> bool:
    """Whether an event is about this day."""
    return any(str(value).startswith(day.isoformat()) for value in payload.values())
