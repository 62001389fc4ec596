"""A case that waits for the carrier, its owner's client, and where a contact is logged."""

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from tests.cases import case_of, url_of
from tests.conftest import ClientOf


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner, to=StepKey.CONFIRMATION)


@pytest.fixture
def url(case: Cancellation) -> str:
    return url_of(case, "log")
