"""The request page lists its deadlines; each can be opened to see how it was counted, with and without scripts."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import StepKey as K
from cancellations.models import Cancellation, User
from tests.cases import carrier_of, case_of, sim_of, url_of
from tests.conftest import ClientOf

pytestmark = pytest.mark.usefixtures("a_saturday")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def case(owner: User) -> Cancellation:
    """Sent on 3 November to a Russian carrier that answers in ten working days."""
    carrier = carrier_of(owner, country="RU", processing_days=10, processing_unit="working")
    return case_of(owner, to=K.CONFIRMATION, sim=sim_of(owner, carrier=carrier))


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def text_of(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_request_page_lists_them_folded(client: Client, case: Cancellation) -> None:
    page = text_of(client, url_of(case))
    assert "Answer expected" in page
    assert "Wed 18 Nov" in page
    assert 'id="deadline-confirmation"' in page
    assert f'href="{url_of(case, "deadlines")}#confirmation"' in page
    assert "Unity Day" not in page, "how it was counted is fetched when it is opened"


def test_the_page_shows_how_each_was_counted(client: Client, case: Cancellation) -> None:
    page = text_of(client, url_of(case, "deadlines"))
    for said in ("10 working days", "Tue 3 Nov", "Unity Day", "Sunday", "Wed 18 Nov", "those of Russia", "Our own"):
        assert said in page
    assert 'id="confirmation"' in page
    assert "<html" in page


def test_opened_in_place_it_is_the_one_alone(client: Client, case: Cancellation) -> None:
    part = text_of(client, f"{url_of(case, 'deadlines')}?of=confirmation", **HTMX)
    assert "Unity Day" in part
    assert "3 calendar days" not in part
    assert "<html" not in part


def test_one_that_has_gone_meanwhile(client: Client, case: Cancellation) -> None:
    assert "not there any more" in text_of(client, f"{url_of(case, 'deadlines')}?of=refund", **HTMX)


def test_in_the_readers_language(client: Client, case: Cancellation) -> None:
    client.cookies["language"] = "zh-hans"
    assert "人民团结日" in text_of(client, url_of(case, "deadlines"))
    client.cookies["language"] = "ru"
    assert "День народного единства" in text_of(client, url_of(case, "deadlines"))


def test_old_facts_are_named(client: Client, case: Cancellation) -> None:
    case.carrier.facts.create(
        workspace_id=case.workspace_id, kind="fee", tier="A", confidence="high", own_text="No fee", as_of="2026-01-05"
    )
    assert "1 fact that requests to this carrier count on is older than 180 days." in text_of(
        client, url_of(case, "deadlines")
    )


def test_viewers_may_look_and_strangers_find_nothing(
    client_of: ClientOf, case: Cancellation, viewer: User, stranger: User
) -> None:
    url = url_of(case, "deadlines")
    assert client_of(viewer).get(url).status_code == 200
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(None).get(url).status_code == 302
    assert client_of(viewer).post(url).status_code == 405


def test_few_questions(client: Client, case: Cancellation) -> None:
    text_of(client, url_of(case, "deadlines"))
    with CaptureQueriesContext(connection) as asked:
        text_of(client, url_of(case, "deadlines"))
    assert len(asked) <= 5
    case.refresh_from_db()
    assert case.due == date(2026, 11, 6)
