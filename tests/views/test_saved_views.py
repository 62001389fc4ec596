"""Saved views on pages: saved from the list's filter, opened from the sidebar, changed, put in order."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from cancellations.models import SavedView, User
from tests.conftest import HTMX, ClientOf
from tests.listed import listed
from tests.requests_list import page_of, shown

pytestmark = pytest.mark.usefixtures("a_saturday")
URL = "/settings/views/"


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def save(client: Client, **told: Any) -> Any:
    return client.post(URL, {"name": "Late ones", "query": "view=overdue&sort=-fee", **told})


def do(client: Client, view: SavedView, what: str, **told: Any) -> Any:
    return client.post(f"{URL}{view.pk}/", {"do": what, **told})


def columns(page: str) -> list[str]:
    """Those that the list shows."""
    return re.findall(r'data-columns="([^"]*)"', page)


def test_a_filter_is_offered_to_be_saved(client: Client, owner: User) -> None:
    assert "Save as a view" not in page_of(client)
    page = page_of(client, view="overdue", sort="-fee")
    assert "Save as a view" in page
    assert '<input type="hidden" name="query" value="view=overdue&amp;sort=-fee">' in page


def test_saved_it_opens_and_stands_beside_every_page(client: Client, owner: User) -> None:
    answer = save(client, is_shared="on")
    view = SavedView.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/requests/?saved={view.pk}&view=overdue&sort=-fee",
    )
    assert (view.name, view.query, view.is_shared) == ("Late ones", "view=overdue&sort=-fee", True)
    page = client.get("/settings/").content.decode()
    link = re.search(r'<a href="([^"]*)"[^>]*data-key="KeyG Digit1">', page)
    assert link
    opened = client.get(unescape(link[1])).content.decode()
    assert re.search(rf'saved={view.pk}[^"]*" aria-current="true"', opened)
    assert "is changed" not in opened
    assert f'<input type="hidden" name="saved" value="{view.pk}">' in opened


def test_what_is_kept_is_what_the_list_would_write(client: Client) -> None:
    save(client, query="x=1&sort=due&view=overdue&saved=3&after=1.2&turn=nobody&q=+Moscow+&density=compact")
    assert SavedView.objects.get().query == "q=Moscow&view=overdue&density=compact"


def test_the_columns_and_the_density_of_now_are_kept_with_it(
    client: Client, client_of: ClientOf, owner: User, colleague: User
) -> None:
    listed(owner)
    owner.prefer(list_columns="due,who", list_density="compact", list_size=25)
    assert 'name="with_look"' in page_of(client, sort="-fee")
    answer = save(client, query="sort=-fee", with_look="on", is_shared="on")
    view = SavedView.objects.get()
    assert view.query == "sort=-fee&columns=due%2Cwho&density=compact"
    assert "is changed" not in client.get(answer["Location"]).content.decode()
    page = client_of(colleague).get(answer["Location"]).content.decode()
    assert columns(page) == ["due,who"]
    assert 'class="table cases compact"' in page
    owner.prefer(list_columns="", list_density="")
    assert columns(client.get(answer["Location"]).content.decode()) == ["due,who"]


def test_what_the_address_says_of_columns_comes_first(client: Client, owner: User) -> None:
    owner.prefer(list_columns="due,who")
    save(client, query="view=overdue&columns=nothing,fee,due&density=x&size=25", with_look="on")
    assert SavedView.objects.get().query == "view=overdue&columns=fee%2Cdue&density=comfortable&size=25"


def test_its_columns_are_changed_by_changing_ones_own(client: Client, owner: User) -> None:
    listed(owner)
    view = SavedView.objects.add(owner, name="Late ones", query="sort=-fee&columns=due&density=compact&size=25")
    page = client.get(f"/requests/?saved={view.pk}&{view.query}").content.decode()
    back = f"/requests/?saved={view.pk}&sort=-fee"
    assert f'href="/settings/list/?{urlencode({"next": back})}"' in page
    owner.prefer(list_columns="who,fee")
    page = client.get(back).content.decode()
    assert columns(page) == ["who,fee"]
    assert "Update the view" in page
    do(client, view, "update", query="sort=-fee", with_look="on")
    view.refresh_from_db()
    assert view.query == "sort=-fee&columns=who%2Cfee&density=comfortable"


def test_without_the_tick_everybody_sees_their_own(client: Client, owner: User) -> None:
    owner.prefer(list_columns="due,who", list_density="compact")
    save(client)
    assert SavedView.objects.get().query == "view=overdue&sort=-fee"


def test_a_changed_filter_is_updated_or_saved_anew(client: Client, owner: User) -> None:
    view = SavedView.objects.add(owner, name="Late ones", query="view=overdue")
    page = page_of(client, saved=str(view.pk), view="today")
    for words in ("The view “Late ones” is changed.", "Update the view", "Save as a new view"):
        assert words in page
    answer = do(client, view, "update", query="view=today")
    assert answer["Location"] == f"/requests/?saved={view.pk}&view=today"
    view.refresh_from_db()
    assert view.query == "view=today"


def test_a_colleague_saves_it_anew_only(client_of: ClientOf, owner: User, colleague: User) -> None:
    view = SavedView.objects.add(owner, name="Late ones", query="view=overdue", is_shared=True)
    page = page_of(client_of(colleague), saved=str(view.pk), view="today")
    assert "Update the view" not in page
    assert "Save as a new view" in page
    assert do(client_of(colleague), view, "update", query="").status_code == 403


def test_htmx_keeps_the_view_open(client: Client, owner: User) -> None:
    view = SavedView.objects.add(owner, name="Late ones", query="view=overdue")
    answer = client.get("/requests/", {"saved": str(view.pk), "view": "today"}, headers=HTMX)
    assert answer["HX-Push-Url"] == f"/requests/?saved={view.pk}&view=today"
    assert "is changed" in answer.content.decode()


def test_somebody_elses_view_opens_as_a_plain_filter(client: Client, colleague: User, owner: User) -> None:
    view = SavedView.objects.add(colleague, name="Secret", query="view=overdue")
    case = listed(owner)
    page = page_of(client, saved=str(view.pk))
    assert "Secret" not in page
    assert shown(page) == [case.reference]
    for strange in ("x", "-1", "9" * 40, "\0"):
        page_of(client, saved=strange)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "\u200b"}, {"name": "x" * 61}])
def test_what_cannot_be_a_name_is_asked_again(client: Client, wrong: dict[str, str]) -> None:
    answer = save(client, **wrong)
    assert answer.status_code == 422
    assert 'value="view=overdue&amp;sort=-fee"' in answer.content.decode()
    ticked = save(client, **wrong, with_look="on").content.decode()
    assert re.search(r'name="with_look"[^>]* checked', ticked)
    assert not re.search(r'name="with_look"[^>]* checked', answer.content.decode())
    assert not SavedView.objects.exists()


def test_renamed_shared_moved_deleted(client: Client, owner: User) -> None:
    first, second = (SavedView.objects.add(owner, name=name, query="") for name in "ab")
    assert do(client, first, "rename", name="Renamed").status_code == 303
    assert do(client, second, "up").status_code == 303
    page = client.get(URL).content.decode()
    assert page.index(">b<") < page.index(">Renamed<")
    do(client, first, "share")
    assert "Shared with everybody here" in client.get(URL).content.decode()
    do(client, first, "unshare")
    do(client, first, "remove")
    assert list(SavedView.objects.values_list("name", flat=True)) == ["b"]
    assert do(client, second, "rename", name="").status_code == 422
    assert do(client, second, "explode").status_code == 404


def test_the_row_that_is_wrong_keeps_what_was_typed(client: Client, owner: User) -> None:
    first, second = (SavedView.objects.add(owner, name=name, query="") for name in "ab")
    answer = do(client, second, "rename", name="x" * 61)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="name-{first.pk}" value="a"' in page
    assert f'id="name-{second.pk}" value="{"x" * 61}"' in page


def test_sent_twice_it_is_there_once(client: Client) -> None:
    for _ in range(2):
        assert save(client, form_key="one").status_code == 303
    assert SavedView.objects.count() == 1


def test_viewers_have_their_own(client_of: ClientOf, viewer: User, owner: User) -> None:
    client = client_of(viewer)
    assert "Share it" not in page_of(client, view="overdue")
    viewer.prefer(list_columns="who")
    assert save(client, is_shared="on", with_look="on").status_code == 303
    theirs = SavedView.objects.get(owner=viewer)
    assert not theirs.is_shared
    assert "columns=who" in theirs.query
    ours = SavedView.objects.add(owner, name="Ours", query="", is_shared=True)
    assert "Ours" in client.get(URL).content.decode()
    assert do(client, ours, "remove").status_code == 403
    assert do(client, SavedView.objects.get(owner=viewer), "share").status_code == 403


def test_strangers_find_nothing(client_of: ClientOf, stranger: User, owner: User) -> None:
    view = SavedView.objects.add(owner, name="Ours", query="", is_shared=True)
    client = client_of(stranger)
    assert "Ours" not in client.get(URL).content.decode()
    assert client.get(f"{URL}{view.pk}/").status_code == 404
    assert do(client, view, "remove").status_code == 404
    assert SavedView.objects.exists()


def test_wrong_verbs(client: Client) -> None:
    assert client.put(URL).status_code == 405
    assert client.delete(f"{URL}1/").status_code == 405
