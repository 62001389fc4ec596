"""Letters of a case: which there are, the form, its text, the PDF, and the PDF filed as evidence."""

from datetime import date

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.letters import LetterKind
from cancellations.models import Cancellation, User
from tests.cases import carrier_of, case_of, sim_of, url_of
from tests.conftest import ClientOf
from tests.hostile import Hostile, hostile
from tests.letters.typed import letter_url, read, silent_case, typed
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = LetterKind


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return silent_case(owner)


# --- the list ------------------------------------------------------------------------------------------------


def test_the_list_puts_first_what_is_called_for(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case, "letters")).content.decode()
    now, later = page.split("Later, or not needed as it stands")
    assert letter_url(case, "chaser") in now
    assert letter_url(case, "regulator") in now
    assert letter_url(case, "dispute") in later


def test_no_chaser_before_the_promised_day(client: Client, case: Cancellation, owner: User) -> None:
    case.log_contact(owner, outcome=ContactOutcome.PROCESSING, promised_by=date(2026, 11, 25))
    later = client.get(url_of(case, "letters")).content.decode().split("Later, or")[1]
    for kind in ("chaser", "supervisor", "claim", "regulator"):
        assert letter_url(case, kind) in later


def test_without_a_source_there_is_no_regulator(client: Client, owner: User) -> None:
    case = case_of(owner, sim=sim_of(owner, carrier=carrier_of(owner, country="DE")))
    page = client.get(url_of(case, "letters")).content.decode()
    assert letter_url(case, "regulator") not in page
    assert client.get(letter_url(case, "regulator")).status_code == 404


def test_the_regulators_page_names_the_source(client: Client, case: Cancellation) -> None:
    assert "https://spravturs.ru/" in client.get(letter_url(case, "regulator")).content.decode()


# --- the form ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", K)
def test_every_letter_has_its_form_filled_with_what_is_known(client: Client, case: Cancellation, kind: str) -> None:
    response = client.get(letter_url(case, kind))
    assert response.status_code == 200
    fields = fields_of(response, letter_url(case, kind))
    assert fields["name"] == ["Чжоу Кай"]
    assert fields["language"] == ["ru"]
    assert fields["translation"] == ["en"]
    assert ("document_number" in fields) == (kind in {"application", "claim", "refund", "dispute"})


def test_the_pdf(client: Client, case: Cancellation) -> None:
    response = client.post(letter_url(case), typed())
    assert response.status_code == 200, text_of(response)
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert f"{case.reference}-application-2026-11-21.pdf" in response["Content-Disposition"]
    text = read(response.content)
    for wanted in (
        case.reference,
        "E12345678",
        "40817810099910004312",
        "1декабря2026г.",
        "关于解除电信服务合同的申请书",
    ):
        assert wanted in text


def test_the_text_for_mail_and_copying(client: Client, case: Cancellation) -> None:
    page = client.post(letter_url(case, "chaser"), typed(do="text")).content.decode()
    assert "Номер обращения у вас: N-1" in page
    assert "贵方受理编号：N-1" in page
    assert "Ответ по существу до сих пор не получен" in page or "Ответ ожидался" in page


def test_what_is_missing_is_named_and_what_was_typed_stays(client: Client, case: Cancellation) -> None:
    sent = typed(document_number="", place="", bic="")
    response = client.post(letter_url(case), sent)
    assert response.status_code == 422
    told = text_of(response)
    for sentence in ("The series and number of the identity document are missing.", "The bank's BIC is missing."):
        assert sentence in told
    assert "The place where the letter is signed is missing." in told
    assert_kept(
        response, letter_url(case), {name: value for name, value in sent.items() if name not in {"do", "form_key"}}
    )


def test_what_only_the_case_can_tell_is_named_too(client: Client, owner: User) -> None:
    case = case_of(owner)
    response = client.post(letter_url(case, "chaser"), typed())
    assert response.status_code == 422
    assert "Record the submission first." in text_of(response)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"bank_account": "4081"}, "A Russian account number has 20 digits."),
        ({"bic": "12"}, "Enter 9 digits."),
        ({"way": "abroad", "bank_account": "DE89370400440532013001", "swift": "COBADEFF"}, "This IBAN has a mistake"),
        ({"way": "abroad", "bank_account": "DE89370400440532013000", "swift": "X"}, "A SWIFT code has 8 or 11"),
        ({"way": ""}, "There is a balance: say how it is to be refunded."),
        ({"email": "nowhere"}, "Enter a valid email address."),
        ({"phone": "+7 916 1234567"}, "A phone number other than the one that is given up is missing."),
        ({"name": "Чжоу 😀"}, "The letter's fonts cannot print “😀”."),
        ({"signed_by": "representative"}, "The number of the power of attorney is missing."),
    ],
)
def test_mistakes_are_told(client: Client, case: Cancellation, changed: dict[str, str], said: str) -> None:
    response = client.post(letter_url(case), typed(**changed))
    assert response.status_code == 422
    assert said in text_of(response)


def test_a_request_number_that_no_font_has_is_an_error_in_words(
    client: Client, case: Cancellation, owner: User
) -> None:
    case.add_request_number(owner, number="N-😀", given_on=case.opened_on, given_by="")
    response = client.post(letter_url(case, "chaser"), typed())
    assert response.status_code == 422
    assert "cannot print “😀”" in text_of(response)


# --- who may --------------------------------------------------------------------------------------------------------


def test_viewers_write_no_letters(client_of: ClientOf, viewer: User, case: Cancellation) -> None:
    client = client_of(viewer)
    assert client.get(url_of(case, "letters")).status_code == 403
    assert client.get(letter_url(case)).status_code == 403
    assert client.post(letter_url(case), typed()).status_code == 403


def test_strangers_find_none(client_of: ClientOf, stranger: User, case: Cancellation) -> None:
    client = client_of(stranger)
    assert client.get(url_of(case, "letters")).status_code == 404
    assert client.get(letter_url(case)).status_code == 404
    assert client.post(letter_url(case), typed(do="file")).status_code == 404


def test_there_are_no_other_letters(client: Client, case: Cancellation) -> None:
    assert client.get(letter_url(case, "love")).status_code == 404


def test_what_is_always_needed_is_not_called_optional(client: Client, case: Cancellation) -> None:
    told = " ".join(text_of(client.get(letter_url(case))).split())
    assert "Series and number Issued by" in told
    assert "Contract number (optional)" in told


@pytest.mark.parametrize("entry", hostile("text"), ids=lambda entry: entry.id)
def test_whatever_is_pasted_prints_or_is_named(client: Client, case: Cancellation, entry: Hostile) -> None:
    names = ("name", "address", "issued_by", "account", "bank", "powers", "place", "email", "bic")
    response = client.post(
        letter_url(case), typed(**dict.fromkeys(names, entry.value.encode("utf-8", "replace").decode()))
    )
    assert response.status_code in {200, 422}
