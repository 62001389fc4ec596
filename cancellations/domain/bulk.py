"""What can be done to many cases at once. Not among it: to send them; that is recorded after it was done."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cancellations.domain.words import Words

MOST_CASES = 50_000  # in one go
MOST_PICKED = 400  # ticked one by one, and sent along by a form; pages of a list have 200 rows at most
MOST_LINES = 10_000  # of a pasted list; they are matched while somebody waits, in a few seconds


class BulkAction(StrEnum):
    LOG = "log"
    FOLLOW_UP = "follow-up"
    ASSIGN = "assign"
    TAG = "tag"
    PREPARE = "prepare"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    LETTERS = "letters"
    CHASER = "chaser"


BULK_ACTIONS: dict[BulkAction, Words] = {
    BulkAction.LOG: _("Log one contact for all"),
    BulkAction.FOLLOW_UP: _("Look again on another day"),
    BulkAction.ASSIGN: _("Assign"),
    BulkAction.TAG: _("Tags"),
    BulkAction.PREPARE: _("Prepare"),
    BulkAction.SUBMIT: _("Record that they were sent"),
    BulkAction.CONFIRM: _("Confirm by one letter"),
    BulkAction.LETTERS: _("Letters to the carriers"),
    BulkAction.CHASER: _("Write to carriers that are late"),
}
