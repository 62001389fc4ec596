"""Tags on pages: on a request, in the list and its filter, and in the settings."""

from typing import Any

import pytest
from django.test import Client

from cancellations.models import Cancellation, Tag, User
from tests.cases import case_of, fresh, url_of
from tests.conftest import HTMX, ClientOf
from tests.listed import listed
from tests.requests_list import found, page_of

pytestmark = pytest.mark.usefixtures("a_saturday")
URL = "/settings/tags/"


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    case = case_of(owner)
    case.tag(owner, ["VIP <b>"])
    return fresh(case)


def do(client: Client, tag: Tag, what: str, **told: Any) -> Any:
    return client.post(f"{URL}{tag.pk}/", {"do": what, **told})


def test_the_page_of_a_request_shows_and_takes_them(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case)).content.decode()
    assert "<bdi>VIP &lt;b&gt;</bdi>" in page
    answer = client.post(f"{url_of(case)}tags/", {"add": "Urgent, vip <b>"})
    assert (answer.status_code, answer["Location"]) == (303, f"{url_of(case)}#tags")
    client.post(f"{url_of(case)}tags/", {"remove": "VIP <b>", "add": "not this"})
    page = client.get(url_of(case)).content.decode()
    assert '<button class="tag" name="remove" value="Urgent">' in page
    assert 'value="VIP' not in page
    assert "Tags removed" in page
    assert "not this" not in page


def test_htmx_gets_the_tags_alone(client: Client, case: Cancellation) -> None:
    answer = client.post(f"{url_of(case)}tags/", {"add": "Brand new"}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.lstrip().startswith('<div class="stack-s" id="tags">')
    assert 'value="Brand new"' in text
    assert "<html" not in text


@pytest.mark.parametrize("typed", ["", " , ", "x" * 41])
def test_what_is_no_tag_is_asked_again(client: Client, case: Cancellation, typed: str) -> None:
    answer = client.post(f"{url_of(case)}tags/", {"add": typed})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert f'value="{typed}"' in text or not typed.strip()
    assert Tag.objects.count() == 1


def test_the_list_shows_and_filters_by_them(client: Client, case: Cancellation, owner: User) -> None:
    other = listed(owner)
    tag = Tag.objects.get()
    page = page_of(client)
    assert '<bdi class="tag">VIP &lt;b&gt;</bdi>' in page
    assert f'<option value="{tag.pk}">VIP &lt;b&gt;</option>' in page
    assert found(client, tag=str(tag.pk)) == [case.reference]
    for unknown in ("999999", "x", "\0"):
        assert set(found(client, tag=unknown)) == {case.reference, other.reference}
    tag.merge_into(owner, Tag.objects.named(owner, ["Important"])[0])
    important = Tag.objects.get(name="Important")
    assert found(client, tag=str(important.pk)) == [case.reference]
    assert "VIP" not in page_of(client)


def test_search_does_not_look_at_them(client: Client, case: Cancellation) -> None:
    assert found(client, q="VIP") == []


def test_renamed_merged_deleted(client: Client, case: Cancellation, owner: User) -> None:
    tag = Tag.objects.get()
    Tag.objects.named(owner, ["Other"])
    assert do(client, tag, "rename", name="Known").status_code == 303
    assert "<bdi>Known</bdi>" in client.get(URL).content.decode()
    answer = do(client, tag, "rename", name="other")
    assert answer.status_code == 422
    assert "Another tag has this name." in answer.content.decode()
    assert do(client, tag, "merge", name="OTHER").status_code == 303
    assert do(client, Tag.objects.get(name="Other"), "remove").status_code == 303
    assert "There are no tags yet." in client.get(URL).content.decode()
    assert do(client, tag, "remove").status_code == 404
    assert do(client, Tag.objects.named(owner, ["x"])[0], "merge", name="nobody").status_code == 422
    assert do(client, Tag.objects.get(folded="x"), "explode").status_code == 404


def test_the_row_that_is_wrong_keeps_what_was_typed(client: Client, owner: User, case: Cancellation) -> None:
    other = Tag.objects.named(owner, ["Urgent"])[0]
    page = do(client, other, "merge", name="nobody <i>").content.decode()
    assert f'id="tag-name-{other.pk}" value="nobody &lt;i&gt;"' in page
    assert f'id="tag-name-{Tag.objects.get(name="VIP <b>").pk}" value="VIP &lt;b&gt;"' in page


def test_a_form_with_a_key_counts_once(client: Client, case: Cancellation) -> None:
    sent = {"add": "Urgent", "form_key": "11111111-1111-4111-8111-111111111111"}
    assert [client.post(f"{url_of(case)}tags/", sent).status_code for _ in range(2)] == [303, 303]


def test_viewers_look(client_of: ClientOf, viewer: User, case: Cancellation) -> None:
    client, tag = client_of(viewer), Tag.objects.get()
    page = client.get(url_of(case)).content.decode()
    assert '<bdi class="tag">VIP &lt;b&gt;</bdi>' in page
    assert 'name="remove"' not in page
    assert client.get(URL).status_code == 200
    assert client.get(f"{url_of(case)}tags/").status_code == 403
    assert client.post(f"{url_of(case)}tags/", {"add": "x"}).status_code == 403
    assert do(client, tag, "remove").status_code == 403


def test_strangers_find_nothing(client_of: ClientOf, stranger: User, case: Cancellation) -> None:
    client, tag = client_of(stranger), Tag.objects.get()
    assert "VIP" not in client.get(URL).content.decode()
    assert client.post(f"{url_of(case)}tags/", {"add": "x"}).status_code == 404
    assert do(client, tag, "remove").status_code == 404
    assert found(client, tag=str(tag.pk)) == []


def test_wrong_verbs(client: Client, case: Cancellation) -> None:
    assert client.post(URL).status_code == 405
    assert client.get(f"{URL}1/").status_code == 405
    assert client.put(f"{url_of(case)}tags/").status_code == 405
