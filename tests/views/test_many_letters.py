"""The page that asks for the letters of many requests: who may, what is missing, what was typed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cancellations.models import Cancellation, Errand, User
from cancellations.views import many_letters
from tests.cases import carrier_of
from tests.conftest import HTMX, ClientOf
from tests.hostile import Hostile, hostile
from tests.letters.many import AT, at_carrier, russian, silent, typed_for
from tests.pages import assert_kept, fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def two(owner: User) -> list[Cancellation]:
    return at_carrier(owner, russian(owner), 2)


def asked(do: str, cases: list[Cancellation]) -> dict[str, Any]:
    return {"do": do, "case": [case.pk for case in cases]}


@pytest.mark.parametrize("do", ["letters", "chaser"])
def test_the_buttons_of_the_list_lead_here(client: Client, two: list[Cancellation], do: str) -> None:
    answer = client.get("/requests/bulk/", asked(do, two))
    assert answer["Location"].startswith(f"{AT}?do={do}&case=")


def test_the_form_is_filled_with_what_all_have(client: Client, two: list[Cancellation]) -> None:
    answer = client.get(AT, asked("letters", two))
    fields, carrier = fields_of(answer, AT), two[0].carrier_id
    assert fields["name"] == ["Чжоу Кай"]
    assert (fields[f"c{carrier}_mode"], fields[f"c{carrier}_language"]) == (["list"], ["ru"])
    assert (fields["translation"], fields["dated"]) == (["en"], ["2026-11-21"])
    told = text_of(answer)
    assert "2 requests" in told
    assert "None of them counts as sent by that" in told


def test_a_post_writes_down_one_errand(client: Client, two: list[Cancellation]) -> None:
    data = typed_for("letters", two)
    answers = [client.post(AT, data) for _ in range(3)]
    errand = Errand.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("errand", args=[errand.pk])}
    assert errand.what == {"action": "letters", "cases": [case.pk for case in two], "asked_on": "2026-11-21"}
    assert "E12345678" in errand.secret
    assert "E12345678" not in errand.sealed


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"document_number": ""}, "The series and number of the identity document are missing."),
        ({"addressee_address": ""}, "The carrier's postal address for claims is missing."),
        ({"phone": "+7 916 1000001"}, "A phone number other than the one that is given up is missing."),
        ({"name": "Чжоу 😀"}, "The letter's fonts cannot print “😀”."),
        ({"addressee": "МТС 😀"}, "The letter's fonts cannot print “😀”."),
        ({"bank_account": "4081"}, "A Russian account number has 20 digits."),
        ({"signed_by": "representative"}, "The number of the power of attorney is missing."),
        ({"place": ""}, "The place where the letter is signed is missing."),
        ({"way": ""}, "There is a balance: say how it is to be refunded."),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(
    client: Client, two: list[Cancellation], changed: dict[str, str], said: str
) -> None:
    data = typed_for("letters", two, **changed)
    answer = client.post(AT, data, headers=HTMX)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert_kept(answer, AT, {name: value for name, value in data.items() if name not in {"do", "form_key", "case"}})
    assert fields_of(answer, AT)["case"] == [",".join(str(case.pk) for case in two)]
    assert not Errand.objects.exists()


def test_what_only_one_of_them_lacks_is_named_with_it(client: Client, owner: User, two: list[Cancellation]) -> None:
    sim = two[1].sim
    type(sim).objects.filter(pk=sim.pk).update(msisdn="", iccid="")
    told = text_of(client.post(AT, typed_for("letters", two)))
    assert "record it, or the ICCID, with the SIM card." in told
    assert f"Requests: {two[1].reference}" in told


def test_a_request_number_that_no_font_has_is_named(client: Client, owner: User) -> None:
    cases = silent(owner, russian(owner), 2)
    cases[1].add_request_number(owner, number="N-😀", given_on=cases[1].opened_on, given_by="")
    answer = client.post(AT, typed_for("chaser", cases))
    assert answer.status_code == 422
    assert f"Requests: {cases[1].reference}" in text_of(answer)


def test_one_persons_passport_is_for_one_name(client: Client, owner: User) -> None:
    carrier = russian(owner)
    cases = at_carrier(owner, carrier, 1) + at_carrier(owner, carrier, 1, begin=4, holder="Иванов Пётр")
    answer = client.post(AT, typed_for("letters", cases, name=""))
    assert answer.status_code == 422
    assert "enter the name" in text_of(answer)


def test_who_gets_none_is_told_before(client: Client, owner: User) -> None:
    carrier = russian(owner)
    cases = silent(owner, carrier, 1) + at_carrier(owner, carrier, 2, begin=5)
    told = text_of(client.get(AT, asked("chaser", cases)))
    assert "2 requests get no letter: The request has not been sent yet" in told


def test_when_none_is_due_there_is_no_form(client: Client, two: list[Cancellation]) -> None:
    for answer in (client.get(AT, asked("chaser", two)), client.post(AT, typed_for("chaser", two))):
        assert answer.status_code == 422
        assert "No letter is due to any of these requests." in text_of(answer)
    assert not Errand.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_when_none_is_due_any_more_there_is_no_form_to_send_again(
    client: Client, two: list[Cancellation], headers: dict[str, str]
) -> None:
    answer = client.post(AT, typed_for("chaser", two), headers=headers)
    assert "No letter is due to any of these requests." in text_of(answer)
    assert 'id="write-letters"' not in answer.content.decode()


def test_others_than_those_that_were_seen_get_no_letter(client: Client, owner: User, two: list[Cancellation]) -> None:
    seen = client.get(AT, {"do": "letters", "all": "1"}).context["asked"].hidden
    at_carrier(owner, two[0].carrier, 1, begin=6)
    answer = client.post(AT, {**typed_for("letters", []), **dict(seen)})
    assert answer.status_code == 422
    assert "somebody changed these requests meanwhile" in text_of(answer)
    assert not Errand.objects.exists()


def test_too_many_are_refused(
    client: Client, owner: User, two: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_letters, "MOST_CARRIERS", 1)
    cases = two + at_carrier(owner, carrier_of(owner, country="DE"), 1, begin=6)
    assert "at 2 carriers" in text_of(client.get(AT, asked("letters", cases)))
    monkeypatch.setattr(many_letters, "MOST", 1)
    assert "1 requests at most" in text_of(client.get(AT, asked("letters", two)))


def test_other_letters_and_verbs_there_are_not(client: Client, two: list[Cancellation]) -> None:
    assert client.get(AT, asked("love", two)).status_code == 404
    assert client.put(AT).status_code == 405


def test_viewers_may_not(viewer: User, two: list[Cancellation], client_of: ClientOf) -> None:
    client = client_of(viewer)
    assert client.get(AT, asked("letters", two)).status_code == 403
    assert client.post(AT, typed_for("letters", two)).status_code == 403


def test_strangers_select_nothing(stranger: User, two: list[Cancellation], client_of: ClientOf) -> None:
    answer = client_of(stranger).post(AT, typed_for("letters", two))
    assert answer.status_code == 422
    assert two[0].reference not in text_of(answer)
    assert not Errand.objects.exists()


@pytest.mark.parametrize("entry", hostile("text"), ids=lambda entry: entry.id)
def test_whatever_is_pasted_is_taken_or_named(client: Client, two: list[Cancellation], entry: Hostile) -> None:
    names = ("name", "address", "issued_by", "bank", "powers", "place", "email", "bic", "addressee")
    text = entry.value.encode("utf-8", "replace").decode()
    assert client.post(AT, typed_for("letters", two, **dict.fromkeys(names, text))).status_code in {303, 422}
