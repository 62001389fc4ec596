"""Requests that wait for the reply of one carrier, and a letter that comes for them."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.models import Cancellation, User
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.views.confirm.letter import waits


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "files")


@pytest.fixture
def waiting(owner: User) -> list[Cancellation]:
    """Three that wait for the reply of one carrier."""
    carrier = carrier_of(owner, country="RU")
    return [waits(owner, carrier, f"+7916123456{n}") for n in (1, 2, 3)]


@pytest.fixture
def client(owner: User, client_of: ClientOf) -> Client:
    return client_of(owner)
