"""What becomes of a letter: details kept for the next one, the PDF filed as evidence."""

import hashlib

import pytest
from django.test import Client

from cancellations.models import Cancellation, Event, Evidence, SenderDetails, User
from tests.cases import url_of
from tests.conftest import ClientOf
from tests.letters.typed import letter_url, read, silent_case, typed
from tests.pages import fields_of

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return silent_case(owner)


# --- kept for the next letter -----------------------------------------------------------------------------------


def test_nothing_is_kept_without_the_tick(client: Client, case: Cancellation) -> None:
    client.post(letter_url(case), typed())
    assert not SenderDetails.objects.exists()


def test_kept_with_the_tick_and_shown_masked(client: Client, case: Cancellation) -> None:
    client.post(letter_url(case), typed(keep="on"))
    response = client.get(letter_url(case))
    page = response.content.decode()
    assert "•••• 5678" in page
    for secret in ("E12345678", "40817810099910004312", "40817 810"):
        assert secret not in page
    fields = fields_of(response, letter_url(case))
    assert fields["document_number"] == [""]
    assert fields["issued_by"] == ["Бюро выезда"]
    assert fields["born_on"] == ["1990-02-03"]
    made = client.post(letter_url(case), typed(document_number="", bank_account="", keep="on"))
    assert "E12345678" in read(made.content)
    assert "40817810099910004312" in read(made.content)


def test_another_letter_keeps_what_it_does_not_ask_for(client: Client, case: Cancellation) -> None:
    client.post(letter_url(case), typed(keep="on"))
    client.post(letter_url(case, "chaser"), typed(keep="on", address="Elsewhere"))
    kept = SenderDetails.objects.known_of(case.sim)
    assert (kept["document_number"], kept["address"]) == ("E12345678", "Elsewhere")


def test_forgotten_when_the_tick_is_taken_away(client: Client, case: Cancellation) -> None:
    client.post(letter_url(case), typed(keep="on"))
    client.post(letter_url(case), typed())
    assert not SenderDetails.objects.exists()


@pytest.mark.parametrize("do", ["pdf", "file"])
def test_an_older_form_deletes_nothing_that_a_colleague_has_kept(
    client: Client, case: Cancellation, colleague: User, do: str
) -> None:
    older = fields_of(client.get(letter_url(case)), letter_url(case))["seen"]
    SenderDetails.objects.keep(case.sim, colleague, {"name": "Kept by another", "document_number": "E777"})
    assert client.post(letter_url(case), typed(seen=older[0], do=do)).status_code in {200, 303}
    assert SenderDetails.objects.known_of(case.sim)["name"] == "Kept by another"


@pytest.mark.parametrize("do", ["pdf", "file"])
def test_an_older_form_is_asked_before_it_keeps_its_own(
    client: Client, case: Cancellation, colleague: User, do: str
) -> None:
    SenderDetails.objects.keep(case.sim, colleague, {"name": "Kept by another"})
    response = client.post(letter_url(case), typed(seen="", keep="on", do=do))
    assert response.status_code == 409
    assert "Somebody has kept other details" in response.content.decode()
    again = fields_of(response, letter_url(case))
    assert again["issued_by"] == ["Бюро выезда"]
    assert SenderDetails.objects.known_of(case.sim) == {"name": "Kept by another"}
    assert client.post(letter_url(case), typed(seen=again["seen"][0], keep="on", do=do)).status_code in {200, 303}
    assert SenderDetails.objects.known_of(case.sim)["document_number"] == "E12345678"


def test_no_event_and_no_log_tells_what_was_typed(
    client: Client, case: Cancellation, caplog: pytest.LogCaptureFixture
) -> None:
    client.post(letter_url(case), typed(keep="on", do="file"))
    client.post(letter_url(case), typed(keep="on", bic=""))
    told = str(list(Event.objects.values_list("kind", "payload"))) + caplog.text
    for secret in ("E12345678", "40817810", "Бюро выезда"):
        assert secret not in told


# --- filed as evidence -------------------------------------------------------------------------------------------


def test_filed_with_its_hash_once(client: Client, case: Cancellation) -> None:
    sent = typed(do="file")
    for _time in range(2):
        response = client.post(letter_url(case), sent)
        assert (response.status_code, response["Location"]) == (303, url_of(case, "evidence"))
    row = Evidence.objects.get()
    made = client.post(letter_url(case), typed()).content
    assert row.sha256 == hashlib.sha256(made).hexdigest()
    assert (row.kind, row.visibility, row.media_type) == ("letter", "team", "application/pdf")
    assert row.open().read() == made


def test_not_filed_while_something_is_missing(client: Client, case: Cancellation) -> None:
    response = client.post(letter_url(case), typed(do="file", place=""))
    assert response.status_code == 422
    assert not Evidence.objects.exists()
