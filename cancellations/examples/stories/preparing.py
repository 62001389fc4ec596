"""Cases in which nothing has been sent yet."""

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import Decision
from cancellations.examples.scene import Scene
from cancellations.examples.stories.shelf import Shelf

STORIES = Shelf()


@STORIES.story(spread=4)
def to_decide(scene: Scene) -> None:
    scene.open(5, target=-14, why="opened_changed")
    scene.policy(4)


@STORIES.story(spread=4)
def balance_to_check(scene: Scene) -> None:
    scene.open(9, target=-9)
    scene.policy(8)
    scene.decide(8)
    scene.unlink(6)


@STORIES.story(spread=2, shows_papers=True)
def holder_found_the_paper(scene: Scene) -> None:
    scene.open(9, target=-9)
    scene.prepare(8)
    scene.talk(6, ContactOutcome.OTHER, "asked")
    scene.ask_holder(6, StepKey.IDENTITY, "passport", until=-3)
    scene.holder_answers(2, StepKey.IDENTITY)


@STORIES.story(spread=3, kind=SimKind.ESIM)
def devices_to_go_through(scene: Scene) -> None:
    scene.open(9, target=-5)
    scene.policy(8)
    scene.decide(8)
    scene.unlink(6)
    scene.balance(5, "use_up", "57.20")


@STORIES.story(spread=2, weight=2)
def first_call_to_make(scene: Scene) -> None:
    scene.open(8, target=0)
    scene.prepare(5, refund="210.00")


@STORIES.story(spread=5, shows_papers=True)
def papers_to_show(scene: Scene) -> None:
    scene.open(11, target=-8)
    scene.prepare(9)
    scene.talk(3, ContactOutcome.NOT_REACHED, "not_reached", follow_up=2)
    scene.talk(2, ContactOutcome.OTHER, "asked", follow_up=-2)


@STORIES.story(spread=3)
def ready_to_send(scene: Scene) -> None:
    scene.open(14, target=0)
    scene.prepare(12)
    scene.talk(3, ContactOutcome.OTHER, "asked")
    scene.identify(2)


@STORIES.story(spread=5)
def suspension_is_better(scene: Scene) -> None:
    scene.open(7, target=-12)
    scene.policy(6)
    scene.decide(2, Decision.SUSPEND, "suspend")


@STORIES.story(spread=3)
def one_more_account_found(scene: Scene) -> None:
    scene.open(21, target=-3)
    scene.prepare(18)
    scene.redo(4, StepKey.BACKUP, "again")
