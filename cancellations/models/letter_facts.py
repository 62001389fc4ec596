"""What letters can know from a case: its dates and numbers, what was recorded in its steps, the contacts so far."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.utils import timezone

from cancellations.domain.contact import Direction
from cancellations.domain.deadlines.deadline import Deadline, Origin
from cancellations.domain.deadlines.of_case import answer_deadline
from cancellations.domain.letters import (
    EarlierContact,
    LetterFacts,
    Money,
    Sender,
    language_of_country,
)
from cancellations.domain.money import CaseMoney, read_money
from cancellations.domain.situation import Turn
from cancellations.models.cancellation import Cancellation
from cancellations.models.message import Message, RequestNumber
from cancellations.models.step import Step

SHOWN_CONTACTS = 8

Row = TypeVar("Row", Step, RequestNumber, Message)


def facts_of(case: Cancellation) -> LetterFacts:
    """All that the case knows. Three queries: numbers, steps, contacts; sim and carrier are to be read with it.

    Who signs, with which passport and account, the case does not know: see SenderDetails and the letters' form.
    """
    return facts_of_many([case])[case.pk]


def facts_of_many(cases: Sequence[Cancellation]) -> dict[int, LetterFacts]:
    """As `facts_of`, with three queries for all of them; all are of one workspace."""
    workspace = {case.workspace_id for case in cases}
    rows = _by_case(Step.objects.filter(workspace_id__in=workspace, cancellation__in=cases, is_current=True))
    numbers = _by_case(RequestNumber.objects.filter(workspace_id__in=workspace, cancellation__in=cases))
    ours = Message.objects.filter(workspace_id__in=workspace, cancellation__in=cases, direction=Direction.OUT)
    messages = _by_case(ours.order_by("-at"))
    return {case.pk: _facts(case, rows[case.pk], numbers[case.pk], messages[case.pk]) for case in cases}


def _by_case(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.cancellation_id].append(row)
    return found


def _facts(case: Cancellation, rows: list[Step], numbers: list[RequestNumber], messages: list[Message]) -> LetterFacts:
    money = read_money(rows)
    balance, received = _money_back(money)
    charge, charged_on = _charge(money)
    language = language_of_country(case.carrier.country)
    awaited = answer_deadline(case.facts(rows))
    is_theirs = awaited and (awaited.promise or awaited.origin is Origin.CARRIER)
    names = case.carrier.names
    return LetterFacts(
        today=timezone.localdate(),
        reference=case.reference,
        country=case.carrier.country,
        carrier=names.get(language) or case.carrier.name,
        addressee=names.get(language) or case.carrier.name,
        number=case.sim.msisdn,
        iccid=case.sim.iccid,
        eid=case.sim.eid,
        request_numbers=_of_kind(numbers, RequestNumber.Kind.REQUEST, case.round),
        confirmation_number=next(iter(_of_kind(numbers, RequestNumber.Kind.CONFIRMATION, case.round)), ""),
        requested_end=case.requested_end_date,
        submitted_on=case.submitted_on,
        acknowledged_on=case.acknowledged_on,
        promised_by=case.promised_by,
        due_on=awaited.result if awaited and is_theirs else None,
        reminder_on=None if is_theirs else _reminder(case, awaited),
        confirmed_on=case.confirmed_on,
        confirmed_end=case.confirmed_end_date,
        charged_on=charged_on or case.charged_on,
        charge=charge,
        balance=balance,
        refund_received=received,
        contacts=_contacts(case, messages),
        sender=Sender(name=case.sim.holder),
    )


def _reminder(case: Cancellation, awaited: Deadline | None) -> date | None:
    """A day of ours: of the answer, or of money that is waited for once the answer is there."""
    if awaited:
        return awaited.result
    return case.due if case.turn == Turn.CARRIER else None


def _of_kind(numbers: list[RequestNumber], kind: str, round_: int) -> tuple[str, ...]:
    """The numbers of this round, each once; a refused request's number is not quoted."""
    return tuple(dict.fromkeys(one.number for one in numbers if one.kind == kind and one.round == round_))


def _money_back(money: CaseMoney) -> tuple[Money | None, Money | None]:
    """What is to be refunded, as expected or else as seen before; and what of it has come, as money."""
    if money.expected is None or money.expected.value <= 0:
        return None, None
    expected = Money(money.expected.value, money.expected.currency)
    return expected, Money(money.received, expected.currency) if money.received else None


def _charge(money: CaseMoney) -> tuple[Money | None, date | None]:
    """The oldest charge after the end that is open; the latest one when none is."""
    for one in [*money.open_charges, *reversed(money.charges)]:
        return Money(one.left or one.amount.value, one.amount.currency), one.on
    return None, None


def _contacts(case: Cancellation, ours: list[Message]) -> tuple[EarlierContact, ...]:
    """Ours to the carrier since this round began, oldest first; what was said stays ours. `ours`: latest first."""
    latest = [message for message in ours if message.round == case.round][:SHOWN_CONTACTS]
    return tuple(
        EarlierContact(timezone.localdate(message.at), message.channel, message.agent) for message in reversed(latest)
    )
