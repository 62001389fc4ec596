"""What a verb can refuse with. Views turn these into 409 and 422; nothing has been written when they are raised."""

from collections.abc import Sequence

from django.utils.functional import Promise

from cancellations.domain.closing import Obstacle


class Stale(Exception):
    """Somebody else was faster: the form was made from an older version (HTTP 409)."""


class Locked(Exception):
    """Something stands before this (HTTP 422)."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(", ".join(f"{one.kind}:{one.step}" for one in obstacles))
        self.obstacles = tuple(obstacles)


class NotPossible(Exception):
    """The case is not in a state for this; `message` says why in the reader's language (HTTP 422)."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message
