"""What a case is owed, in columns, so that sums need no look into its steps. Derived like the situation."""

from typing import Any

from django.db import models
from django.db.models import Q

from cancellations.domain.deadlines import refund_expected
from cancellations.domain.money import CaseMoney
from cancellations.domain.situation import CaseFacts


class MoneyColumns(models.Model):
    """Nothing is NULL, so that the indexes hold only what is owed or has come. `charged_first_on` is never blanked.

    `refund_received`: all that came of the refund, in its currency; store credit is not among it.
    """

    refund_outstanding = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    refund_currency = models.CharField(max_length=3, blank=True)
    refund_due_on = models.DateField(null=True)
    refunded_on = models.DateField(null=True, help_text="when the last of the whole refund came")
    refund_received = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    received_currency = models.CharField(max_length=3, blank=True)
    received_on = models.DateField(null=True, help_text="when the last of it came, whether it was all or not")
    charge_outstanding = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    charge_currency = models.CharField(max_length=3, blank=True)
    charged_first_on = models.DateField(null=True, help_text="billed after the end; stays when it is settled")

    class Meta:
        abstract = True


REFUND_INDEX = models.Index(
    fields=["workspace", "refund_currency", "refund_due_on", "refund_outstanding", "carrier", "assignee", "sim"],
    condition=Q(refund_outstanding__isnull=False),
    name="case_refund_outstanding",
)
CHARGE_INDEX = models.Index(
    fields=["workspace", "charge_currency", "charge_outstanding", "carrier", "assignee", "sim"],
    condition=Q(charge_outstanding__isnull=False),
    name="case_charge_outstanding",
)
RECEIVED_INDEX = models.Index(
    fields=["workspace", "received_on", "received_currency", "refund_received", "carrier", "assignee", "sim"],
    condition=Q(received_on__isnull=False),
    name="case_refund_received",
)


def money_columns(facts: CaseFacts, money: CaseMoney) -> dict[str, Any]:
    """A refund is outstanding once the carrier has confirmed, while the case is open and the step is not settled."""
    end = facts.confirmed_end_date or facts.confirmed_on
    refund = money.outstanding if end and facts.outcome is None else None
    received = money.came
    charge = money.charged if facts.outcome is None else None
    by = money.expected_by or (refund_expected(end, facts.rules) if end else None)
    days = [one.on for one in money.charges if one.on and one.after_end]
    return {
        "refund_outstanding": refund.value if refund else None,
        "refund_currency": refund.currency if refund else "",
        "refund_due_on": by if refund else None,
        "refunded_on": money.whole_on,
        "refund_received": received.value if received else None,
        "received_currency": received.currency if received else "",
        "received_on": money.last_on if received else None,
        "charge_outstanding": charge.value if charge else None,
        "charge_currency": charge.currency if charge else "",
        "charged_first_on": min(days, default=None),
    }
