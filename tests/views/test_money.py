"""Money on the pages: the forms of refund and bill, false ends by name, the panel, a charge after the end, Today."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import SimKind, StepKey, StepState
from cancellations.domain.situation import Action, Outcome
from cancellations.models import Cancellation, User
from tests.cases import case_of, do, fresh, kinds_of, sim_of, step_of, typed_for, url_of, walk
from tests.conftest import HTMX, ClientOf
from tests.listed import days, listed
from tests.pages import assert_kept, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey
RECEIPT = "A receipt or an automatic reply is no confirmation"


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def ended(owner: User) -> Cancellation:
    case = walk(case_of(owner), owner, to=None)
    case.close(owner, outcome=Outcome.TERMINATED)
    return fresh(case)


def words_of(response: Any) -> str:
    """The text of the page with single spaces."""
    return " ".join(text_of(response).split())


def send(client: Client, case: Cancellation, key: StepKey, **changed: Any) -> Any:
    return client.post(url_of(case, "steps", key), typed_for(case, key, **changed))


def late(case: Cancellation, **changed: Any) -> dict[str, Any]:
    own = {"version": fresh(case).version, "form_key": str(uuid.uuid4())}
    return {**own, "amount": "300", "currency": "RUB", "charged_on": "2026-11-20", "what": "Monthly fee", **changed}


# --- the refund --------------------------------------------------------------------------------------------


def test_a_part_and_the_rest(client: Client, owner: User) -> None:
    case = case_of(owner, to=K.REFUND)
    assert send(client, case, K.REFUND, paid_as="money", received="20", reference="T-1").status_code == 303
    page = words_of(client.get(url_of(case)))
    assert "RUB 20 · 18 Nov · Card · T-1" in page
    assert "Still to comeRUB 100" in page
    assert send(client, case, K.REFUND, paid_as="money", received="110", reference="T-2").status_code == 303
    assert "More than expectedRUB 10" in words_of(client.get(url_of(case)))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"paid_as": "money", "received": ""}, "Enter how much has come"),
        ({"paid_as": "none", "received": "5"}, "Say whether it was money or store credit"),
        ({"paid_as": "money", "received_currency": "EUR"}, "The refund is expected in another currency"),
        ({"received": "", "write_off": "on"}, "Say why the rest is given up"),
    ],
)
def test_what_is_not_clear_comes_back(client: Client, owner: User, changed: dict[str, str], said: str) -> None:
    case = case_of(owner, to=K.REFUND)
    typed = typed_for(case, K.REFUND, **changed)
    response = client.post(url_of(case, "steps", "refund"), typed)
    assert response.status_code == 422
    assert said in words_of(response)
    ticked = typed.pop("write_off", "")
    assert ('id="refund_write_off" checked' in response.content.decode()) == bool(ticked)
    assert_kept(response, url_of(case, "steps", "refund"), typed)
    assert step_of(case, K.REFUND).data == {}


def test_the_expected_currency_is_not_changed_under_what_has_come(client: Client, owner: User) -> None:
    case = do(case_of(owner, to=K.REFUND), K.REFUND, owner, received=Decimal(20))
    response = send(client, case, K.REFUND, currency="EUR", received="100")
    assert response.status_code == 422
    assert "Money has come already" in words_of(response)


# --- bills and charges -------------------------------------------------------------------------------------


def test_a_charge_leads_to_its_letter(client: Client, owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    charged = {"result": "charged", "amount": "300", "charged_on": "2026-11-19", "what": "Monthly fee"}
    page = client.post(url_of(case, "steps", "bill_check"), typed_for(case, K.BILL_CHECK, **charged), headers=HTMX)
    shown = page.content.decode()
    assert f'href="{url_of(case, "letters", "dispute")}"' in shown
    assert 'hx-target="#money"' in shown
    letter = client.get(url_of(case, "letters", "dispute")).content.decode()
    assert 'value="300"' in letter
    assert 'value="2026-11-19"' in letter


def test_what_became_of_a_charge_is_asked_only_while_one_is_open(client: Client, owner: User) -> None:
    case = case_of(owner, to=K.BILL_CHECK)
    assert "We let the charge go" not in words_of(client.get(url_of(case, "steps", "bill_check")))
    do(case, K.BILL_CHECK, owner, result="charged", amount=Decimal(300), currency="RUB")
    assert "We let the charge go" in words_of(client.get(url_of(case, "steps", "bill_check")))
    response = send(client, case, K.BILL_CHECK, result="waived")
    assert response.status_code == 422
    assert "Say why the charge is let go" in words_of(response)
    assert send(client, case, K.BILL_CHECK, result="waived", reason="Two cents").status_code == 303
    assert (fresh(case).charged_on, step_of(case, K.BILL_CHECK).state) == (None, StepState.TODO)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_late_charge_opens_the_closed_case(client: Client, ended: Cancellation, headers: dict[str, str]) -> None:
    assert "late-charge" in client.get(url_of(ended)).content.decode()
    assert client.post(url_of(ended, "late-charge"), late(ended), headers=headers).status_code in {204, 303}
    assert fresh(ended).action == Action.DISPUTE_CHARGE
    page = words_of(client.get(url_of(ended)))
    assert "Dispute the charge after the end" in page
    assert "RUB 300 · 20 Nov · Monthly fee · open" in page


def test_a_charge_that_cannot_reopen_is_kept_and_says_why(client: Client, owner: User, ended: Cancellation) -> None:
    Cancellation.objects.start(ended.sim, owner, requested_end_date=None)
    assert client.post(url_of(ended, "late-charge"), late(ended)).status_code == 303
    page = words_of(client.get(url_of(ended)))
    assert "The SIM card had another open request" in page
    assert "RUB 300 · 20 Nov · Monthly fee · open" in page
    given_up = case_of(owner)
    given_up.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    assert "Record a charge found after closing" in words_of(client.get(url_of(given_up)))
    assert client.post(url_of(given_up, "late-charge"), late(given_up)).status_code == 303
    page = words_of(client.get(url_of(given_up)))
    assert "The carrier never confirmed an end here" in page
    assert "Charge found after closingRUB 300" in page
    assert "Look at the charge found after closing" in page
    assert "late reply" not in page.lower()
    assert "Charged after the end" not in page, "no end is known"
    offered = client.get(url_of(given_up)).content.decode()
    assert all(f'href="{url_of(given_up, name)}"' in offered for name in ("reopen", "charge-not-disputed"))
    dossier = words_of(client.get(url_of(given_up, "dossier")))
    assert "Charge found after closing" in dossier
    assert "Charged after the end" not in dossier


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "much"}, "Enter an amount"),
        ({"charged_on": "2026-12-24"}, "still to come"),
        ({"charged_on": "2026-11-02"}, "The contract runs until its end date"),
    ],
)
def test_a_late_charge_that_is_none(client: Client, ended: Cancellation, changed: dict[str, str], said: str) -> None:
    typed = late(ended, **changed)
    response = client.post(url_of(ended, "late-charge"), typed)
    assert response.status_code == 422
    assert said in words_of(response)
    assert_kept(response, url_of(ended, "late-charge"), typed)
    assert not fresh(ended).is_open


def test_a_viewer_and_a_stranger_charge_nothing(
    client_of: ClientOf, ended: Cancellation, viewer: User, stranger: User
) -> None:
    for user, status in ((viewer, 403), (stranger, 404)):
        assert client_of(user).get(url_of(ended, "late-charge")).status_code == status
        assert client_of(user).post(url_of(ended, "late-charge"), late(ended)).status_code == status
    assert "late_charge" not in kinds_of(ended)


# --- false ends --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", ["receipt", "suspended"])
def test_what_is_no_confirmation_is_kept_as_that(client: Client, owner: User, result: str) -> None:
    case = case_of(owner, to=K.CONFIRMATION)
    assert send(client, case, K.CONFIRMATION, result=result, until="2026-11-30").status_code == 303
    case = fresh(case)
    assert (case.stage, case.confirmed_on, case.follow_up_on) == ("processing", None, days(9))
    said = RECEIPT if result == "receipt" else "A suspended number is not terminated"
    assert said in words_of(client.get(url_of(case, "close")))
    response = client.post(url_of(case, "close"), {"version": case.version, "outcome": "terminated"})
    assert response.status_code == 422
    assert f"Carrier's reply: {said}" in words_of(response)


def test_a_reply_of_the_receipts_day_is_doubted(client: Client, owner: User) -> None:
    case = case_of(owner, to=K.CONFIRMATION)
    case.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    same_day = {"replied_on": "2026-11-21", "end_date": "2026-11-21", "confirmation_number": ""}
    response = send(client, case, K.CONFIRMATION, **same_day)
    assert response.status_code == 422
    assert RECEIPT in words_of(response)
    assert send(client, case, K.CONFIRMATION, **same_day, says_so="on").status_code == 303
    assert fresh(case).confirmed_on == days(0)


def test_an_end_before_the_request_takes_a_tick_and_a_year_that_can_be(client: Client, owner: User) -> None:
    case = case_of(owner, to=K.CONFIRMATION)
    wrong = send(client, case, K.CONFIRMATION, end_date="2001-01-01", retroactive="on")
    assert wrong.status_code == 422
    assert "Look at the year again" in words_of(wrong)
    early = send(client, case, K.CONFIRMATION, end_date="2026-10-31")
    assert early.status_code == 422
    assert "The contract would have ended before the request was sent" in words_of(early)
    assert 'name="retroactive"' in early.content.decode()
    assert not fresh(case).confirmed_on
    assert 'name="retroactive"' not in client.get(url_of(case, "steps", "confirmation")).content.decode()
    assert send(client, case, K.CONFIRMATION, end_date="2026-10-31", retroactive="on").status_code == 303
    assert fresh(case).confirmed_end_date == days(-21)


def test_a_deleted_profile_ends_nothing(client: Client, owner: User) -> None:
    case = case_of(owner, to=K.VERIFICATION, sim=sim_of(owner, kind=SimKind.ESIM))
    said = "A deleted eSIM profile does not end the contract"
    response = send(client, case, K.VERIFICATION, checks=["profile"])
    assert response.status_code == 422
    assert said in words_of(response)
    send(client, case, K.VERIFICATION, checks=["profile"], draft="1")
    assert said in words_of(client.get(url_of(case, "close")))


# --- Today -------------------------------------------------------------------------------------------------


def test_today_tells_what_is_to_come_back(client: Client, owner: User) -> None:
    owed = {"stage": "confirmed", "refund_outstanding": Decimal("120.50"), "refund_currency": "RUB"}
    listed(owner, **owed, refund_due_on=days(-1))
    listed(owner, **owed, refund_due_on=days(3))
    listed(owner, charge_outstanding=Decimal(300), charge_currency="EUR")
    page = words_of(client.get("/"))
    assert "Refunds outstanding" in page
    assert "2 requests · 1 of them overdueRUB 241" in page
    assert "Charged after the end, not settled" in page
    assert "€300" in page
    assert 'href="/requests/?view=refund"' in client.get("/").content.decode()
