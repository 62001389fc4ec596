"""The cases of one carrier as far as its figures need them: one query, however many there are."""

from collections.abc import Iterator

from django.db.models import Q

from cancellations.domain.figures import Course
from cancellations.domain.situation import Outcome
from cancellations.models.cancellation import Cancellation
from cancellations.models.carrier import Carrier
from cancellations.models.people import User


def courses_of(carrier: Carrier, user: User | Cancellation) -> Iterator[Course]:
    """What was ever sent to the carrier. Examples are left out: they tell nothing of it.

    For the holder's page, which knows no user, `user` is the holder's own case.
    """
    own = Cancellation.objects.visible_to(user).filter(carrier=carrier, is_example=False)
    sent = own.filter(Q(submitted_on__isnull=False) | Q(round__gt=1))
    columns = (
        "submitted_on", "acknowledged_on", "confirmed_on", "confirmed_end_date", "refunded_on", "round", "outcome",
        "bill_checks", "charged_first_on",
    )  # fmt: skip
    for sent_on, receipt_on, confirmed_on, end, refunded_on, number, outcome, checks, charged_on in sent.values_list(
        *columns
    ):
        yield Course(
            sent_on,
            receipt_on,
            confirmed_on,
            end or confirmed_on,
            refunded_on,
            was_refused=number > 1,
            was_given_up=outcome == Outcome.ABANDONED,
            looked_at_bills=checks > 0 or charged_on is not None,
            was_billed=charged_on is not None,
        )
