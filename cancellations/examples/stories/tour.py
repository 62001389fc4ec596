"""The first twelve: what a new user is shown, one of everything."""

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome, Turn
from cancellations.examples.scene import Scene
from cancellations.examples.stories.shelf import Shelf

STORIES = Shelf()


@STORIES.story(spread=20, weight=3)
def carrier_lets_its_day_pass(scene: Scene) -> None:
    scene.open(52, target=10)
    scene.submit(45)
    scene.talk(43, ContactOutcome.RECEIPT, "receipt", direction=Direction.IN, channel=Channel.SMS)


@STORIES.story(spread=5)
def accounts_hang_on_the_number(scene: Scene) -> None:
    scene.open(12, target=0)
    scene.policy(11)
    scene.decide(9)
    scene.unlink(4, attached=("banks", "wechat"), draft=True)


@STORIES.story(spread=6)
def carrier_wants_a_paper(scene: Scene) -> None:
    scene.open(24, target=-6, why="opened_changed")
    scene.submit(20)
    scene.talk(18, ContactOutcome.RECEIPT, "receipt", channel=Channel.EMAIL, direction=Direction.IN)
    scene.talk(2, ContactOutcome.WANTS, "wants", follow_up=0)


@STORIES.story(spread=1, weight=3)
def just_sent(scene: Scene) -> None:
    scene.open(6, target=-20, why="opened_spare")
    scene.submit(1, target=-20)


@STORIES.story(spread=5, weight=2)
def confirmed_with_a_day(scene: Scene) -> None:
    scene.open(33, target=-6)
    scene.submit(30)
    scene.talk(28, ContactOutcome.PROCESSING, "processing")
    scene.confirm(3, end=-6)


@STORIES.story(spread=3)
def blocked_by_a_debt(scene: Scene) -> None:
    scene.open(15, target=-25, why="opened_spare")
    scene.policy(14)
    scene.decide(14)
    scene.unlink(13, attached=())
    scene.talk(12, ContactOutcome.OTHER, "debt")
    scene.identify(12)
    scene.devices(11)
    scene.block(11, StepKey.BALANCE, "debt", Turn.US, review=-4)


@STORIES.story(spread=2, shows_papers=True)
def holder_looks_for_the_passport(scene: Scene) -> None:
    scene.open(18, target=-20)
    scene.prepare(16, refund="185.40")
    scene.talk(10, ContactOutcome.OTHER, "asked")
    scene.wait(9, StepKey.IDENTITY, "passport", Turn.HOLDER, until=-3)


@STORIES.story(spread=4)
def refused_once(scene: Scene) -> None:
    scene.open(44, target=4)
    scene.submit(40)
    scene.talk(38, ContactOutcome.RECEIPT, "receipt")
    scene.refuse(12, look=-1)


@STORIES.story(spread=6, weight=2)
def refund_is_on_its_way(scene: Scene) -> None:
    scene.open(60)
    scene.prepare(51, refund="342.60")
    scene.submit(50)
    scene.confirm(20, end=13)
    scene.verify(12)
    scene.refund(11, "342.60", by=-9)


@STORIES.story(spread=500, weight=14)
def ended_and_clean(scene: Scene) -> None:
    scene.open(110, target=70)
    scene.prepare(101, refund="96.00")
    scene.submit(100)
    scene.talk(98, ContactOutcome.RECEIPT, "receipt", channel=Channel.EMAIL, direction=Direction.IN)
    scene.confirm(72, end=70)
    scene.verify(69)
    scene.refund(50, "96.00", by=40, received="96.00")
    scene.look_at_bill(30)
    scene.close(29, Outcome.TERMINATED)


@STORIES.story(spread=300, weight=2)
def given_up(scene: Scene) -> None:
    scene.open(30, target=-10)
    scene.policy(29)
    scene.close(20, Outcome.WITHDRAWN, "given_up")


@STORIES.story(spread=5, weight=2)
def just_opened(scene: Scene) -> None:
    scene.open(1, target=-30)
