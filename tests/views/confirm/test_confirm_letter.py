"""One letter confirms many requests: each number on it is matched, or nothing is confirmed."""

import html
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cancellations.domain.evidence import EvidenceKind
from cancellations.models import Cancellation, Evidence, RequestNumber, User
from cancellations.models.letter_verbs import Confirmation, NotConfirmed
from cancellations.models.storage import evidence_storage
from tests.cases import carrier_of, case_of, fresh, is_derived, kinds_of, sim_of
from tests.conftest import ClientOf
from tests.files import in_folder
from tests.pages import html_of
from tests.views.confirm.letter import AT, post, waits

pytestmark = pytest.mark.usefixtures("a_saturday")


def test_the_page_says_that_it_is_all_or_none(client: Client, waiting: list[Cancellation]) -> None:
    """Other changes of many do what can be done; this one must not promise that."""
    selected: dict[str, Any] = {"do": "confirm", "case": [case.pk for case in waiting]}
    text = html_of(client.get(AT, selected))
    assert "nothing is confirmed" in text
    assert "the rest is done" not in text


def test_all_on_the_letter_are_confirmed_and_each_has_it(
    client: Client, waiting: list[Cancellation], folder: Path
) -> None:
    answer = post(client, waiting, "+7 916 123-45-61\tC-1\n89161234562\n", confirmation_number="C-0")
    assert answer.status_code == 303
    assert [str(fresh(case).confirmed_end_date) for case in waiting] == ["2026-11-30", "2026-11-30", "None"]
    rows = Evidence.objects.filter(kind=EvidenceKind.CONFIRMATION)
    assert {row.cancellation_id for row in rows} == {waiting[0].pk, waiting[1].pk}
    assert len(set(rows.values_list("stored", flat=True))) == 1
    assert len(in_folder(folder)) == 1
    assert all(kinds_of(case)[-1] == "evidence_added" and is_derived(case) for case in waiting[:2])
    said = client.get("/requests/").content.decode()
    assert "Confirmed: 2 requests. Not on the letter and not changed: 1 request." in said


def test_one_number_that_fits_nothing_refuses_the_letter(
    client: Client, waiting: list[Cancellation], folder: Path
) -> None:
    answer = post(client, waiting, "+79161234561\n+79161234569")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Line 2 fits none of the selected requests: +79161234569" in text
    assert "+79161234561" in text  # nothing typed is lost
    assert not any(fresh(case).confirmed_on for case in waiting)
    assert in_folder(folder) == []


def test_one_request_that_cannot_be_confirmed_refuses_the_letter(
    client: Client, owner: User, waiting: list[Cancellation]
) -> None:
    early = case_of(owner, sim=sim_of(owner, carrier=waiting[0].carrier, msisdn="+79161234569"))
    answer = post(client, [*waiting, early], "+79161234561\n+79161234569")
    assert answer.status_code == 422
    assert f"{early.reference}: " in answer.content.decode()
    assert not any(fresh(case).confirmed_on for case in waiting)
    assert not Evidence.objects.exists()


def test_one_request_that_is_gone_refuses_the_letter(waiting: list[Cancellation], owner: User) -> None:
    told = Confirmation(replied_on=date(2026, 11, 20), end_date=date(2026, 11, 30))
    with pytest.raises(NotConfirmed):
        Cancellation.objects.confirm_by_letter(owner, {waiting[0].pk: "", 10**9: ""}, [], told)
    assert fresh(waiting[0]).confirmed_on is None


def test_a_receipt_is_not_taken_for_it(client: Client, waiting: list[Cancellation]) -> None:
    case = waiting[0]
    assert case.acknowledged_on is None
    Cancellation.objects.filter(pk=case.pk).update(acknowledged_on="2026-11-20")
    assert post(client, waiting, "+79161234561").status_code == 422
    assert post(client, waiting, "+79161234561", says_so="on").status_code == 303


def test_an_end_before_the_request_was_sent_confirms_nothing(client: Client, waiting: list[Cancellation]) -> None:
    answer = post(client, waiting, "+79161234561\n+79161234562", end_date="2025-11-30")
    assert answer.status_code == 422
    assert "would have ended before the request was sent" in html_of(answer)
    assert not any(fresh(case).confirmed_on for case in waiting)


