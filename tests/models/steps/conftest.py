"""Cases for the verbs of steps: just opened, and sent."""

import pytest

from cancellations.domain.playbook import SimKind, StepKey
from cancellations.models import Cancellation, User
from tests.cases import case_of, sim_of


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM))


@pytest.fixture
def sent(owner: User) -> Cancellation:
    return case_of(owner, to=StepKey.CONFIRMATION)
