"""The list of SIM cards: columns chosen, density, length, the bar below, saved views, files of it."""

import re
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.listing import FIRST, SIMS
from cancellations.models import Carrier, SavedView, Sim, User
from tests.conftest import HTMX, ClientOf
from tests.sims import add
from tests.sims_list import labels, page_of, shown, titles

LOOK, VIEWS = "/settings/list/sims/", "/settings/views/"
USUAL = ["Number and ICCID", "Carrier", "Monthly fee", "Status", "Holder"]


@pytest.fixture
def cards(owner: User, carrier: Carrier) -> list[Sim]:
    return [add(owner, carrier, nickname=f"Card {letter}", plan="L", holder="Anna") for letter in "abc"]


def typed(*shown: str, **told: Any) -> dict[str, Any]:
    """The form with these columns in this order."""
    order = [*shown, *(name for name in SIMS.columns if name not in shown and name != FIRST)]
    places = {f"place_{name}": str(place) for place, name in enumerate(order, start=1)}
    return {"density": "comfortable", "size": "50", **places, **{f"show_{name}": "on" for name in shown}, **told}


def file_of(client: Client, **query: Any) -> bytes:
    answer: Any = client.get("/sims/export/csv/", query)
    return b"".join(answer.streaming_content)


def test_the_columns_are_chosen_and_kept(client: Client, owner: User, cards: list[Sim]) -> None:
    assert labels(page_of(client)) == USUAL
    assert "More filters" not in page_of(client)
    assert 'href="/settings/list/sims/?next=%2Fsims%2F"' in page_of(client)
    assert 'href="/settings/list/sims/"' in client.get("/settings/list/").content.decode()
    answer = client.post(LOOK, typed("plan", "recorded", density="compact", size="25", next="/sims/?q=card"))
    assert (answer.status_code, answer["Location"]) == (303, "/sims/?q=card")
    page = page_of(client)
    assert labels(page) == ["Plan", "Recorded"]
    assert 'class="table cards compact"' in page
    owner.refresh_from_db()
    assert (owner.sim_columns, owner.list_columns, owner.list_size) == ("plan,recorded", "", 25)
    assert re.search(r'name="show_recorded"[^>]* checked', client.get(LOOK).content.decode())
    client.post(LOOK, typed(*SIMS.usual))
    owner.refresh_from_db()
    assert owner.sim_columns == ""


@pytest.mark.parametrize("wrong", [{}, {"show_plan": "on", "place_plan": "x"}, {"show_plan": "on", "size": "7"}])
def test_what_cannot_be_is_asked_again(client: Client, owner: User, wrong: dict[str, str]) -> None:
    answer = client.post(LOOK, {**typed(), **wrong})
    assert answer.status_code == 422
    assert 'action="/settings/list/sims/"' in answer.content.decode()
    owner.refresh_from_db()
    assert owner.sim_columns == ""
    assert client.put(LOOK).status_code == 405


def test_the_tab_of_lists_is_that_of_both_pages(client: Client) -> None:
    for address, title in (("/settings/list/", "Lists of requests"), (LOOK, "The list of SIM cards")):
        page = client.get(address).content.decode()
        assert '<a href="/settings/list/" aria-current="page">Lists</a>' in page
        assert f"<title>{title} · " in page


def test_the_address_says_otherwise(client: Client, owner: User, cards: list[Sim]) -> None:
    page = page_of(client, columns="holder,nothing,carrier,holder", density="compact", size="25", sort="sim")
    assert labels(page) == ["Holder", "Carrier"]
    assert '<input type="hidden" name="columns" value="holder,carrier">' in page
    assert titles(page) == ["Card a", "Card b", "Card c"]
    for strange in ("sim", "x", ",", "\0", "plan," * 200):
        page_of(client, columns=strange, density=strange, size=strange, sort=strange, saved=strange, status=strange)


def test_rows_are_selected_for_the_bar_below(client: Client, owner: User, cards: list[Sim]) -> None:
    page = page_of(client, status="active")
    ticks = re.findall(r'<input type="checkbox" name="sim" value="(\d+)" form="bulk" aria-labelledby="s(\d+)">', page)
    assert ticks == [(str(pk), str(pk)) for pk in shown(page)]
    bar = page[page.index('<form class="bulk"') :].partition("</form>")[0]
    assert '<input type="hidden" name="status" value="active">' in bar
    assert 'formaction="/batches/new/"' in bar
    assert 'data-row-key="KeyN"' in bar
    assert 'name="all"' not in bar


def test_viewers_only_export(client_of: ClientOf, viewer: User, cards: list[Sim]) -> None:
    page = page_of(client_of(viewer))
    assert "/batches/new/" not in page
    assert 'value="export"' in page
    assert client_of(viewer).get(LOOK).status_code == 200


def test_a_file_has_the_order_the_columns_and_what_is_ticked(client: Client, cards: list[Sim]) -> None:
    def rows(**query: Any) -> list[str]:
        return file_of(client, take="shown", **query).decode("utf-8-sig").splitlines()

    assert rows(sort="-sim", columns="plan")[1:] == ["Card c,eSIM,L", "Card b,eSIM,L", "Card a,eSIM,L"]
    assert rows(sort="sim", columns="holder,recorded")[1] == "Card a,eSIM,Anna"
    ticked: dict[str, Any] = {"sim": [cards[2].pk, cards[0].pk, "x"], "sort": "sim", "columns": "plan"}
    assert rows(**ticked)[1:] == ["Card a,eSIM,L", "Card c,eSIM,L"]
    assert len(rows(**ticked, all="1")) == 4


