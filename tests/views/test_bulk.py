"""Many requests at once: what is selected, what is asked, and who may."""

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cancellations.domain.errands import ErrandKind
from cancellations.domain.playbook import StepKey
from cancellations.forms.selection import Selection
from cancellations.models import Cancellation, Errand, User
from cancellations.views.bulk import seen_at
from tests.cases import case_of, sim_of
from tests.conftest import HTMX, ClientOf

pytestmark = pytest.mark.usefixtures("a_saturday")
AT = "/requests/bulk/"


def sent(do: str, *cases: Cancellation, **fields: Any) -> dict[str, Any]:
    return {"do": do, "case": [case.pk for case in cases], "form_key": str(uuid.uuid4()), **fields}


@pytest.fixture
def two(owner: User) -> list[Cancellation]:
    return [case_of(owner, sim=sim_of(owner, nickname=f"Card {n}", msisdn=f"+7916123456{n}")) for n in (1, 2)]


@pytest.fixture
def client(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)


def asked_for(do: str, *cases: Cancellation) -> str:
    return f"{AT}?{urlencode({'do': do, 'case': [case.pk for case in cases]}, doseq=True)}"


def test_the_form_names_what_is_selected(client: Client, two: list[Cancellation]) -> None:
    text = client.get(asked_for("follow-up", *two)).content.decode()
    assert "2 requests" in text
    assert "Card 1" in text
    assert f'name="case" value="{two[0].pk},{two[1].pk}"' in text


@pytest.mark.parametrize("do", ["log", "follow-up", "assign", "tag", "prepare", "submit"])
def test_every_change_has_its_form(client: Client, two: list[Cancellation], do: str) -> None:
    assert client.get(asked_for(do, two[0])).status_code == 200


def test_a_post_writes_down_one_errand(client: Client, two: list[Cancellation]) -> None:
    data = sent("follow-up", *two, on="2026-12-01", reason="Agreed")
    answers = [client.post(AT, data) for _ in range(3)]
    errand = Errand.objects.get()
    assert (errand.kind, errand.total, sorted(errand.what["cases"])) == (ErrandKind.BULK, 2, [one.pk for one in two])
    assert {answer["Location"] for answer in answers} == {reverse("errand", args=[errand.pk])}


def test_all_that_match_is_fixed_when_it_is_asked_for(client: Client, two: list[Cancellation]) -> None:
    data = {"do": "follow-up", "all": "1", "q": "Card 2", "on": "2026-12-01", "reason": "Agreed"}
    page = client.get(AT, {"do": "follow-up", "all": "1", "q": "Card 2"}).content.decode()
    assert 'name="q" value="Card 2"' in page
    client.post(AT, data)
    assert Errand.objects.get().what["cases"] == [two[1].pk]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_others_than_those_that_were_seen_are_not_changed(
    client: Client, owner: User, two: list[Cancellation], headers: dict[str, str]
) -> None:
    asked = {"do": "follow-up", "all": "1"}
    page = client.get(AT, asked)
    seen = {"seen": dict(page.context["asked"].hidden)["seen"], "on": "2026-12-01", "reason": "Agreed"}
    third = case_of(owner)
    answer = client.post(AT, {**asked, **seen}, headers=headers)
    assert answer.status_code == 422
    assert "3 requests" in answer.content.decode()
    assert third.reference in answer.content.decode()
    assert not Errand.objects.exists()
    assert client.post(AT, {**asked, **seen, **dict(answer.context["asked"].hidden)}).status_code == 303
    assert len(Errand.objects.get().what["cases"]) == 3


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_when_none_is_left_there_is_no_form_to_send_again(
    client: Client, two: list[Cancellation], headers: dict[str, str]
) -> None:
    data = {"do": "follow-up", "all": "1", "q": "Card 9", "on": "2026-12-01", "reason": "Agreed"}
    answer = client.post(AT, data, headers=headers)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Nothing is selected" in text
    assert "Back to the list" in text
    assert 'id="do-bulk"' not in text
    assert not Errand.objects.exists()


