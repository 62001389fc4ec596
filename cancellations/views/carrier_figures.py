"""A carrier's figures in words: how long it takes, how often it confirms, refuses and bills after the end."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cancellations.domain import formats
from cancellations.domain.figures import LEAST, Figure, figures_of
from cancellations.models import Carrier, User
from cancellations.models.courses import courses_of


@dataclass(frozen=True)
class FigureLine:
    """`count`: from how many requests; or, while these are too few, how many there are."""

    label: str
    text: str
    count: str


def figure_lines(carrier: Carrier, user: User) -> list[FigureLine]:
    """One query."""
    figures = figures_of(courses_of(carrier, user))
    return [
        _days(_("From sending to the receipt"), figures.receipt),
        _days(_("From sending to the confirmation"), figures.confirmation),
        _days(_("From the end to the whole refund"), figures.refund),
        _share(_("Confirmed, of those decided"), figures.confirmed),
        _share(_("Refused at least once, of those decided"), figures.refused),
        _share(_("Billed after the end, where bills were checked"), figures.billed),
    ]


def _days(label: str, figure: Figure) -> FigureLine:
    return FigureLine(label, "" if figure.value is None else formats.days(figure.value), _count(figure))


def _share(label: str, figure: Figure) -> FigureLine:
    return FigureLine(label, "" if figure.value is None else formats.percent(figure.value), _count(figure))


def _count(figure: Figure) -> str:
    if figure.is_hidden:
        return _("too few cases yet: %(n)s of %(least)s") % {"n": figure.n, "least": LEAST}
    return ngettext("from %(n)s request", "from %(n)s requests", figure.n) % {"n": figure.n}
