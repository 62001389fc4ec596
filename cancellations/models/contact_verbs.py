"""What happens between us and the carrier: contacts, request numbers, days to look again."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.contact import ACKNOWLEDGES, CLAIMS_A_REPLY, Channel, ContactOutcome, Direction
from cancellations.domain.derivation import day_to_look
from cancellations.domain.errors import NotPossible
from cancellations.domain.letters import LADDER, LetterKind
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action
from cancellations.models.case import Case
from cancellations.models.change import Change
from cancellations.models.message import Message, RequestNumber
from cancellations.models.people import User
from cancellations.models.settling import refund_expected_by
from cancellations.models.step_effects import add_number, look_again


class ContactVerbs(Case):
    class Meta:
        abstract = True

    def log_contact(
        self,
        by: User,
        *,
        outcome: ContactOutcome,
        channel: Channel = Channel.CALL,
        direction: Direction = Direction.OUT,
        at: datetime | None = None,
        agent: str = "",
        note: str = "",
        promised_by: date | None = None,
        follow_up_on: date | None = None,
        request_number: str = "",
        gave: bool = False,
        rung: LetterKind | None = None,
    ) -> Message:
        """Keep one contact. Never conflicts with what others write; a closed case hears it as a late reply.

        `gave`: with it we have given the carrier what it wanted. `rung`: it was this letter of the ladder; refused when
        nothing has been sent to the carrier that it could chase.
        """
        with self.changing(by) as change:
            if rung and not self.submitted_on:
                raise NotPossible(_("The request has not been sent yet, so there is nothing to chase."))
            message = Message(
                workspace_id=self.workspace_id,
                cancellation_id=self.pk,
                round=self.round,
                channel=channel,
                direction=direction,
                at=at or timezone.now(),
                agent=agent,
                outcome=outcome,
                note=note,
                promised_by=promised_by,
                follow_up_on=follow_up_on,
                rung=rung or "",
                logged_by=by,
            )
            message.settle_search(request_number)
            message.save(force_insert=True)
            if rung:
                _climb(self, rung, _day(message))
            if gave:
                _answer(self, message)
            _hear(change, message)
            if request_number:
                add_number(change, request_number, _day(message), agent)
            change.note(
                "contact_logged",
                message=message.pk,
                channel=channel,
                direction=direction,
                outcome=outcome,
                contact_at=message.at,
                agent=agent,
                note=note,
                number=request_number,
                promised_by=promised_by,
                follow_up_on=follow_up_on,
                **({"gave": True} if gave else {}),
                **({"rung": rung} if rung else {}),
            )
        return message

    def add_request_number(self, by: User, *, number: str, given_on: date, given_by: str = "") -> RequestNumber:
        """One more number that the carrier gave."""
        with self.changing(by) as change:
            row = add_number(change, number, given_on, given_by)
            change.note("request_number_added", number=number, given_by=given_by, given_on=given_on)
        return row

    def change_follow_up(self, by: User, *, on: date, reason: str, version: int | None = None) -> None:
        """Look again on another day, whatever day the carrier has; or wait for the rest of a refund until then.

        Of a closed case only whether a suspension goes on whose end is not known.
        """
        with self.changing(by, version=version) as change:
            if not change.facts.is_suspended_without_end:
                change.must_be_open()
            if self.action == Action.AWAIT_REFUND:
                before = self.due
                refund_expected_by(change, on)
            else:
                before, self.follow_up_on = day_to_look(change.facts), on
            change.note("follow_up_changed", before=before, after=on, reason=reason)

    def change_target(self, by: User, *, on: date, version: int | None = None) -> None:
        """The end date that we ask for, as long as nothing has been sent."""
        with self.changing(by, version=version) as change:
            change.must_be_open()
            if self.submitted_on:
                raise NotPossible(_("It has been sent already, with the end date that was asked for then."))
            before, self.requested_end_date = self.requested_end_date, on
            change.note("target_changed", before=before, after=on)


def _answer(case: Case, message: Message) -> None:
    """What the carrier wanted has been given; only a contact of ours, made since, can say so.

    The day to look again was for that. Now the carrier's own day counts again, and may come before. Of a closed case it
    is the day to look whether a suspension goes on.
    """
    if message.direction == Direction.OUT and case.wants_since and case.wants_since <= _day(message):
        case.answered(_day(message))
        if not case.outcome:
            case.follow_up_on = None


def _climb(case: Case, rung: LetterKind, on: date) -> None:
    """Up the ladder, never down: a lower letter sent once more asks for patience all the same."""
    counts = case.rung_on and case.submitted_on and case.rung_on >= case.submitted_on
    before = LADDER.index(LetterKind(case.rung)) if case.rung and counts else -1
    case.rung = LADDER[max(before, LADDER.index(rung))]
    case.rung_on = max(case.rung_on, on) if case.rung_on and counts else on


def _hear(change: Change, message: Message) -> None:
    """What a contact changes: dates and the turn, never a confirmation. A machine's reply changes nothing."""
    if message.outcome == ContactOutcome.AUTO_REPLY:
        return
    case, outcome, on = change.case, message.outcome, _day(message)
    says_something = outcome not in {ContactOutcome.NOT_REACHED, ContactOutcome.OTHER}
    came_in = message.direction == Direction.IN and outcome != ContactOutcome.NOT_REACHED
    if case.outcome:
        case.late_reply_on = on if says_something or came_in else case.late_reply_on
        return
    contact = change.find(StepKey.CONTACT)
    reached = outcome != ContactOutcome.NOT_REACHED if message.direction == Direction.OUT else says_something
    if contact and not contact.is_settled and reached:
        change.step(StepKey.CONTACT).become(StepState.DONE, settled_at=timezone.now(), settled_by=change.by)
    if case.submitted_on and case.submitted_on <= on and not case.confirmed_on:
        if outcome in ACKNOWLEDGES:
            case.acknowledged_on = case.acknowledged_on or on  # what was wanted is wanted still
        elif outcome == ContactOutcome.WANTS:
            case.asked(on)
            case.acknowledged_on = case.acknowledged_on or on  # who wants something has got the request
        elif outcome in CLAIMS_A_REPLY:
            case.reply_claimed_on = on
    _look_again(change, message, on)


def _look_again(change: Change, message: Message, on: date) -> None:
    """The contact was the look that was due. When the next one is: as said, or as the carrier promised."""
    case = change.case
    if case.follow_up_on and case.follow_up_on <= on:
        case.follow_up_on = None
    if message.promised_by:
        _take_word(change, message, message.promised_by, on)
    if message.follow_up_on:
        look_again(change, message.follow_up_on)


def _take_word(change: Change, message: Message, promised: date, on: date) -> None:
    """What the carrier promised on `on`. An older word does not beat a newer one, nor what was said before sending."""
    case = change.case
    if not case.confirmed_on:
        known = case.promised_on if case.promised_by else None
        if on >= max(known or on, case.submitted_on or on):
            case.promised_by, case.promised_on, case.follow_up_on = promised, on, None
    elif message.outcome == ContactOutcome.REFUND_NOTICE or case.action == Action.AWAIT_REFUND:
        if not refund_expected_by(change, promised):
            case.follow_up_on = promised
    else:  # the reply is there: this is about a paper
        case.follow_up_on = promised


def _day(message: Message) -> date:
    return timezone.localdate(message.at)
