"""The steps of a case as its page shows them: what is done, what is locked and why, which one is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cancellations.domain import formats
from cancellations.domain.closing import Obstacle, obstacles_to_start
from cancellations.domain.obstacle_words import obstacle_sentence
from cancellations.domain.playbook import POINT_OF_NO_RETURN, RULES, StepKey, StepState
from cancellations.domain.situation import Action, CaseFacts
from cancellations.domain.words import ACTIONS, PHASES, STEP_HELP, STEP_STATES, STEPS, TURNS, Look, reason_in_words
from cancellations.forms.steps import STEP_FORMS
from cancellations.forms.steps.base import Fact, StepForm
from cancellations.models import Cancellation, Step
from cancellations.views.case_reads import case_url

_CSS = {
    StepState.TODO: "todo",
    StepState.WAITING: "wait",
    StepState.BLOCKED: "block",
    StepState.DONE: "done",
    StepState.SKIPPED: "skip",
}


@dataclass(frozen=True)
class StepView:
    """One step, ready to be printed."""

    key: StepKey
    number: int
    name: str
    help: str
    css: str
    icon: str
    who: str
    hint: str
    badge: Look | None
    version: int
    is_settled: bool
    is_held: bool
    check_again: bool
    can_skip: bool
    obstacles: list[str] = field(default_factory=list)
    recorded: list[Fact] = field(default_factory=list)
    form: StepForm | None = None
    gate_before: bool = False
    url: str = ""
    is_open: bool = False

    @property
    def is_locked(self) -> bool:
        return bool(self.obstacles) and not self.is_settled and not self.is_open

    @property
    def warning(self) -> str:
        """What stands before the step, in a line."""
        return " · ".join(self.obstacles)

    @property
    def can_be_drafted(self) -> bool:
        """Whether there is something to fill in that can be kept unfinished."""
        return self.form is not None and bool(self.form.visible_fields()) and not self.is_settled

    def changes(self) -> Iterator[tuple[str, str]]:
        """What else can happen to the step: the name in its address, and the label."""
        if self.is_settled:
            yield "reopen", _("Reopen…")
            if self.check_again:
                yield "recheck", _("It is still right")
            return
        if self.is_held:
            yield "resume", _("Go on")
        yield "wait", _("Wait for somebody…")
        yield "ask", _("Ask the holder…")
        yield "block", _("Blocked…")
        if self.can_skip:
            yield "skip", _("Skip…")


@dataclass(frozen=True)
class PhaseView:
    name: str
    settled: int
    steps: list[StepView]

    @property
    def total(self) -> int:
        return len(self.steps)


class StepList:
    """Makes the views of all steps of one case; `opened` is the step whose form is shown."""

    def __init__(
        self,
        case: Cancellation,
        steps: Sequence[Step],
        today: date,
        opened: StepForm | StepKey | None,
        facts: CaseFacts,
    ) -> None:
        self.case, self.steps, self.today = case, list(steps), today
        self.form = opened if isinstance(opened, StepForm) else None
        self.opened = self.form.key if self.form else opened
        self.url = case_url(case.reference)
        self.facts = facts
        self.language = get_language()

    def phases(self) -> list[PhaseView]:
        views = [self._view(number, step) for number, step in enumerate(self.steps, start=1)]
        made = []
        for phase, group in groupby(views, key=lambda view: RULES[view.key].phase):
            inside = list(group)
            made.append(PhaseView(str(PHASES[phase]), sum(view.is_settled for view in inside), inside))
        return made

    def _obstacles(self, key: StepKey) -> list[Obstacle]:
        return obstacles_to_start(key, self.facts, accounts_attached=self.case.accounts_attached)

    def _view(self, number: int, step: Step) -> StepView:
        key, state = step.step_key, StepState(step.state)
        name, about = _words(key, self.language)
        sent_in = self.form is not None and self.opened == key
        free = step.is_settled and not sent_in
        obstacles = [] if free else [obstacle_sentence(one) for one in self._obstacles(key)]
        is_open = sent_in or (self.opened == key and not (obstacles and key is not POINT_OF_NO_RETURN))
        form = self._form(step, bool(obstacles)) if is_open else None
        return StepView(
            key=key,
            number=number,
            name=name,
            help=about,
            css=self._css(step, bool(obstacles) and not is_open),
            icon=self._icon(step, bool(obstacles)),
            who=self._who(step),
            hint=self._hint(step, obstacles),
            badge=self._badge(step, state),
            version=step.version,
            is_settled=step.is_settled,
            is_held=state in {StepState.WAITING, StepState.BLOCKED},
            check_again=step.check_again and step.is_settled,
            can_skip=RULES[key].skippable,
            obstacles=obstacles,
            recorded=recorded_facts(self.case, step, self.today) if is_open and not form else [],
            form=form,
            gate_before=key is POINT_OF_NO_RETURN,
            url=f"{self.url}steps/{key}/",
            is_open=is_open,
        )

    def _form(self, step: Step, locked: bool) -> StepForm | None:
        """A form that was sent in is shown whatever has become of the step: it holds what was typed."""
        if step.is_settled and not self.form:
            return None
        form = self.form or STEP_FORMS[step.step_key](case=self.case, step=step, today=self.today)
        if "override_reason" in form.fields and not locked:
            del form.fields["override_reason"]
        return form

    def _css(self, step: Step, locked: bool) -> str:
        if locked:
            return "lock"
        if step.state == StepState.TODO and self.case.action_step == step.key:
            return "now"
        return _CSS[StepState(step.state)]

    def _icon(self, step: Step, locked: bool) -> str:
        if locked and not step.is_settled:
            return "lock"
        return STEP_STATES[StepState(step.state)].icon if step.state != StepState.TODO else ""

    def _who(self, step: Step) -> str:
        if not step.settled_at:
            return ""
        name = step.settled_by.display_name if step.settled_by else ""
        return f"{name} · {formats.short_day(timezone.localdate(step.settled_at), self.today)}"

    def _hint(self, step: Step, obstacles: list[str]) -> str:
        if step.reason:
            return reason_in_words(step.reason)[:120]
        if obstacles:
            return obstacles[0]
        return _("Started") if step.in_progress else ""

    def _badge(self, step: Step, state: StepState) -> Look | None:
        if step.check_again and step.is_settled:
            return Look(_("Check again"), "alert", "is-amber")
        if step.is_answered:
            return ACTIONS[Action.HOLDER_ANSWERED]
        if state in {StepState.WAITING, StepState.BLOCKED} and step.until:
            look, day = STEP_STATES[state], formats.short_day(step.until, self.today)
            who = TURNS[step.facts.waiting_on].label if step.facts.waiting_on else look.label
            return Look(_("%(who)s until %(day)s") % {"who": who, "day": day}, look.icon, look.colour)
        return STEP_STATES[state] if state is StepState.SKIPPED else None


@lru_cache(maxsize=64)
def _words(key: StepKey, _language: str | None) -> tuple[str, str]:
    """What a step is called, and what it is for."""
    return str(STEPS[key]), str(STEP_HELP[key])


def recorded_facts(case: Cancellation, step: Step, today: date) -> list[Fact]:
    """What a step holds, as labels and texts."""
    return list(STEP_FORMS[step.step_key].recorded(step, case, today))


@dataclass(frozen=True)
class RoundView:
    """An earlier round that ended with a refusal; it stays readable."""

    number: int
    steps: list[tuple[str, list[Fact]]]


def earlier_rounds(case: Cancellation, steps: Sequence[Step], today: date) -> list[RoundView]:
    made = []
    for number, group in groupby(
        sorted(steps, key=lambda step: (step.round, step.position)), key=lambda step: step.round
    ):
        rows = [(str(STEPS[step.step_key]), recorded_facts(case, step, today)) for step in group if step.data]
        made.append(RoundView(number, rows))
    return made
