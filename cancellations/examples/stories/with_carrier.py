"""Cases that wait for the carrier, or for what the carrier wants."""

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Turn
from cancellations.examples.scene import Scene
from cancellations.examples.stories.shelf import Shelf

STORIES = Shelf()


@STORIES.story(spread=12, weight=2)
def nothing_heard(scene: Scene) -> None:
    scene.open(12, target=-10)
    scene.submit(9, target=-10)
    scene.talk(9, ContactOutcome.AUTO_REPLY, "receipt", channel=Channel.EMAIL, direction=Direction.IN)
    scene.talk(4, ContactOutcome.NOT_REACHED, "not_reached")


@STORIES.story(spread=4, weight=4)
def promised_a_day(scene: Scene) -> None:
    scene.open(20, target=-5)
    scene.submit(16)
    scene.talk(15, ContactOutcome.PROCESSING, "processing", promised=-5)


@STORIES.story(spread=1)
def holder_gets_the_paper(scene: Scene) -> None:
    scene.open(30)
    scene.submit(25)
    scene.talk(6, ContactOutcome.WANTS, "wants", channel=Channel.EMAIL, direction=Direction.IN)
    scene.wait(5, StepKey.CONFIRMATION, "paper", Turn.HOLDER, until=-2)


@STORIES.story(spread=3)
def says_confirmed(scene: Scene) -> None:
    scene.open(28, target=-3)
    scene.submit(21)
    scene.talk(19, ContactOutcome.RECEIPT, "receipt")
    scene.talk(1, ContactOutcome.CONFIRMS, "confirms")


@STORIES.story(spread=3)
def says_refused(scene: Scene) -> None:
    scene.open(17)
    scene.submit(10)
    scene.talk(1, ContactOutcome.REFUSES, "refuses", channel=Channel.CHAT)


@STORIES.story(spread=4)
def their_system_is_down(scene: Scene) -> None:
    scene.open(19)
    scene.submit(14)
    scene.block(3, StepKey.CONFIRMATION, "system", Turn.CARRIER, review=-5)


@STORIES.story(spread=1)
def sent_all_the_same(scene: Scene) -> None:
    scene.open(9, target=-15)
    scene.policy(8)
    scene.decide(8)
    scene.unlink(7, attached=("telegram",))
    scene.balance(6)
    scene.devices(6)
    scene.submit(1, override="all_the_same")


@STORIES.story(spread=3)
def second_round_sent(scene: Scene) -> None:
    scene.open(50)
    scene.submit(46)
    scene.refuse(20, look=15)
    scene.submit(9)
    scene.talk(8, ContactOutcome.PROCESSING, "processing", promised=-6)


@STORIES.story(spread=3)
def third_round(scene: Scene) -> None:
    scene.open(70)
    scene.submit(66)
    scene.refuse(50, look=48)
    scene.submit(40)
    scene.refuse(12, look=5, why="refused_again")
    scene.skip(4, StepKey.CONTACT)
    scene.identify(3)
