"""The list of SIM cards by holder, by tag and with a column for the kind: on the page, in files, in saved views."""

from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from cancellations.models import Cancellation, Carrier, SavedView, Sim, Tag, User
from tests.conftest import ClientOf
from tests.sims import add
from tests.sims_list import labels, page_of, shown, titles

ANNA = "Anna & Sons"


@pytest.fixture
def cards(owner: User, carrier: Carrier) -> list[Sim]:
    """Two of Anna's, one whose holder's name begins alike, one of nobody's; the first has a tagged request."""
    whose = [("a", ANNA, "esim"), ("b", ANNA, "physical"), ("c", f"{ANNA} 2", "esim"), ("d", "", "esim")]
    cards = [add(owner, carrier, nickname=name, holder=holder, kind=kind) for name, holder, kind in whose]
    case = Cancellation.objects.start(cards[0], owner, requested_end_date=None)
    case.tag(owner, ["Urgent"])
    return cards


def file_of(client: Client, **query: Any) -> str:
    answer: Any = client.get("/sims/export/csv/", {"take": "shown", **query})
    return b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("holder", "found"),
    [(f"={ANNA}", "ba"), (f"={ANNA} 2", "c"), ("=", "d"), ("=anna & sons", ""), (ANNA, "dcba"), ("=\0", "dcba")],
)
def test_exactly_one_holder(client: Client, cards: list[Sim], holder: str, found: str) -> None:
    assert titles(page_of(client, holder=holder)) == list(found)


def test_a_holder_leads_to_all_cards_and_can_be_taken_away(client: Client, cards: list[Sim]) -> None:
    address = f"/sims/?holder={quote('=' + ANNA, safe='').replace('%20', '+')}"
    assert f'href="{address}"' in unescape(page_of(client))
    answer = client.get(address)
    page = unescape(answer.content.decode())
    assert f"Holder: {ANNA}" in page
    assert f'name="holder" value="={ANNA}"' in page, "the other filters keep it"
    assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_by_the_tag_of_a_request(client: Client, owner: User, cards: list[Sim]) -> None:
    tag = Tag.objects.visible_to(owner).get()
    assert titles(page_of(client, tag=tag.pk)) == ["a"]
    assert titles(page_of(client, tag=tag.pk, kind="physical")) == []
    assert "Tag: Urgent" in page_of(client, tag=tag.pk)
    assert f'<option value="{tag.pk}" selected>Urgent</option>' in page_of(client, tag=tag.pk)
    for strange in ("x", "0", str(tag.pk + 1), "9" * 30):
        assert len(titles(page_of(client, tag=strange))) == len(cards)


def test_without_tags_none_is_offered(client: Client, carrier: Carrier) -> None:
    assert 'name="tag"' not in page_of(client)


def test_the_kind_has_a_column_of_its_own(client: Client, cards: list[Sim]) -> None:
    page = page_of(client, columns="kind", sort="kind")
    assert labels(page) == ["SIM kind"]
    assert titles(page) == ["a", "c", "d", "b"]
    assert page.count("Physical SIM</span>") == 1, "not under the name as well"
    assert "Physical SIM</span>" in page_of(client), "under the name where it has no column"


def test_files_follow_what_is_seen(client: Client, owner: User, cards: list[Sim]) -> None:
    lines = file_of(client, holder=f"={ANNA}", columns="kind,holder", sort="kind").splitlines()
    assert lines[1:] == [f"a,eSIM,{ANNA}", f"b,Physical SIM,{ANNA}"]
    tag = Tag.objects.visible_to(owner).get()
    assert len(file_of(client, tag=tag.pk).splitlines()) == 2


def test_a_saved_view_keeps_both(client: Client, owner: User, cards: list[Sim]) -> None:
    tag = Tag.objects.visible_to(owner).get()
    query = f"tag={tag.pk}&holder={quote('=' + ANNA)}"
    assert client.post("/settings/views/", {"name": "Anna", "listing": "sims", "query": query}).status_code == 303
    view = SavedView.objects.get()
    assert shown(page_of(client, address=f"/sims/?{view.query}")) == [cards[0].pk]


def test_strangers_and_viewers(
    client_of: ClientOf, viewer: User, stranger: User, owner: User, cards: list[Sim]
) -> None:
    tag = Tag.objects.visible_to(owner).get()
    assert titles(page_of(client_of(viewer), tag=tag.pk)) == ["a"]
    for query in ({"tag": tag.pk}, {"holder": f"={ANNA}"}):
        page = page_of(client_of(stranger), **query)
        assert titles(page) == []
        assert "Urgent" not in page


def test_nothing_is_posted_to_the_list(client: Client) -> None:
    assert client.post("/sims/", {"tag": "1"}).status_code == 405
