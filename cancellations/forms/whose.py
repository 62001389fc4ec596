"""Filters that both lists have: whose card it is, and which tag a request carries."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cancellations.forms.offers import Choices, Filter, Offers
from cancellations.models.own_lists import lists_of

HOLDER = "holder"  # whose card it is, as a client in a report; said by `exactly`
TAG = "tag"
_EXACTLY = "="
_ANY = gettext_lazy("Any")


def exactly(holder: str) -> str:
    """As the filter is told of a holder; of cards without one, too."""
    return f"{_EXACTLY}{holder}"


def holder_of(value: str) -> str | None:
    """None when that is not what `exactly` makes."""
    return value[1:] if value.startswith(_EXACTLY) and "\0" not in value else None


def _holder_in_words(value: str) -> str:
    holder = holder_of(value)
    return "" if holder is None else holder or _("No holder recorded")


def _tags(offers: Offers) -> Choices:
    return tuple((str(pk), name) for pk, name in lists_of(offers.user).offered())


BY_HOLDER = Filter(HOLDER, gettext_lazy("Holder"), _ANY, told=_holder_in_words)
BY_TAG = Filter(TAG, gettext_lazy("Tag"), _ANY, offered=_tags)
