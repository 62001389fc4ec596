"""What a row says and an import does not do, although it takes the row: told row by row before anything is written."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cancellations.domain.words import Words


class Caveat(StrEnum):
    BY_HAND = "by_hand"
    ENDED = "ended"
    REQUEST_OPEN = "request_open"
    SUSPENDED = "suspended"
    NO_REQUEST = "no_request"


CAVEATS: dict[Caveat, Words] = {
    Caveat.BY_HAND: _("Changed by hand since an earlier import said the same. Left as it is."),
    Caveat.ENDED: _("The contract of this card has ended. The card stays as it is, and no request is opened."),
    Caveat.REQUEST_OPEN: _("This card has an open request. What the row says otherwise is to be entered there."),
    Caveat.SUSPENDED: _("This card is suspended, and no request is opened. Open it on the page of the card."),
    Caveat.NO_REQUEST: _("End date, reason, assignee and tags belong to requests, and none is opened for this row."),
}
