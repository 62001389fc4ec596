"""A letter of more numbers than are confirmed at once: no part of it is confirmed before all of it can be."""

from typing import Any

import pytest
from django.test import Client

from cancellations.forms import confirm_letter
from cancellations.models import Cancellation, Evidence, User, letter_verbs
from tests.cases import carrier_of, case_of, fresh, sim_of
from tests.pages import html_of
from tests.views.confirm.letter import AT, post, waits

pytestmark = pytest.mark.usefixtures("a_saturday")


def refused(client: Client, cases: list[Cancellation], numbers: list[str], **fields: Any) -> str:
    """What the form answers to a letter of more numbers than one part may have, named one below the other."""
    answer = post(client, cases, "\n".join(numbers), **fields)
    assert answer.status_code == 422
    assert not any(fresh(case).confirmed_on for case in cases if not case.confirmed_on)
    assert not Evidence.objects.exists()
    return html_of(answer)


def test_of_a_letter_that_is_too_long_all_is_matched_before_a_part_is_confirmed(
    client: Client, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm_letter, "MOST_ON_A_LETTER", 1)
    asked = html_of(client.get(AT, {"case": str(waiting[0].pk)}))
    assert "At most 1 at once." in asked  # before anything is typed
    answer = html_of(post(client, waiting, "+79161234561\n+79161234562\n+79990001122"))
    assert "Line 3 fits none of the selected requests" in answer
    assert "All 2 fit. At most 1 are confirmed at once" in html_of(post(client, waiting, "+79161234561\n+79161234562"))
    assert not any(fresh(case).confirmed_on for case in waiting)


def test_what_refuses_a_later_part_refuses_the_first_one_too(
    client: Client, owner: User, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than one part may have; what cannot be confirmed stands in the second one."""
    monkeypatch.setattr(confirm_letter, "MOST_ON_A_LETTER", 2)
    monkeypatch.setattr(letter_verbs, "_AT_ONCE", 2)
    carrier, numbers = waiting[0].carrier, ["+79161234561", "+79161234562", "+79161234569"]
    early = case_of(owner, sim=sim_of(owner, carrier=carrier, msisdn="+79161234569"))
    told = refused(client, [*waiting, early], numbers)
    assert f"{early.reference}: First:" in told
    assert "All 3 fit" not in told
    early.close(owner, outcome="withdrawn", reason="Kept after all")  # type: ignore[arg-type] # a StrEnum
    assert "This request is closed." in refused(client, [*waiting, early], numbers)
    three = [*numbers[:2], "+79161234563"]
    assert "would have ended before the request was sent" in refused(client, waiting, three, end_date="2025-11-30")
    Cancellation.objects.filter(pk=waiting[2].pk).update(acknowledged_on="2026-11-20")
    assert f"{waiting[2].reference}: " in refused(client, waiting, three)
    assert "All 3 fit" in refused(client, waiting, three, says_so="on")


def test_a_part_that_was_confirmed_before_is_named(
    client: Client, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post(client, waiting, "+79161234561").status_code == 303
    monkeypatch.setattr(confirm_letter, "MOST_ON_A_LETTER", 2)
    text = html_of(post(client, waiting, "+79161234561\n+79161234562\n+79161234563"))
    assert f"{waiting[0].reference}: This step is settled." in text
    assert not any(fresh(case).confirmed_on for case in waiting[1:])


def test_only_the_first_of_many_refusals_are_named(
    client: Client, owner: User, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm_letter, "MOST_ON_A_LETTER", 1)
    monkeypatch.setattr(confirm_letter, "MISSES_NAMED", 1)
    text = html_of(post(client, waiting, "+79161234561\n+79161234562", end_date="2025-11-30"))
    assert text.count("would have ended") == text.count(f"{waiting[0].reference}: ")
    assert "and 1 more" in text


def test_of_parts_too_the_carrier_is_one(
    client: Client, owner: User, waiting: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm_letter, "MOST_ON_A_LETTER", 1)
    other = waits(owner, carrier_of(owner, country="RU"), "+79037654321")
    told = refused(client, [*waiting, other], ["+79161234561", "+79037654321"])
    assert "One letter comes from one carrier" in told
