"""Many cases with their steps, a batch at a time: what recomputes them all asks the same few questions for each."""

from collections.abc import Iterator
from itertools import groupby

from cancellations.models.cancellation import Cancellation, CancellationQuerySet
from cancellations.models.step import Step

BATCH = 500
Batch = list[tuple[Cancellation, list[Step]]]


def batches_with_steps(cases: CancellationQuerySet, size: int = BATCH) -> Iterator[Batch]:
    """Every case with its card and the steps of its present round in their order; two queries a batch."""
    last = 0
    while batch := list(cases.filter(pk__gt=last).select_related("sim").order_by("pk")[:size]):
        last = batch[-1].pk
        steps = Step.objects.filter(cancellation__in=batch, is_current=True).order_by("cancellation_id", "position")
        of_case = {pk: list(group) for pk, group in groupby(steps, key=lambda step: step.cancellation_id)}
        yield [(case, of_case.get(case.pk, [])) for case in batch]
