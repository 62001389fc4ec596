"""The stories that example cases live: between them every stage, turn, next action, outcome and round.

A story is told in days ago, one short function each. Adding one: a function in the file of its stage.
"""

from cancellations.examples.stories import closed, confirmed, preparing, tour, with_carrier
from cancellations.examples.stories.shelf import Story

__all__ = ["STORIES", "Story"]

STORIES: list[Story] = [
    *tour.STORIES,
    *preparing.STORIES,
    *with_carrier.STORIES,
    *confirmed.STORIES,
    *closed.STORIES,
]
