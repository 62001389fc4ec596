"""A report about one client: chosen from those with the most requests, or typed as it is recorded."""

from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from cancellations.models import Cancellation, Carrier, User
from cancellations.models.reports.keys import MOST_CLIENTS
from cancellations.models.reports.scope import scope_of
from cancellations.views.reporting import counting
from tests.cases import case_of, sim_of
from tests.conftest import ClientOf
from tests.pages import fields_of, text_of
from tests.views.reports.told import URL, sent

pytestmark = pytest.mark.usefixtures("a_saturday")
WANG, MARIA = '王芳 "A" & Co', "Мария"


@pytest.fixture
def of_two(owner: User, carrier: Carrier) -> list[Cancellation]:
    """Two of one client, one of another, one of nobody."""
    return [sent(owner, carrier, holder=holder) for holder in (WANG, WANG, MARIA, "")]


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200
    return " ".join(text_of(answer).split())


@pytest.mark.parametrize(("typed", "n"), [(WANG, 2), (MARIA, 1), ("мария", 1), ("", 4)])
def test_it_counts_this_client_alone(client: Client, of_two: list[Cancellation], typed: str, n: int) -> None:
    text = page(client, f"?holder={quote(typed)}")
    assert f"opened {n}, closed 0. Open at the end: {n}." in text


def test_the_form_and_every_address_keep_it(client: Client, of_two: list[Cancellation]) -> None:
    answer = client.get(f"{URL}?holder={quote('мария')}&by=client")
    html = unescape(answer.content.decode())
    assert fields_of(answer, URL)["holder"] == ["мария"]
    assert f"holder={quote(MARIA)}" in html, "files, and the days beside"
    assert f"/requests/?holder={quote('=' + MARIA)}" in html, "the requests behind a number"
    assert f"Holder: {MARIA}" in html, "on paper"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    file = client.get(f"{URL}csv/?table=flow&holder={quote(MARIA)}")
    assert file.status_code == 200


def test_those_with_the_most_are_offered(client: Client, of_two: list[Cancellation]) -> None:
    html = client.get(URL).content.decode()
    offered = html.split('<datalist id="report-clients">')[1].split("</datalist>")[0]
    assert unescape(offered) == f"<option>{WANG}</option><option>{MARIA}</option>"
    assert 'list="report-clients"' in html


def test_very_many_are_typed(client: Client, of_two: list[Cancellation], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNTED_AT_ONCE", 1)
    html = client.get(URL).content.decode()
    assert 'name="holder"' in html
    assert "report-clients" not in html


def test_all_others_are_one_row_from_forty_on(client: Client, owner: User, carrier: Carrier) -> None:
    for n in range(MOST_CLIENTS + 2):
        for _case in range(2 if n < MOST_CLIENTS else 1):
            case_of(owner, sim=sim_of(owner, carrier=carrier, holder=f"Client {n:02}"))
    text = page(client, "?by=client")
    assert "Client 39" in text
    assert "All other clients" in text
    assert "Client 40" not in text
    assert client.get(f"{URL}csv/?table=scores&by=client").status_code == 200


def test_a_stranger_learns_of_no_client(client_of: ClientOf, stranger: User, of_two: list[Cancellation]) -> None:
    answer = client_of(stranger).get(f"{URL}?holder={quote(MARIA)}")
    assert answer.status_code == 422
    assert "No SIM card here has this holder." in text_of(answer)
    assert WANG not in unescape(client_of(stranger).get(URL).content.decode())


def test_a_viewer_may_choose_too(client_of: ClientOf, viewer: User, of_two: list[Cancellation]) -> None:
    assert "opened 1" in page(client_of(viewer), f"?holder={quote(MARIA)}")


def test_nothing_is_posted(client: Client) -> None:
    assert client.post(URL, {"holder": MARIA}).status_code == 405


def test_the_scope_is_of_the_whole_name(owner: User, carrier: Carrier) -> None:
    """Longer than what the index compares."""
    for end in ("A", "B"):
        sent(owner, carrier, holder="x" * 60 + end)
    assert scope_of(owner, holder="x" * 60 + "A").cases().count() == 1
