"""What stands in the way of a step or of an end, in words."""

from functools import lru_cache

from django.utils.translation import get_language

from cancellations.domain.closing import Obstacle, ObstacleKind
from cancellations.domain.said import Said, kept
from cancellations.domain.said import said as _
from cancellations.domain.words import OBSTACLES, STEPS


def obstacle_sentence(obstacle: Obstacle) -> str:
    """An obstacle in words, with the step it is about."""
    return _obstacle_in(get_language(), obstacle)


@lru_cache(maxsize=512)
def _obstacle_in(_language: str | None, obstacle: Obstacle) -> str:
    """Kept: the page of a case asks for a dozen, always of the same few."""
    return str(obstacle_said(obstacle))


def obstacle_said(obstacle: Obstacle) -> Said:
    """The same, to be kept and told in the language of whoever reads it."""
    if obstacle.kind is ObstacleKind.STEP_OPEN and obstacle.step:
        return _("First: %(step)s") % {"step": STEPS[obstacle.step]}
    words = OBSTACLES[obstacle.kind]
    if not obstacle.step:
        return Said(kept(words))
    return _("%(step)s: %(obstacle)s") % {"step": STEPS[obstacle.step], "obstacle": words}
