"""A carrier that is shipped with the facts about it, and its owner's client."""

import pytest
from django.test import Client

from cancellations.models import Carrier, User
from cancellations.models.carrier import shipped_carriers
from tests.conftest import ClientOf


@pytest.fixture
def mts(owner: User) -> Carrier:
    assert owner.workspace
    Carrier.objects.load_shipped(owner.workspace, [one for one in shipped_carriers() if one.id == "ru-mts"])
    return Carrier.objects.get(slug="ru-mts")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)
