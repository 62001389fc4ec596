"""A workspace as busy as one may be: the same one for the same size and day.

The first cases are lived through the verbs and copied by `examples`; all others are copies of these, made by the
database itself (see copies.py), with cards, names and references of their own.
"""

import sys
from datetime import UTC, datetime, time, timedelta
from io import StringIO
from itertools import islice
from random import Random

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.roles import Right, Role
from cancellations.domain.tagging import write_ids
from cancellations.models import Cancellation, Event, Membership, Message, User
from cancellations.models.tag import CaseTag, Tag
from cancellations.models.writing import insert_many, prepared, reserve_keys
from tests.bench.copies import multiply

OWNER = "owner@bench.example"
FIRST = 20_000  # as many are made one by one; more are made in steps of as many
TEAM = ("Анна", "李伟", "Ben", "Ольга", "Chloe")
TAGS = ("priority", "Филиал Казань", "客户A", "travel", "audit 2026", "lost phone", "roaming", "board")
TAGGED = 4  # every fourth case has a tag
CONTACTS = 3  # of each case beside those that its story tells: four or five a case altogether
NOTES = ("Звонок: ответа пока нет", "还在处理中，请下周再打", "Agent says it is with the back office")


def seed(size: int) -> User:
    """The owner of `size` cases. Those of an earlier run are used again. Only an empty database is filled."""
    call_command("setup", verbosity=0)
    owner = _owner()
    first = min(size, FIRST)
    if size % first:
        raise SystemExit(f"More than {FIRST} cases are made in steps of {FIRST}.")
    have = Cancellation.objects.count()
    if have not in {0, first, size}:
        raise SystemExit(f"The database has {have} cases, not {size}: use another folder, or an empty database.")
    if not have:
        print(f"Making {first} cases …", file=sys.stderr)
        _hire(owner)
        call_command("demo", size=first, email=OWNER, verbosity=0, stdout=StringIO())
        _talk(owner)
        _tag(owner)
    if have < size:
        multiply(size // first)
    return owner


def _owner() -> User:
    users = User.objects.select_related("membership__workspace")
    if not users.exists():
        User.objects.found_workspace(email=OWNER)
    found = users.filter(email=OWNER).first()
    if found is None:
        raise SystemExit("This database is somebody's own: the benchmark fills only one that nobody uses.")
    return found


def _hire(owner: User) -> None:
    workspace_id = owner.must(Right.WORK).workspace_id
    for number, name in enumerate(TEAM, start=1):
        user = User.objects.create(email=f"team{number}@bench.example", name=name)
        Membership.objects.create(workspace_id=workspace_id, user=user, role=Role.COORDINATOR)


def _talk(owner: User) -> None:
    """More contacts than the stories tell, and one event more: as long cases have them."""
    cases = iter(list(Cancellation.objects.order_by("id")))
    while chunk := list(islice(cases, 1000)):
        with transaction.atomic():
            messages = [message for case in chunk for message in _contacts(case, owner)]
            keys = reserve_keys(Message, len(messages))
            insert_many(Message, ([key, *prepared(one)] for key, one in zip(keys, messages, strict=True)), keyed=True)
            events = [_heard(message, key) for key, message in zip(keys, messages, strict=True)]
            insert_many(Event, map(prepared, [*events, *(_assigned(case, owner) for case in chunk)]))


def _contacts(case: Cancellation, by: User) -> list[Message]:
    first = datetime.combine(case.opened_on, time(10), UTC)
    last = case.closed_at or timezone.now()
    rng = Random(case.pk)
    found = [
        Message(
            workspace_id=case.workspace_id,
            cancellation_id=case.pk,
            channel=rng.choice([Channel.CALL, Channel.CHAT, Channel.EMAIL]),
            direction=Direction.OUT,
            outcome=ContactOutcome.OTHER,
            at=min(last, first + max(timedelta(0), last - first) * part / CONTACTS),
            agent=f"Agent {rng.randrange(400)}",
            note=f"{rng.choice(NOTES)} ({rng.randrange(10**6)})",
            logged_by=by,
        )
        for part in range(CONTACTS)
    ]
    for message in found:
        message.settle_search()
    return found


def _heard(message: Message, key: int) -> Event:
    told = {"message": key, "channel": message.channel, "direction": message.direction, "outcome": message.outcome}
    told |= {"contact_at": message.at, "agent": message.agent, "note": message.note, "number": ""}
    told |= {"promised_by": None, "follow_up_on": None}
    case = {"workspace_id": message.workspace_id, "cancellation_id": message.cancellation_id}
    return Event(**case, kind="contact_logged", at=message.at, by=message.logged_by, payload=told)


def _assigned(case: Cancellation, by: User) -> Event:
    at, to = datetime.combine(case.opened_on, time(9), UTC), TEAM[case.pk % len(TEAM)]
    place = {"workspace_id": case.workspace_id, "cancellation_id": case.pk}
    return Event(**place, kind="assigned", at=at, by=by, payload={"to": to})


def _tag(owner: User) -> None:
    for number, tag in enumerate(Tag.objects.named(owner, TAGS)):
        chosen = [pk for pk in Cancellation.objects.values_list("id", flat=True) if pk % (TAGGED * len(TAGS)) == number]
        with transaction.atomic():
            CaseTag.objects.bulk_create(
                [CaseTag(workspace_id=tag.workspace_id, tag=tag, cancellation_id=pk) for pk in chosen], batch_size=500
            )
            with connection.cursor() as cursor:
                cursor.executemany(
                    "UPDATE cancellations_cancellation SET tag_ids = %s WHERE id = %s",
                    [(write_ids([tag.pk]), pk) for pk in chosen],
                )
