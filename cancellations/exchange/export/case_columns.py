"""The columns of a table of requests: the card, where it stands, and every day and amount under its own name.

What an import takes too stands under the import's heading; nothing else is called so, in any language.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain.badge import action_words, is_overdue
from cancellations.domain.importing.columns import Column as Named
from cancellations.domain.importing.columns import heading
from cancellations.domain.listing import FIRST
from cancellations.domain.words import DECISIONS, OUTCOMES, STAGES, TURNS
from cancellations.exchange.export.column import Column, coded, plain
from cancellations.exchange.export.sim_columns import sim_columns
from cancellations.exchange.export.table import Digits
from cancellations.models import Cancellation, Sim, User
from cancellations.models.carrier import name_in_language
from cancellations.models.case import NEVER
from cancellations.models.own_lists import OwnLists, lists_of
from cancellations.models.sim import title_of

# what a column of the list (domain/listing.py) is here, where that has another name or is more than one
_SHOWN = {
    "sim": ("reference", "title", "msisdn"),
    "who": ("assignee",),
    "opened": ("opened_on",),
    "submitted": ("submitted_on",),
    "number": ("request_number",),
}
_OF_THE_CARD = ("nickname", "kind", "msisdn", "iccid", "holder", "plan", "billing_day", "eid", "imsi", "imei")
# each amount: its key, where its number and its currency stand, and the column whose index has those that have it
_AMOUNTS = (
    ("fee", "sim__monthly_fee", "sim__currency", ""),
    ("refund_outstanding", "refund_outstanding", "refund_currency", "refund_outstanding"),
    ("refund_received", "refund_received", "received_currency", "received_on"),
    ("charge_outstanding", "charge_outstanding", "charge_currency", "charge_outstanding"),
)


def case_columns(reader: User, today: date) -> list[Column]:
    """All of them, in the reader's language. One query for each amount: which currencies there are."""
    return list(_columns(reader, today))


def shown(columns: Iterable[str]) -> tuple[str, ...]:
    """The keys for the columns that the list shows; what a row is called is always among them."""
    return tuple(key for name in (FIRST, *columns) for key in _SHOWN.get(name, (name,)))


def _columns(reader: User, today: date) -> Iterator[Column]:
    yield plain("reference", _("Our reference"), "reference")
    yield _title()
    cards = {column.key: column.below("sim") for column in sim_columns(reader)}
    yield from (cards[key] for key in _OF_THE_CARD)
    yield Column("carrier", heading(Named.CARRIER), ("carrier__names",), name_in_language)
    yield coded("stage", _("Stage"), STAGES)
    yield coded("turn", _("Turn"), TURNS)
    yield _action(today)
    yield Column("due", _("Due"), ("due_on",), lambda day: None if day == NEVER else day)
    yield Column("assignee", _("Assigned to"), ("assignee__name", "assignee__email"), _who)
    yield Column("tags", heading(Named.TAGS), ("tag_ids",), partial(_tags, lists_of(reader)))
    yield Column("request_number", _("Request number"), ("request_number",), Digits)
    yield from _days()
    yield coded("decision", _("Decision"), DECISIONS)
    yield plain("reason", heading(Named.REASON))
    yield coded("outcome", _("Outcome"), OUTCOMES)
    yield plain("outcome_reason", _("Reason for closing"))
    yield plain("round", _("Round"))
    yield from _amounts(reader)


def _title() -> Column:
    """What lists call the card: a number in it is masked for everybody, and stands in a column of its own."""
    reads = ("sim__nickname", "sim__holder", "sim__msisdn", "sim__iccid")
    return Column("title", _("SIM card"), reads, lambda *names: title_of(*names, full=False))


def _action(today: date) -> Column:
    def words(action: str, step: str, turn: str, due: date, outcome: str) -> str:
        return "" if outcome and due == NEVER else action_words(action, step, late=is_overdue(turn, due, today))

    return Column("action", _("Next action"), ("action", "action_step", "turn", "due_on", "outcome"), words)


def _days() -> Iterator[Column]:
    """Kept apart, as the case keeps them: a receipt is no confirmation, and what was promised is not yet so."""
    yield plain("opened_on", _("Opened on"))
    yield plain("requested_end_date", heading(Named.REQUESTED_END_DATE))
    yield plain("submitted_on", _("Submitted"))
    yield plain("acknowledged_on", _("Receipt"))
    yield plain("promised_by", _("Promised by"))
    yield plain("confirmed_on", _("Confirmed"))
    yield plain("confirmed_end_date", _("Confirmed end of the contract"))
    yield plain("verified_on", _("Checked that it ended"))
    yield plain("charged_on", _("Charged after the end"))
    yield plain("follow_up_on", _("Look again"))
    yield plain("ended_on", _("Lapsed, transferred or suspended on"))
    yield Column("closed_on", _("Closed on"), ("closed_at",), _local_day)
    yield plain("refund_due_on", _("Refund expected by"))


def _amounts(reader: User) -> Iterator[Column]:
    """A column for each amount and currency: what is added up in a column is of one currency then."""
    words = {
        "fee": heading(Named.MONTHLY_FEE),
        "refund_outstanding": _("Refund outstanding"),
        "refund_received": _("Refund received"),
        "charge_outstanding": _("Charges outstanding"),
    }
    for key, amount, currency, known in _AMOUNTS:
        for code in _currencies(reader, currency, known):
            named = _("%(amount)s, %(currency)s") % {"amount": words[key], "currency": code}
            yield Column(f"{key}:{code}", named, (amount, currency), partial(_only, code))


def _currencies(reader: User, currency: str, known: str) -> Iterable[str]:
    """Those that the workspace has, from an index alone."""
    if not known:
        cards = Sim.objects.visible_to(reader).exclude(currency="")
        return sorted(cards.values_list("currency", flat=True).distinct())
    cases = Cancellation.objects.visible_to(reader).filter(**{f"{known}__isnull": False}).exclude(**{currency: ""})
    return sorted(cases.values_list(currency, flat=True).distinct())


def _only(code: str, amount: Decimal | None, currency: str) -> Decimal | None:
    return amount if currency == code else None


def _tags(lists: OwnLists, ids: str) -> str:
    return ", ".join(lists.names(ids))


def _who(name: str | None, email: str | None) -> str:
    return name or (email or "").split("@")[0]


def _local_day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
