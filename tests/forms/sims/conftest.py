"""The form of a new card, filled in."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from cancellations.forms.sim import SimForm
from cancellations.models import Carrier, User
from tests.sims import TOLD


@pytest.fixture
def carrier(owner: User) -> Carrier:
    return Carrier.objects.add_own(owner, names={"en": "MTS"}, country="RU")


@pytest.fixture
def form_of(owner: User, carrier: Carrier) -> Any:
    def made(**told: Any) -> SimForm:
        return SimForm(QueryDict(urlencode(TOLD | told, doseq=True)), user=owner)

    return made
