"""One letter about many contracts at one carrier: what is the same for all of them, and the list of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from cancellations.domain.identifiers import group_digits, show_msisdn
from cancellations.domain.letters.facts import LetterFacts, Listed
from cancellations.domain.letters.kinds import LetterKind
from cancellations.domain.letters.values import printable, short_day

_END = frozenset({LetterKind.APPLICATION, LetterKind.CLAIM})  # letters that say from when the contracts are ended


@dataclass(frozen=True)
class Table:
    """The list of the contracts: a column for each heading, a row for each contract, in the order of the letter."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def one_letter(of: Sequence[LetterFacts]) -> LetterFacts:
    """The facts of the letter that lists these contracts; for a single one, its own.

    Carrier, sender and what else was typed is that of the first; what differs stands in the list only.
    """
    first = of[0]
    if len(of) == 1:
        return first
    listed = tuple(_listed(one) for one in of)
    return replace(
        first,
        reference=f"{first.reference} +{len(of) - 1}",
        number="",
        iccid="",
        eid="",
        contract_number="",
        contract_date=None,
        account="",
        request_numbers=(),
        confirmation_number="",
        contacts=(),
        balance=None,
        refund_received=None,
        charge=None,
        charged_on=None,
        confirmed_on=None,
        confirmed_end=None,
        listed=listed,
    )


def table_of(kind: LetterKind, facts: LetterFacts, language: str, texts: Mapping[str, str]) -> Table:
    """The enclosed list; columns that are empty in every row are left out. In a translation the same ones are."""
    columns = [
        (texts[label], [printable(value(one)) for one in facts.listed])
        for label, value in _columns(kind, facts, language, texts)
    ]
    filled = [(label, cells) for label, cells in columns if any(cells)]
    numbers = [str(place) for place in range(1, len(facts.listed) + 1)]
    every = [(texts["label.place"], numbers), *filled]
    return Table(
        texts["list.title"].format(count=len(facts.listed), reference=facts.reference),
        tuple(label for label, _cells in every),
        tuple(zip(*(cells for _label, cells in every), strict=True)),
    )


Column = tuple[str, Callable[[Listed], str]]


def _columns(kind: LetterKind, facts: LetterFacts, language: str, texts: Mapping[str, str]) -> list[Column]:
    columns: list[Column] = [
        ("label.number", lambda one: show_msisdn(one.number) if one.number else ""),
        ("label.iccid", lambda one: group_digits(one.iccid)),
        ("label.reference", lambda one: one.reference),
        ("label.request_numbers", lambda one: texts["joint"].join(one.request_numbers)),
    ]
    if kind is not LetterKind.APPLICATION:
        columns.append(("label.sent", lambda one: short_day(one.submitted_on, language)))
        columns.append(("label.answer_by", lambda one: short_day(one.due_on, language)))
    if kind in _END and len({one.end for one in facts.listed}) > 1:
        columns.append(("label.end", lambda one: short_day(one.end, language) or texts["end.receipt"]))
    return columns


def _listed(one: LetterFacts) -> Listed:
    return Listed(
        reference=one.reference,
        number=one.number,
        iccid=one.iccid,
        request_numbers=one.request_numbers,
        submitted_on=one.submitted_on,
        due_on=one.promised_by or one.due_on,
        end=one.requested_end,
    )