def test_strangers_take_nothing_along(client_of: ClientOf, stranger: User, cards: list[Sim]) -> None:
    assert b"Card" not in file_of(client_of(stranger), sim=[card.pk for card in cards])


def test_a_filter_is_saved_and_opens_in_its_own_list(client: Client, owner: User, cards: list[Sim]) -> None:
    page = page_of(client, sort="-sim", status="active")
    assert '<input type="hidden" name="listing" value="sims">' in page
    told = {"name": "Backwards", "listing": "sims", "query": "sort=-sim&view=overdue&status=active&saved=3&x=1"}
    answer = client.post(VIEWS, told)
    view = SavedView.objects.get()
    assert (view.listing, view.query) == ("sims", "status=active&sort=-sim")
    assert (answer.status_code, answer["Location"]) == (303, f"/sims/?saved={view.pk}&status=active&sort=-sim")
    opened = page_of(client, answer["Location"])
    assert titles(opened) == ["Card c", "Card b", "Card a"]
    assert re.search(rf'href="/sims/\?saved={view.pk}[^"]*" aria-current="true" data-key="KeyG Digit1"', opened)
    assert "is changed" not in opened
    assert "SIM cards · Only yours" in client.get(VIEWS).content.decode()
    assert client.get(f"{VIEWS}{view.pk}/")["Location"] == answer["Location"]


def test_the_columns_of_now_are_kept_with_it(client: Client, owner: User, cards: list[Sim]) -> None:
    owner.prefer(sim_columns="plan,holder", list_columns="due")
    assert 'name="with_look"' in page_of(client, sort="-sim")
    told = {"name": "Plans", "listing": "sims", "query": "sort=-sim"}
    answer = client.post(VIEWS, {**told, "with_look": "on"})
    assert SavedView.objects.get().query == "sort=-sim&columns=plan%2Cholder&density=comfortable"
    owner.prefer(sim_columns="")
    assert labels(page_of(client, answer["Location"])) == ["Plan", "Holder"]
    client.post(VIEWS, told)
    assert SavedView.objects.order_by("id")[1].query == "sort=-sim"


def test_an_update_is_read_as_the_filter_of_its_own_list(client: Client, owner: User, cards: list[Sim]) -> None:
    owner.prefer(sim_columns="plan,holder", list_columns="due")
    view = SavedView.objects.add(owner, name="Backwards", query="sort=-sim", listing="sims")
    sent = {"do": "update", "query": "status=active&sort=sim&view=overdue"}
    for more, look in (({}, ""), ({"with_look": "on"}, "&columns=plan%2Cholder&density=comfortable")):
        client.post(f"{VIEWS}{view.pk}/", sent | more)
        view.refresh_from_db()
        assert view.query == f"status=active&sort=sim{look}"


def test_it_is_not_a_view_of_the_requests(client: Client, owner: User, cards: list[Sim]) -> None:
    view = SavedView.objects.add(owner, name="Backwards", query="sort=-sim", listing="sims")
    page = client.get(f"/requests/?saved={view.pk}").content.decode()
    assert 'name="saved"' not in page
    requests = SavedView.objects.add(owner, name="Late", query="view=overdue")
    assert 'name="saved"' not in page_of(client, saved=requests.pk)


def test_a_changed_view_is_updated_or_saved_anew(client: Client, owner: User, cards: list[Sim]) -> None:
    view = SavedView.objects.add(owner, name="Backwards", query="sort=-sim", listing="sims")
    page = page_of(client, saved=view.pk, sort="sim")
    assert "The view “Backwards” is changed." in page
    assert "Save as a new view" in page
    answer = client.post(f"{VIEWS}{view.pk}/", {"do": "update", "query": "sort=sim&stage=closed"})
    assert answer["Location"] == f"/sims/?saved={view.pk}&sort=sim"
    part = client.get(f"/sims/?saved={view.pk}&status=ended", headers=HTMX)
    assert part["HX-Push-Url"] == f"/sims/?saved={view.pk}&status=ended"


def test_views_of_other_lists_do_not_exist(client: Client) -> None:
    answer = client.post(VIEWS, {"name": "x", "listing": "carriers", "query": ""})
    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_a_tag_that_goes_goes_from_views_of_cards(owner: User) -> None:
    view = SavedView.objects.add(owner, name="x", query="q=tag%3D1&tag=1", listing="sims")
    SavedView.objects.retag(view.workspace_id, 1, None)
    view.refresh_from_db()
    assert view.query == "q=tag%3D1"


def test_shared_views_are_everybodys_but_strangers(
    client_of: ClientOf, owner: User, viewer: User, stranger: User, cards: list[Sim]
) -> None:
    view = SavedView.objects.add(owner, name="Ours", query="sort=sim", is_shared=True, listing="sims")
    assert f"/sims/?saved={view.pk}" in page_of(client_of(viewer))
    assert "Ours" not in page_of(client_of(stranger), saved=view.pk)
    assert client_of(viewer).post(f"{VIEWS}{view.pk}/", {"do": "remove"}).status_code == 403
    assert client_of(stranger).post(f"{VIEWS}{view.pk}/", {"do": "remove"}).status_code == 404
