"""What a story is, and how a file of stories lists its own."""

from collections.abc import Callable
from dataclasses import dataclass

from cancellations.domain.playbook import SimKind
from cancellations.examples.scene import Scene

Tell = Callable[[Scene], None]


@dataclass(frozen=True)
class Story:
    """`spread`: by how many days its copies may lie further back and still be what the name says.

    `weight`: how often it comes among many. `kind`: of the SIM card; None is either. `shows_papers`: only
    with carriers that ask for an identity check.
    """

    tell: Tell
    spread: int
    weight: int
    kind: SimKind | None
    shows_papers: bool

    @property
    def name(self) -> str:
        return self.tell.__name__


class Shelf(list[Story]):
    """The stories of one file, in the order in which they are told."""

    def story(
        self, spread: int, *, weight: int = 1, kind: SimKind | None = None, shows_papers: bool = False
    ) -> Callable[[Tell], Tell]:
        def add(tell: Tell) -> Tell:
            self.append(Story(tell, spread, weight, kind, shows_papers))
            return tell

        return add
