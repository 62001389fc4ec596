"""Today: the groups by whose turn it is, the figures, the empty states, and what they cost."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Action, Stage, Turn
from cancellations.models import Step, User
from tests.conftest import ClientOf
from tests.listed import days, listed, many

QUERIES = 6  # session, user, counts, places, rows, money
NUMBER, MASKED, FULL = "+79161234567", "+7 916 *** ** 67", "+7 916 123-45-67"

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def today(client: Client, query: str = "") -> str:
    response = client.get(f"/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def in_order(text: str, *parts: str) -> bool:
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
    return True


# --- what is shown ----------------------------------------------------------------------------------------


def test_until_the_first_case_it_offers_ways_to_begin(client: Client) -> None:
    page = today(client)
    assert "What first?" in page
    assert "/requests/new/" in page


def test_somebody_elses_cases_do_not_end_the_beginning(client: Client, stranger: User) -> None:
    case = listed(stranger, due_on=days(0))
    page = today(client)
    assert "What first?" in page
    assert case.reference not in page


def test_nothing_needs_the_script_that_is_left_out(client: Client, owner: User) -> None:
    listed(owner, due_on=days(0))
    page = today(client)
    assert "app.js" in page
    assert "saving.js" not in page
    assert re.findall(r' (hx-(?:get|post|put|patch|delete)="[^"]*")', page) == ['hx-get="/reports/glance/"']  # a fold
    assert "saving.js" in client.get("/requests/").content.decode()


def test_the_groups_stand_in_the_order_of_work(client: Client, owner: User) -> None:
    listed(owner, sim__nickname="Late", turn=Turn.CARRIER, due_on=days(-3), action=Action.AWAIT_CONFIRMATION)
    listed(owner, sim__nickname="Ours", due_on=days(0))
    listed(owner, sim__nickname="Later", due_on=days(4))
    listed(owner, sim__nickname="Patience", turn=Turn.CARRIER, due_on=days(5), action=Action.AWAIT_RECEIPT)
    told = {"stage": Stage.CONFIRMED, "action": Action.VERIFICATION, "confirmed_on": days(-2)}
    listed(owner, sim__nickname="Good news", due_on=days(9), confirmed_end_date=days(9), **told)
    page = today(client)
    assert in_order(
        page, "Carrier overdue <", ">Late<", "Needs you today <", ">Ours<", "Coming up <", ">Later<",
        "Waiting on carrier <", ">Patience<", "Recently confirmed <", ">Good news<",
    )  # fmt: skip
    for name in ("Late", "Ours", "Later", "Patience", "Good news"):
        assert page.count(f">{name}<") == 1


def test_a_row_says_what_comes_next_and_when(client: Client, owner: User) -> None:
    case = listed(owner, turn=Turn.CARRIER, due_on=days(-3), action=Action.AWAIT_CONFIRMATION, submitted_on=days(-9))
    page = today(client)
    assert f'href="/requests/{case.reference}/"' in page
    assert in_order(page, "Ring the carrier and ask", "Day 9", "3 days late")
    assert 'title="Owner"' in page


def test_a_row_that_waits_says_how_long(client: Client, owner: User) -> None:
    listed(owner, turn=Turn.CARRIER, due_on=days(6), action=Action.AWAIT_CONFIRMATION, submitted_on=days(-4))
    assert in_order(today(client), "Waiting for the confirmation", "Day 4 of 10", "27 Nov")


def test_a_blocked_row_says_why(client: Client, owner: User) -> None:
    case = listed(owner, due_on=days(0), action=Action.UNBLOCK, action_step=StepKey.POLICY)
    told = {"key": StepKey.POLICY, "position": 1, "state": StepState.BLOCKED, "reason": "The holder is abroad"}
    Step.objects.create(workspace=case.workspace, cancellation=case, **told)
    assert in_order(today(client), "Blocked", "Check the cancellation policy", "The holder is abroad")


def test_a_long_group_is_cut_off_and_leads_on(client: Client, owner: User) -> None:
    for number in range(12):
        listed(owner, turn=Turn.CARRIER, due_on=days(number), action=Action.AWAIT_RECEIPT)
    page = today(client)
    assert page.count("data-row") == 8
    assert 'href="/requests/?view=waiting">All 12<' in page


def test_a_late_reply_to_a_closed_case_needs_us(client: Client, owner: User) -> None:
    late = {"stage": Stage.CLOSED, "outcome": "terminated", "action": Action.REVIEW_LATE_REPLY}
    listed(owner, sim__nickname="Undead", due_on=days(-1), **late)
    assert in_order(today(client), ">Undead<", "Look at what came after closing")


# --- figures ----------------------------------------------------------------------------------------------


def test_cards_count_and_lead_to_the_lists(client: Client, owner: User) -> None:
    for number in range(3):
        listed(owner, turn=Turn.CARRIER, due_on=days(-1 - number), action=Action.AWAIT_RECEIPT)
    for _ in range(8):
        listed(owner, due_on=days(0))
    page = today(client)
    assert in_order(page, 'stat is-red" href="/requests/?view=overdue"><span class="v">3<', "oldest 3 days")
    assert 'stat is-amber" href="/requests/?view=today"><span class="v">8<' in page


def test_a_small_account_has_no_cards_and_one_group_no_header(client: Client, owner: User) -> None:
    listed(owner, due_on=days(0))
    page = today(client)
    assert 'class="stats"' not in page
    assert "Your turn, due today or earlier" not in page
    listed(owner, turn=Turn.CARRIER, due_on=days(4), action=Action.AWAIT_RECEIPT)
    assert "Your turn, due today or earlier" in today(client)


@pytest.mark.parametrize("others", [0, 10])
def test_money_is_shown_per_currency_and_never_added_up(client: Client, owner: User, others: int) -> None:
    for fee, currency in ((Decimal(500), "EUR"), (Decimal("12.50"), "EUR"), (Decimal(300), "CNY")):
        listed(owner, sim__monthly_fee=fee, sim__currency=currency)
    listed(owner, sim__monthly_fee=Decimal(99), sim__currency="EUR", sim__status="ended")
    for _ in range(others):
        listed(owner)
    page = today(client)
    assert "Still billed each month" in page
    assert "€512.50" in page
    assert "CN¥300" in page
    assert "812" not in page


# --- when nothing is due ----------------------------------------------------------------------------------


def test_nothing_due_says_who_is_waited_for(client: Client, owner: User) -> None:
    for number in (6, 3):
        listed(owner, turn=Turn.CARRIER, due_on=days(number), action=Action.AWAIT_RECEIPT)
    page = today(client)
    assert "Nothing is due today. 2 requests wait for the carrier, the first until" in page
    assert "24 Nov" in page
    assert 'href="/requests/?view=waiting"' in page


def test_nothing_due_says_what_is_coming_up(client: Client, owner: User) -> None:
    listed(owner, due_on=days(3))
    page = today(client)
    assert "The next request is due on" in page
    assert 'href="/requests/?view=coming"' in page


def test_all_closed_leads_to_the_closed_ones(client: Client, owner: User) -> None:
    listed(owner, stage=Stage.CLOSED, turn=Turn.NOBODY, action=Action.NONE, outcome="terminated")
    page = today(client)
    assert "No request is open." in page
    assert 'href="/requests/?view=closed"' in page


# --- whose ------------------------------------------------------------------------------------------------


def test_only_mine(client: Client, owner: User, colleague: User) -> None:
    listed(owner, sim__nickname="Mine", due_on=days(0))
    listed(owner, sim__nickname="Yours", due_on=days(0), assignee=colleague)
    listed(owner, sim__nickname="Nobody's", due_on=days(0), assignee=None)
    assert ">Yours<" in today(client)
    page = today(client, "?mine=1")
    assert ">Mine<" in page
    assert ">Yours<" not in page
    assert "Nobody&#x27;s" not in page


def test_nothing_of_mine_leads_to_everybodys(client: Client, owner: User, colleague: User) -> None:
    listed(owner, due_on=days(0), assignee=colleague)
    assert "No open request is assigned to you." in today(client, "?mine=1")


def test_strangers_rows_are_invisible(client: Client, owner: User, stranger: User) -> None:
    listed(owner, due_on=days(0))
    foreign = [listed(stranger, sim__nickname="Elsewhere", due_on=days(number)) for number in (-2, 0, 3)]
    page = today(client)
    assert "Elsewhere" not in page
    assert not any(case.reference in page for case in foreign)


@pytest.mark.parametrize("who", ["owner", "viewer"])
def test_numbers_are_masked(client_of: ClientOf, request: pytest.FixtureRequest, owner: User, who: str) -> None:
    listed(owner, due_on=days(0), sim__msisdn=NUMBER)
    page = today(client_of(request.getfixturevalue(who)))
    assert MASKED in page
    assert FULL not in page
    assert NUMBER not in page


def test_names_are_escaped(client: Client, owner: User) -> None:
    listed(owner, due_on=days(0), sim__nickname="<script>alert(1)</script>%s{0}&amp;")
    page = today(client)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;%s{0}&amp;amp;" in page


# --- the door ---------------------------------------------------------------------------------------------


def test_guests_are_asked_to_sign_in(client_of: ClientOf, db: None) -> None:
    response = client_of(None).get("/")
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_it_only_reads(client: Client) -> None:
    for verb in (client.post, client.put, client.delete, client.patch):
        assert verb("/").status_code == 405


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
def test_it_speaks_every_language(client: Client, owner: User, language: str) -> None:
    owner.prefer(language=language)
    many(owner, 40)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("count", [10, 1000])
def test_its_queries_do_not_grow(client: Client, owner: User, count: int) -> None:
    many(owner, count)
    with CaptureQueriesContext(connection) as seen:
        today(client)
    assert len(seen) == QUERIES
