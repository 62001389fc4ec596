"""The work on letters for many requests: nothing is filed twice, and of what was typed nothing is left behind."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from cancellations.domain.errands import ErrandState
from cancellations.errands import letters
from cancellations.models import Cancellation, Errand, Evidence, Membership, User
from cancellations.models.evidence_verbs import EvidenceVerbs
from tests.cases import case_of, fresh, kinds_of, sim_of
from tests.conftest import ClientOf
from tests.files import in_folder
from tests.letters.many import (
    AT,
    SECRETS,
    at_carrier,
    letters_in,
    missed,
    russian,
    typed_for,
    words,
    worked_off,
    written,
)

pytestmark = pytest.mark.usefixtures("a_saturday", "folder")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def every_row() -> str:
    """All that the database holds, but for names of files."""
    models = apps.get_app_config("cancellations").get_models()
    return str([list(model._base_manager.values()) for model in models])


def test_a_broken_part_is_done_again_and_nothing_twice(
    client: Client, owner: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second part of a list breaks after it has filed one: of it nothing is kept, and the letter stays the same."""
    monkeypatch.setattr(letters, "PART", 2)
    real, calls = EvidenceVerbs.attach, []

    def dies_once(case: Cancellation, *args: Any, **more: Any) -> Evidence:
        calls.append(case.pk)
        if len(calls) == 4:
            raise RuntimeError
        return real(case, *args, **more)

    monkeypatch.setattr(EvidenceVerbs, "attach", dies_once)
    cases = at_carrier(owner, russian(owner), 5)
    errand = written(client, "letters", cases)
    assert (errand.state, errand.done, errand.missed) == (ErrandState.DONE, 5, 0)
    assert (Evidence.objects.count(), Evidence.objects.values("stored").distinct().count()) == (5, 1)
    assert all(kinds_of(case).count("evidence_added") == 1 for case in cases)
    assert len(in_folder(folder)) == 2  # the letter and the archive


def test_nothing_that_was_typed_is_left(client: Client, owner: User) -> None:
    client.post(AT, typed_for("letters", at_carrier(owner, russian(owner), 2)))
    assert Errand.objects.get().sealed
    assert not any(secret in every_row() for secret in SECRETS)
    errand = worked_off()
    assert errand.state is ErrandState.DONE
    assert (errand.sealed, errand.secret) == ("", "")
    assert not any(secret in every_row() for secret in SECRETS)


def test_it_goes_when_the_errand_is_stopped_or_fails(client: Client, owner: User) -> None:
    cases = at_carrier(owner, russian(owner), 2)
    client.post(AT, typed_for("letters", cases))
    stopped = Errand.objects.get()
    stopped.stop(owner)
    client.post(AT, typed_for("letters", cases))
    Membership.objects.filter(user=owner).update(role="viewer")
    failed = worked_off()
    assert failed.state is ErrandState.FAILED
    assert not Errand.objects.exclude(sealed="").exists()
    assert not Evidence.objects.exists()


def test_what_was_confirmed_meanwhile_gets_no_letter(client: Client, owner: User) -> None:
    cases = at_carrier(owner, russian(owner), 2)
    client.post(AT, typed_for("letters", cases))
    fresh(cases[0]).close(owner, outcome="withdrawn", reason="Kept")  # type: ignore[arg-type] # a StrEnum
    errand = worked_off()
    assert list(missed(errand)) == [cases[0].reference]
    assert cases[0].reference not in words(*letters_in(errand).values())


def test_the_number_of_cases_costs_no_queries_on_the_page(
    client: Client, owner: User, django_assert_max_num_queries: Any
) -> None:
    cases = [case_of(owner, sim=sim_of(owner, carrier=case.carrier)) for case in at_carrier(owner, russian(owner), 8)]
    asked: dict[str, Any] = {"do": "letters", "case": [case.pk for case in cases]}
    with django_assert_max_num_queries(9):
        client.get(AT, asked)
