"""Examples beside what is one's own: who loads and clears them, by a click and by the command."""

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.playbook import SimKind
from cancellations.domain.situation import Outcome
from cancellations.examples.cards import invented_card
from cancellations.examples.clear import clear_examples
from cancellations.examples.load import SIZE, load_examples
from cancellations.models import (
    Cancellation,
    Carrier,
    Event,
    Sim,
    User,
    Workspace,
)
from tests.conftest import ClientOf
from tests.examples.rows import ROOMS, rows

# --- beside what is one's own -----------------------------------------------------------------------------


def test_clearing_takes_the_examples_and_nothing_else(owner: User, stranger: User) -> None:
    load_examples(stranger, 3)
    theirs = rows(stranger)
    own_sim = Sim.objects.add(owner, carrier=_own_carrier(owner), kind=SimKind.ESIM, nickname="Mine")
    own_case = Cancellation.objects.start(own_sim, owner, requested_end_date=None)
    own_case.log_contact(owner, outcome=ContactOutcome.RECEIPT)
    mine = rows(owner)
    load_examples(owner, 20)
    clear_examples(owner)
    assert rows(owner) == mine
    assert rows(stranger) == theirs
    assert list(Sim.objects.visible_to(owner)) == [own_sim]
    assert Workspace.objects.get(memberships__user=owner).has_examples is False
    assert Workspace.objects.get(memberships__user=stranger).has_examples is True


def test_an_own_case_of_an_example_card_stays_with_the_card(owner: User) -> None:
    load_examples(owner, 20)
    card = Sim.objects.filter(cancellations__outcome=Outcome.TERMINATED, is_example=True)[0]
    own = Cancellation.objects.start(card, owner, requested_end_date=None)
    clear_examples(owner)
    assert list(Cancellation.objects.visible_to(owner)) == [own]
    assert list(Sim.objects.visible_to(owner)) == [card]
    assert Sim.objects.get().is_example is False
    assert Event.objects.filter(cancellation=own).count() == 1
    clear_examples(owner)
    assert Cancellation.objects.count() == 1


def test_an_own_card_with_an_invented_number_is_no_obstacle(owner: User) -> None:
    iccid = invented_card("ru-mts", SimKind.PHYSICAL, 1)["iccid"]
    own = Sim.objects.add(owner, carrier=_own_carrier(owner), kind=SimKind.PHYSICAL, iccid=iccid)
    load_examples(owner, 2)
    clear_examples(owner)
    assert list(Sim.objects.all()) == [own]


def test_carriers_that_were_edited_are_left_alone(owner: User) -> None:
    load_examples(owner, 2)
    carriers = list(Carrier.objects.visible_to(owner).values_list("id", "names", "search_text"))
    clear_examples(owner)
    assert list(Carrier.objects.visible_to(owner).values_list("id", "names", "search_text")) == carriers


# --- who may ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/examples/load/", "/examples/clear/"])
def test_only_the_owner_may(address: str, client_of: ClientOf, owner: User, colleague: User, viewer: User) -> None:
    load_examples(owner, 2)
    for person in (colleague, viewer):
        assert client_of(person).post(address).status_code == 403
    assert client_of(owner).get(address).status_code == 405
    assert client_of(None).post(address).status_code == 302
    assert Cancellation.objects.count() == 2


def test_one_click_loads_and_one_click_clears(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    for _click in range(2):
        loaded = client.post("/examples/load/")
        assert (loaded.status_code, loaded["Location"]) == (303, "/")
        assert Cancellation.objects.count() == SIZE
    for _click in range(2):
        cleared = client.post("/examples/clear/")
        assert (cleared.status_code, cleared["Location"]) == (303, "/")
        assert not any(model._default_manager.exists() for model in ROOMS)


@pytest.mark.parametrize("verb", [load_examples, clear_examples])
def test_the_verbs_ask_for_the_right(verb: Any, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        verb(colleague)


# --- the command ------------------------------------------------------------------------------------------


def test_the_command_replaces_and_clears(owner: User, stranger: User) -> None:
    call_command("demo", size=5, stdout=StringIO())
    call_command("demo", size=3, stdout=StringIO())
    assert Cancellation.objects.visible_to(owner).count() == 3
    call_command("demo", size=2, email="STRANGER@elsewhere.example", stdout=StringIO())
    assert Cancellation.objects.visible_to(stranger).count() == 2
    call_command("demo", clear=True, stdout=StringIO())
    assert not Cancellation.objects.visible_to(owner).exists()


@pytest.mark.django_db
def test_the_command_makes_a_first_user_only_when_named() -> None:
    with pytest.raises(CommandError, match="Nobody is here yet"):
        call_command("demo", stdout=StringIO())
    call_command("demo", size=1, email="first@lastcall.example", stdout=StringIO())
    assert Cancellation.objects.count() == 1


@pytest.mark.parametrize(("options", "said"), [({"size": 0}, "1 or more"), ({"email": "x@y.example"}, "owns no")])
def test_the_command_refuses(owner: User, options: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("demo", stdout=StringIO(), **options)


def _own_carrier(owner: User) -> Carrier:
    return Carrier.objects.add_own(owner, names={"en": "Lotus Cell"}, country="TH")
