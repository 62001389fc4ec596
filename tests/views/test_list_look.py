"""How lists look: columns, density and length, kept for the user or told by the address; and the bar below."""

import re
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.listing import FIRST, REQUESTS
from cancellations.models import User
from tests.cases import case_of, fresh
from tests.conftest import HTMX, ClientOf
from tests.listed import listed, many
from tests.requests_list import page_of, shown

pytestmark = pytest.mark.usefixtures("a_saturday")
URL = "/settings/list/"


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def labels(page: str) -> list[str]:
    """What stands in the cells of a row."""
    return re.findall(r'data-label="([^"]*)"', page[page.index("<tbody") :].partition("</tr>")[0])


def typed(*shown: str, **told: Any) -> dict[str, Any]:
    """The form with these columns in this order."""
    order = [*shown, *(name for name in REQUESTS.columns if name not in shown and name != FIRST)]
    places = {f"place_{name}": str(place) for place, name in enumerate(order, start=1)}
    return {"density": "comfortable", "size": "50", **places, **{f"show_{name}": "on" for name in shown}, **told}


def test_the_columns_are_chosen_and_kept(client: Client, owner: User) -> None:
    listed(owner)
    assert labels(page_of(client)) == ["Carrier", "Next action", "Due", "Stage", "Monthly fee", "Assigned to"]
    answer = client.post(URL, typed("due", "opened", "number", density="compact", size="25", next="/requests/?q=x"))
    assert (answer.status_code, answer["Location"]) == (303, "/requests/?q=x")
    page = page_of(client)
    assert labels(page) == ["Due", "Opened", "Request number"]
    assert 'class="table cases compact"' in page
    owner.refresh_from_db()
    assert (owner.list_columns, owner.list_density, owner.list_size) == ("due,opened,number", "compact", 25)
    assert re.search(r'name="show_opened"[^>]* checked', client.get(URL).content.decode())


def test_the_usual_ones_are_kept_as_nothing(client: Client, owner: User) -> None:
    client.post(URL, typed("carrier", "action", "due", "stage", "fee", "who"))
    owner.refresh_from_db()
    assert owner.list_columns == ""


@pytest.mark.parametrize(
    "wrong",
    [{}, {"show_due": "on", "place_due": "x"}, {"show_due": "on", "density": "x"}, {"show_due": "on", "size": "7"}],
)
def test_what_cannot_be_is_asked_again(client: Client, owner: User, wrong: dict[str, str]) -> None:
    assert client.post(URL, {**typed(), **wrong}).status_code == 422
    owner.refresh_from_db()
    assert owner.list_columns == ""


def test_it_never_leads_to_another_site(client: Client) -> None:
    assert client.post(URL, typed("due", next="https://elsewhere.example/"))["Location"] == "/requests/"


def test_the_address_says_otherwise(client: Client, owner: User) -> None:
    many(owner, 60)
    page = page_of(client, columns="who,nothing,due,who", density="compact", size="25")
    assert labels(page) == ["Assigned to", "Due"]
    assert len(shown(page)) == 25
    assert "columns=who%2Cdue&amp;density=compact&amp;size=25&amp;after=" in page
    assert '<input type="hidden" name="columns" value="who,due">' in page
    for strange in ("sim", "x", ",", "\0", "due," * 200):
        assert page_of(client, columns=strange, density=strange, size=strange)


def test_rows_are_selected_for_the_bar_below(client: Client, owner: User) -> None:
    cases = many(owner, 60)
    page = page_of(client, view="waiting", size="25")
    ticks = re.findall(
        r'<input type="checkbox" name="case" value="(\d+)" form="bulk" aria-labelledby="(LC-\w+)">', page
    )
    assert {reference: int(pk) for pk, reference in ticks}.items() <= {c.reference: c.pk for c in cases}.items()
    bar = page[page.index('<form class="bulk"') :].partition("</form>")[0]
    assert '<input type="hidden" name="view" value="waiting">' in bar
    for do in ("log", "follow-up", "assign", "tag", "submit", "confirm"):
        assert f'value="{do}"' in bar
    assert 'name="all"' not in bar
    assert 'name="all"' in page_of(client, size="25")


def test_viewers_only_export(client_of: ClientOf, viewer: User, owner: User) -> None:
    listed(owner)
    page = page_of(client_of(viewer))
    assert 'value="log"' not in page
    assert 'value="export"' in page
    assert client_of(viewer).get(URL).status_code == 200


def test_one_key_makes_a_row_mine(client: Client, owner: User, colleague: User, viewer: User) -> None:
    case = case_of(owner)
    case.assign(owner, to=colleague)
    answer = client.post(f"/requests/{case.reference}/mine/", {"columns": "due,who"}, headers=HTMX)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.startswith("<tr>")
    assert re.findall(r'data-label="([^"]*)"', text) == ["Due", "Assigned to"]
    assert fresh(case).assignee == owner


def test_a_key_that_is_sent_twice_counts_once(client: Client, owner: User) -> None:
    address, sent = f"/requests/{case_of(owner).reference}/mine/", {"form_key": "11111111-1111-4111-8111-111111111111"}
    assert [client.post(address, sent).status_code for _ in range(2)] == [303, 303]


def test_not_everybodys(client_of: ClientOf, owner: User, colleague: User, viewer: User, stranger: User) -> None:
    case = case_of(owner)
    address = f"/requests/{case.reference}/mine/"
    assert client_of(viewer).post(address).status_code == 403
    assert client_of(stranger).post(address).status_code == 404
    assert client_of(owner).get(address).status_code == 405
    answer = client_of(colleague).post(address)
    assert (answer.status_code, answer["Location"]) == (303, f"/requests/{case.reference}/")
    assert fresh(case).assignee == colleague
