"""What a letter knows from a case, after it was lived through the verbs."""

from datetime import date
from decimal import Decimal

import pytest

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.letters import LetterKind, Money, letter_text, missing
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from cancellations.models.letter_facts import facts_of
from tests.cases import END, SENT_ON, carrier_of, case_of, do, fresh, sim_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey


@pytest.fixture
def case(owner: User) -> Cancellation:
    carrier = carrier_of(owner, country="RU")
    carrier.names = {"en": "MTS", "ru": "МТС"}
    carrier.save()
    sim = sim_of(owner, carrier=carrier, msisdn="+79161234567", iccid="8970101234567890123", holder="Чжоу Кай")
    return case_of(owner, to=K.CONFIRMATION, sim=sim)


def test_what_is_known_after_the_submission(case: Cancellation) -> None:
    facts = facts_of(case)
    assert (facts.addressee, facts.country, facts.number, facts.sender.name) == (
        "МТС",
        "RU",
        "+79161234567",
        "Чжоу Кай",
    )
    assert (facts.reference, facts.submitted_on, facts.request_numbers) == (case.reference, SENT_ON, ("N-1",))
    assert facts.balance == Money(Decimal("120.00"), "RUB")
    assert (facts.refund_received, facts.charge, facts.confirmed_end) == (None, None, None)


def test_the_chaser_quotes_both_references_in_the_carriers_language(case: Cancellation, owner: User) -> None:
    """Situation 12 of the issue."""
    case.log_contact(owner, outcome=ContactOutcome.RECEIPT, promised_by=date(2026, 11, 19))
    text = letter_text(LetterKind.CHASER, facts_of(fresh(case)), "ru")
    assert f"Мой исходящий номер: {case.reference}" in text
    assert "Номер обращения у вас: N-1" in text
    assert "Вы обещали дать ответ не позднее 19 ноября 2026 г." in text
    assert "3 ноября 2026 г. мной направлено вам заявление" in text


def test_contacts_are_listed_without_what_was_said(case: Cancellation, owner: User) -> None:
    for direction in (Direction.OUT, Direction.IN):
        case.log_contact(
            owner, outcome=ContactOutcome.OTHER, channel=Channel.CALL, direction=direction, agent="Оксана", note="Rude"
        )
    facts = facts_of(fresh(case))
    assert [one.agent for one in facts.contacts].count("Оксана") == 1
    assert "Rude" not in letter_text(LetterKind.SUPERVISOR, facts, "ru")


def test_a_late_charge_has_its_dispute_ready(case: Cancellation, owner: User) -> None:
    """Situation 19 of the issue: the letter, once the charge is recorded."""
    case = do(case, K.CONFIRMATION, owner)
    case = do(case, K.VERIFICATION, owner)
    charged = {"result": "charged", "amount": Decimal("350.00"), "currency": "RUB", "checked_on": date(2026, 11, 20)}
    case = do(case, K.BILL_CHECK, owner, **charged)
    facts = facts_of(case)
    assert (facts.charge, facts.charged_on, facts.confirmed_end) == (
        Money(Decimal("350.00"), "RUB"),
        date(2026, 11, 20),
        END,
    )
    wanted = missing(LetterKind.DISPUTE, facts)
    assert {str(one) for one in wanted} == {"addressee_address", "email", "place"}
    assert "350,00 российских рублей" in letter_text(LetterKind.DISPUTE, facts, "ru")


def test_parts_of_a_refund_are_counted(case: Cancellation, owner: User) -> None:
    do(case, K.REFUND, owner, received=Decimal("20.00"))
    facts = facts_of(fresh(case))
    assert facts.outstanding == Money(Decimal("100.00"), "RUB")
    assert facts.refund_received == Money(Decimal("20.00"), "RUB")


def test_after_a_refusal_the_old_number_is_not_quoted(case: Cancellation, owner: User) -> None:
    case = do(case, K.CONFIRMATION, owner, result="refused", reason="Not the holder")
    facts = facts_of(case)
    assert (facts.request_numbers, facts.submitted_on, facts.contacts) == ((), None, ())


def test_three_queries(case: Cancellation, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        facts_of(case)
