"""Cases multiplied by the database: cards and cases get names and numbers of their own, all else new keys only."""

import sys
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from django.db import connection, models, transaction
from stdnum import luhn

from cancellations.domain.identifiers import found_by_mask, mask_digits, mask_msisdn
from cancellations.domain.reference import new_reference
from cancellations.domain.searching import searchable
from cancellations.domain.text import fold
from cancellations.examples.people import LANGUAGES, invented_holder, invented_nickname
from cancellations.models import Cancellation, Event, Message, RequestNumber, Sim, Step
from cancellations.models.order_columns import cut
from cancellations.models.sim import IDENTIFIERS, title_of
from cancellations.models.tag import CaseTag
from tests.bench.bare import bare

FOLLOWING = (RequestNumber, Message, Step, Event, CaseTag)  # which the database copies by itself
SEED = 11

Row = dict[str, Any]


def multiply(times: int) -> None:
    """Let there be `times` as many cases as now."""
    if times < 2:
        return
    began = time.monotonic()
    spans: dict[type[models.Model], int] = {kind: _last(kind) for kind in (Sim, Cancellation, *FOLLOWING)}
    with bare(list(spans)):
        copying = _Copying(spans)
        for number in range(1, times):
            with transaction.atomic():
                copying.copy(number)
            print(f"\r{number + 1} of {times}, {time.monotonic() - began:.0f} s ", end="", file=sys.stderr)
        print("indexes …", file=sys.stderr)
    print(f"made in {time.monotonic() - began:.0f} s", file=sys.stderr)


class _Copying:
    def __init__(self, spans: dict[type[models.Model], int]) -> None:
        self.spans, self.rng = spans, Random(SEED)
        self.sims, self.cases = _rows(Sim), _rows(Cancellation)
        self.shown = {row["id"]: mask_msisdn(row["msisdn"]) if row["msisdn"] else "" for row in self.sims}
        self.masks = {pk: fold(found_by_mask(shown)) for pk, shown in self.shown.items()}
        sims = {row["id"]: row for row in self.sims}
        self.numbers = {row["id"]: _behind(row, sims[row["sim_id"]]) for row in self.cases}
        self.taken = {row["reference"] for row in self.cases}

    def copy(self, number: int) -> None:
        own = {row["id"]: self._card(row, number) for row in self.sims}
        _load(Sim, [{**row, **own[row["id"]], "id": row["id"] + number * self.spans[Sim]} for row in self.sims])
        _load(Cancellation, [self._case(row, own[row["sim_id"]], number) for row in self.cases])
        for kind in FOLLOWING:
            _shift(kind, number, self.spans)

    def _card(self, row: Row, number: int) -> Row:
        """Another card of the same carrier. The last digits stay, and so does the mask of the number."""
        language = self.rng.choice(LANGUAGES)
        card = {
            "nickname": invented_nickname(language, self.rng),
            "holder": invented_holder(language, self.rng),
            "msisdn": _moved(row["msisdn"], number),
            "iccid": _iccid(row["iccid"], number),
            "eid": _moved(row["eid"], number, 7),
            "imsi": _moved(row["imsi"], number),
            "imei": _moved(row["imei"], number),
        }
        names, numbers = [card["nickname"], card["holder"], row["plan"]], [card[name] for name in IDENTIFIERS]
        masks = [self.masks[row["id"]], *(_mask(number) for number in numbers[1:])]
        texts = {"search_text": _text(names, numbers), "search_text_masked": _text(names, masks)}
        # the mask stands for the number, to read which takes long; plan, fee and carrier are those of the first
        shown = self.shown[row["id"]]
        title = card["nickname"] or shown or title_of("", card["holder"], "", card["iccid"], full=False)
        return {**card, **texts, "order_title": cut(title), "order_holder": cut(card["holder"])}

    def _case(self, row: Row, card: Row, number: int) -> Row:
        reference = new_reference(self.rng)
        while reference in self.taken:
            reference = new_reference(self.rng)
        self.taken.add(reference)
        numbers = self.numbers[row["id"]]
        return {
            **row,
            "id": row["id"] + number * self.spans[Cancellation],
            "sim_id": row["sim_id"] + number * self.spans[Sim],
            "reference": reference,
            "order_title": card["order_title"],
            "search_text": "\n".join([fold(reference), card["search_text"], *numbers]),
            "search_text_masked": "\n".join([fold(reference), card["search_text_masked"], *numbers]),
        }


