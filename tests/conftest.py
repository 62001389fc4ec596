"""Fixtures for all tests: the cast of people, and clients that act for them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from hypothesis import settings as hypothesis_settings

from cancellations.domain.roles import Role
from cancellations.management.commands.setup import compile_translations
from cancellations.models import User, Workspace
from tests.people import someone

ClientOf = Callable[[User | None], Client]

# as htmx 4 sends them when a part of the page is swapped
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}

# the same examples in every run, so that a change is judged by what it changed; `make explore` looks for new ones
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.register_profile("explore", max_examples=2_000, deadline=None)
hypothesis_settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Make the translations ready: once, before the workers of pytest-xdist start."""
    if not hasattr(config, "workerinput"):
        compile_translations()


@pytest.fixture
def workspace(db: None) -> Workspace:
    return Workspace.objects.create(name="Yuanxing Travel")


@pytest.fixture
def other_workspace(db: None) -> Workspace:
    return Workspace.objects.create(name="Elsewhere")


@pytest.fixture
def owner(workspace: Workspace) -> User:
    return someone("owner@lastcall.example", workspace, Role.OWNER)


@pytest.fixture
def colleague(workspace: Workspace) -> User:
    """A coordinator in the owner's workspace."""
    return someone("colleague@lastcall.example", workspace, Role.COORDINATOR)


@pytest.fixture
def viewer(workspace: Workspace) -> User:
    return someone("viewer@lastcall.example", workspace, Role.VIEWER)


@pytest.fixture
def stranger(other_workspace: Workspace) -> User:
    """The owner of another workspace."""
    return someone("stranger@elsewhere.example", other_workspace, Role.OWNER)


@pytest.fixture
def ex_member(db: None) -> User:
    """Somebody who was removed from the workspace, with an account still."""
    return someone("gone@lastcall.example", None)


@pytest.fixture
def newcomer(db: None) -> User:
    """The first user, signed in by the console's link, who has not answered the welcome page."""
    return User.objects.found_workspace()


@pytest.fixture
def client_of() -> ClientOf:
    """A client that is signed in as the given user; as nobody for None."""

    def of(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return of


@pytest.fixture
def a_saturday() -> Iterator[None]:
    """It is noon on 21 November 2026; nothing that is tested depends on the day that it is run."""
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
        yield
