"""Who reads the reports, and whom they are about."""

import pytest
from django.test import Client

from cancellations.models import Carrier, User
from tests.cases import carrier_of
from tests.conftest import ClientOf


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return carrier_of(owner)
