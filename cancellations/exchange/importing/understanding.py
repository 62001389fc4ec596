"""What the rows of a file say, in the terms of the workspace: its carriers, its people, and what holds for all rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from cancellations.domain.importing.columns import Headings
from cancellations.domain.importing.course import Opening
from cancellations.domain.importing.locale import DayOrder, Decimal, TableLocale, agreed
from cancellations.domain.importing.names import lookup, name_key, shared
from cancellations.domain.importing.options import Options
from cancellations.domain.importing.rows import read_row
from cancellations.domain.importing.understood import ReadRow, Stated
from cancellations.domain.said import Said, number
from cancellations.domain.said import said as _
from cancellations.domain.text import fold
from cancellations.exchange.sheets import SheetRow
from cancellations.models import Carrier, User
from cancellations.models.sim_matching import CardRow

MOST_NEW_CARRIERS = 50


class Understanding:
    """Understands the rows of one file."""

    def __init__(self, by: User, headings: Headings, options: Options, told: TableLocale) -> None:
        self._mapping, self._options = headings.mapping, options
        regions = dict(Carrier.objects.visible_to(by).values_list("pk", "country"))
        self._stated = Stated(
            today=timezone.localdate(),
            carriers=carriers_by_name(by),
            shared=shared(_named_carriers(by)),
            regions=regions,
            people=_people(by),
            carrier=options.carrier if options.carrier in regions else None,  # it may be gone since it was chosen
            kind=options.kind,
            currency=options.currency,
            region=by.workspace.country if by.workspace else "",
            decimal=agreed(Decimal(options.decimal) if options.decimal else None, told.decimal),
            day_order=agreed(DayOrder(options.day_order) if options.day_order else None, told.day_order),
            takes_new_carriers=options.new_carriers,
        )
        self._new: set[str] = set()

    def row(self, row: SheetRow) -> CardRow | list[Said]:
        """The card, or why the row is refused."""
        read = read_row(row.number, row.cells, self._mapping, self._stated)
        problems = [told.said for told in read.problems]
        if not problems and read.new_carrier and self._is_one_too_many(read.new_carrier):
            most = number(MOST_NEW_CARRIERS)
            problems.append(
                _("At most %(most)s new carriers are added at once. Is this the right column?") % {"most": most}
            )
        return problems or self._card(read)

    def _card(self, read: ReadRow) -> CardRow:
        wish, opening = read.wish, self._options.opening
        opens = wish.opens is True if opening is Opening.MARKED else opening is Opening.ALL and wish.opens is not False
        return CardRow(
            number=read.number,
            values=_as_columns(read.values),
            assumed=_as_columns(read.assumed),
            new_carrier=read.new_carrier,
            opens=opens,
            end_date=wish.requested_end_date or (self._options.end_date if opens else None),
            reason=wish.reason or (self._options.reason if opens else ""),
            assignee=wish.assignee,
            tags=wish.tags,
            doubts=tuple(dict.fromkeys(told.key for told in read.warnings)),
            carriers=read.carriers,
        )

    def _is_one_too_many(self, name: str) -> bool:
        self._new.add(name_key(name))
        if len(self._new) <= MOST_NEW_CARRIERS:
            return False
        self._new.discard(name_key(name))
        return True


def carriers_by_name(by: User) -> dict[str, int]:
    """The workspace's carriers by each name that tells which one is meant, and by their slugs."""
    named = _named_carriers(by)
    taken = shared(named).keys()
    slugs = Carrier.objects.visible_to(by).values_list("slug", "pk")
    return {key: pk for slug, pk in slugs if (key := name_key(slug)) not in taken} | dict(lookup(named))


def _named_carriers(by: User) -> list[tuple[int, list[str]]]:
    rows = Carrier.objects.visible_to(by).order_by("pk").values_list("pk", "names")
    return [(pk, list(names.values())) for pk, names in rows]


def add_carriers(by: User, names: list[str]) -> tuple[dict[str, int], list[int]]:
    """Add those that are not known, in the caller's transaction; gives all carriers by name, and which were added."""
    known, added = carriers_by_name(by), []
    for name in names:
        if name_key(name) not in known:
            known[name_key(name)] = Carrier.objects.add_own(by, names={get_language() or "en": name}).pk
            added.append(known[name_key(name)])
    return known, added


def with_carrier(row: CardRow, carriers: Mapping[str, int]) -> CardRow:
    """The row with the carrier that was added for it."""
    if not row.new_carrier:
        return row
    return replace(row, values={**row.values, "carrier_id": carriers[name_key(row.new_carrier)]}, new_carrier="")


def _people(by: User) -> dict[str, int]:
    """Who works here, by address, and by a name that nobody else has."""
    people = list(User.objects.filter(membership__workspace=by.workspace, email__isnull=False))
    names = Counter(fold(one.display_name) for one in people)
    named = {name: one.pk for one in people if names[name := fold(one.display_name)] == 1}
    return named | {str(one.email).lower(): one.pk for one in people}


def _as_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"carrier_id" if name == "carrier" else name: value for name, value in values.items()}
