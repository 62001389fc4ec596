"""Cases as lines of a list: one query, and everything as text before a template sees it.

A list page spends most of its time on its rows. What repeats from row to row (days, badges, names of stages) is made
and escaped once and kept (row_texts.py), and so is the template of a row (row_frames.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from django.db.models import CharField, F, Value
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cancellations.domain.situation import Turn
from cancellations.models import Cancellation
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.keyset import PLACE, placed
from cancellations.models.own_lists import OwnLists
from cancellations.models.prepared import Among, keys_text
from cancellations.models.sim import title_of
from cancellations.models.statement import ColumnsOf, stand_in
from cancellations.models.worklists import CARRIER_NAMES, WHY_BLOCKED
from cancellations.views import row_texts
from cancellations.views.row_frames import rows_in_frames

_STAND_IN = "LC-000000"
_IDS: "CharField[str, str]" = CharField()  # a text of keys
_RARE = frozenset({"opened", "submitted", "number"})

_COLUMNS = (
    "pk", "reference", "stage", "turn", "action", "action_step", "due_on", "submitted_on", "follow_up_on",
    "confirmed_on", "confirmed_end_date", "closed_at", "outcome",
    "sim__nickname", "sim__holder", "sim__msisdn", "sim__iccid", "sim__monthly_fee", "sim__currency",
    "carrier__slug", "assignee__name", "assignee__email", "tag_ids", "opened_on", "request_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as a list shows it. The first four are for ordering and paging; the rest is HTML, escaped."""

    id: int
    key: Any
    due_on: date
    confirmed_on: date | None
    reference: SafeString
    url: SafeString
    title: SafeString
    number: SafeString
    holder: SafeString
    carrier: SafeString
    badge: SafeString
    action: SafeString
    detail: SafeString
    due: SafeString
    track: SafeString
    stage: SafeString
    fee: SafeString
    who: SafeString
    tags: SafeString
    opened: SafeString
    submitted: SafeString
    request_number: SafeString


def cases_with_ids(ids: Iterable[int]) -> list[list[Any]]:
    """Of `listed_cases` those with these ids, in no order."""
    return _with_ids().rows(None, {_IDS: keys_text(ids)})


@cache
def _with_ids() -> ColumnsOf:
    """A statement that is written once."""
    return ColumnsOf(lambda _nobody: listed_cases().filter(Among(F("pk"), Value(stand_in(_IDS), _IDS))))


@cache
def listed_cases(key: str = "due_on") -> CancellationQuerySet:
    """All cases, with the columns of a row: filter them, then give them to `case_rows`. `key`: what they are sorted by.

    Kept, because Django takes longer to find out what twenty columns of four tables are called than to read fifty rows.
    """
    # both are our own words, without parameters
    why = RawSQL(WHY_BLOCKED, (), CharField())  # noqa: S611
    carrier = RawSQL(CARRIER_NAMES, (), CharField())  # noqa: S611
    rows = placed(Cancellation.objects.all(), key).values_list(*_COLUMNS, why, carrier, PLACE)
    return cast(CancellationQuerySet, rows)


def case_rows(
    cases: CancellationQuerySet | list[list[Any]],
    today: date,
    lists: OwnLists | None = None,
    columns: tuple[str, ...] = (),
) -> list[CaseRow]:
    """The rows of `cases`, in their order. One query. Numbers are masked for everybody: lists are read over shoulders.

    `cases` come from `listed_cases`. Tags are shown where `lists` says what they are called; what few lists have is
    made only for these `columns`.
    """
    language, rare = get_language() or "en", not _RARE.isdisjoint(columns)
    return [_row(values, today, language, lists, rare) for values in cast(Iterable[Sequence[Any]], cases)]


def rows_html(rows: Iterable[CaseRow], template: str, columns: tuple[str, ...] = ()) -> SafeString:
    """The rows one after the other, each as `template` shows its `row`; the template may not ask what is in a field.

    `columns`: what it shows beside the case's name, in this order.
    """
    return rows_in_frames(CaseRow, rows, template, columns)


def _row(columns: Sequence[Any], today: date, language: str, lists: OwnLists | None, rare: bool) -> CaseRow:
    (
        pk, reference, stage, turn, action, step, due_on, submitted_on, follow_up_on,
        confirmed_on, end, closed_at, outcome,
        nickname, holder, msisdn, iccid, fee, currency,
        _slug, name, email, tag_ids, opened_on, request_number, why, carrier, key,
    ) = columns  # fmt: skip
    late = turn == Turn.CARRIER and due_on < today
    number = row_texts.number(msisdn, iccid)
    printed, (before, after) = row_texts.escape(reference), _address()
    title = title_of(nickname, holder, msisdn, iccid, full=False)
    closed_on = timezone.localtime(closed_at).date() if closed_at else None
    days = row_texts.Days(submitted_on, follow_up_on, due_on, end, closed_on)
    return CaseRow(
        id=pk,
        key=key,
        due_on=due_on,
        confirmed_on=confirmed_on,
        reference=printed,
        url=SafeString(f"{before}{printed}{after}"),
        title=row_texts.escape(title),
        number=number if number != title else row_texts.NOTHING,
        holder=row_texts.escape(holder) if holder and holder != title else row_texts.NOTHING,
        carrier=row_texts.carrier(carrier, language),
        badge=row_texts.held(action, stage, outcome, language),
        action=row_texts.action(action, step, late, stage, language),
        detail=row_texts.escape(why) if why else row_texts.detail(action, days, today, language),
        due=row_texts.due(turn, stage, due_on, today, language),
        track=row_texts.track(stage, action, late, language),
        stage=row_texts.stage_name(stage, language),
        fee=row_texts.fee(fee, currency, language) if fee else row_texts.NOTHING,
        who=row_texts.who(name, email) if name or email else row_texts.NOTHING,
        tags=row_texts.tags(tag_ids, lists) if tag_ids and lists else row_texts.NOTHING,
        opened=row_texts.day(opened_on, today, language) if rare else row_texts.NOTHING,
        submitted=row_texts.day(submitted_on, today, language) if rare and submitted_on else row_texts.NOTHING,
        request_number=row_texts.escape(request_number) if rare and request_number else row_texts.NOTHING,
    )


@cache
def _address() -> tuple[str, str]:
    """What stands before and after the reference in the address of a case; reversing it for every row is slow."""
    before, after = reverse("request", args=[_STAND_IN]).split(_STAND_IN)
    return row_texts.escape(before), row_texts.escape(after)
