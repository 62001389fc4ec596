"""Letters to carriers: what they say, in the carrier's language, and what they must contain. Not legal advice.

Letters are no page texts: they are written for a reader in the carrier's country, so their words are content here
and not translations in the message catalogues.
"""

from cancellations.domain.letters.elements import REFUNDING, WORDS, Element, missing
from cancellations.domain.letters.facts import (
    Attachment,
    Debt,
    Document,
    EarlierContact,
    LetterFacts,
    Listed,
    Money,
    Refund,
    RefundWay,
    Representative,
    Sender,
)
from cancellations.domain.letters.kinds import HELP, LABELS, LADDER, LANGUAGES, LetterKind, language_of_country
from cancellations.domain.letters.letter import GAP, Letter, Line, as_text, letter_text, write
from cancellations.domain.letters.listing import Table, one_letter
from cancellations.domain.letters.plan import Layout
from cancellations.domain.letters.regulators import Regulator, regulator_of
from cancellations.domain.letters.values import printable
from cancellations.domain.letters.when import exists, is_called_for

__all__ = [
    "GAP",
    "HELP",
    "LABELS",
    "LADDER",
    "LANGUAGES",
    "REFUNDING",
    "WORDS",
    "Attachment",
    "Debt",
    "Document",
    "EarlierContact",
    "Element",
    "Layout",
    "Letter",
    "LetterFacts",
    "LetterKind",
    "Line",
    "Listed",
    "Money",
    "Refund",
    "RefundWay",
    "Regulator",
    "Representative",
    "Sender",
    "Table",
    "as_text",
    "exists",
    "is_called_for",
    "language_of_country",
    "letter_text",
    "missing",
    "one_letter",
    "printable",
    "regulator_of",
    "write",
]
