"""A case in which each change of a step is possible, and its owner's client."""

import pytest
from django.test import Client

from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Turn
from cancellations.models import Cancellation, User
from tests.cases import END, case_of, do, fresh
from tests.conftest import ClientOf


@pytest.fixture
def case(owner: User) -> Cancellation:
    """A case in which each change is possible."""
    case = case_of(owner)
    case.wait_step(StepKey.IDENTITY, owner, waiting_on=Turn.HOLDER, until=END)
    do(case, StepKey.DECISION, owner)
    do(case, StepKey.BALANCE, owner)
    fresh(case).reopen_step(StepKey.DECISION, owner, reason="x")
    return do(case, StepKey.DECISION, owner)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)
