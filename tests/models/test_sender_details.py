"""Passport and bank data that is kept for the next letter: sealed, in no event, gone when it is not wanted."""

import json
import stat
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from cancellations.models import Event, SenderDetails, Sim, User
from cancellations.models.vault import Unreadable, seal, unseal
from config.keys import encryption_keys, renew
from tests.cases import sim_of

DETAILS = {"name": "Чжоу Кай", "document_number": "E12345678", "bank_account": "40817810099910004312"}


@pytest.fixture
def sim(owner: User) -> Sim:
    return sim_of(owner)


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Path:
    settings.DETAILS_KEYS_FILE = encryption_keys(tmp_path / "keys", "details_keys")
    return Path(settings.DETAILS_KEYS_FILE)


def test_kept_and_known_again(owner: User, sim: Sim) -> None:
    SenderDetails.objects.keep(sim, owner, {**DETAILS, "issued_on": date(2019, 5, 6)})
    assert SenderDetails.objects.known_of(sim) == {**DETAILS, "issued_on": "2019-05-06"}


def test_nothing_can_be_read_in_the_database(owner: User, sim: Sim) -> None:
    SenderDetails.objects.keep(sim, owner, DETAILS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM cancellations_senderdetails")
        stored = cursor.fetchone()[0]
    assert not any(value in stored for value in DETAILS.values())
    told = json.dumps(list(Event.objects.values_list("kind", "payload")), ensure_ascii=False)
    assert "sender_details_kept" in told
    assert not any(value in told for value in DETAILS.values())


def test_forgotten(owner: User, sim: Sim) -> None:
    SenderDetails.objects.keep(sim, owner, DETAILS)
    SenderDetails.objects.forget(sim, owner)
    SenderDetails.objects.forget(sim, owner)
    assert SenderDetails.objects.known_of(sim) == {}
    kinds = list(Event.objects.filter(sim=sim).order_by("id").values_list("kind", flat=True))
    assert kinds == ["sim_added", "sender_details_kept", "sender_details_forgotten"]


def test_kept_again_unchanged_is_no_event(owner: User, sim: Sim) -> None:
    for _time in range(2):
        SenderDetails.objects.keep(sim, owner, DETAILS)
    assert Event.objects.filter(kind="sender_details_kept").count() == 1


def test_viewers_keep_and_forget_nothing(owner: User, viewer: User, sim: Sim) -> None:
    with pytest.raises(PermissionDenied):
        SenderDetails.objects.keep(sim, viewer, DETAILS)
    with pytest.raises(PermissionDenied):
        SenderDetails.objects.forget(sim, viewer)


def test_a_stranger_sees_none(owner: User, stranger: User, sim: Sim) -> None:
    SenderDetails.objects.keep(sim, owner, DETAILS)
    assert SenderDetails.objects.visible_to(owner).count() == 1
    assert SenderDetails.objects.visible_to(stranger).count() == 0


def test_the_key_is_made_for_its_owner_only(key_file: Path) -> None:
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key_file.read_text(encoding="ascii") != project.SECRET_KEY
    assert encryption_keys(key_file.parent, key_file.name).read_text() == key_file.read_text()


def test_rotation(owner: User, sim: Sim, key_file: Path) -> None:
    SenderDetails.objects.keep(sim, owner, DETAILS)
    before, old_key = SenderDetails.objects.get().sealed, key_file.read_text()
    call_command("rotate_keys", stdout=StringIO())
    assert SenderDetails.objects.known_of(sim) == DETAILS
    assert SenderDetails.objects.get().sealed != before
    assert key_file.read_text().split()[1] == old_key
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    call_command("rotate_keys", stdout=StringIO())
    assert old_key not in key_file.read_text()
    assert SenderDetails.objects.known_of(sim) == DETAILS


def test_what_no_key_opens_is_named_and_left(owner: User, sim: Sim, key_file: Path) -> None:
    SenderDetails.objects.keep(sim, owner, DETAILS)
    renew(key_file)
    renew(key_file)
    assert SenderDetails.objects.known_of(sim) == {}
    with pytest.raises(CommandError, match="1 could be opened"):
        call_command("rotate_keys", stdout=StringIO())
    assert SenderDetails.objects.count() == 1


@pytest.mark.usefixtures("key_file")
def test_sealed_text_that_was_changed_is_not_opened() -> None:
    sealed = seal("E12345678")
    with pytest.raises(Unreadable):
        unseal(sealed[:-4] + "AAA=")
