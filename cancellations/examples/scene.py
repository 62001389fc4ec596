"""Living a story: the verbs that a person would use, each on a day of the story.

The verbs stamp what they write with the time at which they run. The diary remembers which day of the story
that was, so that the copies made from it (life.py) get the story's times.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import SETTLED, StepKey
from cancellations.domain.situation import Decision, Outcome, Turn
from cancellations.models import Cancellation, Sim, User

OPENING, MINUTES_BETWEEN = time(9, 30), 7
NUMBERS = ("#1", "#2", "#3", "#4")  # stand for request numbers, and AGENT for a name, until the story is cast
AGENT = "@agent"
ACCOUNTS = (
    "banks", "government", "telegram", "whatsapp", "wechat", "alipay", "email", "apple_google", "two_factor",
    "autopay", "saved",
)  # fmt: skip


class Scene:
    """One case from its first day on. Days are told as days ago: 3 is three days ago, -3 in three days."""

    def __init__(self, by: User, sim: Sim, today: date, texts: Mapping[str, str]) -> None:
        self.by, self.sim, self.today, self.texts = by, sim, today, texts
        self.diary: list[tuple[datetime, datetime]] = []  # when it ran, and when it was in the story
        self.case: Cancellation
        self._numbers = iter(NUMBERS)

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def write(self, ago: int) -> datetime:
        """From now on it is `ago` days ago; what happens on one day happens minutes apart."""
        if ago < 1:
            raise ValueError("A story ends before today: nothing in it may lie in the future.")
        start = timezone.make_aware(datetime.combine(self.day(ago), OPENING))
        if self.diary and self.diary[-1][1] >= start:
            start = self.diary[-1][1] + timedelta(minutes=MINUTES_BETWEEN)
        self.diary.append((timezone.now(), start))
        return start

    def open(self, ago: int, *, target: int | None = None, why: str = "opened_home") -> None:
        self.write(ago)
        self.case = Cancellation.objects.start(
            self.sim,
            self.by,
            requested_end_date=None if target is None else self.day(target),
            reason=self.texts[why],
            opened_on=self.day(ago),
        )

    def policy(self, ago: int) -> None:
        told = {name: self.texts[name] for name in ("notice", "documents", "source")}
        self.complete(StepKey.POLICY, ago, channel=Channel.SHOP, fee="", last_billable_day=None, **told)

    def decide(self, ago: int, choice: Decision = Decision.TERMINATE, note: str = "") -> None:
        self.complete(StepKey.DECISION, ago, choice=choice, why="returned", note=self.texts.get(note, ""))

    def unlink(self, ago: int, *, attached: tuple[str, ...] = (), draft: bool = False) -> None:
        """Go through what hangs on the number; `attached` still does."""
        accounts = {name: "attached" if name in attached else "moved" for name in ACCOUNTS}
        told: dict[str, Any] = {"receives_sms": "yes", "accounts": accounts, "others": ""}
        if draft:
            self.write(ago)
            self.case.save_step(StepKey.BACKUP, self.by, **told)
        else:
            self.complete(StepKey.BACKUP, ago, **told)

    def balance(self, ago: int, plan: str = "zero", amount: str = "0.00") -> None:
        told = {"currency": self.sim.currency, "seen_on": self.day(ago), "how": self.texts["seen"]}
        refund_to = self.texts["refund_to"] if plan == "refund" else ""
        self.complete(StepKey.BALANCE, ago, plan=plan, amount=amount, refund_to=refund_to, **told)

    def devices(self, ago: int) -> None:
        self.complete(
            StepKey.DEVICES,
            ago,
            note="",
            **{f"device_{n}": "last" for n in range(len(self.sim.devices) or 1)},
        )

    def identify(self, ago: int) -> None:
        self.complete(StepKey.IDENTITY, ago, documents=["passport"], shown_on=self.day(ago), note="")

    def prepare(self, ago: int, *, refund: str = "") -> None:
        """Everything up to the papers that have to be shown."""
        self.policy(ago)
        self.decide(ago)
        self.unlink(ago)
        self.balance(ago, "refund" if refund else "zero", refund or "0.00")
        self.devices(ago)

    def submit(self, ago: int, *, promised: int | None = None, override: str = "", target: int | None = None) -> None:
        """Ask, show the papers and send the request; what is not done yet is done the day before."""
        if not self.settled(StepKey.POLICY):
            self.prepare(ago + 1)
        if not self.settled(StepKey.CONTACT):
            self.talk(ago + 1, ContactOutcome.OTHER, "asked", follow_up=None)
        if not self.settled(StepKey.IDENTITY):
            self.identify(ago)
        self.complete(
            StepKey.SUBMISSION,
            ago,
            channel=Channel.SHOP,
            submitted_on=self.day(ago),
            request_number=next(self._numbers),
            no_number=False,
            proof="",
            given_by=AGENT,
            requested_end_date=None if target is None else self.day(target),
            promised_by=None if promised is None else self.day(promised),
            **({"override_reason": self.texts[override]} if override else {}),
        )

    def talk(
        self,
        ago: int,
        outcome: ContactOutcome,
        note: str,
        *,
        follow_up: int | None = None,
        promised: int | None = None,
        channel: Channel = Channel.CALL,
        direction: Direction = Direction.OUT,
    ) -> None:
        self.case.log_contact(
            self.by,
            outcome=outcome,
            channel=channel,
            direction=direction,
            at=self.write(ago),
            agent=AGENT if channel in {Channel.CALL, Channel.CHAT, Channel.SHOP} else "",
            note=self.texts[note],
            promised_by=None if promised is None else self.day(promised),
            follow_up_on=None if follow_up is None else self.day(follow_up),
        )

    def reply(self, ago: int, result: str, **told: Any) -> None:
        answer = {
            "end_date": None,
            "confirmation_number": "",
            "what": "",
            "reason": "",
            "until": None,
            **told,
        }
        self.complete(StepKey.CONFIRMATION, ago, result=result, replied_on=self.day(ago), **answer)

    def confirm(self, ago: int, *, end: int) -> None:
        self.reply(ago, "confirmed", end_date=self.day(end), confirmation_number=next(self._numbers))

    def refuse(self, ago: int, *, look: int, why: str = "refused") -> None:
        self.reply(ago, "refused", reason=self.texts[why], until=self.day(look))

    def verify(self, ago: int) -> None:
        self.complete(StepKey.VERIFICATION, ago, checks=["called", "portal"], checked_on=self.day(ago), note="")

    def refund(self, ago: int, expected: str, *, by: int, received: str | None = None) -> None:
        self.complete(
            StepKey.REFUND,
            ago,
            expected=expected,
            currency=self.sim.currency,
            method=self.texts["method"],
            expected_by=self.day(by),
            received=received,
            received_on=self.day(ago) if received else None,
            reference="",
            write_off=False,
            write_off_reason="",
        )

    def look_at_bill(self, ago: int, *, charged: str | None = None) -> None:
        result, currency = ("charged", self.sim.currency) if charged else ("clean", "")
        told = {"result": result, "amount": charged, "currency": currency, "wanted": 1}
        self.complete(StepKey.BILL_CHECK, ago, checked_on=self.day(ago), **told)

    def skip(self, ago: int, key: StepKey) -> None:
        if self._has(key):
            self.write(ago)
            self.case.skip_step(key, self.by, reason=self.texts["skipped"])

    def block(self, ago: int, key: StepKey, why: str, who: Turn, *, review: int) -> None:
        self.write(ago)
        self.case.block_step(key, self.by, reason=self.texts[why], unblocked_by=who, review_on=self.day(review))

    def wait(self, ago: int, key: StepKey, why: str, who: Turn, *, until: int) -> None:
        self.write(ago)
        self.case.wait_step(key, self.by, reason=self.texts[why], waiting_on=who, until=self.day(until))

    def ask_holder(self, ago: int, key: StepKey, words: str, *, until: int) -> None:
        self.write(ago)
        self.case.ask_holder(key, self.by, ask=HolderAsk.OTHER, words=self.texts[words], until=self.day(until))

    def holder_answers(self, ago: int, key: StepKey) -> None:
        self.write(ago)
        self.case.holder_done(key)

    def redo(self, ago: int, key: StepKey, why: str) -> None:
        self.write(ago)
        self.case.reopen_step(key, self.by, reason=self.texts[why])

    def close(
        self,
        ago: int,
        outcome: Outcome,
        why: str = "",
        *,
        ended: int | None = None,
        until: int | None = None,
        look: int | None = None,
    ) -> None:
        """`ended`: days ago that it ran out or was transferred, or that the suspension began.

        That ends at `until`; with no end known, `look` is when to look again.
        """
        self.write(ago)
        self.case.close(
            self.by,
            outcome=outcome,
            reason=self.texts.get(why, ""),
            ended_on=None if ended is None else self.day(ended),
            suspended_until=None if until is None else self.day(until),
            look_again_on=None if look is None else self.day(look),
        )

    def reopen(self, ago: int, why: str) -> None:
        self.write(ago)
        self.case.reopen(self.by, reason=self.texts[why])

    def complete(self, key: StepKey, ago: int, **told: Any) -> None:
        """Record a step, if the case has it: travel eSIMs ask for no papers, plastic has no devices."""
        if self._has(key):
            self.write(ago)
            self.case.complete_step(key, self.by, **told)

    def settled(self, key: StepKey) -> bool:
        found = [step for step in self.case.current_steps() if step.step_key is key]
        return all(step.state in SETTLED for step in found)

    def _has(self, key: StepKey) -> bool:
        return any(step.step_key is key for step in self.case.current_steps())
