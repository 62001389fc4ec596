"""What a letter is made of: all that is known of the case, and what the sender typed for this letter."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cancellations.domain.text import fold

_RUSSIAN = frozenset(
    map(fold, ("RU", "РФ", "Россия", "Российская Федерация", "Russia", "Russian Federation", "俄罗斯"))
)


class Document(StrEnum):
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    RESIDENCE = "residence"


class RefundWay(StrEnum):
    ACCOUNT = "account"  # in Russia: account, BIC, correspondent account
    ABROAD = "abroad"  # IBAN or account, SWIFT
    NUMBER = "number"  # another number of the same carrier


class Debt(StrEnum):
    NONE = "none"
    PAID = "paid"


class Attachment(StrEnum):
    PASSPORT = "passport"
    OLD_DOCUMENT = "old_document"
    CONTRACT = "contract"
    ATTORNEY = "attorney"
    TRANSLATION = "translation"
    RECEIPT = "receipt"
    EARLIER = "earlier"
    BILL = "bill"


@dataclass(frozen=True)
class Sender:
    """The contract's holder. `name` as in the contract, `latin` as in a foreigner's passport."""

    name: str = ""
    latin: str = ""
    born_on: date | None = None
    citizenship: str = ""
    document: Document = Document.PASSPORT
    document_number: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    old_document: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""  # not the number that is being given up

    @property
    def is_foreigner(self) -> bool:
        return bool(self.citizenship) and fold(self.citizenship) not in _RUSSIAN


@dataclass(frozen=True)
class Representative:
    """Who signs for the holder, and by what power of attorney."""

    name: str = ""
    document: str = ""
    attorney_number: str = ""
    attorney_date: date | None = None
    powers: str = ""


@dataclass(frozen=True)
class Refund:
    """Where money is to go. `account`: 20 digits in Russia, IBAN or any account number abroad."""

    way: RefundWay
    recipient: str = ""
    account: str = ""
    bank: str = ""
    bic: str = ""
    correspondent: str = ""
    inn: str = ""
    swift: str = ""
    number: str = ""


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class EarlierContact:
    on: date
    channel: str
    agent: str = ""


@dataclass(frozen=True)
class Listed:
    """One of many contracts that a letter is about. `end`: asked for; None is the day on which the carrier hears."""

    reference: str
    number: str = ""
    iccid: str = ""
    request_numbers: tuple[str, ...] = ()
    submitted_on: date | None = None
    due_on: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class LetterFacts:
    """`country`: the carrier's, ISO 3166. `due_on`: by when an answer was due by the carrier's own rule or word.

    `reminder_on`: when we expected one, though only by a reminder of our own: the carrier is not told of that.

    `listed`: the contracts, in a letter about many of them; what only one of them has is then left out.
    """

    today: date
    reference: str
    country: str = ""
    carrier: str = ""
    addressee: str = ""
    addressee_address: str = ""
    number: str = ""
    iccid: str = ""
    eid: str = ""
    contract_number: str = ""
    contract_date: date | None = None
    account: str = ""
    request_numbers: tuple[str, ...] = ()
    confirmation_number: str = ""
    requested_end: date | None = None
    submitted_on: date | None = None
    acknowledged_on: date | None = None
    promised_by: date | None = None
    due_on: date | None = None
    reminder_on: date | None = None
    confirmed_on: date | None = None
    confirmed_end: date | None = None
    charged_on: date | None = None
    charge: Money | None = None
    balance: Money | None = None
    refund_received: Money | None = None
    contacts: tuple[EarlierContact, ...] = ()
    sender: Sender = field(default_factory=Sender)
    representative: Representative | None = None
    refund: Refund | None = None
    debt: Debt | None = None
    attachments: tuple[Attachment, ...] = ()
    place: str = ""
    listed: tuple[Listed, ...] = ()

    @property
    def is_russian(self) -> bool:
        """Whether the elements and the law of a Russian letter apply."""
        return self.country == "RU"

    @property
    def outstanding(self) -> Money | None:
        """What is left to be refunded; the balance as it was when other currencies came back."""
        back = self.refund_received
        if self.balance is None or back is None or back.currency != self.balance.currency:
            return self.balance
        return Money(max(self.balance.amount - back.amount, Decimal(0)), self.balance.currency)
