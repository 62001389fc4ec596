"""Cases that are over, and those of which something is heard again."""

from decimal import Decimal

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.situation import Decision, Outcome
from cancellations.examples.scene import Scene
from cancellations.examples.stories.shelf import Shelf

STORIES = Shelf()


@STORIES.story(spread=6)
def letter_after_the_close(scene: Scene) -> None:
    scene.open(130)
    scene.submit(126)
    scene.confirm(100, end=95)
    scene.verify(94)
    scene.look_at_bill(60)
    scene.close(59, Outcome.TERMINATED)
    scene.talk(2, ContactOutcome.OTHER, "late", channel=Channel.LETTER, direction=Direction.IN)


@STORIES.story(spread=400, weight=3)
def ended_in_the_second_round(scene: Scene) -> None:
    scene.open(160)
    scene.submit(155)
    scene.refuse(130, look=128)
    scene.submit(120)
    scene.talk(110, ContactOutcome.REFUND_NOTICE, "refund_notice", channel=Channel.PORTAL, direction=Direction.IN)
    scene.confirm(95, end=90)
    scene.verify(89)
    scene.look_at_bill(55)
    scene.close(54, Outcome.TERMINATED)


@STORIES.story(spread=300)
def suspended(scene: Scene) -> None:
    scene.open(60)
    scene.policy(59)
    scene.decide(58, Decision.SUSPEND, "suspend")
    scene.close(50, Outcome.SUSPENDED, "suspended", ended=50, look=-315)


@STORIES.story(spread=3)
def suspension_runs_out(scene: Scene) -> None:
    scene.open(180)
    scene.policy(179)
    scene.decide(178, Decision.SUSPEND, "suspend")
    scene.close(170, Outcome.SUSPENDED, "suspended", ended=170, until=-12)


@STORIES.story(spread=300)
def number_moved(scene: Scene) -> None:
    scene.open(60)
    scene.policy(59)
    scene.decide(58, Decision.TRANSFER, "number")
    scene.close(40, Outcome.TRANSFERRED, "number", ended=41)


@STORIES.story(spread=300, weight=2)
def ran_out(scene: Scene) -> None:
    scene.open(90, why="opened_spare")
    scene.decide(88, Decision.LAPSE, "ran_out")
    scene.close(12, Outcome.LAPSED, "ran_out", ended=13)


@STORIES.story(spread=300)
def kept(scene: Scene) -> None:
    scene.open(25)
    scene.policy(24)
    scene.decide(20, Decision.KEEP, "kept")
    scene.close(19, Outcome.KEPT)


@STORIES.story(spread=300)
def abandoned(scene: Scene) -> None:
    scene.open(140)
    scene.prepare(135)
    scene.close(60, Outcome.ABANDONED, "abandoned")


@STORIES.story(spread=6)
def charged_after_it_was_given_up(scene: Scene) -> None:
    scene.open(120)
    scene.prepare(110)
    scene.close(70, Outcome.ABANDONED, "abandoned")
    scene.write(2)
    currency, day = scene.sim.currency, scene.day(4)
    scene.case.record_late_charge(scene.by, amount=Decimal(300), currency=currency, charged_on=day)
