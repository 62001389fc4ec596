"""A viewer searches the lists: by what he sees, never by what is masked for him; and at no more queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cancellations.models import Cancellation, User
from tests.cases import case_of, sim_of
from tests.conftest import ClientOf
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
LISTS = ["/requests/", "/search/", "/sims/"]


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner, sim=sim_of(owner, msisdn="+79161234567", iccid="8970101234567890123", holder="Ivanov"))


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("term", ["+79161234567", "9161234567", "1234567", "8970101234567890123"])
def test_a_masked_number_finds_nothing(
    case: Cancellation, client_of: ClientOf, owner: User, viewer: User, address: str, term: str
) -> None:
    assert "Ivanov" not in text_of(client_of(viewer).get(address, {"q": term}))
    assert "Ivanov" in text_of(client_of(owner).get(address, {"q": term}))


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("term", ["ivanov", "0123", "7916"])
def test_what_is_shown_finds(case: Cancellation, client_of: ClientOf, viewer: User, address: str, term: str) -> None:
    assert "Ivanov" in text_of(client_of(viewer).get(address, {"q": term}))


@pytest.mark.parametrize("address", LISTS)
def test_it_costs_nobody_more_queries(
    case: Cancellation, client_of: ClientOf, owner: User, viewer: User, address: str
) -> None:
    counts = []
    for user in (owner, viewer):
        client = client_of(user)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address, {"q": "0123"})
        counts.append(len(asked))
    assert counts[0] == counts[1]