def _text(names: Sequence[str], numbers: Sequence[str]) -> str:
    """What `searchable` makes of them all; the same names come again and again, and numbers stay as they are."""
    known = [_folded(name) for name in names if name]
    marked = dict.fromkeys(run for _folded_name, runs in known for run in runs)
    return " ".join([*(folded for folded, _runs in known), *filter(None, numbers), *marked])


@lru_cache(maxsize=50_000)
def _folded(name: str) -> tuple[str, list[str]]:
    folded = fold(name)
    return folded, searchable(name)[len(folded) :].split()


@lru_cache(maxsize=50_000)
def _mask_of(digits: str) -> str:
    return fold(found_by_mask(mask_digits(digits)))


def _mask(digits: str) -> str:
    return _mask_of(digits[-12:])  # all of them are longer, and what is hidden does not matter


def _moved(digits: str, number: int, keep: int = 5) -> str:
    """Two other digits before the last `keep`, by which the first cards differ from each other."""
    if not digits:
        return ""
    start, end = len(digits) - keep - 2, len(digits) - keep
    return f"{digits[:start]}{(int(digits[start:end]) + number) % 100:02d}{digits[end:]}"


def _iccid(digits: str, number: int) -> str:
    body = _moved(digits[:-1], number, 6)
    return body + str(luhn.calc_check_digit(body)) if body else ""


def _behind(case: Row, sim: Row) -> list[str]:
    """The request numbers that the case is found by."""
    rest = case["search_text"].removeprefix(f"{fold(case['reference'])}\n{sim['search_text']}")
    return [line for line in rest.split("\n") if line]


def _last(kind: type[models.Model]) -> int:
    return int(kind._default_manager.aggregate(last=models.Max("id"))["last"] or 0)


def _rows(kind: type[models.Model]) -> list[Row]:
    """As the database gives them to whoever writes them back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {kind._meta.db_table} ORDER BY id")  # noqa: S608 - our own names
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _load(kind: type[models.Model], rows: Sequence[Row]) -> None:
    table, names = kind._meta.db_table, ", ".join(rows[0])
    values: Iterator[tuple[Any, ...]] = (tuple(row.values()) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(values))  # noqa: S608 - our own names


def _shift(kind: type[models.Model], number: int, spans: dict[type[models.Model], int]) -> None:
    """Copy the rows of the first cases for the copies of their cases and cards."""
    shifts = {"id": spans[kind], "cancellation_id": spans[Cancellation], "sim_id": spans[Sim]}
    names = [str(field.column) for field in kind._meta.concrete_fields]
    read = [f"{name} + {number * shifts[name]}" if name in shifts else name for name in names]
    if kind is Event:
        read[names.index("payload")] = _payload(number * spans[Message])
    table = kind._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(read)} FROM {table} WHERE id <= {spans[kind]}"  # noqa: S608 - our own names
            " ORDER BY id"
        )


def _payload(shift: int) -> str:
    """With the key of the copied message; see the contacts of a case's timeline."""
    if connection.vendor == "postgresql":
        moved = f"jsonb_set(payload, '{{message}}', to_jsonb((payload->>'message')::bigint + {shift}))"
    else:
        moved = f"json_set(payload, '$.message', json_extract(payload, '$.message') + {shift})"
    return f"CASE WHEN kind = 'contact_logged' THEN {moved} ELSE payload END"
