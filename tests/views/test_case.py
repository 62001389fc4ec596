"""The page of a case: what it shows to whom, and what it costs."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import SimKind, StepKey
from cancellations.domain.situation import Outcome, Turn
from cancellations.models import Cancellation, CarrierFact, Event, Sim, Step, User
from cancellations.views.case_reads import SHOWN_EVENTS
from tests.cases import at_step, case_of, do, fresh, kinds_of, sim_of, typed_for, url_of, walk
from tests.conftest import HTMX, ClientOf
from tests.pages import fields_of, parsed, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")

K = StepKey
NUMBER, HIDDEN = "+7 916 123-45-67", "*** ** 67"


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    sim = sim_of(owner, nickname="Moscow eSIM", msisdn="+79161234567", holder="Li Na", kind=SimKind.ESIM)
    return case_of(owner, sim=sim, requested_end_date=date(2026, 12, 1), reason="Back home")


def page_of(client: Client, case: Cancellation) -> str:
    response = client.get(url_of(case))
    assert response.status_code == 200
    return " ".join(text_of(response).split())


# --- what it shows -----------------------------------------------------------------------------------------


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


# --- who sees it -------------------------------------------------------------------------------------------


def test_whoever_works_can_show_the_number(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case)).content.decode()
    assert NUMBER in page
    assert HIDDEN in page


def test_a_viewer_sees_no_number_and_no_form(client_of: ClientOf, viewer: User, case: Cancellation) -> None:
    response = client_of(viewer).get(url_of(case))
    page = response.content.decode()
    assert HIDDEN in page
    assert "916 123" not in page
    assert "79161234567" not in page
    assert not [action for action in parsed(response).forms if action.startswith("/requests/LC-")]
    for link in ("close/", "assignee/", "numbers/", "follow-up/", "target/", "policy/skip/"):
        assert link not in page, link


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_stranger_learns_nothing(
    client_of: ClientOf, stranger: User, case: Cancellation, headers: dict[str, str]
) -> None:
    client = client_of(stranger)
    foreign, missing = (client.get(url, headers=headers) for url in (url_of(case), "/requests/LC-000000/"))
    assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_whoever_was_removed_sees_nothing(client_of: ClientOf, ex_member: User, case: Cancellation) -> None:
    response = client_of(ex_member).get(url_of(case))
    assert response.status_code == 403
    assert case.reference not in text_of(response)


def test_nobody_is_asked_to_sign_in(db: None, case: Cancellation) -> None:
    plain, htmx = Client().get(url_of(case)), Client().get(url_of(case), headers=HTMX)
    assert (plain.status_code, plain["Location"]) == (302, f"/account/login/?next={url_of(case).replace('/', '%2F')}")
    assert (htmx.status_code, htmx["HX-Retarget"]) == (401, "#dialog")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_verbs(client: Client, case: Cancellation, method: str) -> None:
    assert getattr(client, method)(url_of(case)).status_code == 405


def test_head(client: Client, case: Cancellation) -> None:
    assert client.head(url_of(case)).status_code == 200


ODD = [
    "9223372036854775808", "-1", "0", "LC-", "lc-000000", "%00", "LC-%00", "a%0Ab", "%F0%9F%98%80", "%ED%A0%80",
    "x" * 5000, "..%2f..%2fetc", "' OR 1=1 --", "%", "LC-000000%20", "None",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("rest", ["", "log/", "close/", "steps/policy/", "steps/policy/skip/"])
def test_odd_references_are_not_there(client: Client, case: Cancellation, odd: str, rest: str) -> None:
    url = f"/requests/{odd}/{rest}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"version": "1"}).status_code in {404, 405}


# --- what it costs -----------------------------------------------------------------------------------------


def many_more(case: Cancellation, *people: User) -> None:
    """A thousand other cases, and sixty events of this one."""
    columns = {field.attname: getattr(case, field.attname) for field in Cancellation._meta.concrete_fields}
    sim = {field.attname: getattr(case.sim, field.attname) for field in Sim._meta.concrete_fields}
    sims = Sim.objects.bulk_create([Sim(**{**sim, "id": None, "iccid": ""}) for _number in range(1000)])
    cases = Cancellation.objects.bulk_create(
        Cancellation(**{**columns, "id": None, "sim_id": sims[number].pk, "reference": f"X-{number}"})
        for number in range(1000)
    )
    Step.objects.bulk_create(
        Step(workspace_id=one.workspace_id, cancellation=one, key=key, position=place)
        for one in cases
        for place, key in enumerate(K)
    )
    Event.objects.bulk_create(
        Event(workspace_id=case.workspace_id, cancellation=case, kind="step_saved", by=by, payload={"step": "policy"})
        for _number in range(60)
        for by in people
    )


def counted(act: Callable[[], Any]) -> int:
    """How many queries it takes; BEGIN and its like are not among them."""
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = [one["sql"] for one in queries.captured_queries]
    return len([sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


@pytest.mark.parametrize("to", [K.POLICY, K.CONFIRMATION, K.BILL_CHECK])
def test_the_page_takes_eight_queries_at_most(client: Client, owner: User, colleague: User, to: StepKey) -> None:
    case = at_step(owner, to)
    case.add_request_number(colleague, number="N-2", given_on=date(2026, 11, 7))
    client.get(url_of(case))
    before = counted(lambda: client.get(url_of(case)))
    many_more(case, owner, colleague)
    assert counted(lambda: client.get(url_of(case))) == before <= 8


@pytest.mark.parametrize("key", K)
def test_a_step_takes_ten_queries_at_most(client: Client, owner: User, key: StepKey) -> None:
    def post() -> int:
        case = at_step(owner, key)
        typed = typed_for(case, key)
        client.get(url_of(case))
        return counted(lambda: client.post(url_of(case, "steps", key), typed, headers=HTMX))

    before = post()
    many_more(case_of(owner), owner)
    assert post() == before
    assert before <= 10


def test_the_form_of_one_step_is_cheap(client: Client, owner: User) -> None:
    case = at_step(owner, K.POLICY)
    url = url_of(case, "steps", "balance")
    assert counted(lambda: client.get(url, headers=HTMX)) <= 6
    assert fields_of(client.get(url, headers=HTMX), url)["version"] == ["1"]
