"""The pages of a suspension whose end nobody knows: how it is recorded, and what they all say of it."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action
from cancellations.mails.digest import digest_for
from cancellations.models import Cancellation, User
from tests.cases import case_of, do, fresh, kinds_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, text_of
from tests.suspensions import LOOK, SINCE, WHY, suspended_with_no_end

pytestmark = pytest.mark.usefixtures("a_saturday")

LATER = date(2027, 6, 1)
SAID = "Suspended from Mon 9 Nov, no end known"
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
changes = pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("follow-up", {"on": "2027-06-01", "reason": "Still blocked"}),
        ("suspended-until", {"until": "2027-06-01", "reason": "SMS of today"}),
    ],
)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def decided(owner: User) -> Cancellation:
    return do(case_of(owner), StepKey.DECISION, owner, choice="suspend")


@pytest.fixture
def case(owner: User) -> Cancellation:
    return suspended_with_no_end(owner)


def sent(case: Cancellation, **typed: Any) -> dict[str, Any]:
    return {"version": fresh(case).version, "form_key": str(uuid.uuid4()), **typed}


def closing(case: Cancellation, **typed: str) -> dict[str, Any]:
    days = {"ended_on": SINCE.isoformat(), "suspended_until": "", "look_again_on": ""}
    return sent(case, outcome="suspended", reason=WHY, **{**days, **typed})


def read(client: Client, url: str) -> str:
    return " ".join(text_of(client.get(url)).split())


# --- closing -----------------------------------------------------------------------------------------------


@both
def test_closed_with_no_end_known(client: Client, decided: Cancellation, headers: dict[str, str]) -> None:
    response = client.post(url_of(decided, "close"), closing(decided, look_again_on="2027-03-01"), headers=headers)
    assert response.status_code in {204, 303}
    case = fresh(decided)
    assert (case.suspended_until, case.follow_up_on, case.action) == (None, LOOK, Action.SUSPENSION_OPEN)
    head, history = read(client, url_of(case)).split("Contacts and history")
    assert SAID in head
    assert "The carrier named no end. Look on Mon, 1 Mar 2027 whether it goes on" in head
    assert f"{SAID} · Look again on Mon, 1 Mar 2027" in history
    assert "Suspended until" not in head


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter until when it is suspended, or if the carrier named no end, the day to look again."),
        (
            {"suspended_until": "2027-06-01", "look_again_on": "2027-03-01"},
            "Keep one of the two days: a day to look again is for a suspension with no known end.",
        ),
        ({"look_again_on": "soon"}, "Enter a day like 2026-11-30 or 30.11.2026."),
    ],
    ids=["neither", "both", "no day"],
)
@both
def test_exactly_one_of_both_days(
    client: Client, decided: Cancellation, typed: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    answers, url = closing(decided, **typed), url_of(decided, "close")
    response = client.post(url, answers, headers=headers)
    assert response.status_code == 422
    assert said in text_of(response)
    assert_kept(response, url, answers)
    assert fresh(decided).is_open


def test_both_missing_days_are_said_at_once(client: Client, decided: Cancellation) -> None:
    said = text_of(client.post(url_of(decided, "close"), closing(decided, ended_on="")))
    assert "Enter the day: on which it ran out" in said
    assert "Enter until when it is suspended, or" in said


def test_it_is_asked_beside_the_end(client: Client, decided: Cancellation) -> None:
    page = client.get(url_of(decided, "close")).content.decode()
    assert page.count('data-if="b"') == 2
    assert page.index('name="suspended_until"') < page.index('name="look_again_on"') < page.index('data-if="c"')


def test_a_viewer_and_a_stranger_close_nothing(
    client_of: ClientOf, decided: Cancellation, viewer: User, stranger: User
) -> None:
    answers = closing(decided, look_again_on="2027-03-01")
    assert client_of(viewer).post(url_of(decided, "close"), answers).status_code == 403
    assert client_of(stranger).post(url_of(decided, "close"), answers).status_code == 404
    assert fresh(decided).is_open


# --- what is said of it ------------------------------------------------------------------------------------


def test_it_stands_on_today_without_an_end(client: Client, owner: User) -> None:
    suspended_with_no_end(owner, look=date(2026, 11, 21))
    for page in (read(client, "/"), read(client, "/requests/?view=today")):
        assert "Look whether the suspension goes on" in page
        assert "Suspended, no end known" in page
        assert "Suspended until" not in page


@pytest.mark.parametrize("path", ["dossier", "deadlines"])
def test_no_paper_names_an_end(client: Client, case: Cancellation, path: str) -> None:
    shown = read(client, url_of(case, path))
    assert "Suspended until" not in shown
    assert "suspension ends" not in shown.lower()


def test_the_dossier_says_so_and_who_chose_the_day(client: Client, case: Cancellation) -> None:
    shown = read(client, url_of(case, "dossier"))
    assert f"contract goes on. {SAID}" in shown, "in its first sentence, not in the timeline alone"
    assert "Look again" in shown


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_holder_is_told_of_no_day(client: Client, case: Cancellation, owner: User, language: str) -> None:
    shown = read(Client(), f"/s/{case.make_holder_link(owner, language=language)}/")
    with translation.override(language):
        said = translation.gettext("Suspended from %(day)s, no end known").split("%(day)s")
    assert all(part.strip() in shown for part in said)
    assert "2027" not in shown


def test_the_digest_says_what_to_look_at(owner: User) -> None:
    suspended_with_no_end(owner, look=date(2026, 11, 20))
    with translation.override("en"):
        text = digest_for(owner, date(2026, 11, 21), mine=True)
    assert text
    assert "Look whether the suspension goes on" in text.body
    assert "suspension ends" not in text.body


# --- and then --------------------------------------------------------------------------------------------


def test_the_ways_on(client: Client, case: Cancellation) -> None:
    page = client.get(url_of(case)).content.decode()
    for name in ("reopen", "suspended-until", "follow-up"):
        assert f'href="{url_of(case, name)}"' in page


def test_it_is_looked_at_another_day(client: Client, case: Cancellation) -> None:
    answers = sent(case, on="2027-06-01", reason="Still blocked")
    assert client.post(url_of(case, "follow-up"), answers).status_code == 303
    after = fresh(case)
    assert (after.due, after.follow_up_on, after.is_open) == (LATER, LATER, False)
    page = read(client, url_of(case))
    assert SAID in page
    assert "Next look moved" in page


def test_the_carrier_names_an_end(client: Client, case: Cancellation) -> None:
    answers = sent(case, until="2027-06-01", reason="SMS of today")
    assert client.post(url_of(case, "suspended-until"), answers).status_code == 303
    page = read(client, url_of(case))
    assert "Suspended from Mon 9 Nov until Tue, 1 Jun 2027" in page
    assert "The carrier named an end: suspended until Tue, 1 Jun 2027" in page


@both
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until": ""}, "Enter a day like 2026-11-30 or 30.11.2026."),
        ({"until": "2026-11-09"}, "The suspension cannot be over before it begins."),
        ({"reason": ""}, "Who said so, and where can it be seen?"),
    ],
)
def test_what_is_wrong_with_the_end(
    client: Client, case: Cancellation, typed: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    answers, url = (
        sent(case, **{"until": "2027-06-01", "reason": "SMS of today", **typed}),
        url_of(case, "suspended-until"),
    )
    response = client.post(url, answers, headers=headers)
    assert response.status_code == 422
    assert said in text_of(response)
    assert_kept(response, url, answers)
    assert fresh(case).suspended_until is None


@changes
def test_a_viewer_and_a_stranger_change_nothing(
    client_of: ClientOf, case: Cancellation, viewer: User, stranger: User, name: str, typed: dict[str, str]
) -> None:
    before, url = kinds_of(case), url_of(case, name)
    assert client_of(viewer).post(url, sent(case, **typed)).status_code == 403
    assert client_of(stranger).post(url, sent(case, **typed)).status_code == 404
    assert client_of(stranger).get(url).status_code == 404
    assert kinds_of(case) == before


def test_an_open_request_is_suspended_until_no_day(client: Client, decided: Cancellation) -> None:
    answers = sent(decided, until="2027-06-01", reason="SMS of today")
    response = client.post(url_of(decided, "suspended-until"), answers)
    assert response.status_code == 422
    assert "does not wait for the end of a suspension" in text_of(response)