@pytest.mark.parametrize(
    "selected", [{}, {"all": "1", "q": "Card", "turn": "us", "sort": "sim"}], ids=["picked", "all"]
)
def test_only_what_was_typed_is_kept(client: Client, two: list[Cancellation], selected: dict[str, str]) -> None:
    typed = {"on": "2026-12-01", "reason": "Agreed"}
    client.post(AT, sent("follow-up", *two, **typed, **selected, csrfmiddlewaretoken="secret"))
    assert Errand.objects.get().secret == "do=follow-up&on=2026-12-01&reason=Agreed"


@pytest.mark.parametrize("at", [AT, f"{AT}confirm/", "/requests/export/", "/requests/dossiers/"])
def test_what_was_searched_for_is_in_no_referer(client: Client, two: list[Cancellation], at: str) -> None:
    answer = client.get(at, {"do": "assign", "all": "1", "q": "Card"})
    assert (answer.status_code, answer["Referrer-Policy"]) == (200, "strict-origin")


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client: Client, two: list[Cancellation]) -> None:
    answer = client.post(AT, sent("follow-up", *two, on="2026-12-01", reason=""), headers=HTMX)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="2026-12-01"' in text
    assert f'name="case" value="{two[0].pk},{two[1].pk}"' in text
    assert not Errand.objects.exists()


def test_nothing_selected_is_said(client: Client, owner: User) -> None:
    answer = client.get(AT, {"do": "assign"})
    assert answer.status_code == 422
    assert b"Nothing is selected" in answer.content


@pytest.mark.parametrize("case", ["x", "-1", "9" * 30, "１", "1 OR 1=1", "\0"])
def test_what_is_no_id_selects_nothing(client: Client, owner: User, case: str) -> None:
    assert client.get(AT, {"do": "assign", "case": case}).status_code == 422


@pytest.mark.parametrize("do", ["delete", "letters", "confirm"])
def test_what_is_no_change_is_not_found(client: Client, two: list[Cancellation], do: str) -> None:
    assert client.get(asked_for("delete", two[0])).status_code == 404
    assert client.post(AT, sent(do, *two)).status_code == 404
    assert client.delete(AT).status_code == 405


def test_viewers_may_not(viewer: User, two: list[Cancellation], client_of: ClientOf) -> None:
    client = client_of(viewer)
    assert client.get(asked_for("assign", two[0])).status_code == 403
    assert client.post(AT, sent("assign", *two)).status_code == 403


def test_strangers_select_nothing(stranger: User, two: list[Cancellation], client_of: ClientOf) -> None:
    answer = client_of(stranger).post(AT, sent("follow-up", *two, on="2026-12-01", reason="x"))
    assert answer.status_code == 422
    assert b"Card" not in answer.content
    assert not Errand.objects.exists()


def test_lines_that_fit_no_selected_request_are_named(client: Client, owner: User) -> None:
    ready = case_of(owner, to=StepKey.SUBMISSION, sim=sim_of(owner, msisdn="+79161234567"))
    lines = "+7 916 123-45-67\tREQ-1\n+7 916 000-00-00\tREQ-2"
    answer = client.post(AT, sent("submit", ready, channel="email", submitted_on="2026-11-20", lines=lines))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Line 2 fits none of the selected requests: +7 916 000-00-00" in text
    assert "REQ-1" in text  # kept


def test_the_number_of_queries_does_not_grow(client: Client, owner: User, django_assert_max_num_queries: Any) -> None:
    cases = [case_of(owner) for _ in range(12)]
    with django_assert_max_num_queries(6):
        client.get(asked_for("assign", *cases))


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ({"all": "1", "batch": "7", "q": "Card"}, "/batches/7/"),
        ({"all": "1", "q": "Card 1"}, "/requests/?q=Card+1"),
        ({"case": "1", "batch": "x"}, "/requests/"),
    ],
)
def test_the_errand_leads_back_to_what_was_selected(owner: User, chosen: dict[str, str], address: str) -> None:
    query = QueryDict(urlencode(chosen))
    assert seen_at(Selection(query, owner, date(2026, 11, 21))) == address


def test_the_result_is_offered(client: Client, two: list[Cancellation]) -> None:
    client.post(AT, {"do": "follow-up", "all": "1", "q": "Card 2", "on": "2026-12-01", "reason": "Agreed"})
    assert Errand.objects.get().result == {"address": "/requests/?q=Card+2"}
