"""What stands under Today in money: what goes out each month, what is to come back, what was charged too late."""

from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.worklist import Worklist
from cancellations.models import User
from cancellations.models.money_sums import MoneySum, Sum, money_sums, recent_money_sums
from cancellations.templatetags.kept import address


@dataclass(frozen=True)
class Line:
    """One currency."""

    amount: str
    about: str


@dataclass(frozen=True)
class MoneyGroup:
    """One kind of money, a line for each currency. `url`: the list behind it, or empty."""

    label: str
    colour: str
    lines: list[Line]
    url: str = ""


def money_groups(user: User, day: date, *, mine: bool, is_large: bool) -> list[MoneyGroup]:
    """The monthly bills always, the others when there are any. One query at most.

    `is_large`: the account has more cases than are counted; its sums may be a minute old.
    """
    sums = (recent_money_sums if is_large else money_sums)(user, day, mine=mine)
    billed, refunds, charges = ([one for one in sums if one.kind is kind] for kind in Sum)
    groups = [MoneyGroup(_("Still billed each month"), "is-grey", [_line(one, _cards(one)) for one in billed])]
    if refunds:
        lines = [_line(one, _refunds(one)) for one in refunds]
        colour = "is-red" if any(one.overdue for one in refunds) else "is-grey"
        url = f"{address('requests')}?{urlencode({'view': Worklist.REFUND} | ({'assignee': 'me'} if mine else {}))}"
        groups.append(MoneyGroup(_("Refunds outstanding"), colour, lines, url))
    if charges:
        lines = [_line(one, _requests(one)) for one in charges]
        groups.append(MoneyGroup(_("Charged after the end, not settled"), "is-red", lines))
    return groups


def _line(one: MoneySum, about: str) -> Line:
    return Line(formats.money(one.amount, one.currency), about)


def _cards(one: MoneySum) -> str:
    return ngettext("%(n)s card", "%(n)s cards", one.count) % {"n": one.count}


def _requests(one: MoneySum) -> str:
    return ngettext("%(n)s request", "%(n)s requests", one.count) % {"n": one.count}


def _refunds(one: MoneySum) -> str:
    if not one.overdue:
        return _requests(one)
    late = ngettext("%(n)s of them overdue", "%(n)s of them overdue", one.overdue) % {"n": one.overdue}
    return f"{_requests(one)} · {late}"
