"""What letters can know from a case: its dates and numbers, what was recorded in its steps, the contacts so far."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from cancellations.domain.contact import Direction
from cancellations.domain.deadlines.of_case import confirmation_deadline, receipt_deadline
from cancellations.domain.letters import (
    EarlierContact,
    LetterFacts,
    Money,
    Sender,
    language_of_country,
)
from cancellations.domain.money import CaseMoney, read_money
from cancellations.domain.situation import Stage, Turn
from cancellations.models.cancellation import Cancellation
from cancellations.models.message import Message, RequestNumber
from cancellations.models.step import Step

SHOWN_CONTACTS = 8


def facts_of(case: Cancellation) -> LetterFacts:
    """All that the case knows. Three queries: numbers, steps, contacts; sim and carrier are to be read with it.

    Who signs, with which passport and account, the case does not know: see SenderDetails and the letters' form.
    """
    rows = list(_current(case))
    money = read_money(rows)
    numbers = list(RequestNumber.objects.filter(workspace_id=case.workspace_id, cancellation=case))
    balance, received = _money_back(money)
    charge, charged_on = _charge(money)
    language = language_of_country(case.carrier.country)
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
        due_on=_answer_due(case, rows),
        confirmed_on=case.confirmed_on,
        confirmed_end=case.confirmed_end_date,
        charged_on=charged_on or case.charged_on,
        charge=charge,
        balance=balance,
        refund_received=received,
        contacts=_contacts(case),
        sender=Sender(name=case.sim.holder),
    )


def _answer_due(case: Cancellation, steps: list[Step]) -> date | None:
    """When the answer was due. The day that we chose to look again is ours: the carrier knows nothing of it."""
    if case.turn != Turn.CARRIER or not case.follow_up_on:
        return case.due if case.turn == Turn.CARRIER else None
    facts = case.facts(steps)
    awaited = receipt_deadline(facts) if case.stage == Stage.SUBMITTED else confirmation_deadline(facts)
    return awaited.result if awaited.result and awaited.result < timezone.localdate() else None


def _current(case: Cancellation) -> Iterable[Step]:
    return Step.objects.filter(workspace_id=case.workspace_id, cancellation=case, is_current=True)


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


def _contacts(case: Cancellation) -> tuple[EarlierContact, ...]:
    """Ours to the carrier since this round began, oldest first; what was said stays ours."""
    ours = Message.objects.filter(
        workspace_id=case.workspace_id, cancellation=case, round=case.round, direction=Direction.OUT
    )
    latest = sorted(ours.order_by("-at")[:SHOWN_CONTACTS], key=lambda message: message.at)
    return tuple(EarlierContact(timezone.localdate(message.at), message.channel, message.agent) for message in latest)
