"""What the timeline says of files: never a name that its reader may not know, whenever it was written."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.models import Cancellation, Evidence, User
from tests.cases import case_of, url_of
from tests.conftest import ClientOf
from tests.files import PDF, keep_in, picture
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
NAME = "passport-Ivanov.png"


@pytest.fixture
def case(owner: User, settings: Settings, tmp_path: Path) -> Cancellation:
    keep_in(settings, tmp_path / "files")
    return case_of(owner)


@pytest.fixture
def clients(client_of: ClientOf, owner: User, viewer: User) -> dict[str, Client]:
    return {"owner": client_of(owner), "viewer": client_of(viewer)}


def describe(case: Cancellation, by: User, row: Evidence, kind: EvidenceKind) -> None:
    case.describe_evidence(by, row, kind=kind, note="", visibility=Visibility.TEAM)


def test_what_became_an_identity_document_is_not_named_any_more(
    case: Cancellation, owner: User, clients: dict[str, Client]
) -> None:
    row = case.attach_bytes(owner, NAME, picture(), kind=EvidenceKind.OTHER)
    case.attach_bytes(owner, "bill.pdf", PDF, kind=EvidenceKind.BILL)
    for client in clients.values():
        assert NAME in text_of(client.get(url_of(case)))
    describe(case, owner, row, EvidenceKind.IDENTITY)
    case.remove_evidence(owner, row, reason="Wrong page")
    for client in clients.values():
        for address in (url_of(case), f"{url_of(case)}?events=all"):
            text = text_of(client.get(address))
            assert ("Ivanov" in text, "bill.pdf" in text, "Evidence added" in text) == (False, True, True)


def test_letters_are_named_to_those_who_may_open_them(
    case: Cancellation, owner: User, clients: dict[str, Client]
) -> None:
    case.attach_bytes(owner, "application-Ivanov.pdf", PDF, kind=EvidenceKind.LETTER)
    row = case.attach_bytes(owner, "statement-Ivanov.pdf", PDF, kind=EvidenceKind.OTHER)
    describe(case, owner, row, EvidenceKind.LETTER)
    seen = {name: text_of(client.get(url_of(case))).count("Ivanov") for name, client in clients.items()}
    assert seen["viewer"] == 0
    assert seen["owner"] >= 3


def test_a_mistake_can_be_taken_back(case: Cancellation, owner: User, clients: dict[str, Client]) -> None:
    row = case.attach_bytes(owner, "bill.pdf", PDF, kind=EvidenceKind.IDENTITY)
    assert "bill.pdf" not in text_of(clients["viewer"].get(url_of(case)))
    describe(case, owner, row, EvidenceKind.BILL)
    assert "bill.pdf" in text_of(clients["viewer"].get(url_of(case)))


def test_it_asks_the_database_nothing_more(
    case: Cancellation, owner: User, clients: dict[str, Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        row = case.attach_bytes(owner, f"{number}.pdf", PDF, kind=EvidenceKind.OTHER)
        describe(case, owner, row, EvidenceKind.IDENTITY)
    with django_assert_max_num_queries(8):
        clients["viewer"].get(url_of(case))
