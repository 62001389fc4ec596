"""Pages that ask before many are changed, and the errand that changes them once they are answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse

from cancellations.domain.errands import ErrandKind
from cancellations.domain.said import Text
from cancellations.domain.words import Words
from cancellations.forms.selection import Ticked
from cancellations.jobs import do_errands_soon
from cancellations.models import Errand
from cancellations.views.http import AuthedHttpRequest, page, redirect_after
from cancellations.views.posting import once

SHOWN = 10  # of what is selected, by name

Form = TypeVar("Form", bound=BaseForm)


@dataclass(frozen=True)
class Row:
    """One of those that are selected. `label` is the link; `name` stands beside it, if there is more to say."""

    url: str
    label: str
    name: str = ""


@dataclass(frozen=True)
class Asked:
    """What such a page says beside its form; see templates/bulk/asked.html.

    `list`: what the list is called that it was opened from; `address`: where the form is sent, with `hidden` in it.
    `left_out`: who of them is not changed; `refused`: why nothing can be done at all, then there is no form.
    `note`: what is said above its button.
    """

    title: Text
    list: Words
    list_url: str
    address: str
    count: str
    rows: Sequence[Row]
    more: str
    hidden: Sequence[tuple[str, str]]
    left_out: Sequence[str] = ()
    refused: str = ""
    note: Words = ""


def asked_page(
    request: AuthedHttpRequest, template: str, asked: Asked, form: BaseForm | None, status: int = 200
) -> HttpResponse:
    """`template` extends bulk/asked.html; its part "asked" is all below the heading, as what it asks of may change."""
    context = {"asked": asked, "form": form}
    return page(request, template, context, fragment="asked", status=422 if asked.refused else status)


def answer_by_errand(
    request: AuthedHttpRequest,
    selection: Ticked,
    form_of: Callable[[], Form],
    ask: Callable[[Form], Errand],
    again: Callable[[Form, int], HttpResponse],
) -> HttpResponse:
    """What a POST is answered with: the page of the errand that `ask` makes, or the form `again` with its errors.

    Others than those that were seen are not changed: then the form comes again too, with those of now.
    """
    asked: list[Errand] = []
    with once(request, reverse("errands")) as posting:
        form = form_of()
        if selection.is_another:
            form.add_error(None, str(selection.changed))
        posting.run(form, lambda: asked.append(ask(form)))
        if posting.done:
            posting.led_to(reverse("errand", args=[asked[0].pk]))
    if posting.done:
        return redirect_after(request, "errand", asked[0].pk)
    return again(form, posting.status)


def ask_worker(
    request: AuthedHttpRequest,
    kind: ErrandKind,
    *,
    what: dict[str, Any],
    title: Text,
    total: int,
    seen_at: str,
    secret: str = "",
) -> Errand:
    """An errand, begun soon. `seen_at`: the address where its result is looked at; the rest as in `Errand.ask`."""
    asked = Errand.objects.ask(request.user, kind, what=what, title=title, total=total, secret=secret)
    asked.result = {"address": seen_at}
    asked.save(update_fields=["result"])
    do_errands_soon()
    return asked
