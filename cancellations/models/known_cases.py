"""What many cases can be called by, for matching lists with them: read at once, in bounded pieces."""

from collections import defaultdict
from collections.abc import Sequence

from cancellations.domain.matching import Known
from cancellations.models.cancellation import Cancellation
from cancellations.models.message import RequestNumber
from cancellations.models.people import User

_PIECE = 5_000


def known_cases(user: User, ids: Sequence[int]) -> list[Known]:
    """Reference, number, ICCID and request numbers of each of these cases that the user may see."""
    known: list[Known] = []
    for start in range(0, len(ids), _PIECE):
        known += _piece(user, ids[start : start + _PIECE])
    return known


def _piece(user: User, ids: Sequence[int]) -> list[Known]:
    numbers: dict[int, list[str]] = defaultdict(list)
    given = RequestNumber.objects.visible_to(user).filter(cancellation__in=ids)
    for case_id, number in given.values_list("cancellation_id", "number"):
        numbers[case_id].append(number)
    rows = Cancellation.objects.visible_to(user).filter(pk__in=ids)
    called = rows.values_list("pk", "reference", "sim__msisdn", "sim__iccid", "carrier__country")
    return [
        Known(pk, reference, msisdn, iccid, tuple(numbers[pk]), country)
        for pk, reference, msisdn, iccid, country in called
    ]
