"""A case just opened, its owner's client, and the address of the first step's form."""

import pytest
from django.test import Client

from cancellations.models import Cancellation, User
from tests.cases import case_of, url_of
from tests.conftest import ClientOf


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def url(case: Cancellation) -> str:
    return url_of(case, "steps", "policy")
