"""What the pages of all lists have in common: filters, saved views, headings, neighbouring pages."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from cancellations.domain.roles import Right
from cancellations.domain.words import Words
from cancellations.forms.list_filter import ListFilter
from cancellations.models import SavedView
from cancellations.templatetags.kept import address
from cancellations.views.export_links import export_links
from cancellations.views.http import AuthedHttpRequest, page, wants_fragment
from cancellations.views.list_frame import bulk_bar, headings
from cancellations.views.paging import Page


@dataclass(frozen=True)
class ListPage:
    """What one list's page is made of. `words`: what templates/lists says on it; `css`: of its table.

    `look`: the page of its columns; `first_filters` are always seen, `more_filters` folded away on phones.
    `counted`: how many rows there are, as far as it is known without counting them all.
    """

    name: str
    words: Mapping[str, Words]
    css: str
    bulk: str
    look: str
    first_filters: tuple[str, ...]
    more_filters: tuple[str, ...]
    counted: Callable[[int, bool], str]

    @property
    def address(self) -> str:
        return address(self.name)


def show_list(
    request: AuthedHttpRequest, one: ListPage, chosen: ListFilter, shown: Page[Any], rows: SafeString, **more: Any
) -> HttpResponse:
    """The page of these rows, or for htmx the part below the filters. `more`: what the list has of its own."""
    own_query = _with_query(one.address, chosen.query())
    is_part = wants_fragment(request)
    context = _found(request, one, chosen, shown, own_query) | {"rows": rows, "announce": is_part, **more}
    if chosen.is_set or chosen.saved:
        context |= {"offer_save": True, "to_save": chosen.to_save(), "listing": one.name}
        context |= {"changed": chosen.is_changed, "may_update": _may_update(chosen)}
    if not is_part:
        context |= {
            "first_selects": _printed(_Selects(one.first_filters, chosen.offered(), chosen)),
            "more_selects": one.more_filters and _printed(_Selects(one.more_filters, chosen.offered(), chosen)),
            "kept": chosen.beside_filters(),
        }
    response = page(request, "lists/list.html", context, fragment="results")
    if is_part:
        # the address to come back to, without the filters that say nothing
        response["HX-Push-Url"] = own_query
    return response


def _found(
    request: AuthedHttpRequest, one: ListPage, chosen: ListFilter, shown: Page[Any], own_query: str
) -> dict[str, Any]:
    """What stands around the rows. `own_query`: where the list begins."""
    query, columns, has_more = chosen.query(), chosen.look.columns, bool(shown.before or shown.after)
    # columns that are chosen are shown: an address that says others would hide them
    own_look = _with_query(one.address, chosen.without_look()) if chosen.look.told else own_query
    return {
        "words": one.words,
        "css": one.css,
        "address": one.address,
        "search": chosen.search,
        "headings": headings(columns, chosen.order, one.address, chosen.query(without="sort")),
        "bulk": bulk_bar(one.bulk, query, can_work=request.user.may(Right.WORK), has_more=has_more),
        "exports": export_links(one.name, query),
        "columns": ",".join(columns),
        "compact": chosen.look.is_compact,
        "result": one.counted(len(shown.rows), has_more),
        "chips": chosen.chips(),
        "saved": chosen.saved,
        "previous": shown.link("before", query),
        "next": shown.link("after", query),
        "beyond": shown.is_beyond,
        "cut": shown.is_cut,
        "first_address": own_query,
        "look_address": f"{address(one.look)}?{urlencode({'next': own_look})}",
    }


def _may_update(chosen: ListFilter) -> bool:
    """Whether the opened view may be given the filter as it is now; asked only when it differs."""
    if not chosen.saved or not chosen.is_changed:
        return False
    view = SavedView.objects.visible_to(chosen.user).filter(pk=chosen.saved.pk).first()
    return view is not None and view.may_change(chosen.user)


@dataclass(frozen=True)
class _Selects:
    """Some of the filters; they look alike whenever `offered` is alike."""

    names: tuple[str, ...]
    offered: tuple[Hashable, ...]
    chosen: ListFilter = field(compare=False)


@lru_cache(maxsize=256)
def _printed(selects: _Selects) -> SafeString:
    """Filters as they stand on the page; most pages of the list have the same."""
    return render_to_string("lists/selects.html", {"selects": selects.chosen.selects(*selects.names)})


def _with_query(at: str, query: str) -> str:
    return f"{at}?{query}" if query else at
