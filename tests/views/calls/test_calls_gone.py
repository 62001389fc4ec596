"""What was typed in a call session about a request that is no longer there: said, shown, and nothing is written."""

import pytest
from django.test import Client
from django.utils import translation

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Carrier, Message, User
from cancellations.models.erasing import erase
from cancellations.views import calls
from tests.calls import AT, sheet
from tests.cases import case_of, fresh
from tests.conftest import HTMX
from tests.pages import fields_of, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
NOWHERE = "Nothing is recorded yet."


def gone(case: Cancellation) -> None:
    erase(Cancellation.objects.filter(pk=case.pk))


def test_what_was_typed_of_a_request_that_is_gone_is_shown_and_nothing_is_written(
    client: Client, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    called = fields_of(client.get(AT, {"carrier": carrier.slug}), AT)[f"{waiting[1].pk}-called"]
    gone(waiting[1])
    before = Message.objects.count()
    typed = {"agent": "Oksana", "o0": "processing", "o1": "confirms", "n1": "By letter", "p1": "2026-12-01"}
    for headers in ({}, HTMX):
        data = sheet(carrier, waiting, **typed, **{f"{waiting[1].pk}-called": called})
        answer = client.post(AT, data, headers=headers)
        assert answer.status_code == 422
        text = text_of(answer)
        assert NOWHERE in text
        assert f"Card 1 · {waiting[1].reference}" in text
        assert "It is not there any more." in text
        again = fields_of(answer, AT)
        assert again["agent"] == ["Oksana"]
        assert again[f"{waiting[0].pk}-outcome"] == ["processing"]
        assert again[f"{waiting[1].pk}-outcome"] == ["confirms"]
        assert again[f"{waiting[1].pk}-line_note"] == ["By letter"]
        assert again[f"{waiting[1].pk}-promised_by"] == ["2026-12-01"]
        assert str(waiting[1].pk) not in again["case"]
    assert Message.objects.count() == before
    assert not fresh(waiting[0]).promised_by


def test_emptied_it_goes_through(client: Client, carrier: Carrier, waiting: list[Cancellation]) -> None:
    gone(waiting[1])
    refused = client.post(AT, sheet(carrier, waiting, o0="processing", o1="confirms", n1="By letter"))
    again = fields_of(refused, AT)
    before = Message.objects.count()
    again |= {f"{waiting[1].pk}-outcome": [""], f"{waiting[1].pk}-line_note": [" "]}
    assert client.post(AT, again).status_code == 303
    assert Message.objects.count() == before + 1


def test_what_was_only_noted_counts_as_typed(client: Client, carrier: Carrier, waiting: list[Cancellation]) -> None:
    gone(waiting[2])
    for typed in ({"n2": "Said"}, {"p2": "2026-12-01"}, {"r2": "N-7"}):
        answer = client.post(AT, sheet(carrier, waiting, o0="processing", **typed))
        assert answer.status_code == 422
        assert set(typed.values()) <= {value for values in fields_of(answer, AT).values() for value in values}


def test_one_that_is_gone_and_was_not_asked_stops_nothing(
    client: Client, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    gone(waiting[2])
    assert client.post(AT, sheet(carrier, waiting, o0="processing", o2="")).status_code == 303


def test_one_of_another_carrier_is_named_with_its_page(
    client: Client, owner: User, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    other = case_of(owner, to=StepKey.CONFIRMATION)
    answer = client.post(AT, sheet(carrier, [*waiting, other], o0="processing", o3="receipt"))
    assert answer.status_code == 422
    assert "It is with another carrier." in text_of(answer)
    assert f'href="/requests/{other.reference}/"' in answer.content.decode()


def test_one_of_another_workspace_is_as_one_that_is_gone(
    client: Client, stranger: User, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    theirs = case_of(stranger, to=StepKey.CONFIRMATION)
    answer = client.post(AT, sheet(carrier, [*waiting, theirs], o3="receipt"))
    assert answer.status_code == 422
    assert "It is not there any more." in text_of(answer)
    assert theirs.reference not in text_of(answer)


def test_more_than_a_sheet_has_is_refused_by_name(
    client: Client, carrier: Carrier, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "AT_ONCE", 2)
    before = Message.objects.count()
    answer = client.post(AT, sheet(carrier, waiting, o0="processing", o2="receipt"))
    assert answer.status_code == 422
    assert f'href="/requests/{waiting[2].reference}/"' in answer.content.decode()
    assert "A sheet has at most 2 requests." in text_of(answer)
    assert Message.objects.count() == before


def test_what_stands_under_no_request_at_all_is_said(client: Client, carrier: Carrier) -> None:
    data = {**sheet(carrier, []), "none-outcome": "receipt", "none-line_note": "<b>Said"}
    answer = client.post(AT, data)
    assert answer.status_code == 422
    assert fields_of(answer, AT)["none-line_note"] == ["<b>Said"]


def test_one_that_was_closed_meanwhile_hears_it_late(
    client: Client, owner: User, carrier: Carrier, waiting: list[Cancellation]
) -> None:
    fresh(waiting[0]).close(owner, outcome=Outcome.WITHDRAWN, reason="Keeps it")
    assert client.post(AT, sheet(carrier, waiting, o0="receipt")).status_code == 303
    assert Message.objects.filter(cancellation=waiting[0], outcome="receipt").count() == 1


def test_it_is_said_in_all_languages(client: Client, owner: User, carrier: Carrier) -> None:
    for language, said in (("ru", "Пока ничего не записано"), ("zh-hans", "尚未记录任何内容")):
        User.objects.filter(pk=owner.pk).update(language=language)
        with translation.override(language):
            assert said in text_of(client.post(AT, {**sheet(carrier, []), "7-outcome": "receipt"}))
