"""The facts of a case and of its card, each with who recorded it and when, as the events tell."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.badge import action_words, is_overdue
from cancellations.domain.ending_words import ended_in_words, ending_days
from cancellations.domain.identifiers import group_digits, mask_digits, mask_msisdn, show_msisdn
from cancellations.domain.money_words import charge_label
from cancellations.domain.playbook import SimKind
from cancellations.domain.sim_words import SIM_FIELDS
from cancellations.domain.situation import Decision, Outcome, SimStatus, Stage
from cancellations.domain.words import DECISIONS, OUTCOMES, SIM_KINDS, SIM_STATUSES, STAGES
from cancellations.exchange.document import Fact, Section, told
from cancellations.exchange.reading import CaseRows, names_the_day
from cancellations.models import Event

_ANSWERS = ("contact_logged", "step_recorded:confirmation", "step_completed:confirmation")


def situation_of(rows: CaseRows) -> str:
    """The case in one sentence."""
    case, today = rows.case, rows.today
    if case.outcome:
        closed = timezone.localdate(case.closed_at) if case.closed_at else None
        said = {"outcome": OUTCOMES[Outcome(case.outcome)].label, "day": formats.full_day(closed, today)}
        ended = ended_in_words(case.outcome, case.ended_on, case.suspended_until, case.follow_up_on, today)
        line = _("Closed on %(day)s: %(outcome)s.") % said
        return f"{line} {ended}" if ended else line
    late = is_overdue(case.turn, case.due, today)
    said = {
        "stage": STAGES[Stage(case.stage)].label,
        "action": action_words(case.action, case.action_step, late=late),
        "day": formats.full_day(case.due, today),
    }
    if late:
        return _("%(stage)s. The carrier is overdue since %(day)s. Next: %(action)s.") % said
    if case.due:
        return _("%(stage)s. Next: %(action)s, due on %(day)s.") % said
    return _("%(stage)s. Next: %(action)s.") % said


def cover_of(rows: CaseRows) -> tuple[Fact, ...]:
    return told(_cover(rows))


def case_section(rows: CaseRows) -> Section:
    return Section("facts", _("Facts of the request"), told(_case_facts(rows)))


def card_section(rows: CaseRows) -> Section:
    return Section("card", _("The SIM card"), told(_card_facts(rows)))


def _cover(rows: CaseRows) -> Iterator[Fact]:
    case = rows.case
    yield Fact(_("Our reference"), case.reference)
    yield Fact(_("SIM card"), case.sim.title)
    yield Fact(_("Carrier"), case.carrier.name)
    yield Fact(_("Holder"), case.sim.holder)
    yield Fact(_("Request number"), case.request_number)
    yield Fact(_("Contract ends"), formats.day(case.confirmed_end_date, rows.today))
    yield Fact(_("Round"), str(case.round) if case.round > 1 else "")
    yield Fact(_("Looked after by"), case.assignee.display_name if case.assignee else "")
    yield Fact(_("Dossier made"), rows.stamp(rows.made_at, rows.reader))
    yield Fact(_("Time zone"), timezone.get_current_timezone_name())


def _case_facts(rows: CaseRows) -> Iterator[Fact]:
    case = rows.case
    yield Fact(_("Opened on"), formats.day(case.opened_on, rows.today), _by(rows, "opened"))
    yield Fact(_("Reason"), case.reason, _by(rows, "opened"))
    if case.decision:
        yield Fact(_("Decision"), str(DECISIONS[Decision(case.decision)]), _by(rows, "step_completed:decision"))
    for label, day, kinds in _days(rows):
        if day:
            yield Fact(label, formats.day(day, rows.today), _by(rows, *kinds, day=day))
    if case.outcome:
        yield Fact(_("Outcome"), str(OUTCOMES[Outcome(case.outcome)].label), _by(rows, "closed"))
        yield Fact(_("Reason for closing"), case.outcome_reason, _by(rows, "closed"))


def _days(rows: CaseRows) -> Iterator[tuple[str, date | None, tuple[str, ...]]]:
    """The days kept apart, each under its own name, with the kinds of events that set it."""
    case = rows.case
    sent = "step_completed:submission"
    yield _("End date asked for"), case.requested_end_date, ("opened", "target_changed", sent)
    yield _("Submitted"), case.submitted_on, (sent,)
    yield _("Receipt"), case.acknowledged_on, _ANSWERS
    yield _("Promised by"), case.promised_by, (sent, *_ANSWERS)
    yield _("Carrier wants something since"), case.wants_since, _ANSWERS
    yield _("Confirmed"), case.confirmed_on, ("step_completed:confirmation",)
    yield _("Contract ends"), case.confirmed_end_date, ("step_completed:confirmation",)
    yield _("Checked that it ended"), case.verified_on, ("step_completed:verification",)
    yield (
        charge_label(after_end=case.charged_first_on is not None),
        case.charged_on,
        ("step_recorded:bill_check", "late_charge"),
    )
    for label, day in ending_days(case.outcome, case.ended_on, case.suspended_until):
        yield label, day, ("closed", "suspension_end_named", "suspension_end_corrected")
    looks = (
        ("closed", "suspension_end_unknown") if case.outcome else _ANSWERS
    )  # what is heard after closing moves no day
    yield _("Look again"), case.follow_up_on, ("follow_up_changed", *looks)


def _card_facts(rows: CaseRows) -> Iterator[Fact]:
    sim = rows.case.sim
    added, edited = ([one for one in rows.sim_events if one.kind == kind] for kind in ("sim_added", "sim_edited"))

    def fact(name: str, text: str) -> Fact:
        change = next((one for one in reversed(edited) if name in one.payload.get("fields", ())), None)
        change = change or next(iter(added), None)
        return Fact(str(SIM_FIELDS[name]), text, rows.stamp(change.at, change.by) if change else "")

    yield fact("kind", str(SIM_KINDS[SimKind(sim.kind)]))
    yield Fact(_("Status"), str(SIM_STATUSES[SimStatus(sim.status)].label))
    yield fact("nickname", sim.nickname)
    yield fact("carrier", rows.case.carrier.name)
    show_number, show_digits = (show_msisdn, group_digits) if rows.in_full else (mask_msisdn, mask_digits)
    yield fact("msisdn", show_number(sim.msisdn) if sim.msisdn else "")
    for name in ("iccid", "eid", "imsi", "imei"):
        value = getattr(sim, name)
        yield fact(name, show_digits(value) if value else "")
    yield fact("holder", sim.holder)
    yield fact("plan", sim.plan)
    yield fact("monthly_fee", formats.money(sim.monthly_fee, sim.currency))
    yield fact("billing_day", str(sim.billing_day or ""))
    yield fact("devices", formats.several(sim.devices))
    yield fact("note", sim.note)


def _by(rows: CaseRows, *kinds: str, day: date | None = None) -> str:
    """Who wrote the last event of these kinds, best of those that name the day, and when."""
    found = [event for event in rows.events if _kind(event) in kinds or event.kind in kinds]
    naming = [event for event in found if day and names_the_day(event.payload, day)]
    last = next(reversed(naming or found), None)
    return rows.stamp(last.at, last.by) if last else ""


def _kind(event: Event) -> str:
    return f"{event.kind}:{event.payload.get('step', '')}"
