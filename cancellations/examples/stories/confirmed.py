"""Cases that the carrier has confirmed: to be verified, refunded, checked, closed."""

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.examples.scene import Scene
from cancellations.examples.stories.shelf import Shelf

STORIES = Shelf()


@STORIES.story(spread=2)
def to_verify_today(scene: Scene) -> None:
    scene.open(29, target=0)
    scene.submit(26)
    scene.confirm(6, end=0)


@STORIES.story(spread=9)
def refund_is_late(scene: Scene) -> None:
    scene.open(80)
    scene.prepare(76, refund="512.00")
    scene.submit(75)
    scene.confirm(50, end=45)
    scene.verify(44)
    scene.refund(40, "512.00", by=4, received="120.00")
    scene.look_at_bill(10)


@STORIES.story(spread=6)
def refund_to_record(scene: Scene) -> None:
    scene.open(31)
    scene.prepare(28, refund="75.90")
    scene.submit(27)
    scene.confirm(5, end=5)
    scene.verify(4)


@STORIES.story(spread=9)
def bill_to_look_at(scene: Scene) -> None:
    scene.open(70)
    scene.submit(66)
    scene.confirm(37, end=32)
    scene.verify(31)


@STORIES.story(spread=9)
def charged_after_the_end(scene: Scene) -> None:
    scene.open(75)
    scene.submit(70)
    scene.confirm(42, end=40)
    scene.verify(39)
    scene.look_at_bill(2, charged="150.00")


@STORIES.story(spread=3)
def will_ring_back(scene: Scene) -> None:
    scene.open(40)
    scene.submit(37)
    scene.confirm(8, end=-10)
    scene.talk(1, ContactOutcome.RING_BACK, "ring_back", follow_up=0)


@STORIES.story(spread=6)
def balance_to_look_at_again(scene: Scene) -> None:
    scene.open(36)
    scene.submit(32)
    scene.confirm(9, end=7)
    scene.verify(6)
    scene.redo(5, StepKey.BALANCE, "late")


@STORIES.story(spread=6)
def ready_to_close(scene: Scene) -> None:
    scene.open(80)
    scene.submit(76)
    scene.confirm(50, end=45)
    scene.verify(44)
    scene.look_at_bill(3)


@STORIES.story(spread=3)
def reopened_by_a_bill(scene: Scene) -> None:
    scene.open(120)
    scene.submit(115)
    scene.confirm(90, end=85)
    scene.verify(84)
    scene.look_at_bill(50)
    scene.close(49, Outcome.TERMINATED)
    scene.reopen(2, "bill_again")
