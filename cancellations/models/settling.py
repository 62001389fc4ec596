"""What the steps after the carrier's reply do to the case: the end verified, the money back, the bills clean."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cancellations.domain.closing import ObstacleKind, is_profile_alone
from cancellations.domain.deadlines import refund_expected
from cancellations.domain.deadlines.of_case import next_bill_day
from cancellations.domain.errors import NotPossible
from cancellations.domain.money import SETTLES, Found, Paid, charges_of, read_money
from cancellations.domain.playbook import SETTLED, StepKey, StepState
from cancellations.domain.situation import Turn
from cancellations.domain.words import OBSTACLES
from cancellations.models.change import Change
from cancellations.models.step import Step

Data = dict[str, Any]

OTHER_CURRENCY = _("The refund is expected in another currency. Say how much of it this stands for.")
CURRENCY_STAYS = _("Money has come already: the currency of the refund cannot be changed any more.")
ANOTHER_CHARGE = _("An open charge is in another currency. Settle that one first: amounts are never mixed.")
NO_CHARGE = _("No charge after the end is open.")


def verified(change: Change, step: Step, data: Data) -> StepState:
    not_before_the_end(change, data["checked_on"])
    if is_profile_alone(data.get("checks")):
        raise NotPossible(OBSTACLES[ObstacleKind.PROFILE_ONLY])
    change.case.verified_on = data["checked_on"]
    _looked(change, data["checked_on"])
    return StepState.DONE


def refunded(change: Change, step: Step, data: Data) -> StepState:
    """Receipts add up; done when all that was expected is back, or the rest is given up with a reason.

    Store credit is kept beside them: it is no money, and settles nothing.
    """
    _add_receipt(step, data)
    emptied = {"received": None, "received_on": None, "reference": "", "received_currency": "", "stands_for": None}
    step.record({**emptied, "paid_as": "", "write_off": False, "write_off_reason": ""})
    money = read_money([step])
    rest = money.outstanding
    if rest and data.get("write_off"):
        _give_up(change, step, rest.value, data)
    elif rest or money.expected is None:
        step.become(StepState.WAITING, waiting_on=Turn.CARRIER, until=data["expected_by"])
        return StepState.WAITING
    change.case.follow_up_on = None
    return StepState.DONE


def refund_expected_by(change: Change, day: date) -> bool:
    """The rest of the refund is waited for until another day; False when none is waited for."""
    refund = change.find(StepKey.REFUND)
    if refund is None or refund.state != StepState.WAITING:
        return False
    step = change.step(StepKey.REFUND)
    step.until = day
    step.record({"expected_by": day})
    return True


def bill_checked(change: Change, step: Step, data: Data) -> StepState:
    """One to three clean bills; a charge after the end keeps the step open until it is settled.

    Money back, the carrier's cancelling it or our own waiving it (with a reason) settle a charge; a clean bill
    does not.
    """
    not_before_the_end(change, data["checked_on"])
    if data["result"] == Found.CHARGED:
        add_charge(change, step, data)
    else:
        _add_look(change, step, data)
    _looked(change, data["checked_on"])
    if change.case.charged_on or change.case.bill_checks < int(data.get("wanted") or 1):
        return StepState.TODO
    return StepState.DONE


def add_charge(change: Change, step: Step, data: Data) -> None:
    """A charge after the end: whether service has ended is in doubt again."""
    checks = step.data.get("checks", [])
    if any(one.left and one.amount.currency != data["currency"] for one in charges_of(checks)):
        raise NotPossible(ANOTHER_CHARGE)
    on = data.get("charged_on") or data["checked_on"]
    not_before_the_end(change, on)
    known = {} if change.case.confirmed_on else {"after_end": False}  # no end that it could come after
    _keep_check(step, {**_picked(data, "what"), "charged_on": on, **known})
    _take_charges(change, step)
    verification = change.find(StepKey.VERIFICATION)
    if verification and verification.state == StepState.DONE and not verification.check_again:
        change.step(StepKey.VERIFICATION).check_again = True


def scheduled(change: Change, key: StepKey) -> Data:
    """The days that a confirmation brings with it, for its event; nothing for other steps."""
    end = change.case.confirmed_end_date
    if key is not StepKey.CONFIRMATION or end is None:
        return {}
    facts, days = change.facts, {}
    if facts.states.get(StepKey.REFUND, StepState.DONE) not in SETTLED:
        days["refund_by"] = refund_expected(end, facts.rules)
    if facts.states.get(StepKey.BILL_CHECK, StepState.DONE) not in SETTLED:
        days["bill_on"] = next_bill_day(facts, end)
    return days


def not_before_the_end(change: Change, on: date | None) -> None:
    end = change.case.confirmed_end_date
    if end and on and on < end:
        raise NotPossible(_("The contract runs until its end date. Check on that day or later."))


def _add_receipt(step: Step, data: Data) -> None:
    """Each with its own currency; what it stands for is in the refund's, which stays as it is once money has come."""
    receipts, currency = list(step.data.get("receipts", [])), data["currency"]
    if any(one.get("for", currency) != currency for one in receipts):
        raise NotPossible(CURRENCY_STAYS)
    if data.get("received"):
        came_in = data.get("received_currency") or currency
        stands_for, paid_as = data.get("stands_for"), data.get("paid_as") or Paid.MONEY
        if came_in != currency and not stands_for and paid_as != Paid.CREDIT:
            raise NotPossible(OTHER_CURRENCY)
        receipt = {
            "amount": data["received"],
            "currency": came_in,
            "for": currency,
            "stands_for": stands_for if came_in != currency else None,
            "on": data["received_on"],
            "paid_as": paid_as,
            "method": data.get("method", ""),
            "reference": data.get("reference", ""),
        }
        receipts.append(receipt)
    step.record({"receipts": receipts})


def _give_up(change: Change, step: Step, rest: Decimal, data: Data) -> None:
    reason = data.get("write_off_reason")
    if not reason:
        raise NotPossible(_("Say why the rest is given up."))
    told = {"amount": rest, "currency": data["currency"], "reason": reason}
    step.record({"given_up": [*step.data.get("given_up", []), told]})
    change.note("refund_given_up", **told)


def _add_look(change: Change, step: Step, data: Data) -> None:
    case, result = change.case, data["result"]
    if result in SETTLES and not case.charged_on:
        raise NotPossible(NO_CHARGE)
    if result == Found.WAIVED and not data.get("reason"):
        raise NotPossible(_("Say why the charge is let go."))
    _keep_check(step, _picked(data, "reason"))
    if result == Found.CLEAN:
        case.bill_checks += 1
    _take_charges(change, step)


def _keep_check(step: Step, check: Data) -> None:
    step.record({"checks": [*step.data.get("checks", []), check]})
    step.record({"checked_on": None, "result": "", "amount": None, "charged_on": None, "what": "", "reason": ""})


def _take_charges(change: Change, step: Step) -> None:
    """The oldest charge that is open is what there is to dispute."""
    still = [one.on for one in charges_of(step.data["checks"]) if one.left and one.on]
    change.case.charged_on = min(still, default=None)


def _picked(data: Data, *names: str) -> Data:
    return {name: data.get(name) for name in ("checked_on", "result", "amount", "currency", *names)}


def _looked(change: Change, on: date) -> None:
    """Whoever checked the service or a bill has taken the look that was due by then."""
    if change.case.follow_up_on and change.case.follow_up_on <= on:
        change.case.follow_up_on = None
