"""The pages of an import, in words: what is asked, what would happen, what has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cancellations.domain import formats
from cancellations.domain.errands import UNFINISHED
from cancellations.domain.importing.columns import ColumnFate
from cancellations.domain.importing.course import FATES, Fate, ImportState
from cancellations.domain.importing.locale import TableLocale
from cancellations.domain.importing.options import Options
from cancellations.domain.said import told
from cancellations.domain.sim_words import SIM_FIELDS
from cancellations.domain.words import Look
from cancellations.exchange.importing.kept import KeptFile
from cancellations.exchange.importing.proposal import (
    must_answer,
    questions_of,
    reading_of,
    samples_of,
)
from cancellations.exchange.importing.reading import LOOKED_THROUGH, locale_of, mapped
from cancellations.exchange.sheets.limits import MOST_BYTES, MOST_ROWS
from cancellations.forms.base import KeyedForm
from cancellations.forms.sim_import import PREFIX, ColumnsForm, UploadForm
from cancellations.models import Errand, ImportedRow, SimImport
from cancellations.models.sim import title_of
from cancellations.views import sim_import_words as words
from cancellations.views.errands import shown as shown_errand
from cancellations.views.http import AuthedHttpRequest, page
from cancellations.views.sim_import_rest import ShownRest, look_of, problem_of, rest_of

LATEST = 10


@dataclass(frozen=True)
class ShownColumn:
    """One column of the file: its heading, some of its cells, and what it is taken for."""

    heading: str
    samples: str
    field: BoundField | None  # none: it holds secrets and is dropped
    note: str


@dataclass(frozen=True)
class ShownFate:
    """How many rows go one way, and the first of them."""

    look: Look
    count: str
    is_none: bool
    rows: Sequence[tuple[str, str, str]]  # row number, the card, what of it


@dataclass(frozen=True)
class ShownImport:
    pk: int
    name: str
    look: Look
    who: str
    when: str


def upload(request: AuthedHttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    latest = SimImport.objects.visible_to(request.user).select_related("asked_by", "errand").order_by("-pk")[:LATEST]
    context = {
        "form": form,
        "limits": _("CSV or XLSX, at most %(size)s and %(rows)s rows.")
        % {"size": formats.file_size(MOST_BYTES), "rows": formats.number(MOST_ROWS)},
        "latest": [_shown(one) for one in latest],
    }
    return page(request, "sims/import/upload.html", context, status=status)


def columns_form(request: AuthedHttpRequest, one: SimImport) -> ColumnsForm:
    """As it was sent, or with what is proposed; the file read as the address or the form says."""
    kept = KeptFile.from_json(one.source)
    options = reading_of(request.user, kept, Options.from_json(one.options), request.POST or request.GET)
    data = request.POST if request.method == "POST" else None
    headings = mapped(kept, options)
    most = MOST_ROWS if one.course is ImportState.READY else LOOKED_THROUGH  # some row may have said: answer first
    asked = TableLocale() if must_answer(kept, options) else locale_of(one, options, headings, most)
    return ColumnsForm(data, user=request.user, headings=headings, options=options, asked=asked)


def columns(request: AuthedHttpRequest, one: SimImport, form: ColumnsForm, status: int = 200) -> HttpResponse:
    """The questions about the file, if there are any, and its columns."""
    kept, options = KeptFile.from_json(one.source), form.options
    context = {
        **_about(one),
        "form": form,
        "questions": questions_of(kept, options),
        "must_answer": must_answer(kept, options),
        "reading": {"table": options.table, "encoding": options.encoding, "heading_row": options.heading_row},
        "columns": [] if must_answer(kept, options) else _columns(kept, form),
        "dropped": words.dropped(one),
    }
    return page(request, "sims/import/columns.html", context, status=status)


def is_unread(one: SimImport, form: ColumnsForm) -> bool:
    """Whether it is not even known in which encoding the file is written."""
    return must_answer(KeptFile.from_json(one.source), form.options)


def progress(request: AuthedHttpRequest, one: SimImport) -> HttpResponse:
    """How far it is; asks again every second."""
    errand = shown_errand(one.errand, request) if one.errand else None
    return page(request, "sims/import/progress.html", {**_about(one), "errand": errand}, fragment="progress")


def preview(request: AuthedHttpRequest, one: SimImport) -> HttpResponse:
    """What would happen: nothing has been written yet."""
    return page(request, "sims/import/preview.html", _preview(one))


def _preview(one: SimImport) -> dict[str, Any]:
    counts = one.found["counts"]
    good = sum(counts[fate] for fate in (Fate.CREATE, Fate.UPDATE))
    opens = one.found["opens"]
    return {
        **_about(one),
        "form": KeyedForm(),
        "fates": [_fate(fate, one) for fate in Fate],
        "opens": words.opens(opens),
        "cautioned": words.cautioned(one),
        "warnings": words.warnings(one),
        "left_out": words.left_out(one),
        "new_carriers": words.new_carriers(one),
        "dropped": words.dropped(one),
        "refused": one.refused,
        "what_happens": words.what_happens(counts[Fate.REFUSE]),
        "as_of": words.as_of(one),
        "is_something": bool(good or opens),
    }


def result(
    request: AuthedHttpRequest,
    one: SimImport,
    *,
    touched: Sequence[ImportedRow] = (),
    most: int = 0,
    status: int = 200,
) -> HttpResponse:
    """What has happened, and the way back."""
    more = len(touched) > most
    is_written = one.course is not ImportState.DROPPED
    rest = rest_of(one, request.user)
    context = {
        **_about(one),
        "form": KeyedForm(),
        "is_written": is_written,
        "fates": [_fate(fate, one) for fate in Fate] if one.found and is_written else [],
        "opened": words.opened(one),
        "dropped": words.dropped(one),
        "refused": one.refused,
        "may_undo": one.course is ImportState.DONE and one.can_be_undone,
        "touched": [(row.number, row.sim, row.why_touched) for row in touched[:most]],
        "more_touched": more,
        "undone": words.undone(one),
        "rest": rest,
        "errand": shown_errand(one.errand, request) if one.errand and _is_worth_a_look(one.errand, rest) else None,
    }
    return page(request, "sims/import/result.html", context, status=status)


def _is_worth_a_look(errand: Errand, rest: ShownRest | None) -> bool:
    """Something was left out, or it ended before it was through, which `rest` may tell already."""
    return bool(errand.missed) or (rest is None and errand.state in UNFINISHED)


def refused_step(request: AuthedHttpRequest, one: SimImport, form: KeyedForm, status: int) -> HttpResponse:
    """A button that came too late, or twice with other content."""
    if one.course is ImportState.READY:
        return page(request, "sims/import/preview.html", {**_preview(one), "form": form}, status=status)
    context = {**_about(one), "form": form}
    return page(request, "sims/import/too_late.html", context, status=status)


def refused_name(one: SimImport) -> str:
    """After the file that was sent."""
    what = _("refused rows")
    return f"{one.file_name.rpartition('.')[0] or one.file_name}-{what}.csv".replace(" ", "-")


def _shown(one: SimImport) -> ShownImport:
    today = timezone.localdate()
    when = formats.moment(timezone.localtime(one.asked_at), today)
    return ShownImport(one.pk, one.file_name, look_of(one), one.asked_by.display_name, when)


def _about(one: SimImport) -> dict[str, Any]:
    return {"one": _shown(one), "problem": problem_of(one)}


def _columns(kept: KeptFile, form: ColumnsForm) -> list[ShownColumn]:
    samples = samples_of(kept, form.options)
    open_columns = {one.position for one in form.open_columns()}
    doubled = form.headings.doubled
    return [
        ShownColumn(
            heading=one.text or _("Column %(letter)s") % {"letter": words.letter(one.position)},
            samples=" · ".join(samples[one.position]) if one.position in open_columns else "",
            field=form[f"{PREFIX}{one.position}"] if one.position in open_columns else None,
            note=str(_DOUBLED if one.column in doubled else _NOTES.get(one.fate, "")),
        )
        for one in form.headings.all
    ]


_NOTES = {
    ColumnFate.DROPPED: gettext_lazy("Holds secrets: dropped before anything was stored"),
    ColumnFate.INTERNAL: gettext_lazy("Lastcall decides this itself"),
    ColumnFate.UNKNOWN: gettext_lazy("Not recognised"),
}
_DOUBLED = gettext_lazy("Another column is called so too: say which one it is")


def _fate(fate: Fate, one: SimImport) -> ShownFate:
    count = one.found["counts"][fate]
    rows = [_sample(sample, fate) for sample in one.found.get("samples", {}).get(fate.value, [])]
    return ShownFate(FATES[fate], formats.number(count), not count, rows)


def _sample(sample: Sequence[Any], fate: Fate) -> tuple[str, str, str]:
    if fate is Fate.REFUSE:
        number, why = sample
        return formats.number(number), "", told(why)
    number, named, what = sample
    is_list = isinstance(what, list)  # of the fields that change; else why it is left as it is
    words = formats.several(SIM_FIELDS.get(name, name) for name in what) if is_list else told(what)
    return formats.number(number), title_of(*named, full=True), words
