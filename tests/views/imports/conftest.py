"""Who imports, into which folder; the table's carrier is there."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.models import User
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.files import keep_in


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "kept")


@pytest.fixture
def client(client_of: ClientOf, owner: User, folder: Path) -> Client:
    carrier_of(owner, country="RU")
    return client_of(owner)
