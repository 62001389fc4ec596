"""What is secret of an errand: encrypted while it waits, gone when it is done, readable after keys were changed."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cancellations.domain.errands import RESULT_KEPT, ErrandKind
from cancellations.domain.errors import NotPossible
from cancellations.errands.running import work_off
from cancellations.models import Errand, User
from cancellations.models.vault import Unreadable

SECRET = "passport E12345678"
LETTERS = ErrandKind.LETTERS


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "details_keys"
    path.write_bytes(Fernet.generate_key())
    settings.DETAILS_KEYS_FILE = path
    return path


@pytest.fixture
def errand(owner: User) -> Errand:
    return Errand.objects.ask(owner, LETTERS, what={}, title="Letters", secret=SECRET)


def _fails(_errand: Errand) -> bool:
    raise NotPossible("It does not fit")


def test_it_lies_encrypted(errand: Errand) -> None:
    errand.refresh_from_db()
    assert errand.secret == SECRET
    assert "E12345678" not in str(Errand.objects.values().get())


def test_the_worker_reads_it_and_then_it_is_gone(errand: Errand) -> None:
    read: list[str] = []

    def reads(errand: Errand) -> bool:
        read.append(errand.secret)
        return False

    work_off({LETTERS: reads})
    assert read == [SECRET]
    assert Errand.objects.get().sealed == ""


def test_it_goes_with_letters_that_fail_or_are_stopped(errand: Errand, owner: User) -> None:
    work_off({LETTERS: _fails})
    Errand.objects.ask(owner, LETTERS, what={}, title="", secret=SECRET).stop(owner)
    assert list(Errand.objects.values_list("sealed", flat=True)) == ["", ""]


def test_where_a_rest_can_be_done_it_is_kept_sealed_for_a_week(owner: User) -> None:
    Errand.objects.ask(owner, ErrandKind.BULK, what={}, title="", secret=SECRET)
    work_off({ErrandKind.BULK: _fails})
    Errand.objects.ask(owner, ErrandKind.BULK, what={}, title="", secret=SECRET).stop(owner)
    call_command("rotate_keys", stdout=StringIO())
    Errand.objects.clear_old()
    assert [one.secret for one in Errand.objects.all()] == [SECRET, SECRET]
    Errand.objects.update(ended_at=timezone.now() - RESULT_KEPT - timedelta(minutes=1))
    Errand.objects.clear_old()
    assert list(Errand.objects.values_list("sealed", flat=True)) == ["", ""]


def test_new_keys_open_it_still(errand: Errand) -> None:
    for _time in range(2):  # the second one throws the first key away
        call_command("rotate_keys", stdout=StringIO())
    errand.refresh_from_db()
    assert errand.secret == SECRET


def test_without_its_key_it_is_said(errand: Errand, keys: Path) -> None:
    keys.write_bytes(Fernet.generate_key())
    with pytest.raises(Unreadable):
        _ = errand.secret
    with pytest.raises(CommandError):
        call_command("rotate_keys", stdout=StringIO())


def test_those_without_one_have_none(owner: User) -> None:
    assert Errand.objects.ask(owner, LETTERS, what={}, title="").secret == ""
