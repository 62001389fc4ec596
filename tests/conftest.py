"""Fixtures for all tests: the cast of people, and clients that act for them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from cancellations.domain.roles import Role
from cancellations.management.commands.setup import compile_translations
from cancellations.models import User, Workspace
from cancellations.queue import prepare_queue
from cancellations.views import downloads
from tests import listed
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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out what no database can change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        left_out = [item for item in items if not _asks_database(item)]
        items[:] = [item for item in items if _asks_database(item)]
        config.hook.pytest_deselected(items=left_out)


def _asks_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    if item.get_closest_marker("any_database"):
        return False
    return bool({"db", "transactional_db"}.intersection(fixtures)) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """As pytest-django does it, with the tables of the queue: in PostgreSQL they lie beside the data."""
    with django_db_blocker.unblock():
        prepare_queue()


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


@pytest.fixture(autouse=True)
def begun_in_english() -> Iterator[None]:
    """A page leaves its reader's language behind, as the next one sets its own."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def room_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test asks for and does not read keeps its place among the downloads until it is thrown away, some day."""
    monkeypatch.setattr(downloads, "_PLACES", downloads.Places(1_000, of_one=1_000))


@pytest.fixture(autouse=True)
def names_from_one() -> None:
    """A listed card is called alike whichever tests ran before in the same process."""
    listed.count_anew()


@pytest.fixture
def a_saturday() -> Iterator[None]:
    """It is noon on 21 November 2026; nothing that is tested depends on the day that it is run."""
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
        yield
