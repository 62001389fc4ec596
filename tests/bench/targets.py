"""What is asked for, and what it may cost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from urllib.parse import urlencode
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Stage
from cancellations.models import Cancellation, Step, User
from cancellations.views.paging import Cursor
from cancellations.views.reports import SECTIONS

LIMIT, LASTCALL = "limit", "lastcall"
PAGE, DEEP = 50, 1000
LIMIT_LIST = "L: limit project, list"
LIST, DEEP_LIST = "list", "list, page 1,000"
_SEARCHES = (  # what is typed, and what it may cost: a miss no more than a hit
    ("by name", "Иванов", 0.8),
    ("very many", "+79", 0.8),
    ("last digits", "4567", 0.8),
    ("Chinese name", "王芳", 0.8),
    ("no hit", "zzzz nobody", 0.6),
    ("no such number", "+79165558142", 0.6),
    ("number of zeros", "+79160000000123", None),
    ("two letters, none", "qj", None),
)
TOKEN = "b" * 32  # of the cross-site check: cookie and header need to be the same, no more
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass(frozen=True)
class Ask:
    path: str
    headers: dict[str, str]
    form: dict[str, str] | None = None  # None: GET


@dataclass(frozen=True)
class Target:
    """`goal`: in multiples of L; None for what is shown beside. `most_queries`: session and user included."""

    name: str
    server: str
    asks: Iterator[Ask] = field(repr=False)
    goal: float | None = None
    most_queries: int | None = None
    takes_long: bool = False  # it is asked for once a round

    def next(self) -> Ask:
        try:
            return next(self.asks)
        except StopIteration:
            raise SystemExit(f"{self.name}: too few cases for so many requests; give a larger --size.") from None


def limit_targets(session: str) -> list[Target]:
    headers = _headers(session)
    return [
        Target(LIMIT_LIST, LIMIT, cycle([Ask("/list", headers)])),
        Target("W: limit project, step", LIMIT, (Ask(f"/step/{number}", headers, {}) for number in count(1))),
    ]


def deep_page(owner: User) -> str:
    """The query string of the list's page 1,000, as its links lead there; of its last full page when it has fewer."""
    cases = Cancellation.objects.visible_to(owner).open_cases().order_by("due_on", "id")
    before = min(PAGE * (DEEP - 1), (cases.count() // PAGE - 1) * PAGE)
    due_on, pk = cases.values_list("due_on", "id")[before - 1]
    return urlencode({"after": Cursor(due_on, pk)})


def lastcall_targets(session: str, deep: str, decisions: int) -> list[Target]:
    """`deep`: the query string of a page far behind. `decisions`: as many steps may be recorded."""
    headers = _headers(session)

    def get(path: str) -> Iterator[Ask]:
        return cycle([Ask(path, headers)])

    cases = Cancellation.objects.order_by("id").values_list("reference", flat=True)
    pages = cycle([Ask(f"/requests/{reference}/", headers) for reference in cases[:: max(1, cases.count() // 500)]])
    steps = _to_decide(decisions)
    return [
        Target(LIST, LASTCALL, get("/requests/"), 0.6, 6),
        Target(DEEP_LIST, LASTCALL, get(f"/requests/?{deep}"), 0.7, 6),
        *(
            Target(f"list, search {name}", LASTCALL, get(f"/requests/?{urlencode({'q': words})}"), goal, 7)
            for name, words, goal in _SEARCHES
        ),
        Target("search page, no hit", LASTCALL, get("/search/?q=zzzz+nobody"), 0.6, 8),
        Target("search page, hits", LASTCALL, get("/search/?q=4567"), None, 11),
        Target("request page", LASTCALL, pages, 0.7, 8),
        Target("Today", LASTCALL, get("/"), 0.7, 8),
        Target("step POST, htmx", LASTCALL, _posts(steps, headers | HTMX), 0.4, 10),
        Target("step POST, plain", LASTCALL, _posts(steps, headers), 0.4, 10),
        Target("reports page", LASTCALL, get("/reports/"), takes_long=True),
        *(Target(name, LASTCALL, get(f"/reports/part/?{query}"), takes_long=True) for name, query in _sections()),
    ]


def _sections() -> list[tuple[str, str]]:
    """Each section of the reports over all time, counted anew: the page itself shows what was counted lately."""
    first = Cancellation.objects.order_by("opened_on").values_list("opened_on", flat=True)[0]
    days = {"from": first.isoformat(), "to": timezone.localdate().isoformat(), "anew": "1"}
    asked = [(name, "carrier") for name in SECTIONS] + [("scores", "client"), ("money", "client")]
    return [(f"report, {name} by {by}", urlencode({**days, "part": name, "by": by})) for name, by in asked]


def _headers(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}


def open_steps(key: StepKey) -> QuerySet[Step]:
    """Those that can be recorded: nothing has been sent in their cases yet."""
    todo = Step.objects.filter(key=key, is_current=True, state=StepState.TODO)
    return todo.filter(cancellation__stage=Stage.PREPARING).order_by("id")


def decision_posts(session: str, count: int) -> Iterator[Ask]:
    """As many decisions to record, each in another case."""
    return _posts(_to_decide(count), _headers(session) | HTMX)


def _to_decide(count: int) -> Iterator[tuple[str, int]]:
    return iter(list(open_steps(StepKey.DECISION).values_list("cancellation__reference", "version")[:count]))


def _posts(steps: Iterator[tuple[str, int]], headers: dict[str, str]) -> Iterator[Ask]:
    """A decision recorded, each in another case, each form with a key of its own."""
    for reference, version in steps:
        told = {"choice": "terminate", "why": "returned", "note": ""}
        form = {**told, "version": str(version), "form_key": str(uuid4())}
        yield Ask(f"/requests/{reference}/steps/decision/", headers, form)
