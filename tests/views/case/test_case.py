"""The page of a case: what it shows."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome, Turn
from cancellations.models import Cancellation, CarrierFact, User
from cancellations.views.case_reads import SHOWN_EVENTS
from tests.cases import at_step, case_of, do, fresh, kinds_of, url_of, walk
from tests.conftest import HTMX, ClientOf
from tests.pages import parsed, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
K = StepKey


def page_of(client: Client, case: Cancellation) -> str:
    response = client.get(url_of(case))
    assert response.status_code == 200
    return " ".join(text_of(response).split())


def test_the_essentials(client: Client, case: Cancellation) -> None:
    page = page_of(client, case)
    for text in (case.reference, "Moscow eSIM", "MTS", "Li Na", "Back home", "by 1 Dec", "0 of 12 settled", "Owner"):
        assert text in page, text


def test_the_next_step_is_open(client: Client, case: Cancellation) -> None:
    forms = parsed(client.get(url_of(case))).forms
    assert url_of(case, "steps", "policy") in forms
    assert url_of(case, "steps", "decision") not in forms


def test_every_step_has_its_place_and_its_lock(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case)).content.decode()
    assert re.findall(r'id="step-([a-z_]+)"', page) == [key.value for key in K]
    assert page.count("Cannot start yet") == 6, "devices, submission, confirmation, verification, refund, bill check"


def test_htmx_gets_the_part_that_changes(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case), headers=HTMX).content.decode()
    assert "<html" not in page
    assert 'id="steps"' in page
    assert 'id="log"' not in page, "what is typed there stays"


def test_dates_are_kept_apart(client: Client, owner: User) -> None:
    case = at_step(owner, K.REFUND)
    case.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    page = client.get(url_of(case)).content.decode()
    days = page[page.index('id="days"') :]
    days = days[: days.index("</section>")]
    for label in ("Submitted", "Confirmed", "Contract ends", "Checked that it ended"):
        assert f"<dt>{label}</dt>" in days


def test_request_numbers_with_who_and_when(client: Client, owner: User) -> None:
    case = at_step(owner, K.CONFIRMATION)
    case.add_request_number(owner, number="N-2", given_on=date(2026, 11, 7), given_by="Oksana")
    page = page_of(client, case)
    assert "N-1" in page
    assert "Request number · 7 Nov · Oksana" in page


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (K.POLICY, "Check the cancellation policy"),
        (K.SUBMISSION, "Submit the request"),
        (K.CONFIRMATION, "Ring the carrier and ask"),
        (K.REFUND, "Record the refund"),
    ],
)
def test_it_says_what_to_do_next(client: Client, owner: User, to: StepKey, words: str) -> None:
    page = client.get(url_of(at_step(owner, to))).content.decode()
    assert f'<h2 id="next-title">{words}</h2>' in page


def test_an_overdue_carrier_is_told_with_its_promise(client: Client, owner: User) -> None:
    case = at_step(owner, K.CONFIRMATION)
    assert "Carrier 15 days overdue" in page_of(client, case)
    case.log_contact(owner, outcome=ContactOutcome.PROCESSING, promised_by=date(2026, 11, 20))
    page = page_of(client, case)
    assert "Carrier 1 day overdue" in page
    assert "They promised an answer by Fri 20 Nov. Quote your request number. N-1" in page


def test_an_earlier_round_stays_readable(client: Client, owner: User) -> None:
    case = at_step(owner, K.CONFIRMATION)
    do(case, K.CONFIRMATION, owner, result="refused", reason="Not the holder")
    page = page_of(client, case)
    for text in ("Round 2", "Round 1: refused", "Not the holder", "Refused by the carrier, round 2 begins"):
        assert text in page


def test_a_withdrawn_case_was_never_confirmed(client: Client, case: Cancellation, owner: User) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="Kept after all")
    page = client.get(url_of(case)).content.decode()
    stages = page[page.index('class="stages"') : page.index("</ol>", page.index('class="stages"'))]
    assert re.findall(r'<li class="(\w*)"', stages) == ["done", "", "", "", "done"]
    assert "Kept after all" in page
    assert "Withdrawn" in page
    assert url_of(case, "steps", "policy") not in parsed(client.get(url_of(case))).forms


def test_a_terminated_case_went_all_the_way(client: Client, owner: User) -> None:
    case = walk(case_of(owner), owner, to=None)
    case.close(owner, outcome=Outcome.TERMINATED)
    page = client.get(url_of(case)).content.decode()
    assert page.count('<li class="done"') == 4, "no receipt ever came"
    assert "Reopen…" in page


def test_a_late_reply_offers_both_ways(client: Client, case: Cancellation, owner: User) -> None:
    case.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    fresh(case).log_contact(owner, outcome=ContactOutcome.REFUSES)
    page = client.get(url_of(case)).content.decode()
    assert url_of(case, "reopen") in page
    assert url_of(case, "late-reply") in page


def test_the_newest_events_first_and_all_on_demand(client: Client, case: Cancellation, owner: User) -> None:
    for number in range(SHOWN_EVENTS + 5):
        fresh(case).add_request_number(owner, number=f"N-{number}", given_on=date(2026, 11, 7))
    some, every = client.get(url_of(case)), client.get(f"{url_of(case)}?events=all")
    ids = [int(found) for found in re.findall(r'id="e-(\d+)"', some.content.decode())]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == SHOWN_EVENTS
    assert "Show everything" in text_of(some)
    assert every.content.decode().count('id="e-') == len(kinds_of(case))
    assert "Show everything" not in text_of(every)


def test_hearsay_is_marked_and_rumours_are_not_told(client: Client, case: Cancellation, owner: User) -> None:
    for tier, number in (("C", "0890"), ("D", "0666"), ("M", "0667")):
        CarrierFact.objects.create(
            workspace_id=case.workspace_id, carrier=case.carrier, kind="phone", tier=tier, own_text=f"Dial {number}.",
            value={"number": number},
        )  # fmt: skip
    page = page_of(client, case)
    assert "Dial 0890. check with the carrier" in page
    assert "0666" not in page
    assert "0667" not in page


@pytest.mark.parametrize("value", [None, {}, [], "0890", 890, {"number": ""}])
def test_a_phone_fact_without_a_number_does_no_harm(client: Client, case: Cancellation, value: Any) -> None:
    CarrierFact.objects.create(
        workspace_id=case.workspace_id, carrier=case.carrier, kind="phone", tier="own", own_text="Ask", value=value
    )
    assert "Ask" in page_of(client, case)


def test_only_a_chosen_day_can_be_moved(client: Client, owner: User) -> None:
    case = at_step(owner, K.IDENTITY)
    assert "Look again another day" in page_of(client, case)
    case.wait_step(K.IDENTITY, owner, waiting_on=Turn.HOLDER, until=date(2026, 12, 1))
    assert "Look again another day" not in page_of(client, case), "the hold has its own day"


@pytest.mark.parametrize("language", ["zh-hans", "ru"])
@pytest.mark.parametrize("key", K)
def test_in_every_language(client_of: ClientOf, owner: User, key: StepKey, language: str) -> None:
    owner.prefer(language=language)
    response = client_of(owner).get(url_of(at_step(owner, key)))
    assert response.status_code == 200
    assert "%(" not in text_of(response)
