"""Many at once on one step, one form, one card: nothing is lost, nothing is doubled, nobody gets an error of ours."""

import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from cancellations.domain.playbook import SimKind, StepKey
from cancellations.models import AlreadyOpen, Cancellation, Carrier, Event, FormKey, Sim, Step, User
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 20
SECONDS_TO_BE_BUSY = 120  # the twenty share one interpreter, and whoever holds the lock gets a twentieth of it
ADDRESS = "/requests/{}/steps/policy/"


@pytest.fixture
def case(owner: User) -> Cancellation:
    carrier = Carrier.objects.add_own(owner, names={"en": "Lotus Cell"}, country="TH")
    sim = Sim.objects.add(owner, carrier=carrier, kind=SimKind.ESIM, nickname="Moscow")
    return Cancellation.objects.start(sim, owner, requested_end_date=None)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def together(work: Callable[[int], Any], count: int = AT_ONCE) -> list[Any]:
    """Do `work` in so many threads, all let go at the same moment; each closes its own database connection."""
    gate = Barrier(count)

    def one(number: int) -> Any:
        try:
            gate.wait(30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def again(client: Client) -> Client:
    """Another browser of the same session: what fails is an answer, not an exception."""
    other = Client(raise_request_exception=False)
    other.cookies = client.cookies
    return other


def post(client: Client, address: str, form: dict[str, Any]) -> Any:
    """Send the form, and again when the database was busy for too long (503), as the page offers to do."""
    deadline = time.monotonic() + SECONDS_TO_BE_BUSY
    answer = again(client).post(address, form)
    while answer.status_code == 503 and time.monotonic() < deadline:
        assert answer["Retry-After"]
        answer = again(client).post(address, form)
    return answer


def draft(version: int, note: str) -> dict[str, Any]:
    return {"draft": "1", "version": version, "notice": note, "form_key": str(uuid4())}


def policy(case: Cancellation) -> Step:
    return Step.objects.get(cancellation=case, key=StepKey.POLICY)


def version_in(page: bytes) -> int:
    """The version that the form of the page was made from."""
    found = re.search(rb'name="version" value="(\d+)"', page)
    assert found
    return int(found[1])


@pytest.mark.parametrize("saves", [2, pytest.param(25, marks=pytest.mark.torture)])
def test_twenty_writers_on_one_step_lose_nothing(client: Client, case: Cancellation, saves: int) -> None:
    """Each sends its text again, with the version that it has been told of, until it is kept."""
    address = ADDRESS.format(case.reference)
    began, answers = policy(case).version, Counter[int]()

    def write(number: int) -> int:
        version, kept = began, 0
        while kept < saves:
            answer = post(client, address, draft(version, f"{number}/{kept}"))
            answers[answer.status_code] += 1
            if answer.status_code == 303:
                kept += 1
                version += 1
            else:
                assert answer.status_code == 409, (answer.status_code, answer.content)
                version = version_in(answer.content)
        return kept

    assert sum(together(write)) == AT_ONCE * saves
    assert policy(case).version == began + AT_ONCE * saves
    assert Event.objects.filter(cancellation=case, kind="step_saved").count() == AT_ONCE * saves
    assert set(answers) <= {303, 409}


def test_of_twenty_stale_forms_one_wins(client: Client, case: Cancellation) -> None:
    version, address = policy(case).version, ADDRESS.format(case.reference)
    answers = together(lambda number: post(client, address, draft(version, str(number))))
    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: AT_ONCE - 1}
    [winner] = [number for number, answer in enumerate(answers) if answer.status_code == 303]
    assert policy(case).data["notice"] == str(winner)
    for number, answer in enumerate(answers):
        if number != winner:
            assert f'value="{number}"' in answer.content.decode(), "the text that lost is still in the form"


def test_twenty_times_the_same_form_is_once(client: Client, case: Cancellation) -> None:
    form = draft(policy(case).version, "all the same")
    answers = together(lambda number: post(client, ADDRESS.format(case.reference), form))
    assert Counter(answer.status_code for answer in answers) == {303: AT_ONCE}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Event.objects.filter(cancellation=case, kind="step_saved").count() == 1
    assert FormKey.objects.count() == 1


def test_twenty_times_the_same_contact_is_once(client: Client, case: Cancellation) -> None:
    form = {"outcome": "receipt", "note": "They have it", "form_key": str(uuid4())}
    answers = together(lambda number: post(client, f"/requests/{case.reference}/log/", form))
    assert Counter(answer.status_code for answer in answers) == {303: AT_ONCE}
    assert case.messages.count() == 1


def test_twenty_contacts_at_once_are_all_kept(client: Client, case: Cancellation) -> None:
    """Logging never conflicts."""

    def log(number: int) -> int:
        form = {"outcome": "processing", "note": f"Contact {number}", "form_key": str(uuid4())}
        return int(post(client, f"/requests/{case.reference}/log/", form).status_code)

    assert Counter(together(log)) == {303: AT_ONCE}
    assert len(set(case.messages.values_list("note", flat=True))) == AT_ONCE


def test_one_card_gets_one_open_case(owner: User) -> None:
    carrier = Carrier.objects.add_own(owner, names={"en": "Lotus Cell"}, country="TH")
    sim = Sim.objects.add(owner, carrier=carrier, kind=SimKind.PHYSICAL, nickname="Kazan")

    def start(number: int) -> str:
        try:
            return Cancellation.objects.start(sim, owner, requested_end_date=None).reference
        except AlreadyOpen as found:
            return found.case.reference

    assert len(set(together(start))) == 1
    assert Cancellation.objects.filter(sim=sim).count() == 1
