"""The parts of a dossier that grow: steps of every round, contacts, numbers, deadlines, money, what happened."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.deadline_words import explain
from cancellations.domain.deadlines.of_case import deadlines_of
from cancellations.domain.ladder_words import rung_label
from cancellations.domain.money import Amount, CaseMoney, read_money
from cancellations.domain.money_words import charge_label
from cancellations.domain.playbook import StepState
from cancellations.domain.words import (
    CHANNELS,
    CONTACT_OUTCOMES,
    DIRECTIONS,
    STEP_STATES,
    STEPS,
    reason_in_words,
)
from cancellations.exchange.document import Entry, Fact, Happening, Section, joined, told
from cancellations.exchange.reading import CaseRows
from cancellations.forms.steps import STEP_FORMS
from cancellations.models import Message, RequestNumber, Step

_TOLD_ELSEWHERE = frozenset({"contact_logged"})  # in full among the contacts


def step_sections(rows: CaseRows) -> Iterator[Section]:
    """The steps of the present round, and before them those of every round that ended with a refusal."""
    earlier = sorted((step for step in rows.steps if not step.is_current), key=lambda step: (step.round, step.position))
    for number, steps in groupby(earlier, key=lambda step: step.round):
        title = _("Steps of round %(number)s, which was refused") % {"number": number}
        yield Section(f"round-{number}", title, entries=tuple(_step(rows, step) for step in steps))
    entries = tuple(_step(rows, step, number) for number, step in enumerate(rows.current, start=1))
    yield Section("steps", _("Steps"), entries=entries)


def contact_section(rows: CaseRows) -> Section:
    entries = tuple(_contact(rows, message) for message in rows.messages)
    return Section("contacts", _("Contacts with the carrier"), entries=entries, empty=_("No contact was logged."))


def number_section(rows: CaseRows) -> Section:
    entries = tuple(_number(rows, number) for number in rows.numbers)
    return Section("numbers", _("Numbers that the carrier gave"), entries=entries, empty=_("The carrier gave none."))


def deadline_section(rows: CaseRows) -> Section:
    explained = [explain(one, rows.today) for one in deadlines_of(rows.case.facts(rows.current))]
    entries = tuple(
        Entry(
            one.title,
            one.day,
            text="\n".join(one.notes),
            facts=(
                *(Fact(line.label, line.text) for line in one.lines),
                *told(iter([Fact(_("Left out"), formats.several(f"{day} ({name})" for day, name in one.skipped))])),
            ),
        )
        for one in explained
    )
    return Section("deadlines", _("Deadlines, and how they were counted"), entries=entries, empty=_("There is none."))


def money_section(rows: CaseRows) -> Section:
    money = read_money(rows.current)
    empty = _("No money is known of.")
    return Section("money", _("Money"), told(_money(rows, money)), empty=empty)


def timeline_section(timeline: tuple[Happening, ...]) -> Section:
    entries = tuple(
        Entry(
            one.title,
            joined(one.by, one.when),
            text="" if one.kind in _TOLD_ELSEWHERE else one.text,
        )
        for one in timeline
    )
    return Section("timeline", _("What happened, oldest first"), entries=entries)


def _step(rows: CaseRows, step: Step, number: int | None = None) -> Entry:
    name = str(STEPS[step.step_key])
    state = str(STEP_STATES[StepState(step.state)].label)
    until = formats.short_day(step.until, rows.today)
    about = [state, _("look again on %(day)s") % {"day": until} if until else ""]
    about.append(rows.stamp(step.settled_at, step.settled_by))
    if step.check_again and step.is_settled:
        about.append(_("to be checked again"))
    facts = tuple(Fact(label, text) for label, text in STEP_FORMS[step.step_key].recorded(step, rows.case, rows.today))
    title = f"{number}. {name}" if number else name
    return Entry(title, joined(*about), text=reason_in_words(step.reason), facts=facts)


def _contact(rows: CaseRows, message: Message) -> Entry:
    letter = rung_label({"rung": message.rung})
    heard = CONTACT_OUTCOMES[ContactOutcome(message.outcome)].label
    channel = CHANNELS[Channel(message.channel)].label
    return Entry(
        f"{channel} · {letter or heard}",
        rows.stamp(message.at, message.logged_by),
        joined(str(DIRECTIONS[Direction(message.direction)]), message.agent, _round(rows, message.round)),
        message.note,
        told(_contact_days(rows, message)),
    )


def _contact_days(rows: CaseRows, message: Message) -> Iterator[Fact]:
    yield Fact(_("Promised by"), formats.day(message.promised_by, rows.today))
    yield Fact(_("Look again"), formats.day(message.follow_up_on, rows.today))


def _number(rows: CaseRows, number: RequestNumber) -> Entry:
    kind = _("Confirmation number") if number.kind == RequestNumber.Kind.CONFIRMATION else _("Request number")
    return Entry(
        formats.labelled(kind, number.number),
        rows.stamp(number.recorded_at, number.recorded_by),
        joined(formats.day(number.given_on, rows.today), number.given_by, _round(rows, number.round)),
    )


def _round(rows: CaseRows, number: int) -> str:
    return _("Round %(number)s") % {"number": number} if rows.case.round > 1 else ""


def _money(rows: CaseRows, money: CaseMoney) -> Iterator[Fact]:
    yield Fact(_("Balance seen"), _amount(money.balance))
    yield Fact(_("Refund expected"), _amount(money.expected))
    yield Fact(_("Expected by"), formats.day(money.expected_by, rows.today))
    yield Fact(_("How it is paid"), money.method)
    for one in money.receipts:
        credit = _("store credit, no money") if one.stands_for is None else ""
        day = formats.day(one.on, rows.today)
        yield Fact(_("Received"), joined(_amount(one.amount), credit, day, one.method, one.reference))
    yield Fact(_("Still outstanding"), _amount(money.outstanding))
    yield Fact(_("Given up"), joined(_amount(money.given_up), money.given_up_reason))
    for charge in money.charges:
        left = formats.money(charge.left, charge.amount.currency) if charge.left else ""
        rest = _("open: %(amount)s") % {"amount": left} if left else _("settled")
        day = formats.day(charge.on, rows.today)
        yield Fact(charge_label(after_end=charge.after_end), joined(_amount(charge.amount), day, charge.what, rest))


def _amount(amount: Amount | None) -> str:
    return formats.money(amount.value, amount.currency) if amount else ""
