"""The form that prepares many requests: what it asks, for whom, and what it says when something is missing."""

import uuid
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from cancellations.domain.playbook import SimKind
from cancellations.models import Cancellation, CarrierFact, Errand, User
from tests.cases import carrier_of, case_of, sim_of
from tests.conftest import HTMX, ClientOf

pytestmark = pytest.mark.usefixtures("a_saturday")
AT = "/requests/bulk/"


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def client(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)


def sent(*cases: Cancellation, **fields: Any) -> dict[str, Any]:
    return {"do": "prepare", "case": [case.pk for case in cases], "form_key": str(uuid.uuid4()), **fields}


def form_of(client: Client, *cases: Cancellation) -> str:
    query = urlencode({"do": "prepare", "case": [case.pk for case in cases]}, doseq=True)
    return client.get(f"{AT}?{query}").content.decode()


def test_it_shows_what_is_known_of_each_carrier(client: Client, owner: User, case: Cancellation) -> None:
    CarrierFact.objects.add_own(case.carrier, owner, kind="notice_period", text="By the 20th", source="Hotline")
    other = case_of(owner, sim=sim_of(owner, carrier=carrier_of(owner)))
    text = form_of(client, case, other)
    assert "By the 20th" in text
    assert text.count('name="notice_') == 2


def test_bindings_are_asked_for_when_there_are_esims(client: Client, owner: User, case: Cancellation) -> None:
    assert 'name="step_devices"' not in form_of(client, case)
    esim = case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM))
    assert 'name="step_devices"' in form_of(client, case, esim)


def test_it_says_for_how_many_one_answer_would_stand(client: Client, owner: User, case: Cancellation) -> None:
    assert "said for 2 at once" in form_of(client, case, case_of(owner))


def test_what_is_missing_is_asked_for_and_the_rest_kept(client: Client, case: Cancellation) -> None:
    typed = sent(case, step_backup="on", said_by="Zhou Kai", step_decision="on", note="Tour")
    answer = client.post(AT, typed, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "This is asked for when its step is ticked: Nothing hangs on these numbers any more" in text
    assert 'value="Zhou Kai"' in text
    assert not Errand.objects.exists()


def test_nothing_ticked_is_said(client: Client, case: Cancellation) -> None:
    assert "Tick at least one step." in client.post(AT, sent(case)).content.decode()


def test_a_post_writes_down_one_errand(client: Client, case: Cancellation) -> None:
    data = sent(case, step_decision="on", why="unused")
    assert [client.post(AT, data).status_code for _ in range(2)] == [303, 303]
    assert Errand.objects.get().what["action"] == "prepare"


def test_who_may(viewer: User, stranger: User, case: Cancellation, client_of: ClientOf) -> None:
    data = sent(case, step_decision="on", why="unused")
    assert client_of(viewer).post(AT, data).status_code == 403
    assert client_of(stranger).post(AT, data).status_code == 422
    assert not Errand.objects.exists()