def test_a_number_in_the_list_makes_no_confirmation_of_a_receipt(client: Client, waiting: list[Cancellation]) -> None:
    Cancellation.objects.filter(pk=waiting[0].pk).update(acknowledged_on="2026-11-20")
    assert post(client, waiting, "+79161234561\tC-1").status_code == 422
    assert not fresh(waiting[0]).confirmed_on
    assert post(client, waiting, "+79161234561", confirmation_number="C-1").status_code == 303  # as on its own page


@pytest.mark.parametrize(
    "lines",
    [
        "+79161234561, +79990001122, +79990001133",
        "+79161234561 NOT terminated: debt 300 RUB",
        "+79161234561; отказано",
        "+79161234561\n8161234562",  # 161234562 with another prefix is another number
    ],
)
def test_what_the_letter_does_not_confirm_refuses_it(client: Client, waiting: list[Cancellation], lines: str) -> None:
    answer = post(client, waiting, lines)
    assert answer.status_code == 422
    assert lines in html.unescape(answer.content.decode())  # nothing typed is lost
    assert not any(fresh(case).confirmed_on for case in waiting)


def test_a_letter_names_many_in_one_line(client: Client, waiting: list[Cancellation]) -> None:
    assert post(client, waiting, "+79161234561, 89161234562; 9161234563").status_code == 303
    assert all(fresh(case).confirmed_on for case in waiting)


def test_a_letter_comes_from_one_carrier(client: Client, owner: User, waiting: list[Cancellation]) -> None:
    other = waits(owner, carrier_of(owner, country="RU"), "+79037654321")
    answer = post(client, [*waiting, other], "+79161234561\n+79037654321")
    assert answer.status_code == 422
    assert "One letter comes from one carrier" in answer.content.decode()
    assert not any(fresh(case).confirmed_on for case in (*waiting, other))


def test_the_request_number_is_no_confirmation_number(client: Client, waiting: list[Cancellation]) -> None:
    answer = post(client, waiting, "+79161234561", confirmation_number="n-1")
    assert answer.status_code == 422
    assert "This is the request number, not the confirmation number." in html.unescape(answer.content.decode())
    assert post(client, waiting, "+79161234561\tN-1", confirmation_number="C-7").status_code == 303
    given = RequestNumber.objects.filter(cancellation=waiting[0]).values_list("kind", "number").order_by("id")
    assert list(given) == [("request", "N-1"), ("confirmation", "C-7")]


def test_the_letter_itself_is_asked_for(client: Client, waiting: list[Cancellation]) -> None:
    answer = post(client, waiting, "+79161234561", attached=None)
    assert answer.status_code == 422
    assert b"Choose the file of the letter." in answer.content


def test_a_file_that_is_no_letter_is_refused(client: Client, waiting: list[Cancellation], folder: Path) -> None:
    program = SimpleUploadedFile("letter.pdf", b"MZ\x90\x00" + b"\0" * 100)
    assert post(client, waiting, "+79161234561", attached=program).status_code == 422
    assert not fresh(waiting[0]).confirmed_on
    assert in_folder(folder) == []


def test_twice_is_once(client: Client, waiting: list[Cancellation]) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert post(client, waiting, "+79161234561", form_key=key).status_code == 303
    assert Evidence.objects.count() == 1


def test_removing_it_from_one_request_leaves_it_to_the_others(
    client: Client, owner: User, waiting: list[Cancellation], folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    post(client, waiting, "+79161234561\n+79161234562")
    first, second = Evidence.objects.order_by("cancellation_id")
    with django_capture_on_commit_callbacks(execute=True):
        fresh(waiting[0]).remove_evidence(owner, first, reason="Wrong request")
    assert evidence_storage().exists(second.stored)
    with django_capture_on_commit_callbacks(execute=True):
        fresh(waiting[1]).remove_evidence(owner, second, reason="Wrong request")
    assert in_folder(folder) == []


def test_the_bar_leads_here(client: Client, waiting: list[Cancellation]) -> None:
    answer = client.get("/requests/bulk/", {"do": "confirm", "case": str(waiting[0].pk)})
    assert answer["Location"].startswith(AT)
    assert b'enctype="multipart/form-data"' in client.get(answer["Location"]).content


def test_viewers_may_not_and_strangers_select_nothing(
    viewer: User, stranger: User, waiting: list[Cancellation], client_of: ClientOf, folder: Path
) -> None:
    assert post(client_of(viewer), waiting, "+79161234561").status_code == 403
    assert post(client_of(stranger), waiting, "+79161234561").status_code == 422
    assert client_of(stranger).delete(AT).status_code == 405
    assert not fresh(waiting[0]).confirmed_on
    assert in_folder(folder) == []
